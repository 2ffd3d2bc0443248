"""Rhythmic movements: foot tremor, tremor and shudder, convulsion, scratching, walking."""

from itertools import pairwise

import numpy as np

from limbwatch.sample_data.body.actor import LEGS, Actor, Motions
from limbwatch.sample_data.body.kinematics import LimbMotion, Shift, Turn
from limbwatch.sample_data.body.sleeper import LIMBS, Limb, upright
from limbwatch.sample_data.body.trajectory import Shake, Step, Trajectory
from limbwatch.sensor.arrays import Array

_FOOT_HZ = (0.5, 3.5)
"""Range of the rate of foot tremor, Hz: hypnagogic foot tremor and high-frequency leg movements
have 0.3-4 Hz (AASM manual; Yang and Winkelman, Sleep 2010: mean 1.6 +- 0.6 Hz)."""

_FOOT_TRAIN_S = (3.0, 50.0)
"""Range of the length of a train, seconds: 10-15 s (Wichniak 2001) and 17.6 +- 35.4 s (Yang and
Winkelman 2010)."""

_ALTERNATING_HZ = (1.0, 2.2)
"""Range of the rate of alternating leg muscle activation, Hz: mostly 1-2 Hz, 0.1-0.5 s bursts
(Chervin 2003)."""

_STEP_HZ = (0.75, 1.05)
"""Strides per second of an ordinary walk: a step at about 1.8 Hz (Winter 2009)."""

_CHUNK_S = 8.0
"""Length of the overlapping stretches of long shaking, each with its own rhythm, seconds."""


def foot_tremor(
    actor: Actor, onset: float, peak_g: float, *, alternating: bool, latest: float
) -> Motions:
    """Draw a train of at least four short bursts of one foot, or of both alternately.

    The onset and the latest end of the train are in seconds, the median peak in g.
    """
    rng = actor.rng
    rate_hz = float(np.clip(rng.lognormal(np.log(1.5), 0.4), *_FOOT_HZ))
    train = float(np.clip(rng.lognormal(np.log(11.0), 0.6), *_FOOT_TRAIN_S))
    if alternating:
        rate_hz, train = rng.uniform(*_ALTERNATING_HZ), rng.uniform(3.0, 20.0)
    count = max(4, int(min(train, latest - onset) * rate_hz))
    first = int(rng.integers(2))
    legs = (LEGS[first], LEGS[1 - first]) if alternating else (LEGS[first],)
    burst = rng.uniform(0.1, 0.5) if alternating else rng.uniform(0.25, 0.7) / max(rate_hz, 1.0)
    jitter = rng.uniform(0.02, 0.12)
    times = np.arange(count) / rate_hz + rng.uniform(-jitter, jitter, count) / rate_hz
    times -= times[0]
    motions: Motions = {}
    for index, leg in enumerate(legs):
        beats = times[index :: len(legs)]
        if len(beats):
            start = onset + float(beats[0])
            sizes = rng.lognormal(0, 0.25, len(beats))
            steps = _beats(beats - beats[0], sizes, min(burst, 0.8 / rate_hz), rng)
            motions[leg] = LimbMotion(
                onset=start,
                offset=start + Trajectory(steps=steps).end,
                turns=actor.share(leg, Trajectory(steps=steps), "heel", "knee", "roll"),
                peak_g=peak_g * rng.lognormal(0, 0.2),
            )
    return motions


def tremor(
    actor: Actor, onset: float, limbs: tuple[Limb, ...], *, peak_g: float, duration: float
) -> Motions:
    """Draw shaking of limbs at 3 to 12 Hz; a shudder is that of all limbs for a few seconds."""
    rng = actor.rng
    rate_hz = rng.uniform(3.2, 11.0)
    motions: Motions = {}
    for limb in limbs:
        lag = 0.0 if limb == limbs[0] else rng.uniform(0.0, 0.2)
        own = duration - lag
        shakes = _long_shake(rng, own, (rate_hz, rate_hz * rng.uniform(0.9, 1.1)), (1.0, 1.0))
        motions[limb] = LimbMotion(
            onset=onset + lag,
            offset=onset + lag + own,
            turns=actor.share(limb, Trajectory(shakes=shakes)),
            peak_g=peak_g * rng.lognormal(0, 0.3),
        )
    return motions


