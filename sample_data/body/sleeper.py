"""The sleeper: limb lengths, joints, postures, breath and pulse."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from limbwatch.sensor.arrays import Array

Limb = Literal["leg_left", "leg_right", "arm_left", "arm_right"]
Lying = Literal["supine", "left", "right", "prone"]

LIMBS: tuple[Limb, ...] = ("leg_left", "leg_right", "arm_left", "arm_right")
"""All four limbs."""

_ROLL_DEG: dict[Lying, float] = {"supine": 0.0, "left": 90.0, "right": -90.0, "prone": 180.0}
"""Roll of the body in each position, degrees."""

POSTURE_SHARE: dict[Lying, float] = {"supine": 0.38, "left": 0.27, "right": 0.28, "prone": 0.07}
"""Share of time in bed in each position, mostly on a side, then supine (Skarpsno et al., Nat Sci
Sleep 2017;9:267-275: 54 % side, 38 % back, 7 % front)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joint:
    """A joint that moves a sensor."""

    axis: Array
    """In the limb's frame; shape (3,)."""
    lever: Array
    """From its centre to the sensor, m; shape (3,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Segment lengths from stature (Winter, Biomechanics, 4th ed. 2009, fig. 4.1)."""

    stature: float
    """m."""

    def joints(self, limb: Limb) -> dict[str, Joint]:
        """Return the joints that move the ankle or wrist, by name."""
        if limb.startswith("leg"):
            shank, thigh = 0.246 * self.stature, 0.245 * self.stature
            return {
                "heel": _joint((0, 1, 0), (-0.10, 0.0, 0.05)),
                "knee": _joint((0, 1, 0), (0.82 * shank, 0.0, 0.04)),
                "hip": _joint((0, -1, 0), (0.82 * shank + 0.8 * thigh, 0.0, 0.04)),
                "roll": _joint((1, 0, 0), (0.0, 0.02, 0.05)),
                "abduction": _joint((0, 0, 1), (0.82 * shank + thigh, 0.0, 0.04)),
            }
        forearm, upper = 0.146 * self.stature, 0.186 * self.stature
        return {
            "elbow": _joint((0, -1, 0), (0.9 * forearm, 0.0, 0.02)),
            "pronation": _joint((1, 0, 0), (0.0, 0.01, 0.025)),
            "shoulder": _joint((0, 1, 0), (0.9 * forearm + 0.8 * upper, 0.0, 0.02)),
            "swing": _joint((0, 0, 1), (0.9 * forearm + 0.7 * upper, 0.0, 0.02)),
        }


def _joint(axis: tuple[float, float, float], lever: tuple[float, float, float]) -> Joint:
    return Joint(axis=np.array(axis, dtype=float), lever=np.array(lever, dtype=float))


def lying(rng: np.random.Generator) -> Lying:
    """Draw a sleeping position."""
    names: list[Lying] = list(POSTURE_SHARE)
    return names[int(rng.choice(len(names), p=np.array(list(POSTURE_SHARE.values()))))]


def resting(limb: Limb, position: Lying, rng: np.random.Generator) -> Rotation:
    """Draw the resting orientation (limb to world) of a limb in a sleeping position.

    Legs lie nearly level along the bed, somewhat rolled at the hip, now and then with a raised
    knee; arms lie anywhere between along the body and over the head.
    """
    roll = _ROLL_DEG[position]
    if limb.startswith("leg"):
        outward = 1.0 if limb.endswith("left") else -1.0
        roll += outward * rng.normal(25, 20)
        pitch = rng.normal(-3, 6) if rng.random() < 0.8 else rng.uniform(15, 45)
        heading = rng.normal(0, 20)
    else:
        roll += rng.normal(0, 50)
        pitch = rng.normal(0, 22)
        heading = rng.uniform(-120, 120)
    return Rotation.from_euler("ZYX", (heading, pitch, roll), degrees=True)


def upright(limb: Limb, rng: np.random.Generator) -> Rotation:
    """Draw the orientation of a limb of a standing person, hanging down."""
    slack = 6 if limb.startswith("leg") else 14
    angles = (rng.uniform(-180, 180), 90 - abs(rng.normal(0, slack)), rng.normal(0, slack))
    return Rotation.from_euler("ZYX", angles, degrees=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Breath and pulse of one night."""

    breath_hz: float
    """Mean rate of breath."""
    pulse_hz: float
    """Mean rate of pulse."""
    breath_mg: float
    """Median amplitude of breath at a sensor."""
    pulse_mg: float
    """Median amplitude of pulse at a sensor."""


def micro_motion(
    time: Array, vitals: Vitals, changes: Array, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Draw breathing, pulse and slow sagging at one resting sensor, mg along three axes.

    Times are true seconds, regular; at ``changes`` the posture changes, and with it the size at the
    sensor.
    """
    minutes = np.arange(time[0] - 60.0, time[-1] + 120.0, 20.0)
    breath = _phase(time, minutes, vitals.breath_hz * (1 + 0.07 * _wander(len(minutes), rng)))
    pulse = _phase(time, minutes, vitals.pulse_hz * (1 + 0.05 * _wander(len(minutes), rng)))
    fraction = (pulse % 1.0).astype(np.float32)
    beat = np.interp(fraction, *_ballistic_beat(rng)).astype(np.float32)
    inhale = np.sin(2 * np.pi * breath, dtype=np.float32)
    inhale += 0.25 * np.sin(4 * np.pi * breath + 0.8, dtype=np.float32)
    total = np.empty((len(time), 3), dtype=np.float32)
    bounds = np.searchsorted(time, changes)
    for first, last in zip((0, *bounds), (*bounds, len(time)), strict=True):
        breathing = vitals.breath_mg * rng.lognormal(0, 0.6) * _direction(rng)
        beating = vitals.pulse_mg * rng.lognormal(0, 0.5) * _direction(rng)
        part = slice(first, last)
        total[part] = inhale[part, None] * breathing.astype(np.float32)
        total[part] += beat[part, None] * beating.astype(np.float32)
    return total


def _phase(time: Array, knots: Array, rate: Array) -> Array:
    """Return the cycles since the first knot at each time, for a wandering rate at the knots."""
    cycles = np.concatenate(([0.0], np.cumsum(0.5 * (rate[1:] + rate[:-1]) * np.diff(knots))))
    return np.interp(time, knots, cycles)


def _wander(count: int, rng: np.random.Generator) -> Array:
    """Draw a slow, stationary random walk of unit variance."""
    steps = rng.normal(size=count)
    keep = 0.9
    walk = np.empty(count)
    level = steps[0]
    for index, step in enumerate(steps):
        level = keep * level + np.sqrt(1 - keep**2) * step
        walk[index] = level
    return np.clip(walk, -2.5, 2.5)


def _ballistic_beat(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw a heart beat at a distal limb: two damped recoils, over the cardiac cycle."""
    share = np.linspace(0.0, 1.0, 129)
    first, second = rng.uniform(0.12, 0.2), rng.uniform(0.4, 0.5)
    frequency, width = rng.uniform(4.0, 7.0), rng.uniform(0.05, 0.08)
    beat = np.zeros_like(share)
    for centre, size in ((first, 1.0), (second, rng.uniform(0.2, 0.5))):
        here = share - centre
        beat += size * np.exp(-0.5 * (here / width) ** 2) * np.cos(2 * np.pi * frequency * here)
    return share, beat


def _direction(rng: np.random.Generator) -> Array:
    vector = rng.normal(size=3)
    return np.asarray(vector / np.linalg.norm(vector))
