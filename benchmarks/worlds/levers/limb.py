"""What an ordinary sleeper's limbs do one by one."""

import numpy as np

from benchmarks.worlds.levers.draws import Floats, Rng, around, between, chance, near, pick, span
from benchmarks.worlds.levers.movement import Movement, grid, strand
from benchmarks.worlds.levers.profile import errand, hump, pull, pulse, stroke, tremble, wander
from benchmarks.worlds.levers.sleeper import ARM, LEGS, Habit, Sleeper
from benchmarks.worlds.night import PLACES


def sides(rng: Rng, habit: Habit) -> tuple[str, ...]:
    """Which legs move next."""
    if chance(rng, habit.both):
        return LEGS if chance(rng, habit.left) else LEGS[::-1]
    return (LEGS[0],) if chance(rng, habit.left) else (LEGS[1],)


def periodic(rng: Rng, sleeper: Sleeper, at: float, fade: float = 1.0) -> Movement:
    """One periodic limb movement: flexion that is held and let go (WASM 2016: 0.5 to 10 s)."""
    habit = sleeper.habit
    limbs = sides(rng, habit)
    if chance(rng, habit.arm):
        limbs = (*limbs, ARM)
    length = around(rng, habit.length, habit.length_sd, 0.6, 8.5)
    tilt = np.radians(around(rng, habit.tilt * fade, habit.tilt_sd, 0.0, 40.0))
    movement = Movement(at=at, length=length + 0.6, kind="plm", limbs=limbs)
    time = grid(movement.length)
    kicked = chance(rng, habit.kick)
    for rank, place in enumerate(limbs):
        late = 0.0 if rank == 0 else min(abs(rng.normal(0.0, 0.25)), 0.6)
        part = tilt * (1.0 if rank == 0 else span(rng, 0.2, 1.2))
        axis = near(rng, habit.axes[place], 0.2)
        each = strand(movement.length)
        each.command = np.outer(part * pull(rng, time - late, length - late), axis)
        if kicked:
            # the flick of the toes comes before the knee bends
            flick = sleeper.jolt(place, min(part * between(rng, 0.4, 3.0), 0.7), axis)
            each.torque = np.outer(flick * pulse(time, late, between(rng, 0.08, 0.22)), axis)
        if chance(rng, 0.3):
            shake = 0.02 * part * tremble(rng, len(time), between(rng, 6.0, 11.0), 2.0)
            each.command += np.outer(shake * hump(time - late, length, 0.3), axis)
        movement.strands[place] = each
    return movement


def isolated(
    rng: Rng, sleeper: Sleeper, at: float, limbs: tuple[str, ...] | None = None
) -> Movement:
    """A movement in sleep that belongs to no series."""
    choices = ((LEGS[0],), (LEGS[1],), (ARM,), LEGS, (pick(rng, LEGS), ARM), PLACES)
    limbs = limbs or pick(rng, choices, (0.28, 0.28, 0.22, 0.1, 0.08, 0.04))
    length = around(rng, 1.8, 0.6, 0.5, 8.5)
    tilt = np.radians(around(rng, 4.0 * sleeper.vigour, 0.8, 0.4, 40.0))
    quick = chance(rng, 0.08)
    movement = Movement(at=at, length=0.7 if quick else length, kind="limb_movement", limbs=limbs)
    time = grid(movement.length)
    stays = chance(rng, 0.3)
    for rank, place in enumerate(limbs):
        late = 0.0 if rank == 0 else between(rng, 0.0, 0.4)
        axis = rng.normal(size=3) * np.array([1.0, 0.8, 0.7])
        axis /= np.linalg.norm(axis)
        axis[0] = abs(axis[0])
        part = tilt * (1.0 if rank == 0 else span(rng, 0.3, 1.2))
        each = strand(movement.length)
        if quick:
            # as abrupt as a sleep start, and none
            kick = sleeper.jolt(place, around(rng, 0.2, 0.6, 0.03, 1.2), axis)
            each.torque = np.outer(kick * pulse(time, late, between(rng, 0.1, 0.35)), axis)
        else:
            shape = pull(rng, time - late, length)
            if chance(rng, 0.25):
                shape = shape * (0.6 + 0.4 * wander(rng, len(time), 1.5))
            each.command = np.outer(part * shape, axis)
        if stays and not quick:
            drop = stroke(time, late + 0.6 * length, 0.4 * length)
            each.command += np.outer(between(rng, 0.05, 0.5) * part * drop, rng.normal(size=3))
        movement.strands[place] = each
    return movement


