"""Single movements of one limb: flex, hold, return; kick; doublet; twitch.

Shapes, durations, axes and lags are drawn for each movement around the habits of the night, so
that no two are equal but those of one night resemble each other.
"""

from dataclasses import replace

import numpy as np

from limbwatch.sample_data.body.actor import Actor, Habit, draw_habit
from limbwatch.sample_data.body.kinematics import LimbMotion, Turn
from limbwatch.sample_data.body.sleeper import Limb
from limbwatch.sample_data.body.trajectory import Shake, Step, Trajectory
from limbwatch.sample_data.recipes.recipe import Shape

_LASTING_S = (0.55, 9.5)
"""Range of durations, seconds: a candidate leg movement lasts 0.5 to 10 s (WASM 2016, 3.3.1), and
these stay clear of both limits."""


def leg_movement(actor: Actor, shape: Shape, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Draw a leg movement of a given shape, with the duration of a candidate movement.

    The onset is in seconds; the peak is that of the dynamic acceleration, g.
    """
    make = {
        "flexion": leg_flexion,
        "hold": leg_hold,
        "kick": leg_kick,
        "doublet": leg_doublet,
        "clonic": leg_clonic,
    }[shape]
    while True:
        motion = make(actor, onset, leg, peak_g)
        if _LASTING_S[0] < motion.offset - motion.onset < _LASTING_S[1]:
            return motion


def leg_flexion(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Draw flexion, a short hold and return: the common periodic movement, 0.6 to 6 s."""
    rng, habit = actor.rng, actor.habits[leg]
    flex = habit.flex_s * rng.lognormal(0, 0.18)
    rest = habit.hold_s * rng.lognormal(0, 0.35)
    back = habit.return_s * rng.lognormal(0, 0.2)
    return _flex_and_return(actor, onset, leg, peak_g, habit=habit, times=(flex, rest, back))


def leg_hold(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Draw flexion, a steady hold of 0.5 to 4 s, and return."""
    rng, habit = actor.rng, actor.habits[leg]
    steady = replace(habit, tremble=0.0)
    flex = habit.flex_s * rng.lognormal(0, 0.2)
    back = habit.return_s * rng.lognormal(0, 0.25)
    times = (flex, rng.uniform(0.5, 4.0), back)
    return _flex_and_return(actor, onset, leg, peak_g, habit=steady, times=times)


def leg_kick(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Draw a brisk flexion that falls back at once."""
    rng, habit = actor.rng, actor.habits[leg]
    flex = rng.uniform(0.2, 0.4)
    times = (flex, rng.uniform(0.0, 0.12), flex * rng.uniform(1.2, 2.2))
    return _flex_and_return(actor, onset, leg, peak_g, habit=habit, times=times)


def leg_doublet(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Draw two flexions with less than half a second of rest between them."""
    rng = actor.rng
    first = leg_kick(actor, onset, leg, peak_g)
    pause = rng.uniform(0.05, 0.4)
    delay = first.offset - onset + pause
    size = rng.uniform(0.4, 1.1)
    turns = tuple(
        replace(turn, angle=_followed_by(turn.angle, turn.angle.scaled(size), delay))
        for turn in first.turns
    )
    return replace(first, turns=turns, offset=onset + max(turn.angle.end for turn in turns))


def leg_clonic(actor: Actor, onset: float, leg: Limb, peak_g: float) -> LimbMotion:
    """Draw two to five beats at 2 to 4 Hz."""
    rng, habit = actor.rng, replace(actor.habits[leg], tremble=0.0)
    period = 1 / rng.uniform(2.0, 4.0)
    times = (0.35 * period, 0.0, 0.6 * period)
    first = _flex_and_return(actor, onset, leg, peak_g, habit=habit, times=times)
    sizes = rng.lognormal(0, 0.25, int(rng.integers(1, 5)))
    turns = []
    for turn in first.turns:
        angle = turn.angle
        for number, size in enumerate(sizes, start=1):
            angle = _followed_by(angle, turn.angle.scaled(float(size)), number * period)
        turns.append(replace(turn, angle=angle))
    return replace(first, turns=tuple(turns), offset=onset + max(t.angle.end for t in turns))


def arm_movement(actor: Actor, onset: float, arm: Limb, peak_g: float) -> LimbMotion:
    """Draw an arm movement that returns to rest, 0.6 to 5 s."""
    rng = actor.rng
    times = (rng.uniform(0.25, 1.0), rng.lognormal(-0.7, 0.9), rng.uniform(0.3, 1.2))
    names = ("elbow", "pronation", "shoulder", "swing")
    habit = replace(
        draw_habit(rng), shares=dict(zip(names, rng.dirichlet((1.2, 1, 0.6, 0.6)), strict=True))
    )
    return _flex_and_return(actor, onset, arm, peak_g, habit=habit, times=times)


def twitch(actor: Actor, onset: float, limb: Limb, peak_g: float) -> LimbMotion:
    """Draw a very small movement of less than half a second."""
    rng = actor.rng
    names = tuple(actor.body.joints(limb))
    habit = replace(
        draw_habit(rng),
        shares=dict(zip(names, rng.dirichlet(np.full(len(names), 0.7)), strict=True)),
        tremble=0.0,
    )
    times = (rng.uniform(0.06, 0.15), 0.0, rng.uniform(0.1, 0.25))
    return _flex_and_return(actor, onset, limb, peak_g, habit=habit, times=times)


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
                    steps=(*ups, *downs), shakes=Trajectory(shakes=shakes).scaled(size).shakes
                ),
            )
        )
    return LimbMotion(onset=onset, offset=onset + total, turns=tuple(turns), peak_g=peak_g)


def _followed_by(trajectory: Trajectory, later: Trajectory, delay: float) -> Trajectory:
    return Trajectory(
        steps=trajectory.steps
        + tuple(replace(step, start=step.start + delay) for step in later.steps),
        shakes=trajectory.shakes
        + tuple(replace(shake, start=shake.start + delay) for shake in later.shakes),
    )
