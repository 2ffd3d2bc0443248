"""Vital motion: breathing and heartbeat, their rhythm and what they do to a lying body."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.segmented.body import CONTACTS, INDEX, POINT, N
from benchmarks.worlds.segmented.dynamics import Job
from benchmarks.worlds.segmented.muscle import FS

RATE = 10  # breath samples per second
P = len(CONTACTS)


@dataclass(frozen=True, kw_only=True)
class Chest:
    """How one person breathes and how strongly the heart recoils."""

    hz: float
    depth: float  # m of chest rise
    belly: float  # m of belly rise
    heart: float  # Hz asleep
    recoil: float  # N, peak of the ballistic force (Starr 1939; Inan 2015: 1-5 N)
    artery: np.ndarray  # g, pulse wave below each strap


def chest(rng: np.random.Generator) -> Chest:
    """Draw a chest and a heart."""
    return Chest(
        hz=rng.uniform(0.18, 0.32),
        depth=rng.uniform(0.002, 0.005),
        belly=rng.uniform(0.004, 0.011),
        heart=rng.uniform(0.75, 1.25),
        recoil=rng.uniform(1.0, 4.0),
        artery=rng.lognormal(np.log(0.0008), 0.6, 3),
    )


def probes(c: Chest) -> tuple[Job, Job]:
    """Jobs that show what one unit of breath, and one heartbeat, does in a posture."""
    n = 4 * FS
    t = np.arange(n) / FS
    b = 0.5 - 0.5 * np.cos(2 * np.pi * t / 4)
    tau = np.zeros((n, N), np.float32)
    tau[:, INDEX["bend"]] = -3.0 * b * c.depth / 0.003
    tau[:, INDEX["pitch"]] = 1.0 * b * c.depth / 0.003
    base = np.zeros((n, P), np.float32)
    base[:, POINT["thorax"]] = c.depth * b
    base[:, POINT["elbow"]] = 0.25 * c.depth * b
    base[:, POINT["wrist"]] = c.belly * b  # only the hand that lies on the belly, see `part`
    m = int(1.4 * FS)
    t = np.arange(m) / FS
    beat = np.zeros((m, N), np.float32)
    for at, wide, gain in ((0.10, 0.025, 0.5), (0.16, 0.025, -1.0), (0.23, 0.03, 0.7)):
        wave = gain * np.exp(-0.5 * ((t - at) / wide) ** 2)  # I, J and K
        beat[:, INDEX["px"]] -= c.recoil * wave
        beat[:, INDEX["pz"]] += 0.35 * c.recoil * wave
    return Job(torque=tau, base=base), Job(torque=beat)


def breaths(
    rng: np.random.Generator, c: Chest, total: float, sleep: list, stops: list[tuple[float, float]]
) -> np.ndarray:
    """Breath volume (units of one usual breath) at RATE; flow stops but effort grows in `stops`."""
    n = int(total * RATE) + 2
    t = np.arange(n) / RATE
    knots = np.arange(0, total + 40, 20)
    pace = np.exp(np.interp(t, knots, lfilter([0.3], [1, -0.7], rng.normal(0, 0.12, len(knots)))))
    deep = np.exp(np.interp(t, knots, lfilter([0.3], [1, -0.7], rng.normal(0, 0.4, len(knots)))))
    awake = np.ones(n, bool)
    for a, b in sleep:
        awake[int(a * RATE) : int(b * RATE)] = False
    pace = np.where(awake, 1.15 * pace, pace)
    deep = np.where(awake, 1.2 * deep, deep)
    for a, b in stops:
        i, j = int(a * RATE), int(b * RATE)
        if j > i + 5:
            deep[i:j] = np.linspace(0.25, rng.uniform(0.6, 2.2), j - i)
            k = min(n, j + int(12 * RATE))
            deep[j:k] = rng.uniform(1.5, 3.0)
    a = np.exp(-1 / (1.5 * RATE))
    deep = lfilter([1 - a], [1, -a], deep, zi=[deep[0] * a])[0]
    phase = 2 * np.pi * np.cumsum(c.hz * pace) / RATE
    wave = np.sin(phase - 0.35 * np.sin(phase))  # inspiration shorter than expiration
    return (0.5 * deep * wave).astype(np.float32)


def beats(rng: np.random.Generator, c: Chest, total: float, acts: list[float]) -> np.ndarray:
    """Times of heartbeats, with respiratory arrhythmia and a rise after movements."""
    n = int(total * c.heart * 2.2) + 10
    slow = np.exp(lfilter([0.02], [1, -0.99], rng.normal(0, 0.35, n)))
    gap = slow / c.heart * (1 + 0.04 * np.sin(2 * np.pi * np.arange(n) * c.hz / c.heart))
    at = np.cumsum(gap * rng.normal(1, 0.015, n))
    if acts:
        acts_ = np.sort(np.array(acts))
        since = at - acts_[np.clip(np.searchsorted(acts_, at) - 1, 0, None)]
        quick = np.where((since > 0) & (since < 12), 0.12 * np.exp(-since / 5), 0.0)
        at = np.cumsum(np.diff(at, prepend=0.0) * (1 - quick))
    return at[at < total + 2]
