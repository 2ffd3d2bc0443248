"""Jolts: sleep starts of several limbs, startles of one."""

from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sample_data.body.actor import Actor, Motions
from limbwatch.sample_data.body.kinematics import LimbMotion, Shift
from limbwatch.sample_data.body.sleeper import Limb
from limbwatch.sample_data.body.trajectory import Shake, Step, Trajectory


@dataclass(frozen=True, slots=True, kw_only=True)
class _Jolt:
    """The shape of a jolt."""

    core: float
    """Duration of the muscle burst, seconds."""
    whole: float
    """Duration of the whole jolt, seconds."""
    back: float
    """Duration of the fall back, seconds."""
    ring_hz: float
    """Frequency of the ringing, Hz."""
    ring: float
    """Relative size of the ringing."""
    decay: float
    """Time constant of the ringing, seconds."""

    def nearly(self, rng: np.random.Generator) -> "_Jolt":
        """Draw the same jolt in another limb: one command, but limbs of different mass."""
        factor = np.exp(rng.normal(0.0, 0.12, 6))
        return _Jolt(
            core=self.core * factor[0],
            whole=self.whole * factor[1],
            back=self.back * factor[2],
            ring_hz=self.ring_hz * factor[3],
            ring=self.ring * factor[4],
            decay=self.decay * factor[5],
        )

    def path(self, rng: np.random.Generator) -> Trajectory:
        """Draw the path of a joint, with a size of 1."""
        start = 0.6 * self.core
        whole = max(self.whole, self.core + 0.1)
        return Trajectory(
            steps=(
                Step(start=0.0, duration=self.core, size=1.0, early=rng.uniform(2.6, 3.3)),
                Step(
                    start=self.core,
                    duration=min(whole - self.core, self.back),
                    size=-1.0,
                    late=rng.uniform(2.8, 4.0),
                ),
            ),
            shakes=(
                Shake(
                    start=start,
                    duration=whole - start,
                    frequency=self.ring_hz,
                    frequency_end=self.ring_hz,
                    size=self.ring,
                    size_end=0.0,
                    phase=rng.uniform(0, 2 * np.pi),
                    attack=0.05,
                    release=0.1,
                    decay=self.decay,
                ),
            ),
        )


def _draw_jolt(rng: np.random.Generator) -> _Jolt:
    """Draw a muscle burst of 75 to 250 ms (ICSD-3) and the limb's response to it.

    A limb is a mass on a spring: a slack one falls back slowly and hardly rings, a stiff one rings
    at its own frequency, 2 to 8 Hz.
    """
    core = rng.uniform(0.075, 0.25)
    if rng.random() < 0.4:
        whole = rng.uniform(0.5, 1.2)
        return _Jolt(
            core=core,
            whole=whole,
            back=whole - core,
            ring_hz=rng.uniform(2.0, 4.5),
            ring=rng.uniform(0.02, 0.3),
            decay=rng.uniform(0.15, 0.5),
        )
    whole = max(rng.uniform(0.3, 0.8), core + 0.18)
    return _Jolt(
        core=core,
        whole=whole,
        back=rng.uniform(0.2, 0.45),
        ring_hz=rng.uniform(3.5, 8.0),
        ring=rng.uniform(0.1, 0.45),
        decay=rng.uniform(0.08, 0.25),
    )


def hypnic_jerk(actor: Actor, onset: float, limbs: tuple[Limb, ...], peak_g: float) -> Motions:
    """Draw a jolt of several limbs at once.

    The limbs follow one another within 0.15 s in no fixed order (PMID 28007358), often by less. In
    some jolts all limbs move alike, as by one command, some of these in one joint and with little
    ringing; in others each limb moves differently.
    """
    rng = actor.rng
    single_joint = rng.random() < 0.35
    heave = rng.uniform(0.0, 0.004)
    lags = rng.uniform(0.0, rng.uniform(0.05, 0.15), len(limbs))
    lags -= lags.min()
    common = _draw_jolt(rng) if single_joint or rng.random() < 0.4 else None
    if single_joint and common is not None:
        common = replace(common, ring=0.1 * common.ring)
    motions: Motions = {}
    for limb, lag in zip(limbs, lags, strict=True):
        jolt = _draw_jolt(rng) if common is None else common.nearly(rng)
        shape = jolt.path(rng)
        evenness = 0.15 if single_joint else 0.9
        turns = actor.share(limb, shape, evenness=evenness, tilt=0.3, size=0.15)
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
    """Draw a jerk of one limb, as abrupt as a sleep start, that settles in 0.55 to 0.9 s."""
    rng = actor.rng
    core = rng.uniform(0.1, 0.25)
    whole = rng.uniform(0.55, 0.9)
    shape = Trajectory(
        steps=(
            Step(start=0.0, duration=core, size=1.0, early=rng.uniform(2.6, 3.2)),
            Step(start=core, duration=whole - core, size=-1.0, late=rng.uniform(2.7, 3.5)),
        )
    )
    turns = actor.share(limb, shape, tilt=0.3, size=0.15)
    return LimbMotion(onset=onset, offset=onset + whole, turns=turns, peak_g=peak_g)
