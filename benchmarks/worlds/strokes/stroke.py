"""Lognormal strokes of joints (kinematic theory of rapid movements) and muscle ripple."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]

FS = 200.0
"""Samples per second of the mechanics."""

_LEG = (0.75, 0.75, 0.25, 0.36, 0.035)
REACH = (0.35, 0.4, 1.0, 1.0, 1.0, *_LEG, *_LEG, 0.5, 0.5, 0.2, 0.24, 0.1)
"""How far (m) each joint's worn sensor is from it."""


class Stroke(NamedTuple):
    """One lognormal pulse of velocity; its integral is `amount`."""

    joint: int
    start: float
    amount: float
    mu: float
    sigma: float


class Ripple(NamedTuple):
    """A narrow band of muscle noise on a joint, between two moments."""

    joint: int
    start: float
    stop: float
    amount: float
    hz: float
    width: float


class Target(NamedTuple):
    """A joint that has to arrive at an angle, in shares of strokes (start, share, mu, sigma)."""

    joint: int
    angle: float
    shares: tuple[tuple[float, float, float, float], ...]


@dataclass
class Act:
    """One movement of somebody or something, times relative to `at`."""

    at: float
    kind: str
    limbs: tuple[str, ...] = ()
    source: str = "self"
    strokes: list[Stroke] = field(default_factory=list)
    ripples: list[Ripple] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    point: list[Stroke] = field(default_factory=list)
    point_ripples: list[Ripple] = field(default_factory=list)
    reach: tuple[float, float, float] = (0.0, 0.0, 0.0)
    partner: bool = False
    haste: float = 8.0

    def span(self, deviations: float = 3.6) -> float:
        """Seconds until the last stroke is over."""
        ends = [0.3]
        ends += [s.start + np.exp(s.mu + deviations * s.sigma) for s in self.strokes]
        ends += [s.start + np.exp(s.mu + deviations * s.sigma) for s in self.point]
        ends += [r.stop for r in self.ripples] + [r.stop for r in self.point_ripples]
        for target in self.targets:
            ends += [a + np.exp(m + deviations * s) for a, _, m, s in target.shares]
        return float(max(ends))

    def resolve(self, pose: Array) -> list[Stroke]:
        """Every stroke, those towards targets reckoned from `pose`."""
        if not self.targets:
            return self.strokes
        strokes = list(self.strokes)
        for target in self.targets:
            own = sum(s.amount for s in self.strokes if s.joint == target.joint)
            rest = target.angle - pose[target.joint] - own
            for start, share, mu, sigma in target.shares:
                low = float(np.log(slowest(target.joint, rest * share, self.haste) / sigma))
                strokes.append(Stroke(target.joint, start, rest * share, max(mu, low), sigma))
        return strokes


def slowest(joint: int, amount: float, haste: float) -> float:
    """Width (s) of a stroke below which it would need more than `haste` m/s^2."""
    return float(np.sqrt(0.242 * (abs(amount) + 1e-9) * REACH[joint] / haste))


def displacement(strokes: list[tuple[float, Stroke]], n: int, joints: int, fs: float = FS) -> Array:
    """Integrate strokes (each with the second it is counted from) to joint angles."""
    out = np.zeros((n, joints))
    steps = np.zeros((n + 1, joints))
    for zero, s in strokes:
        begin = zero + s.start
        first = begin + np.exp(s.mu - 6.0 * s.sigma)
        last = begin + np.exp(s.mu + 5.5 * s.sigma)
        i = max(0, min(n, int(np.ceil(first * fs))))
        k = max(i, min(n, int(np.ceil(last * fs))))
        if k > i:
            t = np.arange(i, k) / fs - begin
            np.maximum(t, 1e-9, out=t)
            out[i:k, s.joint] += s.amount * ndtr((np.log(t) - s.mu) / s.sigma)
        steps[k, s.joint] += s.amount
    out += np.cumsum(steps[:n], axis=0)
    return out


def add_ripple(
    q: Array, zero: float, ripple: Ripple, rng: np.random.Generator, fs: float = FS
) -> None:
    """Add muscle noise to a joint's angle, in place."""
    n = len(q)
    i = max(0, int((zero + ripple.start) * fs))
    k = min(n, int((zero + ripple.stop) * fs) + 1)
    if k - i < 8:
        return
    t = np.arange(i, k) / fs
    wave = np.zeros(k - i)
    tones = 6
    for hz in ripple.hz + ripple.width * rng.uniform(-1, 1, tones):
        hz = max(hz, 0.3)
        wave += np.sin(2 * np.pi * hz * t + rng.uniform(0, 2 * np.pi)) * (ripple.hz / hz)
    wave *= np.sqrt(2.0 / tones)
    edge = max(2, min(int(0.15 * fs), (k - i) // 3))
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)
    wave[:edge] *= ramp
    wave[-edge:] *= ramp[::-1]
    q[i:k, ripple.joint] += ripple.amount * wave
