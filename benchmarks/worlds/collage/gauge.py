"""A worn accelerometer: rate, gain, offset, grain, resolution, range and lost stretches."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfilt

from benchmarks.worlds.collage.ground import chunks
from benchmarks.worlds.collage.scraps import FS, Scraps
from benchmarks.worlds.night import Stream


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """One sensor as it was drawn for this night."""

    start: float
    rate: float
    gain: np.ndarray
    offset: np.ndarray
    warm: np.ndarray  # offset per unit of slow temperature wander
    noise: float  # g, root mean square
    real_grain: bool
    step: float
    reach: float
    soft: bool  # low-pass before sampling
    gaps: list[tuple[float, float]]


def gauges(rng: np.random.Generator, places: tuple[str, ...], end: float) -> dict[str, Gauge]:
    """Draw the sensors: one model a night, each copy with its own errors.

    Noise and errors as of common parts: 0.1-0.3 mg/rtHz, +-1..3 % gain, up to 40 mg offset (data
    sheets of LIS2DH12, BMI160, LSM6DS); the real nights used here have 10 mg steps.
    """
    nominal = float(rng.choice([25, 26, 31.25, 50, 52, 100], p=[0.1, 0.1, 0.05, 0.55, 0.12, 0.08]))
    noise = float(np.exp(rng.uniform(np.log(0.3e-3), np.log(5e-3))))
    step = float(
        rng.choice([2.44e-4, 4.88e-4, 1e-3, 3.9e-3, 1.0e-2], p=[0.25, 0.2, 0.4, 0.1, 0.05])
    )
    reach = float(rng.choice([2, 4, 8, 16], p=[0.1, 0.35, 0.4, 0.15]))
    real, soft = bool(rng.random() < 0.6), bool(rng.random() < 0.7)
    bad = rng.random() < 0.25
    out = {}
    for place in places:
        gaps = []
        for _ in range(rng.poisson(2.5 if bad else 0.25)):
            a = float(rng.uniform(0.02, 0.97) * end)
            gaps.append((a, a + float(np.clip(rng.lognormal(np.log(8), 1.4), 0.2, 900))))
        out[place] = Gauge(
            start=float(rng.uniform(0, 0.4)),
            rate=nominal * (1 + float(np.clip(rng.normal(0, 0.0015), -0.005, 0.005))),
            gain=1 + rng.normal(0, 0.008, 3).clip(-0.03, 0.03),
            offset=rng.normal(0, 0.01, 3).clip(-0.04, 0.04),
            warm=rng.normal(0, 1.5e-3, 3),
            noise=noise * float(rng.lognormal(0, 0.15)),
            real_grain=real,
            step=step,
            reach=reach,
            soft=soft,
            gaps=sorted(gaps),
        )
    return out


def grain(rng: np.random.Generator, g: Gauge, s: Scraps, n: int) -> np.ndarray:
    """Return sensor noise: cut from a real sensor at rest, or white."""
    if not g.real_grain:
        return rng.standard_normal((n, 3), np.float32) * np.float32(g.noise)
    x = chunks(rng, s.grain, n, g.rate, seconds=9, tempo=(0.9, 1.1), spins=5)
    return x * np.float32(g.noise / max(float(x[:20000].std()), 1e-6))


def soften(a: np.ndarray, g: Gauge) -> np.ndarray:
    """Low-pass a movement (100/s) below half the sensor's rate, as the chip does."""
    if not g.soft or g.rate > 90:
        return a
    return sosfilt(butter(2, 0.42 * g.rate, fs=FS, output="sos"), a, axis=0)


def read(rng: np.random.Generator, g: Gauge, true: np.ndarray, s: Scraps) -> list[Stream]:
    """Return what the sensor hands out of the true acceleration on its own grid."""
    n = len(true)
    t = np.arange(n) / g.rate + g.start
    heat = np.interp(t, *_heat(rng, float(t[-1]))).astype(np.float32)
    out = true * g.gain.astype(np.float32) + g.offset.astype(np.float32)
    out += heat[:, None] * g.warm.astype(np.float32)
    out += grain(rng, g, s, n)
    np.clip(out, -g.reach, g.reach, out=out)
    out /= np.float32(g.step)
    np.rint(out, out=out)
    out *= np.float32(g.step)
    runs, at = [], 0
    for a, b in [*g.gaps, (np.inf, np.inf)]:
        i = int(np.clip(np.ceil((a - g.start) * g.rate) if np.isfinite(a) else n, at, n))
        if i - at > g.rate:
            runs.append(Stream(start_s=g.start + at / g.rate, rate=g.rate, xyz=out[at:i].copy()))
        at = n if not np.isfinite(b) else int(np.clip(np.ceil((b - g.start) * g.rate), i, n))
    return runs


def _heat(rng: np.random.Generator, end: float) -> tuple[np.ndarray, np.ndarray]:
    """Return times and a slow temperature wander: warming under the cover, then wandering."""
    t = np.arange(0, end + 600, 300.0)
    walk = np.cumsum(rng.normal(0, 0.25, len(t)))
    return t, 2 * (1 - np.exp(-t / 1500)) + walk - walk.mean()
