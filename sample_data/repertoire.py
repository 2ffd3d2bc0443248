"""The movements of a sleeper, limb by limb.

Every function returns the motions of the limbs that take part; shapes, durations, axes and
lags are drawn anew each time around the habits of the night, so that no two are alike.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body import LIMBS, Body, Joint, Limb
from limbwatch.sample_data.kinematics import LimbMotion, Shift, Turn
from limbwatch.sample_data.trajectory import Shake, Step, Trajectory

Array = NDArray[np.float64]
Motions = dict[Limb, LimbMotion]

LEGS: tuple[Limb, Limb] = ("leg_left", "leg_right")
ARMS: tuple[Limb, Limb] = ("arm_left", "arm_right")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Habit:
    """How a person's legs flex in sleep: much alike within a night, different between people.

    Parameters
    ----------
    shares : dict of str to float
        How much each joint takes part.
    tilt : ndarray, shape (3,)
        Deviation of the axes from the anatomical ones, rad.
    flex_s, hold_s, return_s : float
        Median times of flexion, hold and return, seconds.
    early, late : float
        Abruptness of start and end (see Step).
    tremble : float
        Size of the tremulous superposition relative to the flexion.
    """

    shares: dict[str, float]
    tilt: Array
    flex_s: float
    hold_s: float
    return_s: float
    early: float
    late: float
    tremble: float


def draw_habit(rng: np.random.Generator) -> Habit:
    """Draw a person's way of flexing a leg.

    Toe and ankle extend, knee and hip flex, in a mixture of their own (Coleman 1982; triple
    flexion as in de Weerd et al., Clin Neurophysiol 2004;115:1464-1471).
    """
    shares = rng.dirichlet((1.2, 1.6, 0.9, 0.6, 0.3))
    return Habit(
        shares=dict(zip(("heel", "knee", "hip", "roll", "abduction"), shares, strict=True)),
        tilt=rng.normal(0, 0.25, 3),
        flex_s=float(np.clip(rng.lognormal(np.log(0.45), 0.35), 0.2, 1.1)),
        hold_s=float(np.clip(rng.lognormal(np.log(1.1), 0.6), 0.05, 3.0)),
        return_s=float(np.clip(rng.lognormal(np.log(0.95), 0.35), 0.35, 2.0)),
        early=rng.uniform(2.7, 3.5),
        late=rng.uniform(2.7, 3.8),
        tremble=rng.choice((0.0, rng.uniform(0.01, 0.06))),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Actor:
    """Who moves.

    Parameters
    ----------
    body : Body
    habits : dict of Limb to Habit
        Of each leg.
    rng : Generator
        Source of chance.
    """

    body: Body
    habits: dict[Limb, Habit]
    rng: np.random.Generator


def leg_flexion(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Flex, hold for a moment and return: the common periodic movement, 0.6 to 6 s."""
    rng, habit = actor.rng, actor.habits[leg]
    flex = habit.flex_s * rng.lognormal(0, 0.18)
    rest = habit.hold_s * rng.lognormal(0, 0.35)
    back = habit.return_s * rng.lognormal(0, 0.2)
    return _flex_and_return(actor, onset, leg, peak_g, habit=habit, times=(flex, rest, back))


