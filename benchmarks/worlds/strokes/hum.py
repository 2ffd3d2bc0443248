"""Breath and pulse at the worn sensors."""

import numpy as np

from benchmarks.worlds.strokes.hypnogram import Hypnogram, Span
from benchmarks.worlds.strokes.stroke import Array

GRID = 5.0


class Hum:
    """Breathing and heart of one night."""

    def __init__(
        self, rng: np.random.Generator, night: Hypnogram, turns: list[float], pauses: list[Span]
    ) -> None:
        n = int(night.total * GRID) + 2
        t = np.arange(n) / GRID
        hz = rng.uniform(0.2, 0.3)
        slow = np.interp(
            t, np.linspace(0, t[-1], max(4, n // 300)), rng.normal(0, 0.06, max(4, n // 300))
        )
        awake = np.ones(n, dtype=bool)
        for a, b in night.sleep:
            awake[int(a * GRID) : int(b * GRID)] = False
        rate = hz * np.exp(slow) * np.where(awake, 1.12, 1.0)
        size = np.exp(np.interp(t, t[::25], rng.normal(0, 0.15, len(t[::25]))))
        for a, b in pauses:
            i, k = int(a * GRID), int(b * GRID)
            size[i:k] *= rng.uniform(0.05, 0.3)
            size[k : k + int(12 * GRID)] *= rng.uniform(1.5, 2.6)
        smooth = np.ones(5) / 5
        self.size = np.convolve(size, smooth, mode="same")
        self.phase = 2 * np.pi * np.cumsum(rate) / GRID
        heart = rng.uniform(0.85, 1.2) * np.exp(
            np.interp(t, t[::50], rng.normal(0, 0.05, len(t[::50])))
        )
        self.beat = np.cumsum(heart) / GRID
        self.t = t
        self.turns = np.array([0.0, *sorted(turns)])
        self.rng = rng

    def at(self, where: Array, *, wrist: bool) -> Array:
        """Add up breath and pulse at sample times."""
        rng = self.rng
        piece = np.searchsorted(self.turns, where, side="right") - 1
        low, high = (0.0007, 0.012) if wrist else (0.0001, 0.0012)
        count = len(self.turns)
        size = np.exp(rng.uniform(np.log(low), np.log(high), count))
        way = rng.normal(0, 1, (count, 3))
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        phase = np.interp(where, self.t, self.phase)
        breath = np.sin(phase) + 0.25 * np.sin(2 * phase + 0.6)
        breath *= np.interp(where, self.t, self.size) * size[piece]
        beat = np.interp(where, self.t, self.beat) % 1.0
        x = beat * 0.9
        pulse = np.exp(-(((x - 0.12) / 0.03) ** 2)) - 0.7 * np.exp(-(((x - 0.2) / 0.04) ** 2))
        pulse *= (np.exp(rng.uniform(np.log(0.0003), np.log(0.003), count)))[piece]
        return np.asarray(
            way[piece] * breath[:, None] + np.roll(way, 1, axis=1)[piece] * pulse[:, None]
        )
