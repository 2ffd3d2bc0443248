"""Outside: what a partner, a pet, the house and the street do to the bed."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.signal import butter, lfilter

from benchmarks.worlds.segmented.act import Act, move
from benchmarks.worlds.segmented.body import (
    CONTACTS,
    INDEX,
    POINT,
    Body,
    body,
    frames,
    masses,
    place,
)
from benchmarks.worlds.segmented.dynamics import Job, Mechanics, integrate, mechanics
from benchmarks.worlds.segmented.mattress import Mattress, carried
from benchmarks.worlds.segmented.muscle import FS, Waves, torque
from benchmarks.worlds.segmented.posture import FD, change, near, rest
from benchmarks.worlds.segmented.rhythm import Rhythm, member, rhythm

P = len(CONTACTS)


@dataclass(frozen=True, kw_only=True)
class Partner:
    """Somebody else in the bed, or under another mattress of it."""

    body: Body
    mech: Mechanics
    lie: np.ndarray
    side: float  # m, how far and on which side
    rhythm: Rhythm
    split: float  # 1 one mattress, less for two in one frame


def partner(rng: np.random.Generator, m: Mattress) -> Partner:
    """Draw a partner, lying somehow at 0.45-0.8 m."""
    b = body(rng, worn=False)
    lie, under = rest(rng, str(rng.choice(["supine", "left", "right"])))
    mech = mechanics(b, m, lie, under, rng)
    hear = np.array([0.5, 0.3, 0.2] + [1.0] * 8 + [0.3, 0.3])
    return Partner(
        body=b,
        mech=replace(mech, hear=hear),
        lie=lie,
        side=float(rng.choice([-1, 1]) * rng.uniform(0.45, 0.8)),
        rhythm=rhythm(rng, 1.3, faint=0.05),
        split=float(rng.choice([1.0, rng.uniform(0.05, 0.3)], p=[0.8, 0.2])),
    )


def loads(p: Partner, waves: list[Waves]) -> list[np.ndarray]:
    """Load (N) on the mattress of each of the partner's movements."""
    jobs = []
    for w in waves:
        steps = max(len(x) for x in w.values()) + int(1.5 * FS)
        jobs.append(Job(torque=torque(w, steps)))
    return [total for _, total in integrate(p.mech, jobs)]


def legs(
    rng: np.random.Generator, p: Partner, times: list[float]
) -> list[tuple[float, np.ndarray]]:
    """Partner's periodic movements as loads."""
    acts = [member(rng, p.rhythm, t) for t in times]
    return list(zip(times, loads(p, [a.waves for a in acts]), strict=True))


def stirs(
    rng: np.random.Generator, p: Partner, times: list[float]
) -> list[tuple[float, np.ndarray]]:
    """Partner's isolated movements as loads."""
    size = rng.lognormal(np.log(0.12), 0.5, len(times))
    waves = [move(rng, s, str(rng.choice(["r", "l", "rl"])), rng.uniform(0.5, 4)) for s in size]
    return list(zip(times, loads(p, waves), strict=True))


