"""How each sensor is worn during a night: straps, slips, the charger."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body.kinematics import LimbMotion, Turn
from limbwatch.sample_data.body.paths import staircase, wiggle
from limbwatch.sample_data.body.sleeper import LIMBS, Limb, lying, resting
from limbwatch.sample_data.plan.night_plan import Plan
from limbwatch.sample_data.recipes.recipe import Wear
from limbwatch.sample_data.sensor_model import SensorModel
from limbwatch.sensor.arrays import Array

_USUAL: tuple[Limb, ...] = ("leg_left", "leg_right", "arm_left")
"""Limbs on which a sensor can have trouble: those of the default placements."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slip:
    """A turn of the sensor on its limb."""

    time: float
    """True seconds."""
    duration: float
    """Seconds."""
    turn: Array
    """Rotation vector in the limb's frame, rad; shape (3,)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ring:
    """The ringing of a loose strap."""

    frequency: float
    """Hz."""
    decay: float
    """Time constant, seconds."""
    size: float
    """Peak of the swing relative to that of the movement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wearing:
    """How the sensor on one limb is worn."""

    model: SensorModel
    """The kind of sensor."""
    mount: Rotation
    """Initial orientation of the sensor on the limb."""
    ring: Ring | None
    """None for a tight strap."""
    slips: tuple[Slip, ...]
    """In order of time."""
    off: tuple[tuple[float, float], ...]
    """Stretches off the limb, true seconds; one that ends with the night stays off."""
    handlings: tuple[LimbMotion, ...]
    """Motion of the sensor while it is taken off and put on."""


def draw_wearing(
    wear: Wear, plan: Plan, rng: np.random.Generator, *, model: SensorModel | None
) -> Mapping[Limb, Wearing]:
    """Draw how the sensor on every limb is worn, of one kind or else of those in ``wear``.

    Sensors slip while the body turns.
    """
    unlucky = _USUAL[int(rng.integers(len(_USUAL)))]
    off = _draw_time_off(wear, plan.architecture.end, rng)
    slipping = {limb: list[Slip]() for limb in LIMBS}
    for _ in range(round(rng.uniform(*wear.slips))):
        limb = _USUAL[int(rng.integers(len(_USUAL)))]
        slipping[limb].append(_draw_slip(plan, rng))
    wearings = {}
    for limb in LIMBS:
        own_off = off if limb == unlucky else ()
        wearings[limb] = Wearing(
            model=model or wear.sensors[int(rng.integers(len(wear.sensors)))],
            mount=Rotation.random(rng=rng),
            ring=_draw_ring(wear, rng),
            slips=tuple(sorted(slipping[limb], key=lambda slip: slip.time)),
            off=own_off,
            handlings=_draw_handlings(limb, own_off, plan.architecture.end, rng),
        )
    return wearings


def _draw_ring(wear: Wear, rng: np.random.Generator) -> Ring | None:
    size = rng.uniform(*wear.strap_ring)
    ring = Ring(frequency=rng.uniform(4.0, 8.0), decay=rng.uniform(0.2, 0.8), size=size)
    return ring if size > 0 else None


def _draw_time_off(
    wear: Wear, end: float, rng: np.random.Generator
) -> tuple[tuple[float, float], ...]:
    share = rng.uniform(*wear.off_share)
    if share > 0:
        start = rng.uniform(0.03, max(0.03, 0.97 - share)) * end
        return ((start, start + share * end),)
    if rng.random() < wear.falls_off:
        return ((rng.uniform(0.2, 0.9) * end, end),)
    return ()


def _draw_slip(plan: Plan, rng: np.random.Generator) -> Slip:
    turns = [action for action in plan.actions if action.kind == "gross_movement"]
    time = rng.uniform(0.1, 0.9) * plan.architecture.end
    if turns:
        action = turns[int(rng.integers(len(turns)))]
        time = rng.uniform(action.onset, action.offset)
    around = np.radians(rng.uniform(20.0, 120.0)) * rng.choice((-1, 1))
    return Slip(
        time=time, duration=rng.uniform(0.3, 2.0), turn=np.array([around, *rng.normal(0, 0.15, 2)])
    )


def _draw_handlings(
    limb: Limb, off: tuple[tuple[float, float], ...], end: float, rng: np.random.Generator
) -> tuple[LimbMotion, ...]:
    motions = []
    for start, stop in off:
        motions.append(_draw_handling(start, rng, Rotation.random(rng=rng)))
        if stop < end:
            motions.append(_draw_handling(stop, rng, resting(limb, lying(rng), rng)))
    return tuple(motions)


def _draw_handling(onset: float, rng: np.random.Generator, target: Rotation) -> LimbMotion:
    duration = rng.uniform(2.0, 9.0)
    turns = tuple(
        Turn(
            axis=rng.normal(size=3),
            lever=rng.normal(0, 0.2, 3),
            angle=wiggle(duration, rng.uniform(0.2, 0.8), rng),
        )
        for _ in range(2)
    )
    return LimbMotion(
        onset=onset,
        offset=onset + duration,
        turns=turns,
        target=target,
        progress=staircase(duration, 1.0, rng),
    )
