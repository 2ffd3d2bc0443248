"""Jolts: sleep starts of several limbs, startles of one."""

import numpy as np

from limbwatch.sample_data.actor import Actor, Motions
from limbwatch.sample_data.body import Limb
from limbwatch.sample_data.kinematics import LimbMotion, Shift, Turn
from limbwatch.sample_data.trajectory import Shake, Step, Trajectory


def hypnic_jerk(actor: Actor, onset: float, limbs: tuple[Limb, ...], peak_g: float) -> Motions:
    """Jolt several limbs at once: a muscle core of 75 to 250 ms and a limb that rings on.

    The core is the ICSD-3 figure for sleep starts; the limbs follow one another within
    0.15 s in no fixed order (PMID 28007358) and ring for 0.3 to 0.8 s in all.
    """
    rng = actor.rng
    heave = rng.uniform(0.0, 0.004)
    lags = rng.uniform(0.0, 0.15, len(limbs))
    lags -= lags.min()
    motions: Motions = {}
    for limb, lag in zip(limbs, lags, strict=True):
        core = rng.uniform(0.075, 0.25)
        whole = max(rng.uniform(0.3, 0.8), core + 0.18)
        back = min(whole - core, rng.uniform(0.2, 0.45))
        ring_hz = rng.uniform(3.5, 8.0)
        shares = rng.dirichlet(np.full(len(actor.body.joints(limb)), 0.9))
        shape = Trajectory(
            steps=(
                Step(start=0.0, duration=core, size=1.0, early=rng.uniform(2.6, 3.3)),
                Step(start=core, duration=back, size=-1.0, late=rng.uniform(2.8, 4.0)),
            ),
            shakes=(
                Shake(
                    start=0.6 * core,
                    duration=whole - 0.6 * core,
                    frequency=ring_hz,
                    frequency_end=ring_hz,
                    size=rng.uniform(0.1, 0.45),
                    size_end=0.0,
                    phase=rng.uniform(0, 2 * np.pi),
                    attack=0.05,
                    release=0.1,
                    decay=rng.uniform(0.08, 0.25),
                ),
            ),
        )
        turns = tuple(
            Turn(
                axis=joint.axis * rng.choice((-1, 1)) + rng.normal(0, 0.3, 3),
                lever=joint.lever,
                angle=shape.scaled(0.15 * share),
            )
            for joint, share in zip(actor.body.joints(limb).values(), shares, strict=True)
        )
        limb_onset = onset + float(lag)
        motions[limb] = LimbMotion(
            onset=limb_onset,
            offset=limb_onset + shape.end,
            turns=turns,
            shifts=(Shift(direction=np.array([0.2, 0.1, 1.0]), path=shape.scaled(heave)),),
            peak_g=peak_g * rng.lognormal(0, 0.45),
        )
    return motions


def startle(actor: Actor, onset: float, limb: Limb, peak_g: float) -> LimbMotion:
    """Jerk one limb alone, as abruptly as a sleep start, with 0.55 to 0.9 s to settle."""
    rng = actor.rng
    core = rng.uniform(0.1, 0.25)
    whole = rng.uniform(0.55, 0.9)
    shape = Trajectory(
        steps=(
            Step(start=0.0, duration=core, size=1.0, early=rng.uniform(2.6, 3.2)),
            Step(start=core, duration=whole - core, size=-1.0, late=rng.uniform(2.7, 3.5)),
        )
    )
    joints = actor.body.joints(limb)
    shares = rng.dirichlet(np.full(len(joints), 0.8))
    turns = tuple(
        Turn(
            axis=joint.axis * rng.choice((-1, 1)) + rng.normal(0, 0.3, 3),
            lever=joint.lever,
            angle=shape.scaled(0.15 * float(share)),
        )
        for joint, share in zip(joints.values(), shares, strict=True)
    )
    return LimbMotion(onset=onset, offset=onset + whole, turns=turns, peak_g=peak_g)