def leg_hold(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Flex, hold quite still for 0.5 to 4 s, and return."""
    rng, habit = actor.rng, actor.habits[leg]
    steady = replace(habit, tremble=0.0)
    flex = habit.flex_s * rng.lognormal(0, 0.2)
    back = habit.return_s * rng.lognormal(0, 0.25)
    times = (flex, rng.uniform(0.5, 4.0), back)
    return _flex_and_return(actor, onset, leg, peak_g, habit=steady, times=times)


def leg_kick(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Flex briskly and fall back at once."""
    rng, habit = actor.rng, actor.habits[leg]
    times = (rng.uniform(0.15, 0.3), rng.uniform(0.0, 0.12), rng.uniform(0.3, 0.7))
    return _flex_and_return(actor, onset, leg, peak_g, habit=habit, times=times)


def leg_doublet(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Two flexions run together, the limb back at rest for less than half a second between."""
    rng = actor.rng
    first = leg_kick(actor, onset, leg, peak_g)
    pause = rng.uniform(0.05, 0.4)
    delay = first.offset - onset + pause
    size = rng.uniform(0.4, 1.1)
    turns = tuple(replace(turn, angle=_repeated(turn.angle, delay, size)) for turn in first.turns)
    return replace(first, turns=turns, offset=onset + max(turn.angle.end for turn in turns))


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
                angle=_scaled(shape, 0.15 * share),
            )
            for joint, share in zip(actor.body.joints(limb).values(), shares, strict=True)
        )
        limb_onset = onset + float(lag)
        motions[limb] = LimbMotion(
            onset=limb_onset,
            offset=limb_onset + shape.end,
            turns=turns,
            shifts=(Shift(direction=np.array([0.2, 0.1, 1.0]), path=_scaled(shape, heave)),),
            peak_g=peak_g * rng.lognormal(0, 0.45),
        )
    return motions


def arm_movement(actor: Actor, onset: float, arm: Limb, peak_g: float) -> LimbMotion:
    """Move an arm and bring it back to where it was, 0.6 to 5 s."""
    rng = actor.rng
    times = (rng.uniform(0.25, 1.0), rng.lognormal(-0.7, 0.9), rng.uniform(0.3, 1.2))
    names = ("elbow", "pronation", "shoulder", "swing")
    habit = replace(
        draw_habit(rng), shares=dict(zip(names, rng.dirichlet((1.2, 1, 0.6, 0.6)), strict=True))
    )
    return _flex_and_return(actor, onset, arm, peak_g, habit=habit, times=times)


def twitch(actor: Actor, onset: float, limb: Limb, peak_g: float) -> LimbMotion:
    """Pull a limb very little and for less than half a second."""
    rng = actor.rng
    names = tuple(actor.body.joints(limb))
    habit = replace(
        draw_habit(rng),
        shares=dict(zip(names, rng.dirichlet(np.full(len(names), 0.7)), strict=True)),
        tremble=0.0,
    )
    times = (rng.uniform(0.06, 0.15), 0.0, rng.uniform(0.1, 0.25))
    return _flex_and_return(actor, onset, limb, peak_g, habit=habit, times=times)


def adjustment(actor: Actor, onset: float, limb: Limb) -> LimbMotion:
    """Settle one limb a little differently: it does not come back."""
    rng = actor.rng
    duration = rng.uniform(0.6, 3.0)
    joints = actor.body.joints(limb)
    shares = rng.dirichlet(np.full(len(joints), 0.8))
    final = rng.uniform(np.radians(4), np.radians(25))
    turns = tuple(
        Turn(
            axis=joint.axis * rng.choice((-1, 1)) + rng.normal(0, 0.2, 3),
            lever=joint.lever,
            angle=_staircase(duration, final * share, rng),
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
    """Turn over: every limb moves, in several pushes, to a new resting orientation.

    Parameters
    ----------
    actor : Actor
    onset, duration : float
        Seconds; large muscle group movements last 3 to 45 s (Ferri 2021, PMC8436137).
    targets : dict of Limb to Rotation
        Where the limbs come to rest (limb to world).
    vigour : float
        Factor on the size of the movements on the way.

    Returns
    -------
    dict of Limb to LimbMotion
    """
    rng = actor.rng
    lags = rng.uniform(0.0, 0.25 * min(duration, 4.0), len(LIMBS))
    lags -= lags.min()
    trunk = _wiggle(duration, 0.1 * vigour, rng)
    motions: Motions = {}
    for limb, lag in zip(LIMBS, lags, strict=True):
        own = max(duration - float(lag) - rng.uniform(0, 0.15 * duration), 0.8)
        turns = tuple(
            Turn(
                axis=joint.axis + rng.normal(0, 0.2, 3),
                lever=joint.lever,
                angle=_wiggle(own, vigour * rng.uniform(0.03, 0.3), rng),
            )
            for joint in joint_sample(actor, limb)
        )
        motions[limb] = LimbMotion(
            onset=onset + float(lag),
            offset=onset + float(lag) + own,
            turns=turns,
            shifts=(Shift(direction=rng.normal(size=3), path=_cut(trunk, own)),),
            target=targets[limb],
            progress=_staircase(own, 1.0, rng),
        )
    return motions


def fidget(actor: Actor, onset: float, duration: float, limbs: tuple[Limb, ...]) -> Motions:
    """Move some limbs about, awake, and settle nearly where they were."""
    rng = actor.rng
    motions: Motions = {}
    for limb in limbs:
        lag = 0.0 if limb == limbs[0] else rng.uniform(0.0, 0.4 * duration)
        own = max(duration - lag, 0.5)
        turns = []
        for joint in joint_sample(actor, limb):
            angle = _wiggle(own, rng.uniform(0.05, 0.6), rng)
            settle = Step(start=0.6 * own, duration=0.4 * own, size=rng.normal(0, 0.06))
            turns.append(
                Turn(
                    axis=joint.axis + rng.normal(0, 0.2, 3),
                    lever=joint.lever,
                    angle=replace(angle, steps=(*angle.steps, settle)),
                )
            )
        motions[limb] = LimbMotion(onset=onset + lag, offset=onset + lag + own, turns=tuple(turns))
    return motions


def joint_sample(actor: Actor, limb: Limb) -> list[Joint]:
    """Two or three joints of a limb."""
    rng = actor.rng
    joints = list(actor.body.joints(limb).values())
    picked = rng.choice(len(joints), size=min(len(joints), 3), replace=False)
    return [joints[int(index)] for index in picked]


def _flex_and_return(
    actor: Actor,
    onset: float,
    limb: Limb,
    peak_g: float,
    *,
    habit: Habit,
    times: tuple[float, float, float],
) -> LimbMotion:
    rng = actor.rng
    flex, rest, back = times
    total = flex + rest + back
    overshoot = rng.uniform(0.0, 0.25) if rng.random() < 0.4 else 0.0
    early = float(np.clip(habit.early + rng.normal(0, 0.15), 2.5, 4.0))
    late = float(np.clip(habit.late + rng.normal(0, 0.2), 2.5, 4.5))
    two_phase = rng.random() < 0.15
    shakes: tuple[Shake, ...] = ()
    if habit.tremble > 0 and total > 0.5:
        frequency = rng.uniform(4.0, 9.0)
        shakes = (
            Shake(
                start=0.2 * flex,
                duration=total - 0.2 * flex,
                frequency=frequency,
                frequency_end=frequency * rng.uniform(0.8, 1.1),
                size=habit.tremble * rng.lognormal(0, 0.4),
                size_end=habit.tremble * rng.uniform(0.1, 0.8),
                phase=rng.uniform(0, 2 * np.pi),
                attack=0.1,
                release=min(0.3, 0.3 * total),
                wander=0.3,
            ),
        )
    turns = []
    joints = actor.body.joints(limb)
    shares = np.array([habit.shares[name] for name in habit.shares])
    shares *= rng.lognormal(0, 0.15, len(shares))
    leader = int(np.argmax(shares))
    for index, name in enumerate(habit.shares):
        lag = 0.0 if index == leader else min(float(rng.uniform(0, 0.06)), 0.2 * flex)
        size = 0.2 * float(shares[index])
        ups: tuple[Step, ...] = (
            Step(start=lag, duration=flex - lag, size=size, early=early, late=late),
        )
        if two_phase:
            split = rng.uniform(0.4, 0.7)
            ups = (
                Step(start=lag, duration=split * flex, size=0.6 * size, early=early),
                Step(start=split * flex, duration=(1 - split) * flex, size=0.4 * size, late=late),
            )
        half = back * 0.7 if overshoot else back
        downs: tuple[Step, ...] = (
            Step(
                start=flex + rest,
                duration=half,
                size=-size * (1 + overshoot),
                early=late,
                late=early + 0.3,
            ),
        )
        if overshoot:
            downs += (Step(start=flex + rest + half, duration=back - half, size=size * overshoot),)
        turns.append(
            Turn(
                axis=joints[name].axis + habit.tilt + rng.normal(0, 0.08, 3),
                lever=joints[name].lever,
                angle=Trajectory(
                    steps=(*ups, *downs), shakes=_scaled(Trajectory(shakes=shakes), size).shakes
                ),
            )
        )
    return LimbMotion(onset=onset, offset=onset + total, turns=tuple(turns), peak_g=peak_g)


def _scaled(trajectory: Trajectory, factor: float) -> Trajectory:
    return Trajectory(
        steps=tuple(replace(step, size=step.size * factor) for step in trajectory.steps),
        shakes=tuple(
            replace(shake, size=shake.size * factor, size_end=shake.size_end * factor)
            for shake in trajectory.shakes
        ),
    )


def _repeated(trajectory: Trajectory, delay: float, size: float) -> Trajectory:
    again = _scaled(trajectory, size)
    return Trajectory(
        steps=trajectory.steps
        + tuple(replace(step, start=step.start + delay) for step in again.steps),
        shakes=trajectory.shakes
        + tuple(replace(shake, start=shake.start + delay) for shake in again.shakes),
    )


def _cut(trajectory: Trajectory, duration: float) -> Trajectory:
    """Squeeze a trajectory into a shorter time."""
    factor = min(1.0, duration / trajectory.end)
    return Trajectory(
        steps=tuple(
            replace(step, start=step.start * factor, duration=step.duration * factor)
            for step in trajectory.steps
        )
    )


def _staircase(duration: float, total: float, rng: np.random.Generator) -> Trajectory:
    """Reach ``total`` in one to six uneven pushes that overlap or pause."""
    count = 1 + int(rng.integers(0, 1 + min(5, int(1 + duration / 2))))
    shares = rng.dirichlet(np.full(count, 1.5))
    starts = np.sort(rng.uniform(0, 0.75 * duration, count))
    starts[0] = 0.0
    steps = []
    for index, (start, share) in enumerate(zip(starts, shares, strict=True)):
        room = duration - start
        length = room if index == count - 1 else min(room, rng.uniform(0.5, 2.5))
        if index == count - 1 and room > 3.0:
            length = rng.uniform(1.0, 3.0)
        steps.append(
            Step(
                start=float(start),
                duration=float(length),
                size=float(total * share),
                early=rng.uniform(2.7, 3.6),
                late=rng.uniform(2.7, 3.6),
            )
        )
    last = steps[-1]
    steps[-1] = replace(last, start=duration - last.duration)
    return Trajectory(steps=tuple(steps))


def _wiggle(duration: float, size: float, rng: np.random.Generator) -> Trajectory:
    """Go to and fro a few times and end where it began."""
    count = 2 + int(rng.integers(0, 2 + int(min(duration, 20.0) / 1.5)))
    cuts = np.sort(rng.uniform(0, duration, count - 1))
    edges = np.concatenate(([0.0], cuts, [duration]))
    levels = np.concatenate(([0.0], rng.normal(0, size, count - 1), [0.0]))
    steps = []
    for start, end, before, after in zip(
        edges[:-1], edges[1:], levels[:-1], levels[1:], strict=True
    ):
        length = max(end - start, 0.5)
        begin = min(start, duration - length) if duration > length else 0.0
        steps.append(
            Step(
                start=float(begin),
                duration=float(min(length, duration - begin)),
                size=float(after - before),
                early=rng.uniform(2.7, 3.6),
                late=rng.uniform(2.7, 3.6),
            )
        )
    return Trajectory(steps=tuple(steps))
