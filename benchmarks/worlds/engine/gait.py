"""Getting up, walking and lying down again, written by hand: engines walk badly."""

import numpy as np

from benchmarks.worlds.engine.bursts import Floats, smooth_noise, steps
from benchmarks.worlds.engine.model import STEP_S
from benchmarks.worlds.engine.sleeper import Trace

UPRIGHT: dict[str, Floats] = {
    "shank": np.array([1.0, 0.0, 0.05]),
    "forearm": np.array([0.96, 0.1, 0.26]),
}
"""What the spots feel while standing, limbs hanging: their long axis points up."""


def _between(a: Floats, b: Floats, u: Floats) -> Floats:
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    angle = np.arccos(np.clip(a @ b, -1, 1))
    if angle > np.pi - 0.05:
        b = b + np.array([0, 0.1, 0.0])
        b /= np.linalg.norm(b)
        angle = np.arccos(np.clip(a @ b, -1, 1))
    if angle < 1e-3:
        return np.repeat(a[None], len(u), axis=0)
    w = np.stack([np.sin((1 - u) * angle), np.sin(u * angle)], axis=1) / np.sin(angle)
    return w @ np.stack([a, b])


def _strikes(
    rng: np.random.Generator, n: int, cadence: float, phase: float
) -> tuple[Floats, list[float]]:
    t = np.arange(n) * STEP_S
    wander = np.cumsum(0.06 * smooth_noise(rng, n * STEP_S, 0.4)[:n]) * STEP_S
    cycle = cadence * t + phase + wander
    crossings = np.flatnonzero(np.diff(np.floor(cycle)) > 0)
    return cycle, [float(t[i]) for i in crossings]


def walk(
    rng: np.random.Generator,
    start: dict[str, Floats],
    end: dict[str, Floats] | None,
    seconds: float,
    pause: tuple[float, float] | None = None,
) -> Trace:
    """Rise from the felt ``start``, walk, and lie down to ``end`` (None stays up)."""
    up_s, down_s = rng.uniform(2.5, 6), rng.uniform(3, 6)
    total = up_s + seconds + (down_s if end is not None else 0)
    n = steps(total)
    t = np.arange(n) * STEP_S
    stride = rng.uniform(0.7, 1.0)
    walking = ((t > up_s) & (t < up_s + seconds)).astype(float)
    if pause is not None:
        walking *= ~((t > up_s + pause[0]) & (t < up_s + pause[1]))
    walking = np.convolve(walking, np.ones(120) / 120, mode="same")
    felt = {}
    vigour = rng.uniform(0.7, 1.2)
    phase0 = rng.uniform(0, 1)
    for spot, first in start.items():
        kind, side = spot.split("_")
        upright = UPRIGHT[kind] + rng.normal(0, 0.08, 3)
        rise = np.clip(t / up_s, 0, 1)
        rise = rise**2 * (3 - 2 * rise)
        path = _between(first, upright, rise)
        if end is not None:
            fall = np.clip((t - up_s - seconds) / down_s, 0, 1)
            fall = fall**2 * (3 - 2 * fall)
            late = t > up_s + seconds
            path[late] = _between(upright, end[spot], fall[late])
        phase = phase0 + (0.5 if side == "r" else 0.0) + (0.5 if kind == "forearm" else 0.0)
        cycle, strikes = _strikes(rng, n, stride, phase)
        swing = np.sin(2 * np.pi * cycle) + 0.35 * np.sin(4 * np.pi * cycle + 0.6)
        wide = 0.42 if kind == "shank" else rng.uniform(0.08, 0.3)
        angle = wide * swing * walking
        wave = path.copy()
        wave[:, 0] = path[:, 0] * np.cos(angle) - path[:, 2] * np.sin(angle)
        wave[:, 2] = path[:, 0] * np.sin(angle) + path[:, 2] * np.cos(angle)
        turning = np.gradient(np.gradient(angle, STEP_S), STEP_S)
        arm = 0.3 if kind == "shank" else 0.35
        wave[:, 2] -= turning * arm / 9.81
        wave[:, 0] += np.gradient(angle, STEP_S) ** 2 * arm / 9.81
        size = vigour * (0.9 if kind == "shank" else 0.25)
        for strike in strikes:
            i = steps(strike)
            k = np.arange(min(60, n - i)) * STEP_S
            ring = np.exp(-k / 0.035) * np.sin(2 * np.pi * rng.uniform(9, 16) * k)
            hit = size * rng.uniform(0.7, 1.3) * walking[i]
            wave[i : i + len(k), 0] += hit * ring
            wave[i : i + len(k), 2] += 0.5 * hit * ring * rng.normal(0.3, 0.5)
        rough = np.clip(1 - abs(2 * rise - 1), 0, 1)
        if end is not None:
            rough += np.clip(1 - abs(2 * fall - 1), 0, 1)
        for axis in range(3):
            wave[:, axis] += 0.16 * rough * smooth_noise(rng, total, 3.0)[:n]
            wave[:, axis] += 0.03 * walking * smooth_noise(rng, total, 8.0)[:n]
            still = (t > up_s) & (t < up_s + seconds)
            wave[:, axis] += 0.012 * still * smooth_noise(rng, total, 1.0)[:n]
        felt[spot] = wave
    return Trace(felt=felt, drive=(0.0, total))
