"""From force to what a limb does: random poles, slow tilt, blanket and mattress."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import bilinear, lfilter

from benchmarks.worlds.driven.drive import FS, Array, Rng, around, band, between

G = 9.81


def unit(rng: Rng) -> Array:
    """A random direction."""
    v = rng.standard_normal(3)
    out: Array = v / np.linalg.norm(v)
    return out


def rotated(vector: Array, axis: Array, angle: Array) -> Array:
    """Vector turned about a unit axis by each of the angles, shape (n, 3)."""
    side = np.cross(axis, vector)
    back = np.cross(axis, side)
    out: Array = vector + np.outer(np.sin(angle), side) + np.outer(1.0 - np.cos(angle), back)
    return out


def accelerated(x: Array) -> Array:
    """Second difference along the first axis, in units of x per second squared."""
    out = np.zeros_like(x)
    out[1:-1] = (x[2:] - 2.0 * x[1:-1] + x[:-2]) * FS * FS
    return out


@dataclass(frozen=True)
class Mode:
    """A pair of poles with static gain 1."""

    hz: float
    damping: float

    def over(self, x: Array) -> Array:
        """The mode's answer to x."""
        w = 2.0 * np.pi * self.hz
        b, a = bilinear([w * w], [1.0, 2.0 * self.damping * w, w * w], FS)
        out: Array = lfilter(b, a, x)
        return out


def mode(rng: Rng, low: float, high: float, memory: float) -> Mode:
    """Random poles that forget within `memory` seconds (time constant)."""
    hz = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    least = 1.0 / (2.0 * np.pi * hz * memory)
    return Mode(hz, float(np.clip(between(rng, 0.1, 1.2), min(least, 1.2), 1.2)))


@dataclass(frozen=True)
class Response:
    """What one muscle does to one sensor in one posture."""

    modes: tuple[Mode, ...]
    mix: Array
    lever: float
    axis: Array
    tilt: Mode
    slow: Mode
    slow_share: float
    widest: float
    dead: float
    stiffness: float
    rub: float

    def lean(self, force: Array) -> Array:
        """Tilt for a force, rad, before it saturates."""
        share = self.slow_share
        return (1.0 - share) * self.tilt.over(force) + share * self.slow.over(force)

    def shift(self, force: Array, extra: tuple[Mode, ...]) -> Array:
        """Displacement for a force, m, shape (n, 3), without blanket."""
        out = np.zeros((force.size, 3))
        for one, column in zip(self.modes, self.mix.T, strict=True):
            out += np.outer(one.over(force), self.lever * column)
        for one in extra:
            out += np.outer(one.over(force), 0.6 * self.lever * self.mix[:, 0])
        return out

    def covered(self, x: Array) -> Array:
        """Displacement under a blanket with slack, on a mattress that gives less one way."""
        top = np.abs(x).max(axis=0) + 1e-9
        slack = np.minimum(self.dead, 0.12 * top)
        x = x - slack * np.tanh(x / np.maximum(slack, 0.3 * top))
        k = self.stiffness
        out: Array = x * (0.5 * (1.0 + k) + 0.5 * (1.0 - k) * np.tanh(x / (0.35 * top)))
        return out

    def play(
        self, rng: Rng, force: Array, peak: float, gravity: Array, extra: tuple[Mode, ...] = ()
    ) -> tuple[Array, Array]:
        """Acceleration and change of gravity, g, scaled to about `peak`, each (n, 3)."""
        lean = self.lean(force)
        x = self.shift(force, extra)
        side = np.cross(self.axis, gravity)
        size = np.linalg.norm(accelerated(x) / G + np.outer(lean, side), axis=1).max()
        scale = peak / (float(size) + 1e-12)
        x = self.covered(scale * x)
        a = accelerated(x) / G
        a *= min(1.0, 1.3 * peak / (float(np.linalg.norm(a, axis=1).max()) + 1e-12))
        speed = np.linalg.norm(np.gradient(x, axis=0), axis=1) * FS
        if x.shape[0] > 40 and self.rub > 0.0:
            grain = band(rng, x.shape[0], 8.0, 45.0) * np.minimum(self.rub * speed, 0.25 * peak)
            a += np.outer(grain, self.mix[:, -1])
        angle = self.widest * np.tanh(scale * lean / self.widest)
        return a, rotated(gravity, self.axis, angle) - gravity


def response(rng: Rng, limb: str, *, quick: bool = False) -> Response:
    """Draw a response; a quick one forgets sooner and has no slow tilt."""
    count = int(rng.integers(2, 4))
    memory = between(rng, 0.05, 0.11) * (0.7 if quick else 1.0)
    modes = tuple(mode(rng, 1.0 if k else 2.0, 12.0, memory) for k in range(count))
    mix = np.stack([unit(rng) * (1.0, 0.6, 0.4)[k] for k in range(count)], axis=1)
    arm = limb == "wrist"
    return Response(
        modes=modes,
        mix=mix,
        lever=around(rng, 0.18 if arm else 0.13, 0.5, 0.03, 0.4),
        axis=unit(rng),
        tilt=Mode(
            (1.5 if quick else 1.0) * around(rng, 2.2, 0.3, 1.0, 4.0), between(rng, 0.7, 1.2)
        ),
        slow=Mode(around(rng, 0.7, 0.3, 0.35, 1.2), between(rng, 0.9, 1.2)),
        slow_share=0.0 if quick else between(rng, 0.0, 0.3),
        widest=between(rng, 0.3, 1.2),
        dead=between(rng, 0.0, 0.0015),
        stiffness=between(rng, 0.45, 1.0),
        rub=around(rng, 0.06, 0.8, 0.0, 0.3),
    )
