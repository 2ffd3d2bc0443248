"""Courses in time (0 at rest, 1 at the far pose) from which movements are built."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.worlds.posed.turning import Array

Rng = np.random.Generator
STEP = 1 / 200
"""Seconds between points of a synthesised window."""


def clock(length: float) -> Array:
    """Times of a window of ``length`` seconds."""
    count = max(8, int(np.ceil(length / STEP)))
    return np.asarray(np.arange(count) * STEP, dtype=np.float64)


def step(t: Array, start: float, rise: float) -> Array:
    """Minimum-jerk stroke from 0 to 1."""
    x = np.clip((t - start) / max(rise, STEP), 0.0, 1.0)
    return np.asarray(x**3 * (10 - 15 * x + 6 * x**2), dtype=np.float64)


def skewed(t: Array, start: float, rise: float, bias: float) -> Array:
    """Stroke whose middle is reached early (bias < 1) or late (bias > 1)."""
    x = np.clip((t - start) / max(rise, STEP), 0.0, 1.0) ** bias
    return np.asarray(x**3 * (10 - 15 * x + 6 * x**2), dtype=np.float64)


def relaxing(t: Array, start: float, tau: float) -> Array:
    """From 0 to 1 as a limb sinks back: smooth start, exponential end."""
    x = np.clip((t - start) * 2.2 / max(tau, STEP), 0.0, 60.0)
    return np.asarray(1 - (1 + x + x**2 / 2) * np.exp(-x), dtype=np.float64)


def sticking(rng: Rng, t: Array, start: float, length: float, share: float) -> Array:
    """From 0 to 1 in a slow return that hangs on the sheet and slips in steps."""
    smooth = relaxing(t, start, length / 3)
    count = int(rng.integers(3, 10))
    parts = rng.dirichlet(np.full(count, 1.3))
    times = start + length * np.sort(rng.beta(1.0, 1.8, count))
    stairs = np.zeros_like(t)
    for part, at in zip(parts, times, strict=True):
        stairs += part * step(t, float(at), float(rng.uniform(0.06, 0.25)))
    return np.asarray((1 - share) * smooth + share * stairs, dtype=np.float64)


def bump(t: Array, start: float, rise: float, hold: float, fall: float) -> Array:
    """Out and back, both by minimum jerk."""
    return step(t, start, rise) - step(t, start + rise + hold, fall)


def ringing(t: Array, start: float, hertz: float, decay: float) -> Array:
    """Damped sine from ``start`` on, beginning softly."""
    u = np.clip(t - start, 0.0, None)
    soft = 1 - np.exp(-u * hertz * 3)
    return np.asarray(soft * np.sin(2 * np.pi * hertz * u) * np.exp(-u / decay), dtype=np.float64)


def wander(rng: Rng, t: Array, every: float, spread: float) -> Array:
    """Smooth random course of zero mean with a new value each ``every`` seconds."""
    span = float(t[-1] - t[0]) if len(t) > 1 else 1.0
    count = max(4, int(span / every) + 3)
    values = rng.normal(0, spread, count)
    x = (t - t[0]) / every
    i = np.clip(x.astype(int), 0, count - 2)
    w = x - i
    w = w * w * (3 - 2 * w)
    return np.asarray(values[i] * (1 - w) + values[i + 1] * w, dtype=np.float64)


def window(t: Array, start: float, end: float, ramp_in: float, ramp_out: float) -> Array:
    """1 between ``start`` and ``end`` with smooth flanks inside."""
    return step(t, start, ramp_in) - step(t, end - ramp_out, ramp_out)


def phase(t: Array, hertz: Array | float) -> Array:
    """Angle of an oscillation of changing frequency."""
    per = np.broadcast_to(np.asarray(hertz, dtype=np.float64), t.shape)
    return np.asarray(2 * np.pi * np.cumsum(per) * STEP, dtype=np.float64)


def jerky(angle: Array, sharp: float) -> Array:
    """Periodic course with one short stroke per turn, 0 between, 1 at its top."""
    low = np.exp(-2 * sharp)
    return np.asarray((np.exp(sharp * (np.cos(angle) - 1)) - low) / (1 - low), dtype=np.float64)


def between(rng: Rng, low: float, high: float) -> float:
    """A number drawn evenly in its logarithm."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def around(rng: Rng, middle: float, spread: float, low: float, high: float) -> float:
    """A log-normal number held within limits."""
    return float(np.clip(middle * np.exp(rng.normal(0, spread)), low, high))


def direction(rng: Rng) -> NDArray[np.float64]:
    """A direction anywhere."""
    v = rng.normal(size=3)
    return np.asarray(v / np.linalg.norm(v), dtype=np.float64)