def jerk(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """A sleep start: a burst of 75 to 250 ms through most of the body (SCORING.md 1.4)."""
    choices = (PLACES, LEGS, (pick(rng, LEGS), ARM), (pick(rng, LEGS),))
    limbs = pick(rng, choices, (0.75, 0.1, 0.11, 0.04))
    peak = around(rng, 0.55 * sleeper.vigour, 0.6, 0.08, 2.4)
    width, settles = between(rng, 0.075, 0.25), chance(rng, 0.35)
    movement = Movement(at=at, length=0.8, kind="hypnic_jerk", limbs=limbs)
    time = grid(movement.length)
    for place in limbs:
        axis = rng.normal(size=3)
        axis[0] = abs(axis[0]) + 0.3
        axis /= np.linalg.norm(axis)
        part, late = peak * span(rng, 0.35, 1.3), between(rng, 0.0, 0.11)
        each = strand(movement.length)
        burst = pulse(time, late, width * between(rng, 0.85, 1.2), between(rng, 0.25, 0.5))
        each.torque = np.outer(sleeper.jolt(place, part, axis) * burst, axis)
        if chance(rng, 0.35):
            echo = pulse(time, late + between(rng, 0.12, 0.22), width)
            back = sleeper.jolt(place, part * span(rng, 0.1, 0.5), axis)
            each.torque -= np.outer(back * echo, axis)
        if settles:
            lie = np.radians(span(rng, 0.3, 4.0)) * stroke(time, late, 0.35)
            each.command = np.outer(lie, rng.normal(size=3))
        each.damping = between(rng, 0.9, 1.6)
        movement.strands[place] = each
    return movement


def twitch(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """A twitch of one limb that hardly moves it."""
    place = pick(rng, PLACES)
    movement = Movement(at=at, length=0.5, kind="micro_twitch", limbs=(place,))
    time = grid(movement.length)
    each = strand(movement.length)
    axis, now = near(rng, np.array([0.7, 0.4, 0.4]), 0.6), 0.0
    peak = span(rng, 0.006, 0.06)
    for _ in range(pick(rng, (1, 1, 1, 2, 3))):
        burst = pulse(time, now, between(rng, 0.05, 0.18))
        each.torque += np.outer(sleeper.jolt(place, peak * span(rng, 0.5, 1.0), axis) * burst, axis)
        now += between(rng, 0.08, 0.25)
    movement.strands[place] = each
    return movement


def handling(
    rng: Rng,
    sleeper: Sleeper,
    at: float,
    *,
    limbs: tuple[str, ...] | None = None,
    length: float | None = None,
    size: float | None = None,
) -> Movement:
    """Something done on purpose, awake: a hand that pulls a blanket, a leg that shifts."""
    choices = ((ARM,), (pick(rng, LEGS),), (ARM, pick(rng, LEGS)), LEGS, PLACES)
    limbs = limbs or pick(rng, choices, (0.5, 0.16, 0.16, 0.08, 0.1))
    length = length or around(rng, 3.0, 0.7, 0.4, 25.0)
    size = size or np.radians(around(rng, 12.0, 0.7, 1.5, 45.0))
    movement = Movement(at=at, length=length, kind="wake_movement", limbs=limbs)
    time, pace, force = grid(length), span(rng, 0.7, 2.2), span(rng, 0.3, 2.0)
    for rank, place in enumerate(limbs):
        each = strand(length)
        part = size * (1.0 if rank == 0 else span(rng, 0.2, 0.9))
        each.command = errand(rng, time, length, part, pace, force)
        if chance(rng, 0.4):
            each.command += np.outer(stroke(time, 0.5 * length, 0.4 * length), _shift(rng, part))
        each.hertz, each.damping = between(rng, 1.0, 1.8), between(rng, 1.0, 1.8)
        movement.strands[place] = each
    return movement


def _shift(rng: Rng, size: float) -> Floats:
    return np.asarray(0.5 * size * rng.normal(size=3))


def stretch(rng: Rng, sleeper: Sleeper, at: float, limbs: tuple[str, ...]) -> Movement:
    """Limbs are stretched for relief, with a tremble at the height of it."""
    length = between(rng, 2.0, 9.0)
    movement = Movement(at=at, length=length, kind="wake_movement", limbs=limbs)
    time = grid(length)
    for place in limbs:
        axis = near(rng, sleeper.habit.axes[place], 0.5)
        each = strand(length)
        shape = np.radians(span(rng, 3.0, 30.0)) * pull(rng, time, length)
        shake = span(rng, 2e-4, 3e-3) * tremble(rng, len(time), between(rng, 7.0, 12.0), 2.5)
        each.command = np.outer(shape + shake * hump(time, length, 0.4 * length), axis)
        each.hertz = 2.0
        movement.strands[place] = each
    return movement


def rub(rng: Rng, sleeper: Sleeper, at: float, length: float, place: str) -> Movement:
    """A hand rubs a leg, or one leg the other, to and fro."""
    moving = ARM if chance(rng, 0.6) else place
    movement = Movement(at=at, length=length, kind="wake_movement", limbs=(moving,))
    time, hertz = grid(length), span(rng, 0.8, 3.0)
    each = strand(length)
    tempo = hertz * np.exp(0.12 * wander(rng, len(time), 0.5))
    phase = 2 * np.pi * np.cumsum(tempo) * float(time[1])
    sway = sleeper.swing(moving, span(rng, 0.04, 0.4), hertz) * np.sin(phase + 0.4 * np.sin(phase))
    axis = near(rng, np.array([0.3, 0.3, 0.9]), 0.3)
    each.command = np.outer(sway * hump(time, length, 0.6), axis)
    each.hertz = 2.5
    movement.strands[moving] = each
    if moving == ARM and chance(rng, 0.8):
        felt = strand(length, rigid=True)
        felt.skin = np.outer(np.gradient(np.gradient(sway)) * hump(time, length, 0.6), axis)
        top = float(np.abs(felt.skin).max())
        felt.skin *= span(rng, 0.005, 0.08) / max(top, 1e-12)
        movement.strands[place] = felt
    return movement
