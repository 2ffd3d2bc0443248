"""What sensors write: rest between windows, breath and pulse, mounting, noise, steps, gaps."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt
from scipy.spatial.transform import Rotation

from benchmarks.worlds.engine.bursts import Floats
from benchmarks.worlds.engine.model import STEP_S
from benchmarks.worlds.night import Stream

RATES = (25.0, 26.0, 31.25, 40.0, 50.0, 52.0, 62.5, 64.0, 100.0, 104.0)


def _knots(rng: np.random.Generator, t: Floats, every_s: float) -> Floats:
    count = int(t[-1] / every_s) + 3
    return np.interp(t, np.arange(count) * every_s, rng.normal(size=count))


def _life(
    rng: np.random.Generator, t: Floats, cuts: Floats, breath: Floats, depth: Floats
) -> NDArray[np.float64]:
    """Breath and pulse; their direction and size change with every change of posture."""
    which = np.searchsorted(cuts, t, side="right")
    n = len(cuts) + 1
    swing = rng.normal(size=(n, 3))
    swing /= np.linalg.norm(swing, axis=1)[:, None]
    size = np.exp(rng.normal(np.log(0.0006), 0.8, size=n)).clip(1e-4, 0.004)
    beat = rng.normal(size=(n, 3)) * np.exp(rng.normal(np.log(0.00015), 0.6, size=n))[:, None]
    rate = 1.05 + 0.12 * _knots(rng, t, 20.0)
    phase = np.cumsum(rate) * (t[1] - t[0])
    pulse = np.exp(6 * (np.cos(2 * np.pi * phase) - 1)) - 0.17
    swings = (swing * size[:, None])[which]
    return swings * (breath * depth)[:, None] + beat[which] * pulse[:, None]


def write(
    rng: np.random.Generator,
    total: float,
    first: Floats,
    windows: list[tuple[float, Floats]],
    breathing: tuple[Floats, Floats, Floats],
) -> tuple[list[Stream], dict[str, object]]:
    """Sample one sensor's night.

    Parameters
    ----------
    rng : Generator
    total : float
        Seconds.
    first : ndarray
        Felt at the start, g.
    windows : list of (float, ndarray)
        Starts and simulated waves, in order.
    breathing : tuple of ndarray
        Times, breath (-1 to 1) and its depth.
    """
    nominal = float(rng.choice(RATES))
    rate = nominal * (1 + float(rng.uniform(-50, 50)) * 1e-6)
    start = float(rng.uniform(0, 1.5))
    n = int((total - start) * rate)
    t = start + np.arange(n) / rate
    xyz = np.empty((n, 3))
    xyz[:] = first
    soft = rng.random() < 0.7
    cutoff = 0.4 * nominal * 2 * STEP_S
    sos = butter(2, cutoff, output="sos") if soft and cutoff < 0.95 else None
    cuts = []
    for at, wave in windows:
        if sos is not None and len(wave) > 20:
            wave = wave[0] + sosfiltfilt(sos, wave - wave[0], axis=0)
        i = int(np.ceil((at - start) * rate))
        j = min(n, int(np.ceil((at - start + (len(wave) - 1) * STEP_S) * rate)))
        if i < 0 or i >= n:
            continue
        x = (t[i:j] - at) / STEP_S
        k = np.minimum(x.astype(int), len(wave) - 2)
        f = (x - k)[:, None]
        xyz[i:j] = wave[k] * (1 - f) + wave[k + 1] * f
        xyz[j:] = wave[-1]
        if np.linalg.norm(wave[-1] - wave[0]) > 0.05:
            cuts.append(at)
    times, breath, depth = breathing
    xyz += _life(rng, t, np.array(cuts), np.interp(t, times, breath), np.interp(t, times, depth))
    mount = Rotation.random(rng=rng).as_matrix()
    xyz = xyz @ mount.T
    gain = 1 + rng.normal(0, 0.004, 3)
    offset = rng.normal(0, 0.006, 3)
    noise = float(np.exp(rng.uniform(np.log(0.0003), np.log(0.006))))
    xyz = xyz * gain + offset + noise * rng.standard_normal(size=(n, 3))
    drift = rng.normal(size=3) * 0.002
    xyz += _knots(rng, t, 1800.0)[:, None] * drift
    span = float(rng.choice([2.0, 4.0, 8.0, 16.0], p=[0.2, 0.35, 0.3, 0.15]))
    bits = int(rng.choice([10, 12, 14, 16], p=[0.05, 0.35, 0.25, 0.35]))
    if span > 4:
        bits = max(bits, 12)
    step = 2 * span / 2**bits
    xyz = np.clip(np.round(xyz / step) * step, -span, span - step)
    streams = []
    edges = [(0, n)]
    for _ in range(int(rng.poisson(0.25 * total / 3600))):
        i = int(rng.uniform(0.02, 0.98) * n)
        j = i + int(np.clip(np.exp(rng.normal(2.0, 1.0)), 1, 120) * rate)
        edges = [
            piece
            for a, b in edges
            for piece in ([(a, i), (j, b)] if a < i and j < b else [(a, b)])
            if piece[1] - piece[0] > 10 * rate
        ]
    for a, b in edges:
        data = xyz[a:b].astype(np.float32)
        streams.append(Stream(start_s=float(t[a]), rate=rate, xyz=data))
    facts: dict[str, object] = {
        "rate": nominal, "noise_g": noise, "step_g": step, "range_g": span,
        "smoothed": sos is not None, "gaps": len(edges) - 1,
    }  # fmt: skip
    return streams, facts
