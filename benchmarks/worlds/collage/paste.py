"""Pasting: a real movement, or a real motion profile, onto the gravity a sensor sees now."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from benchmarks.worlds.collage.scraps import FS, G
from benchmarks.worlds.collage.spin import between, ease, turn, unit


def warp(n: int, stretch: float, rng: np.random.Generator, depth: float = 0.25) -> np.ndarray:
    """Return increasing source positions 0..n-1 that stretch and unevenly warp time."""
    m = max(round(n * stretch), 8)
    x = np.linspace(0, 1, m)
    bend = sum(
        rng.normal(0, depth / 3) * np.sin(np.pi * k * x) / (np.pi * k) for k in (1, 2, 3)
    )  # its slope stays above -1: time never runs back
    return np.clip(x + bend, 0, 1) * (n - 1)


def sample(x: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Read rows of x at fractional positions."""
    i = np.clip(at.astype(int), 0, len(x) - 2)
    f = (at - i)[:, None]
    return x[i] * (1 - f) + x[i + 1] * f


def place(
    x: np.ndarray,
    rng: np.random.Generator,
    *,
    start: np.ndarray,
    end: np.ndarray | None = None,
    spin: np.ndarray,
    scale: float = 1.0,
    stretch: float = 1.0,
) -> np.ndarray:
    """Paste a real movement so that it begins at gravity `start` and ends at `end`.

    The recording is split into tilt (slow, unit length) and the rest. Stretching leaves tilt alone
    and divides the rest by stretch squared, as slower motion does; scaling shrinks the angle
    and the rest alike; a rotation that fades from the first to the second gravity joins the ends.
    """
    y = sample(x, warp(len(x), stretch, rng)) @ spin.T
    n = len(y)
    padded = np.r_[np.repeat(y[:1], 40, 0), y, np.repeat(y[-1:], 40, 0)]
    tilt = unit(gaussian_filter1d(padded, 0.22 * FS * min(stretch, 2), axis=0))
    tilt = unit(gaussian_filter1d(tilt, 6, axis=0))[40:-40]  # no sudden flip in free fall
    grow = np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / 18.0)
    grow = (grow * grow * (3 - 2 * grow))[:, None]
    rest = (y - tilt) * grow * min(scale / stretch**2, 4.0)
    first = unit(y[0])
    away = between(first, tilt)
    # beyond 125 degrees the smallest rotation may change its axis suddenly: keep such tilt whole
    shrink = scale if np.linalg.norm(away, axis=1).max() < 2.2 else 1.0
    begin = np.r_[grow[: n // 2], np.ones((n - n // 2, 1))]
    path = unit(gaussian_filter1d(turn(first, away * shrink * begin), 4, axis=0))
    path[:4] = first
    join = between(first, start)
    path, rest = turn(path, join), turn(rest, join)
    if end is not None:
        last = between(path[-1], end)
        fade = np.interp(np.arange(n), [0.15 * n, 0.9 * n], [0, 1])
        fade = (fade * fade * (3 - 2 * fade))[:, None]
        path, rest = turn(path, last * fade), turn(rest, last * fade)
    return path + rest


def thrust(
    flanks: list[np.ndarray], rng: np.random.Generator, rise: float, hold: float, fall: float
) -> np.ndarray:
    """Return a motion 0..1..0 made of two real flanks and a plateau that creeps (100/s)."""
    up = flanks[rng.integers(len(flanks))]
    down = flanks[rng.integers(len(flanks))]
    n, h, m = (max(int(t * FS), 3) for t in (rise, hold, fall))
    creep = rng.normal(0, 0.12)
    top = 1 + creep * ease(h)
    y = np.r_[
        np.zeros(15),
        np.interp(np.linspace(0, 128, n), np.arange(129), up),
        top,
        (1 + creep) * (1 - np.interp(np.linspace(0, 128, m), np.arange(129), down)),
        np.zeros(15),
    ]
    return gaussian_filter1d(y, np.clip(0.12 * min(n, m), 1.6, 5))


def level(flanks: list[np.ndarray], rng: np.random.Generator, time: float) -> np.ndarray:
    """Return a motion 0..1 along one real flank."""
    n = max(int(time * FS), 5)
    up = flanks[rng.integers(len(flanks))]
    y = np.r_[np.zeros(15), np.interp(np.linspace(0, 128, n), np.arange(129), up), np.ones(15)]
    return gaussian_filter1d(y, np.clip(0.12 * n, 1.6, 5))


def lever(
    motion: np.ndarray, *, axis: np.ndarray, arm: np.ndarray, start: np.ndarray, size: float
) -> np.ndarray:
    """Return the acceleration of a sensor on a limb that turns by size * motion radians.

    The arm is the sensor's place from the joint in metres, in the sensor's frame. Gravity appears
    turned the other way; tangential and centripetal acceleration are added.
    """
    theta = size * motion
    speed = np.gradient(theta) * FS
    gain = np.gradient(speed) * FS
    across = np.cross(axis, arm)
    inward = np.cross(axis, across)
    felt = turn(start, -theta[:, None] * axis)
    return felt + (gain[:, None] * across + (speed**2)[:, None] * inward) / G


def sized(make, target: float, start: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """Return make(size) whose greatest departure from start is near target g."""
    size = limits[0] * 3
    for _ in range(4):
        a = make(size)
        peak = np.linalg.norm(a - start, axis=1).max()
        size = float(np.clip(size * (target / max(peak, 1e-9)) ** 0.9, *limits))
    return make(size)
