"""Beds and how a movement in one place reaches another."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.strokes.stroke import FS, Array

TYPES = {
    # ratio low, high; hz low, high; damping low, high
    "waterbed": (0.08, 0.4, 1.2, 3.0, 0.06, 0.15),
    "foam": (0.01, 0.06, 8.0, 15.0, 0.35, 0.8),
    "spring": (0.04, 0.22, 4.0, 9.0, 0.1, 0.3),
    "futon": (0.005, 0.02, 14.0, 25.0, 0.4, 0.8),
    "slatted": (0.02, 0.1, 6.0, 13.0, 0.2, 0.5),
}
MASS = {"ankle_left": 1.0, "ankle_right": 1.0, "wrist": 0.6, "trunk": 3.0}
FAR = {
    ("ankle_left", "ankle_right"): 0.3,
    ("ankle_left", "wrist"): 0.9,
    ("ankle_right", "wrist"): 0.9,
    ("ankle_left", "trunk"): 0.6,
    ("ankle_right", "trunk"): 0.6,
    ("trunk", "wrist"): 0.35,
}


@dataclass(frozen=True)
class Bed:
    """One bed of the night."""

    kind: str
    ratio: float
    hz: float
    damping: float
    reach: float
    speed: float
    shared: float
    tail: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "Bed":
        """Draw a bed."""
        kind = str(rng.choice(list(TYPES), p=[0.08, 0.33, 0.27, 0.12, 0.2]))
        low, high, f0, f1, z0, z1 = TYPES[kind]
        hz, damping = rng.uniform(f0, f1), rng.uniform(z0, z1)
        return cls(
            kind=kind,
            ratio=float(np.exp(rng.uniform(np.log(low), np.log(high)))),
            hz=float(hz),
            damping=float(damping),
            reach=float(rng.uniform(0.4, 1.2)),
            speed=float(rng.uniform(20, 60)),
            shared=float(np.exp(rng.uniform(np.log(0.3), np.log(1.0)))),
            tail=float(min(8.0, 4.0 / (2 * np.pi * hz * damping) + 0.2)),
        )

    def wave(self, source: Array, far: float) -> Array:
        """Let an acceleration travel: delay, then a sprung low-pass."""
        delay = float(np.clip(far / self.speed, 0.005, 0.04))
        k = round(delay * FS)
        moved = np.zeros_like(source)
        moved[k:] = source[: len(source) - k] if k else source
        return np.asarray(resonance(moved, self.hz, self.damping), dtype=np.float64)

    def share(self, origin: str, here: str) -> tuple[float, float]:
        """Return the ratio and distance between two places of one body."""
        key = (origin, here) if (origin, here) in FAR else (here, origin)
        far = FAR[key]
        return self.ratio * MASS[origin] * float(np.exp(-(far - 0.3) / self.reach)), far


def resonance(x: Array, hz: float, damping: float) -> Array:
    """Second-order low-pass of unit gain at rest."""
    w = np.tan(np.pi * min(hz, 0.45 * FS) / FS)
    norm = 1.0 / (1 + 2 * damping * w + w * w)
    b = np.array([w * w, 2 * w * w, w * w]) * norm
    a = np.array([1.0, 2 * (w * w - 1) * norm, (1 - 2 * damping * w + w * w) * norm])
    return np.asarray(lfilter(b, a, x, axis=0))