def turning(
    rng: np.random.Generator, p: Partner, times: list[float]
) -> list[tuple[float, np.ndarray]]:
    """Partner turning over: weight times the acceleration of the centre of mass, and landings."""
    out, now = [], p.lie
    for t in times:
        to, _ = rest(rng, str(rng.choice(["supine", "left", "right"])))
        to[INDEX["roll"]] = near(now[INDEX["roll"]], to[INDEX["roll"]])
        q = change(rng, now, to, rng.uniform(3, 9), str(rng.choice(["legs", "arm", "trunk"])))
        f = frames(p.body, q)
        force = np.zeros(q.shape[1])
        for segment, offset, kg in masses(p.body):
            z = place(f[segment], offset)[2]
            force[1:-1] += kg * np.diff(z, 2) * FD**2
        x = np.repeat(force, FS // FD)
        for _ in range(int(rng.integers(2, 6))):  # limbs and hips dropped on the bed
            i = int(rng.uniform(0.1, 0.95) * len(x))
            n = int(rng.uniform(0.06, 0.2) * FS)
            push = rng.uniform(40, 250) * np.sin(np.pi * np.arange(n) / n)
            x[i : i + n] += push[: len(x) - i]
        ends = np.clip(np.minimum(np.arange(len(x)), np.arange(len(x))[::-1]) / 40, 0, 1)
        shift = rng.normal(0, 60) * np.clip(np.arange(len(x)) / len(x) * 1.6 - 0.3, 0, 1)
        x = np.concatenate([x * ends + shift, np.full(2 * FS, shift[-1])])
        x[-FS:] *= np.linspace(1, 0, FS)
        out.append((t, x))
        now = to
    return out


def heard(m: Mattress, mech: Mechanics, p: Partner, at: float, load: np.ndarray) -> Act:
    """A load of the partner's as motion of the bed below the sleeper in a posture."""
    source = np.array([-0.45 * p.body.height, p.side])
    base = p.split * carried(m, load, mech.points, source)
    return Act(at=at, kind="external", source="partner", base=base, floor=0.004)


def thump(rng: np.random.Generator, lasts: float, n: int) -> np.ndarray:
    """Half-sine of unit height, padded to n steps."""
    k = max(3, int(lasts * FS))
    return np.concatenate([np.sin(np.pi * np.arange(k) / k), np.zeros(max(0, n - k))])[:n]


def paws(rng: np.random.Generator, m: Mattress, mech: Mechanics, at: float, style: str) -> Act:
    """A cat or dog: jumps up, walks about, kneads or shoves a limb, scratches itself."""
    kg = rng.uniform(3, 6) if rng.random() < 0.7 else rng.uniform(8, 20)
    limb = str(rng.choice(["r.calf", "l.calf", "r.heel", "l.heel", "r.fore", "l.fore", "wrist"]))
    spot = mech.points[POINT[limb], :2] + rng.normal(0, 0.12, 2)
    n = int(
        {"jump": 1.6, "walk": 6, "knead": rng.uniform(5, 40), "shove": 3, "scratch": 5}[style] * FS
    )
    base, pushes = np.zeros((n, P)), []
    if style in ("jump", "walk", "scratch"):
        when = [0.05, 0.15] if style == "jump" else np.cumsum(rng.uniform(0.18, 0.5, 30))
        gain = 2.5 if style == "jump" else 0.6
        if style == "scratch":
            when, gain = 0.1 + np.arange(int(rng.uniform(6, 18))) / rng.uniform(4, 6.5), 0.4
        for t in when:
            if t < n / FS - 0.5:
                i = int(t * FS)
                x = np.zeros(n)
                x[i:] = (
                    kg
                    * 9.8
                    * gain
                    * rng.uniform(0.5, 1.2)
                    * thump(rng, rng.uniform(0.08, 0.3), n - i)
                )
                base += carried(m, x, mech.points, spot + rng.normal(0, 0.15, 2))
        if style == "walk" and rng.random() < 0.5:  # treads on the limb
            i = int(rng.uniform(1, 3) * FS)
            x = np.zeros((n, 3))
            x[i:, 2] = -kg * 9.8 * 0.4 * thump(rng, rng.uniform(0.2, 0.6), n - i)
            pushes.append((POINT[limb], x))
    elif style == "knead":
        hz, x = rng.uniform(0.8, 2.0), np.zeros((n, 3))
        t = np.arange(n) / FS
        phase = (
            2
            * np.pi
            * np.cumsum(hz * np.exp(np.interp(t, t[::200], rng.normal(0, 0.12, len(t[::200])))))
            / FS
        )
        force = rng.uniform(2, 10) * np.maximum(np.sin(phase), 0) ** 0.7
        force *= np.clip(t / 1.0, 0, 1) * np.clip((t[-1] - t) / 1.0, 0, 1) * rng.uniform(0.8, 1.2)
        way = rng.normal(0, 0.5, 3)
        way[2] = -1
        x += force[:, None] * way / np.linalg.norm(way)
        pushes.append((POINT[limb], x))
    else:
        x = np.zeros((n, 3))
        w = thump(rng, rng.uniform(0.6, 2.0), n)
        x[:, 1] = rng.choice([-1, 1]) * kg * rng.uniform(0.8, 3) * w
        x[:, 2] = -kg * rng.uniform(0.5, 3) * w
        pushes.append((POINT[limb], x))
    return Act(at=at, kind="external", source="pet", base=base, pushes=pushes, floor=0.004)


def tremble(rng: np.random.Generator, at: float, style: str) -> Act:
    """Traffic, a washing machine, a door or a knock against the frame, as motion of the bed."""
    if style == "traffic":
        lasts = rng.uniform(4, 18)
        n = int(lasts * FS)
        f = rng.uniform(3, 12)
        b, a = butter(2, [0.7 * f / (FS / 2), 1.4 * f / (FS / 2)], btype="band")
        x = lfilter(b, a, rng.normal(size=(n, 3)), axis=0)
        x *= (np.sin(np.pi * np.arange(n) / n) ** 1.5)[:, None] / (x.std() + 1e-9)
        x *= rng.lognormal(np.log(0.004), 0.6) * 9.81 / (2 * np.pi * f) ** 2
    elif style == "machine":
        lasts = rng.uniform(40, 200)
        n = int(lasts * FS)
        t = np.arange(n) / FS
        f = (
            rng.uniform(8, 17)
            * np.clip(t / rng.uniform(8, 25) + 0.3, 0, 1)
            * np.clip((lasts - t) / 10 + 0.3, 0, 1)
        )
        phase = 2 * np.pi * np.cumsum(f) / FS
        mode = rng.uniform(7, 14)  # the floor answers most near its own frequency
        gain = 1 / np.sqrt((1 - (f / mode) ** 2) ** 2 + (0.16 * f / mode) ** 2)
        x = np.stack([np.sin(phase + p) for p in rng.uniform(0, 6, 3)], axis=1)
        x *= (gain * rng.lognormal(np.log(0.0012), 0.5) * 9.81 / (2 * np.pi * mode) ** 2)[:, None]
        x *= (np.clip(t / 3, 0, 1) * np.clip((lasts - t) / 3, 0, 1))[:, None]
    else:  # a knock: the frame rings
        n = int(1.5 * FS)
        t = np.arange(n) / FS
        x = np.zeros((n, 3))
        for _ in range(int(rng.integers(1, 4))):
            f, z = rng.uniform(5, 16), rng.uniform(0.04, 0.2)
            w = 2 * np.pi * f
            one = np.exp(-z * w * t) * np.sin(w * t) * np.clip(t / 0.02, 0, 1)
            x += one[:, None] * rng.normal(size=3) * rng.lognormal(np.log(0.03), 0.8) * 9.81 / w**2
        x *= np.clip((t[-1] - t) / 0.3, 0, 1)[:, None]
    rock = rng.normal(1, 0.15, P)
    base = x[:, 2:] * rock[None]
    return Act(at=at, kind="external", source="bed", base=base, shake=x[:, :2], floor=0.004)
