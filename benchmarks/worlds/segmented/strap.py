"""Strap and sensor: loose band on soft tissue, then the chip with its errors."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, lfilter

from benchmarks.worlds.segmented.mattress import resonate
from benchmarks.worlds.segmented.posture import FD


@dataclass(frozen=True, kw_only=True)
class Strap:
    """How one sensor is held on its limb."""

    hz: float
    zeta: float
    tissue: float
    loss: float
    mix: float  # share of the motion that goes through soft tissue
    tilt: np.ndarray  # rad per unit of tendon tension
    lift: np.ndarray  # m per unit of tendon tension
    loose: float  # rad, how far it turns on the limb when the sleeper turns


@dataclass(frozen=True, kw_only=True)
class Chip:
    """Errors of one accelerometer."""

    rate: float
    offset: np.ndarray
    gain: np.ndarray
    noise: float  # g per sample
    pink: float
    span: float
    step: float
    gaps: list[tuple[float, float]]
    start: float
    stop: float


def strap(rng: np.random.Generator) -> Strap:
    """Draw a strap; tissue resonates at 5-15 Hz below a watch of 20-40 g (Ziegert 1979)."""
    loose = rng.random() < 0.4
    aim = rng.normal(size=3)
    bulge = rng.lognormal(np.log(0.006), 0.7)
    return Strap(
        hz=rng.uniform(8, 16) if loose else rng.uniform(14, 32),
        zeta=rng.uniform(0.35, 0.9),
        tissue=rng.uniform(5, 15),
        loss=rng.uniform(0.18, 0.5),
        mix=rng.uniform(0.2, 0.9),
        tilt=bulge * aim / np.linalg.norm(aim),
        lift=rng.uniform(0.05, 0.6) * 1e-3 * rng.normal(size=3) / 1.7,
        loose=np.radians(rng.uniform(3, 14) if loose else rng.uniform(0, 3)),
    )


def worn(s: Strap, a: np.ndarray) -> np.ndarray:
    """Motion (3, T) at the sensor from motion at the bone, both as deviations from rest."""
    soft = resonate(a.T, s.tissue, s.loss, FD)
    mixed = (1 - s.mix) * a.T + s.mix * soft
    return resonate(mixed, s.hz, s.zeta, FD).T


def chips(rng: np.random.Generator, places: tuple[str, ...], total: float) -> dict[str, Chip]:
    """Draw the sensors of a night: mostly one model, each with its own clock and gaps."""
    same = rng.random() < 0.85
    out = {}
    model = None
    for p in places:
        if model is None or not same:
            rate = float(
                rng.choice(
                    [50, 25, 100, 31.25, 62.5, 52, 26], p=[0.6, 0.12, 0.1, 0.05, 0.05, 0.04, 0.04]
                )
            )
            model = (
                rate,
                float(
                    rng.choice(
                        [rng.uniform(0.0003, 0.001), rng.uniform(0.001, 0.004)], p=[0.6, 0.4]
                    )
                ),
                float(rng.choice([2, 4, 8], p=[0.25, 0.4, 0.35])),
                float(
                    rng.choice(
                        [0.00006, 0.000244, 0.001, 0.0039, 0.0156], p=[0.2, 0.32, 0.32, 0.13, 0.03]
                    )
                ),
            )
        rate, noise, span, step = model
        gaps = []
        if rng.random() < 0.35:
            for _ in range(int(rng.integers(1, 7))):
                a = rng.uniform(60, total - 60)
                gaps.append((a, a + float(np.clip(rng.lognormal(np.log(3), 1.6), 0.1, 900))))
        late = float(rng.choice([0.0, rng.uniform(0, 3)]))
        out[p] = Chip(
            rate=rate * (1 + rng.uniform(-0.005, 0.005)),
            offset=rng.normal(0, 0.015, 3),
            gain=rng.normal(1, 0.008, 3),
            noise=noise * rng.uniform(0.8, 1.25),
            pink=noise * rng.uniform(0.05, 0.3),
            span=span,
            step=step,
            gaps=sorted(gaps),
            start=late,
            stop=total - float(rng.choice([0.0, rng.uniform(0, 3)])),
        )
    return out


def smooth(c: Chip, a: np.ndarray) -> np.ndarray:
    """The chip's own low-pass below half its rate, on dense deviations (3, T)."""
    cut = 0.42 * c.rate
    if cut > 0.45 * FD:
        return a
    b, d = butter(2, cut / (FD / 2))
    return lfilter(b, d, a, axis=1)


def measure(rng: np.random.Generator, c: Chip, a: np.ndarray) -> np.ndarray:
    """Readings (n, 3) float32 of true specific force (3, n)."""
    n = a.shape[1]
    out = np.empty((n, 3), np.float32)
    knots = np.arange(0, n + 2000, 1000)
    for i in range(3):
        drift = c.pink * np.cumsum(rng.normal(0, 0.1, len(knots)))
        x = a[i].astype(np.float32) * np.float32(c.gain[i]) + np.float32(c.offset[i])
        x += np.float32(c.noise) * rng.standard_normal(n, np.float32)
        x += np.interp(np.arange(n), knots, drift).astype(np.float32)
        x = np.round(x / np.float32(c.step)) * np.float32(c.step)
        out[:, i] = np.clip(x, -c.span, c.span)
    return out


def runs(c: Chip) -> list[tuple[int, int]]:
    """Sample ranges between gaps, on the sensor's own clock from its start."""
    n = int((c.stop - c.start) * c.rate)
    edges, last = [], 0
    for a, b in c.gaps:
        i, j = int((a - c.start) * c.rate), int((b - c.start) * c.rate) + 1
        if i > last + 50 and j < n - 50:
            edges.append((last, i))
            last = j
    return [*edges, (last, n)]