def convulsion(actor: Actor, onset: float, *, peak_g: float) -> Motions:
    """Draw stiffening and shaking of the whole body, fast and fine at first, then slow and large.

    Tonic 5-20 s, clonic 20-80 s, from 5-7 jerks a second to 1-2, which grow (ILAE 2017 manual;
    Conradsen et al., Epilepsia 2013;54:2142-2149). Half of the convulsions do not have this course
    and only shake.
    """
    rng = actor.rng
    if rng.random() < 0.5:
        return _shaking_fit(actor, onset, peak_g=peak_g)
    tonic, clonic = rng.uniform(5.0, 20.0), rng.uniform(20.0, 80.0)
    fast, slow = rng.uniform(5.0, 7.0), rng.uniform(1.0, 2.0)
    times = _slowing(tonic, clonic, fast, slow, rng)
    burst = min(rng.uniform(0.14, 0.22), 0.9 / fast)
    motions: Motions = {}
    for limb in LIMBS:
        lag = rng.uniform(0.0, 1.0)
        growth = np.linspace(rng.uniform(0.15, 0.4), 1.0, len(times))
        jerks = _beats(times - lag, growth * rng.lognormal(0, 0.15, len(times)), burst, rng)
        end = jerks[-1].end
        stiff, limp = rng.normal(0, 0.4), rng.uniform(0.3, 1.5)
        posture = (
            Step(start=0.0, duration=rng.uniform(1.0, 2.5), size=stiff),
            Step(start=end, duration=rng.uniform(1.0, 3.0), size=-stiff * limp),
        )
        fine = _long_shake(rng, tonic, (1.4 * fast, fast), (0.02, 0.15))
        shape = Trajectory(steps=(*posture, *jerks), shakes=fine)
        motions[limb] = LimbMotion(
            onset=onset + lag,
            offset=onset + lag + shape.end,
            turns=actor.share(limb, shape),
            peak_g=peak_g * rng.lognormal(0, 0.25),
        )
    return motions


def _shaking_fit(actor: Actor, onset: float, *, peak_g: float) -> Motions:
    """Draw shaking of the whole body at one rhythm, which may slow down, for 12 to 90 s."""
    rng = actor.rng
    duration, fast = rng.uniform(12.0, 90.0), rng.uniform(1.7, 7.0)
    rhythm = (fast, fast * rng.uniform(0.5, 1.0))
    motions: Motions = {}
    for limb in LIMBS:
        lag = rng.uniform(0.0, 1.0)
        shape = Trajectory(
            steps=(), shakes=_long_shake(rng, duration - lag, rhythm, (1.0, rng.uniform(0.5, 1.2)))
        )
        motions[limb] = LimbMotion(
            onset=onset + lag,
            offset=onset + duration,
            turns=actor.share(limb, shape),
            peak_g=peak_g * rng.lognormal(0, 0.25),
        )
    return motions


def _slowing(
    start: float, duration: float, fast: float, slow: float, rng: np.random.Generator
) -> Array:
    """Draw the times of jerks whose rate falls from fast to slow (Hz)."""
    count = int(duration * 0.5 * (fast + slow))
    rate = np.linspace(fast, slow, count)
    intervals = rng.lognormal(0, 0.06, count) / rate
    return np.asarray(start + np.cumsum(intervals) * (duration / intervals.sum()))


def scratching(actor: Actor, onset: float, arm: Limb, *, peak_g: float) -> LimbMotion:
    """Draw reaching, scratching at 4 to 6 Hz for 1 to 6 s, and return."""
    rng = actor.rng
    reach, back, scratch = rng.uniform(0.4, 1.0), rng.uniform(0.4, 1.0), rng.uniform(1.0, 6.0)
    size = rng.uniform(0.5, 4.0)
    rate_hz = rng.uniform(3.8, 6.3)
    shape = Trajectory(
        steps=(
            Step(start=0.0, duration=reach, size=size),
            Step(start=reach + scratch, duration=back, size=-size),
        ),
        shakes=_long_shake(rng, scratch, (rate_hz, rate_hz), (1.0, 1.0), start=reach),
    )
    return LimbMotion(
        onset=onset,
        offset=onset + shape.end,
        turns=actor.share(arm, shape, "elbow", "pronation", "swing"),
        peak_g=peak_g,
    )


