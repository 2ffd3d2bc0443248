"""Shapes in which muscles are driven, one value a step, 0 to 1."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.worlds.engine.model import STEP_S

Floats = NDArray[np.float64]


def steps(seconds: float) -> int:
    """Steps in a time."""
    return max(1, round(seconds / STEP_S))


def square(seconds: float) -> Floats:
    """On, then off."""
    return np.ones(steps(seconds))


def swell(seconds: float, rise_s: float, fall_s: float) -> Floats:
    """Rise, hold and fall as cosines."""
    n = steps(seconds)
    t = (np.arange(n) + 0.5) * STEP_S
    up = np.clip(t / max(rise_s, STEP_S), 0, 1)
    down = np.clip((seconds - t) / max(fall_s, STEP_S), 0, 1)
    return (0.5 - 0.5 * np.cos(np.pi * up)) * (0.5 - 0.5 * np.cos(np.pi * down))


def smooth_noise(rng: np.random.Generator, seconds: float, hz: float) -> Floats:
    """Noise below a frequency, of unit spread."""
    n = steps(seconds)
    knots = max(4, int(seconds * hz * 2) + 4)
    values = rng.normal(size=knots)
    t = np.linspace(0, knots - 3.001, n)
    i = t.astype(int)
    f = t - i
    p0, p1, p2, p3 = values[i], values[i + 1], values[i + 2], values[i + 3]
    out = p1 + 0.5 * f * (
        p2 - p0 + f * (2 * p0 - 5 * p1 + 4 * p2 - p3 + f * (3 * (p1 - p2) + p3 - p0))
    )
    return np.asarray(out, dtype=np.float64)


def train(
    rng: np.random.Generator,
    seconds: float,
    hz: tuple[float, float],
    share: float,
    *,
    jitter: float = 0.08,
    wander: float = 0.1,
) -> tuple[Floats, Floats]:
    """Bursts from a first to a last frequency, and those half a period later.

    ``share`` of each period is on; strengths and lengths vary from burst to burst.
    """
    n = steps(seconds)
    out, back = np.zeros(n), np.zeros(n)
    t, drift = 0.0, 0.0
    while t < seconds:
        rate = hz[0] + (hz[1] - hz[0]) * t / seconds
        drift = 0.9 * drift + wander * rng.normal() * 0.44
        period = 1 / (rate * float(np.exp(drift * 0.5 + jitter * rng.normal())))
        for wave, shift in ((out, 0.0), (back, 0.5)):
            i = steps(t + shift * period)
            length = steps(period * share * float(np.exp(0.15 * rng.normal())))
            wave[i : i + length] = np.clip(float(np.exp(0.25 * rng.normal())) * 0.8, 0, 1.3)
        t += period
    return out, back


def glide(start: float, end: float, seconds: float) -> Floats:
    """From one value to another with least jerk."""
    u = np.linspace(0, 1, steps(seconds))
    return start + (end - start) * (10 * u**3 - 15 * u**4 + 6 * u**5)
