"""Longer episodes: a cramp, and dream enactment."""

import numpy as np

from limbwatch.sample_data.body.actor import ARMS, LEGS, Actor, Motions
from limbwatch.sample_data.body.kinematics import LimbMotion, Turn
from limbwatch.sample_data.body.sleeper import Limb
from limbwatch.sample_data.body.trajectory import Shake, Step, Trajectory


def cramp(actor: Actor, onset: float, duration: float, leg: Limb) -> LimbMotion:
    """Draw a cramp: one foot is pulled down and held, trembling finely, until it is released.

    Times are in seconds; cramps last seconds to minutes (AAFP 2012: 9 min on average until relief;
    the hard contraction itself is shorter).
    """
    rng = actor.rng
    grip, release = rng.uniform(0.8, 3.0), rng.uniform(1.5, 4.0)
    size = rng.uniform(np.radians(3), np.radians(14))
    fine = np.radians(np.exp(rng.uniform(np.log(0.002), np.log(0.015))))
    shakes = []
    time = 0.3 * grip
    while time < duration - 1.5:
        length = min(rng.uniform(2.0, 8.0), duration - time)
        frequency = rng.uniform(5.0, 11.0)
        shakes.append(
            Shake(
                start=time,
                duration=length,
                frequency=frequency,
                frequency_end=frequency * rng.uniform(0.85, 1.15),
                size=fine * rng.lognormal(0, 0.5),
                size_end=fine * rng.lognormal(0, 0.5),
                phase=rng.uniform(0, 2 * np.pi),
                attack=0.5,
                release=0.5,
                wander=rng.uniform(0.3, 1.0),
            )
        )
        time += length * rng.uniform(0.6, 1.0)
    surge = size * rng.uniform(-0.3, 0.4)
    middle = rng.uniform(0.3, 0.6) * duration
    steps = (
        Step(start=0.0, duration=grip, size=size),
        Step(start=middle, duration=rng.uniform(1.0, 4.0), size=surge),
        Step(start=duration - release, duration=release, size=-(size + surge)),
    )
    joints = actor.body.joints(leg)
    main, second = joints["knee"], joints["heel"]
    shape = Trajectory(steps=steps, shakes=tuple(shakes))
    return LimbMotion(
        onset=onset,
        offset=onset + duration,
        turns=(
            Turn(axis=main.axis + rng.normal(0, 0.3, 3), lever=main.lever, angle=shape),
            Turn(
                axis=second.axis + rng.normal(0, 0.3, 3),
                lever=second.lever,
                angle=shape.scaled(rng.uniform(0.3, 1.0)),
            ),
        ),
    )


def dream_enactment(actor: Actor, onset: float, duration: float) -> Motions:
    """Draw punching and grasping, arms first: phasic bursts of 0.1 to 5 s, most under 1 s.

    Wrists move more than ankles, without a period (Frauscher et al., Sleep 2012;35:835-847, for
    the bursts; AASM manual for their lengths).
    """
    rng = actor.rng
    lead = ARMS[int(rng.integers(2))]
    other = ARMS[1 - ARMS.index(lead)]
    vigour = {lead: 1.0, other: rng.choice((0.0, rng.uniform(0.3, 1.0)), p=(0.25, 0.75))}
    for leg in LEGS:
        vigour[leg] = rng.choice((0.0, rng.uniform(0.1, 0.4)), p=(0.6, 0.4))
    motions: Motions = {}
    for limb, share in vigour.items():
        if share > 0:
            lag = 0.0 if limb == lead else rng.uniform(0.0, 0.5 * duration)
            motions[limb] = _punches(actor, onset + lag, duration - lag, limb, share)
    return motions


def _punches(actor: Actor, onset: float, duration: float, limb: Limb, vigour: float) -> LimbMotion:
    rng = actor.rng
    joints = actor.body.joints(limb)
    steps: dict[str, list[Step]] = {name: [] for name in joints}
    time = 0.0
    while time < duration - 0.35:
        out = min(max(rng.lognormal(np.log(0.28), 0.35), 0.16), 0.45 * (duration - time))
        back = min(rng.lognormal(np.log(0.4), 0.4), duration - time - out)
        reach = vigour * rng.lognormal(np.log(0.5), 0.4)
        for name, share in zip(joints, rng.dirichlet(np.full(len(joints), 0.8)), strict=True):
            size = float(reach * share * rng.choice((-1, 1)))
            steps[name] += [
                Step(start=time, duration=out, size=size),
                Step(start=time + out, duration=back, size=-size),
            ]
        time += out + back + min(rng.exponential(0.5), 2.5)
    turns = tuple(
        Turn(
            axis=joints[name].axis + rng.normal(0, 0.2, 3),
            lever=joints[name].lever,
            angle=Trajectory(steps=tuple(steps[name])),
        )
        for name in joints
    )
    end = max(turn.angle.end for turn in turns)
    return LimbMotion(onset=onset, offset=onset + end, turns=turns)
