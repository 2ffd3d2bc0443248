"""Movements that leave a limb in another position: turning over, settling, fidgeting."""

from dataclasses import replace

import numpy as np
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body.actor import Actor, Motions
from limbwatch.sample_data.body.kinematics import LimbMotion, Shift, Turn
from limbwatch.sample_data.body.paths import squeezed, staircase, wiggle
from limbwatch.sample_data.body.sleeper import LIMBS, Joint, Limb
from limbwatch.sample_data.body.trajectory import Step


def adjustment(actor: Actor, onset: float, limb: Limb) -> LimbMotion:
    """Draw a small change of position of one limb, without a return."""
    rng = actor.rng
    duration = rng.uniform(0.6, 3.0)
    joints = actor.body.joints(limb)
    shares = rng.dirichlet(np.full(len(joints), 0.8))
    final = rng.uniform(np.radians(4), np.radians(25))
    turns = tuple(
        Turn(
            axis=joint.axis * rng.choice((-1, 1)) + rng.normal(0, 0.2, 3),
            lever=joint.lever,
            angle=staircase(duration, final * share, rng),
        )
        for joint, share in zip(joints.values(), shares, strict=True)
    )
    return LimbMotion(onset=onset, offset=onset + duration, turns=turns)


def posture_change(
    actor: Actor,
    onset: float,
    duration: float,
    targets: dict[Limb, Rotation],
    *,
    vigour: float = 1.0,
) -> Motions:
    """Draw turning over: every limb moves, in several pushes, to a new resting orientation.

    Times are in seconds; large muscle group movements last 3 to 45 s (Ferri 2021, PMC8436137).
    ``targets`` are the final resting orientations (limb to world), ``vigour`` is a factor on the
    size of the movements on the way.
    """
    rng = actor.rng
    lags = rng.uniform(0.0, 0.25 * min(duration, 4.0), len(LIMBS))
    lags -= lags.min()
    trunk = wiggle(duration, 0.1 * vigour, rng)
    motions: Motions = {}
    for limb, lag in zip(LIMBS, lags, strict=True):
        own = max(duration - float(lag) - rng.uniform(0, 0.15 * duration), 0.8)
        turns = tuple(
            Turn(
                axis=joint.axis + rng.normal(0, 0.2, 3),
                lever=joint.lever,
                angle=wiggle(own, vigour * rng.uniform(0.03, 0.3), rng),
            )
            for joint in _some_joints(actor, limb)
        )
        motions[limb] = LimbMotion(
            onset=onset + float(lag),
            offset=onset + float(lag) + own,
            turns=turns,
            shifts=(Shift(direction=rng.normal(size=3), path=squeezed(trunk, own)),),
            target=targets[limb],
            progress=staircase(own, 1.0, rng),
        )
    return motions


def fidget(
    actor: Actor, onset: float, duration: float, limbs: tuple[Limb, ...], *, vigour: float = 1.0
) -> Motions:
    """Draw movements of some limbs that settle nearly where they were.

    Times are in seconds; ``vigour`` is 1 for a person awake who stretches, a tenth for a sleeper
    who hardly stirs.
    """
    rng = actor.rng
    motions: Motions = {}
    for limb in limbs:
        lag = 0.0 if limb == limbs[0] else rng.uniform(0.0, 0.4 * duration)
        own = max(duration - lag, 0.5)
        turns = []
        for joint in _some_joints(actor, limb):
            angle = wiggle(own, vigour * rng.uniform(0.05, 0.6), rng)
            settle = Step(start=0.6 * own, duration=0.4 * own, size=vigour * rng.normal(0, 0.06))
            turns.append(
                Turn(
                    axis=joint.axis + rng.normal(0, 0.2, 3),
                    lever=joint.lever,
                    angle=replace(angle, steps=(*angle.steps, settle)),
                )
            )
        motions[limb] = LimbMotion(onset=onset + lag, offset=onset + lag + own, turns=tuple(turns))
    return motions


def _some_joints(actor: Actor, limb: Limb) -> list[Joint]:
    """Draw up to three joints of a limb."""
    rng = actor.rng
    joints = list(actor.body.joints(limb).values())
    picked = rng.choice(len(joints), size=min(len(joints), 3), replace=False)
    return [joints[int(index)] for index in picked]
