"""Rest: breathing, pulse, creep of the bedding, and sway of somebody upright."""

import numpy as np
from scipy.signal import lfilter

GRID = 10.0  # Hz
FADE = 1.0  # s in which a row gives way to rest


def breath(rng, seconds: float, apnoeas) -> np.ndarray:
    """Return the breathing movement on the grid, about -1..1 in quiet sleep."""
    n = int(seconds * GRID) + 2
    coarse = n // 50 + 3
    rate = rng.uniform(0.18, 0.3) * np.exp(0.07 * _path(rng, coarse, 6))
    depth = np.exp(0.25 * _path(rng, coarse, 10))
    at = np.arange(n) / 50.0
    phase = np.cumsum(np.interp(at, np.arange(coarse), rate)) / GRID
    depth = np.interp(at, np.arange(coarse), depth)
    obstructive = rng.random() < 0.6
    for a, b in apnoeas:
        i, j = int(a * GRID), int(b * GRID)
        k = min(j + int(8 * GRID), n)
        effort = np.linspace(0.3, 1.2, max(j - i, 1)) if obstructive else 0.04
        depth[i:j] *= effort
        depth[j:k] *= np.linspace(2.4, 1.1, max(k - j, 1))[: k - j]
    skew = phase + 0.08 * np.sin(2 * np.pi * phase)
    wave = depth * np.sin(2 * np.pi * skew)
    return lfilter([0.35], [1, -0.65], wave)


def _path(rng, n, tau):
    a = np.exp(-1 / tau)
    return lfilter([np.sqrt(1 - a * a)], [1, -a], rng.standard_normal(n))


def beats(rng, seconds: float) -> np.ndarray:
    """Return the times of heart beats."""
    n = int(seconds * 2.2)
    gap = 1 / rng.uniform(0.8, 1.25) * np.exp(0.08 * _path(rng, n, 200) + 0.03 * _path(rng, n, 4))
    at = np.cumsum(gap)
    return at[at < seconds - 1]


def pulse(rng, at, size: float, t0: float, rate: float, n: int) -> np.ndarray:
    """Return the recoil and pulse wave (n, 3) in g, per beat a damped wave."""
    train = np.zeros(n + 2)
    x = (at - t0) * rate
    x = x[(x > 0) & (x < n - 1)]
    i, frac = x.astype(int), x % 1
    # the size wanders, on purpose shared by all axes
    amount = size * np.exp(0.15 * rng.standard_normal(x.size))
    np.add.at(train, i, amount * (1 - frac))
    np.add.at(train, i + 1, amount * frac)
    f, z = rng.uniform(3.5, 7), rng.uniform(0.15, 0.4)
    r, w = np.exp(-2 * np.pi * f * z / rate), 2 * np.pi * f * np.sqrt(1 - z * z) / rate
    wave = lfilter([0, r * np.sin(w)], [1, -2 * r * np.cos(w), r * r], train)
    wave = lfilter([0.5, 0, -0.5], [1.0], wave)[:n] * 2.5
    way = rng.normal(0, 1, 3)
    return (wave[:, None] * (way / np.linalg.norm(way))).astype(np.float32)


def tilt(rng, timeline, wave, residues, sags) -> np.ndarray:
    """Small rotations (n, 3) of segment 2 on the grid: breathing, creep, left-over, sagging bed.

    timeline : (start, pose) of one limb; residues, sags : (time, rotation) steps.
    """
    n = len(wave)
    o = np.zeros((n, 3), np.float32)
    for k, (start, pose) in enumerate(timeline):
        i = max(int(start * GRID), 0)
        j = min(int(timeline[k + 1][0] * GRID), n) if k + 1 < len(timeline) else n
        if j <= i:
            continue
        own = wave[i:j, None] * pose.breath
        if pose.stiff > 1:  # upright or holding something: sway and correction
            size = 0.012 if pose.name in ("stand", "book") else 0.004
            own = own + size * np.stack([_path(rng, j - i, 9) for _ in range(3)], 1)
        if k > 0:  # foam and duvet settle for some minutes
            x = np.arange(j - i) / GRID
            settle = np.exp(-x / rng.uniform(20, 300)) * rng.lognormal(np.log(0.003), 0.6)
            own = own + settle[:, None] * rng.normal(0, 1, 3)
        o[i:j] += own
    x = np.arange(int(600 * GRID)) / GRID
    for at, turn in residues:  # comes in while the row goes out, then creeps away
        i = min(int(at * GRID), n)  # a turn may end after the recording
        w = np.clip(x / FADE, 0, 1)
        keep = rng.uniform(0, 0.6) * (1 - x / 600)
        left = keep + (1 - keep) * np.exp(-np.maximum(x - FADE, 0) / rng.uniform(8, 100))
        left = (left * w * w * (3 - 2 * w) * (1 - x / 600))[: n - i]
        o[i : i + left.size] += left[:, None] * turn
    for at, dur, turn in sags:
        i, k = int(at * GRID), max(int(dur * GRID), 1)
        w = np.minimum(np.arange(n - i) / k, 1.0)
        o[i:] += (w * w * (3 - 2 * w))[:, None] * turn
    return o
