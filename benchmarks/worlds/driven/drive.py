"""Activation of a muscle: envelope, firing of motor units, twitch."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

FS = 200.0
"""Rate of the synthesis, Hz."""

Array = NDArray[np.float64]
Rng = np.random.Generator


def between(rng: Rng, low: float, high: float) -> float:
    """Uniform draw."""
    return float(rng.uniform(low, high))


def around(rng: Rng, median: float, sigma: float, low: float, high: float) -> float:
    """Log-normal draw, kept within bounds."""
    return float(np.clip(median * np.exp(sigma * rng.standard_normal()), low, high))


def clock(seconds: float) -> Array:
    """Instants of the synthesis within a window that begins at 0."""
    return np.arange(max(round(seconds * FS), 4), dtype=np.float64) / FS


def smooth(x: Array) -> Array:
    """Smooth step from 0 at 0 to 1 at 1."""
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)


def band(rng: Rng, n: int, low: float, high: float) -> Array:
    """Gaussian noise of a band of frequencies, unit variance."""
    sos = butter(2, [low, high], "bandpass", fs=FS, output="sos")
    extra = int(FS / low)
    noise = sosfilt(sos, rng.standard_normal(n + extra))[extra:]
    out: Array = noise / (np.std(noise) + 1e-12)
    return out


def burst(rng: Rng, seconds: float, rise: float, fall: float, fade: float = 0.0) -> Array:
    """One burst: rise, plateau that fades and wobbles, decay."""
    t = clock(seconds)
    form = smooth(t / max(rise, 0.01)) * smooth((seconds - t) / max(fall, 0.01))
    form *= np.exp(-fade * t / seconds)
    if seconds > 0.6:
        form *= np.clip(1.0 + between(rng, 0.05, 0.35) * band(rng, t.size, 0.6, 3.0), 0.2, 2.0)
    return form


def joined(parts: list[tuple[float, Array]]) -> Array:
    """Sum of envelopes, each put at its second."""
    n = max(int(at * FS) + part.size for at, part in parts)
    out = np.zeros(n)
    for at, part in parts:
        first = int(at * FS)
        out[first : first + part.size] += part
    return out


def gesture(rng: Rng, seconds: float, rate: float, width: tuple[float, float]) -> Array:
    """Signed submovements, as of stirring, turning, handling."""
    count = max(1, int(rng.poisson(rate * seconds)))
    starts = np.sort(rng.uniform(0.0, max(seconds - width[0], 0.02), count))
    starts[0] = 0.0
    parts = []
    for at in starts:
        w = min(between(rng, *width), max(seconds - at, width[0]))
        size = around(rng, 0.5, 0.6, 0.1, 1.5) * rng.choice([-1.0, 1.0])
        parts.append((float(at), size * burst(rng, w, 0.35 * w, 0.45 * w)))
    return joined(parts)


def cycles(
    rng: Rng, seconds: float, hz: Callable[[Array], Array], jitter: float, duty: float
) -> Array:
    """Rhythmic activation with a wandering phase; duty below 1 leaves silence between bursts."""
    t = clock(seconds)
    wander = np.cumsum(rng.standard_normal(t.size)) * jitter * np.sqrt(2.0 * np.pi / FS)
    phase = 2.0 * np.pi * np.cumsum(hz(t)) / FS + wander + between(rng, 0.0, 6.28)
    wave = np.cos(phase)
    if duty < 1.0:
        bar = np.cos(np.pi * duty)
        wave = np.maximum(wave - bar, 0.0) / (1.0 - bar)
    size = np.clip(
        1.0 + 0.25 * lfilter([0.01], [1.0, -0.99], 14.0 * rng.standard_normal(t.size)), 0.25, 2.2
    )
    out: Array = wave * size
    return out


def force(rng: Rng, envelope: Array, units: int, twitch: float) -> Array:
    """Force of a pool of motor units, each discharge followed by a critically damped twitch.

    A positive envelope drives the muscle, a negative one its antagonist; discharges are a
    compound Poisson process, larger units joining as activation grows.
    """
    pole = float(np.exp(-1.0 / (twitch * FS)))
    total = np.zeros(envelope.size)
    for sign in (1.0, -1.0):
        part = np.maximum(sign * envelope, 0.0)
        top = float(part.max(initial=0.0))
        if top <= 0.0:
            continue
        level = part / top
        mean = units * (8.0 + 12.0 * level) * level / FS
        fired = rng.poisson(mean)
        weight = np.where(fired > 0, rng.gamma(np.maximum(1.5 * fired, 1e-3)) / 1.5, 0.0)
        weight *= (0.4 + 0.6 * level) / (units * 20.0 / FS)
        total += sign * top * weight
    out: Array = lfilter([(1.0 - pole) ** 2], [1.0, -2.0 * pole, pole * pole], total)
    return out