def walking(actor: Actor, onset: float, duration: float) -> Motions:
    """Draw standing up, walking with a step at about 1.8 Hz and swinging arms, and standing still.

    Shank angles swing over about 60 degrees and heel strikes shake the leg (Winter 2009).
    """
    rng = actor.rng
    stride = rng.uniform(*_STEP_HZ)
    rise = rng.uniform(1.5, 4.0)
    motions: Motions = {}
    for limb in LIMBS:
        leg = limb.startswith("leg")
        swing = rng.uniform(0.35, 0.55) if leg else rng.uniform(0.12, 0.4)
        side = 0.0 if limb in {"leg_left", "arm_right"} else np.pi
        walk = _walk_shakes(rng, stride, span=(rise, duration), size=swing, phase=side)
        impact = _walk_shakes(
            rng, 2 * stride, span=(rise, duration), size=0.006, phase=0.0, harmonics=3
        )
        joints = actor.body.joints(limb)
        joint = joints["knee" if leg else "shoulder"]
        motions[limb] = LimbMotion(
            onset=onset,
            offset=onset + duration,
            turns=(Turn(axis=joint.axis, lever=joint.lever, angle=Trajectory(shakes=walk)),),
            shifts=(Shift(direction=np.array([0.0, 0.0, 1.0]), path=Trajectory(shakes=impact)),),
            target=upright(limb, rng),
            progress=Trajectory(steps=(Step(start=0.0, duration=rise, size=1.0),)),
        )
    return motions


def _walk_shakes(
    rng: np.random.Generator,
    rate_hz: float,
    *,
    span: tuple[float, float],
    size: float,
    phase: float,
    harmonics: int = 2,
) -> tuple[Shake, ...]:
    return tuple(
        Shake(
            start=span[0],
            duration=span[1] - span[0],
            frequency=order * rate_hz,
            frequency_end=order * rate_hz * 1.01,
            size=size / order**1.5 * rng.uniform(0.7, 1.2),
            size_end=size / order**1.5,
            phase=order * phase + (order - 1) * rng.uniform(0, np.pi),
            attack=0.8,
            release=0.8,
        )
        for order in range(1, harmonics + 1)
    )


def _beats(times: Array, sizes: Array, burst: float, rng: np.random.Generator) -> tuple[Step, ...]:
    """Return short flexions, each with its return, one after another."""
    steps: list[Step] = []
    up = burst * rng.uniform(0.35, 0.55)
    for time, size in zip(times, sizes, strict=True):
        steps.append(Step(start=float(time), duration=up, size=float(size)))
        steps.append(Step(start=float(time) + up, duration=burst - up, size=-float(size)))
    return tuple(steps)


def _long_shake(
    rng: np.random.Generator,
    duration: float,
    rate_hz: tuple[float, float],
    size: tuple[float, float],
    *,
    start: float = 0.0,
) -> tuple[Shake, ...]:
    """Draw shaking whose rhythm and size change from one value to another, unevenly."""
    count = max(1, round(duration / _CHUNK_S))
    edges = np.linspace(0.0, duration, count + 1)
    shakes = []
    for begin, end in pairwise(edges):
        overlap = 0.0 if end == duration else min(0.8, duration - end)
        share, after = begin / duration, end / duration
        uneven = rng.lognormal(0, 0.15)
        shakes.append(
            Shake(
                start=start + float(begin),
                duration=float(end - begin + overlap),
                frequency=rate_hz[0] + (rate_hz[1] - rate_hz[0]) * share,
                frequency_end=rate_hz[0] + (rate_hz[1] - rate_hz[0]) * after,
                size=uneven * (size[0] + (size[1] - size[0]) * share),
                size_end=uneven * (size[0] + (size[1] - size[0]) * after),
                phase=rng.uniform(0, 2 * np.pi),
                attack=rng.uniform(0.1, 0.8),
                release=min(0.8, 0.4 * float(end - begin)),
                wander=rng.uniform(0.1, 0.6),
            )
        )
    return tuple(shakes)
