"""A worn sensor: strap, clock, range, noise, runs of samples."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from benchmarks.worlds.night import Stream
from benchmarks.worlds.strokes.bed import resonance
from benchmarks.worlds.strokes.stroke import FS, Array

RATES = (25.0, 26.0, 31.25, 33.333, 50.0, 50.0, 52.0, 52.0, 62.5, 66.667, 100.0, 100.0, 104.0)


@dataclass
class Wear:
    """One sensor of the night and its samples so far."""

    rate: float
    start: float
    mount: Array
    noise: float
    span: float
    step: float
    loose: float
    strap_hz: float
    strap_damping: float
    friction: float
    gain: float
    xyz: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    done: int = 0

    @classmethod
    def draw(cls, rng: np.random.Generator, total: float, nominal: float) -> "Wear":
        """Draw a sensor."""
        rate = nominal * (1 + rng.uniform(-50e-6, 50e-6))
        start = float(rng.uniform(0, 2.0))
        span = float(rng.choice([2.0, 4.0, 8.0, 16.0], p=[0.2, 0.35, 0.3, 0.15]))
        bits = int(rng.choice([10, 12, 14, 16], p=[0.1, 0.3, 0.2, 0.4]))
        n = int((total - start) * rate)
        return cls(
            rate=float(rate),
            start=start,
            mount=Rotation.random(rng=rng).as_matrix(),
            noise=float(np.exp(rng.uniform(np.log(0.0003), np.log(0.006)))),
            span=span,
            step=float(np.clip(2 * span / 2**bits, 6e-5, 0.004)),
            loose=float(rng.choice([0.0, rng.uniform(0.1, 0.7)], p=[0.4, 0.6])),
            strap_hz=float(rng.uniform(8, 25)),
            strap_damping=float(rng.uniform(0.12, 0.5)),
            friction=float(np.exp(rng.uniform(np.log(0.002), np.log(0.05)))),
            gain=float(rng.normal(1.0, 0.006)),
            xyz=np.zeros((n, 3), np.float32),
        )

    def felt(self, a: Array) -> Array:
        """Let the strap hand on what the limb does."""
        if self.loose <= 0:
            return a
        away = a - a[0]
        return np.asarray(
            a[0]
            + (1 - self.loose) * away
            + self.loose * resonance(away, self.strap_hz, self.strap_damping)
        )

    def rest(self, until: float, gravity: Array) -> None:
        """Fill up to a second with a resting direction (sensor axes)."""
        k = min(len(self.xyz), max(self.done, int(np.ceil((until - self.start) * self.rate))))
        self.xyz[self.done : k] = gravity
        self.done = k

    def write(self, start: float, a: Array) -> None:
        """Average a window of the mechanics into samples."""
        n = len(a)
        end = start + (n - 1) / FS
        k = min(len(self.xyz), max(self.done, int(np.ceil((end - self.start) * self.rate))))
        t = self.start + np.arange(self.done, k) / self.rate
        if k > self.done:
            total = np.vstack([np.zeros(3), np.cumsum(a, axis=0)])
            half = 0.5 / self.rate
            lo = np.clip((t - half - start) * FS + 0.5, 0, n)
            hi = np.clip((t + half - start) * FS + 0.5, 0, n)
            axis = np.arange(n + 1.0)
            width = np.maximum(hi - lo, 1e-3)
            for j in range(3):
                c = total[:, j]
                mean = (np.interp(hi, axis, c) - np.interp(lo, axis, c)) / width
                self.xyz[self.done : k, j] = mean
        self.done = k

    def finish(self, rng: np.random.Generator, hum: Array) -> None:
        """Add noise, slow drift and `hum` (what breath and pulse add), clip, quantise."""
        n = len(self.xyz)
        steps = max(2, n // 4000)
        drift = np.cumsum(rng.normal(0, 0.0004, (steps, 3)), axis=0) * rng.uniform(0, 1)
        where = np.linspace(0, n, steps)
        for j in range(3):
            axis = self.xyz[:, j]
            axis *= self.gain
            axis += hum[:, j]
            axis += np.interp(np.arange(n), where, drift[:, j] - drift[:, j].mean())
            axis += self.noise * rng.standard_normal(n, dtype=np.float32)
            np.clip(axis, -self.span, self.span, out=axis)
            np.round(axis / self.step, out=axis)
            axis *= self.step

    def streams(self, rng: np.random.Generator, drops: int) -> list[Stream]:
        """Cut into runs by a few dropouts."""
        n = len(self.xyz)
        cuts = sorted(int(v) for v in rng.uniform(0.02 * n, 0.98 * n, drops))
        out = []
        k = 0
        for cut in [*cuts, n]:
            if cut > k + 10:
                out.append(
                    Stream(start_s=self.start + k / self.rate, rate=self.rate, xyz=self.xyz[k:cut])
                )
            k = max(k, cut) + int(rng.lognormal(np.log(4.0), 1.0) * self.rate)
        return out
