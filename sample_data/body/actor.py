"""The actor of all movements: a body, its habits, and random numbers."""

from dataclasses import dataclass

import numpy as np

from limbwatch.sample_data.body.kinematics import LimbMotion, Turn
from limbwatch.sample_data.body.sleeper import Body, Joint, Limb
from limbwatch.sample_data.body.trajectory import Trajectory
from limbwatch.sensor.arrays import Array

Motions = dict[Limb, LimbMotion]

LEGS: tuple[Limb, Limb] = ("leg_left", "leg_right")
ARMS: tuple[Limb, Limb] = ("arm_left", "arm_right")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Habit:
    """How a person's legs flex in sleep: much alike within a night, different between people."""

    shares: dict[str, float]
    """How much each joint takes part."""
    tilt: Array
    """Deviation of the axes from the anatomical ones, rad; shape (3,)."""
    flex_s: float
    """Median time of flexion, seconds."""
    hold_s: float
    """Median time of hold, seconds."""
    return_s: float
    """Median time of return, seconds."""
    early: float
    """Abruptness of the start (see `Step`)."""
    late: float
    """Abruptness of the end."""
    tremble: float
    """Size of the superposed trembling relative to the flexion."""


def draw_habit(rng: np.random.Generator) -> Habit:
    """Draw a person's way of flexing a leg.

    Toe and ankle extend, knee and hip flex, in a mixture specific to the person (Coleman 1982;
    triple flexion as in de Weerd et al., Clin Neurophysiol 2004;115:1464-1471).
    """
    shares = rng.dirichlet((1.2, 1.6, 0.9, 0.6, 0.3))
    flex = float(np.clip(rng.lognormal(np.log(0.6), 0.35), 0.28, 1.3))
    return Habit(
        shares=dict(zip(("heel", "knee", "hip", "roll", "abduction"), shares, strict=True)),
        tilt=rng.normal(0, 0.25, 3),
        flex_s=flex,
        hold_s=float(np.clip(rng.lognormal(np.log(1.1), 0.6), 0.05, 3.0)),
        return_s=float(np.clip(flex * rng.lognormal(np.log(1.3), 0.3), 0.35, 2.0)),
        early=rng.uniform(2.7, 3.5),
        late=rng.uniform(2.7, 3.8),
        tremble=rng.choice((0.0, rng.uniform(0.01, 0.06))),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Actor:
    """A person who moves."""

    body: Body
    habits: dict[Limb, Habit]
    """Habit of each leg."""
    rng: np.random.Generator
    """Random numbers of the night."""

    def share(
        self,
        limb: Limb,
        shape: Trajectory,
        *names: str,
        evenness: float = 0.8,
        tilt: float = 0.2,
        size: float = 0.1,
    ) -> tuple[Turn, ...]:
        """Distribute one course in time over all joints of a limb, or over those named."""
        joints: dict[str, Joint] = self.body.joints(limb)
        shares = self.rng.dirichlet(np.full(len(names or joints), evenness))
        return tuple(
            Turn(
                axis=joints[name].axis * self.rng.choice((-1, 1)) + self.rng.normal(0, tilt, 3),
                lever=joints[name].lever,
                angle=shape.scaled(size * float(share)),
            )
            for name, share in zip(names or joints, shares, strict=True)
        )
