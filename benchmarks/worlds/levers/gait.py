"""Walking, and the way to the bathroom and back."""

import numpy as np
from scipy.interpolate import CubicSpline

from benchmarks.worlds.levers.draws import Floats, Rng, around, between, chance, pick, span
from benchmarks.worlds.levers.lever import RATE
from benchmarks.worlds.levers.limb import handling
from benchmarks.worlds.levers.movement import Movement, Strand, grid, strand
from benchmarks.worlds.levers.posture import stir, turn
from benchmarks.worlds.levers.profile import hump
from benchmarks.worlds.levers.sleeper import ARM, LEGS, Sleeper
from benchmarks.worlds.night import PLACES

CYCLE = (0.0, 0.1, 0.3, 0.5, 0.62, 0.75, 0.88, 0.96)
SHANK = (17.0, 5.0, -8.0, -24.0, -45.0, -26.0, 12.0, 21.0)
"""Shank before the vertical over a stride from heel strike on, degrees (after Winter 2009)."""


def walk(rng: Rng, sleeper: Sleeper, at: float, steps: int, *, shuffle: bool = False) -> Movement:
    """So many steps; the legs half a stride apart, the trunk up and down twice a stride.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    sleeper : Sleeper
        Who stands already.
    at : float
        Second of the first step.
    steps : int
        Number of steps.
    shuffle : bool
        Whether the feet are dragged.

    Returns
    -------
    Movement
        Of kind ``walking``.
    """
    # NAMING.md 4: strides at 0.7 to 1 Hz; shuffling as the brief of this world has it
    pace = between(rng, 0.5, 0.7) if shuffle else between(rng, 0.8, 1.1)
    strides = max(steps / 2.0, 1.5)
    length = strides / pace + 0.6
    time = grid(length)
    tempo = pace * (1.0 + 0.03 * rng.normal(size=int(strides) + 8))
    knots = np.concatenate([[0.0], np.cumsum(1.0 / tempo)])
    phase = CubicSpline(knots, np.arange(len(knots)))(time)
    alive = hump(time, length, 0.5 / pace)
    size = span(rng, 0.25, 0.5) if shuffle else between(rng, 0.5, 0.95)
    blow = span(rng, 0.06, 0.4) if shuffle else span(rng, 0.3, 1.4)
    lift = (0.03 if shuffle else 0.2) * between(rng, 0.6, 1.5)
    trunk = alive * lift * np.sin(4 * np.pi * phase + between(rng, 0.0, 0.6))
    movement = Movement(at=at, length=length, kind="walking", limbs=PLACES)
    first = pick(rng, (0.0, 0.5))
    strikes = {}
    for leg, late in zip(LEGS, (first, 0.5 - first), strict=True):
        own = phase + late
        strikes[leg] = _strikes(rng, time, own, alive, blow)
        movement.strands[leg] = _leg(rng, time, own, alive, size)
    for leg, other in zip(LEGS, LEGS[::-1], strict=True):
        push = strikes[leg] + 0.12 * strikes[other]
        movement.strands[leg].origin[:, 2] += trunk + push
        movement.strands[leg].origin[:, 0] -= between(rng, 0.2, 0.6) * push
    movement.strands[ARM] = _arm(rng, time, phase + first, alive, shuffle=shuffle)
    movement.strands[ARM].origin = np.stack(
        [0.4 * np.roll(trunk, 10), 0.3 * np.roll(trunk, 25), trunk], axis=1
    ) + np.outer(0.12 * (strikes[LEGS[0]] + strikes[LEGS[1]]), [0.3, 0.1, 1.0])
    return movement


def _leg(rng: Rng, time: Floats, phase: Floats, alive: Floats, size: float) -> Strand:
    out = strand(0.0, rigid=True)
    own = rng.normal(0.0, 1.5, len(SHANK))
    # 40 ms apart: no shank turns that fast by chance
    own[-1] = own[0]
    keys = np.array(SHANK) + own
    swing = CubicSpline([*CYCLE, 1.0], [*keys, keys[0]], bc_type="periodic")
    strides = np.exp(0.07 * rng.normal(size=int(phase[-1]) + 3))
    vigour = CubicSpline(np.arange(len(strides)), strides)(phase)
    angle = np.radians(size * swing(phase % 1.0)) * vigour * alive
    out.command = np.zeros((len(time), 3))
    out.command[:, 0] = angle
    out.command[:, 1] = between(rng, -0.25, 0.25) * angle
    out.command[:, 2] = between(rng, -0.2, 0.2) * np.roll(angle, 8) * alive
    # the thigh carries the knee forward with the swing of the shank, a little before it
    knee = np.gradient(np.gradient(np.sin(np.roll(angle, -12)))) * RATE**2
    out.origin = np.zeros((len(time), 3))
    out.origin[:, 0] = alive * between(rng, 0.08, 0.2) * knee / 9.81
    return out


def _strikes(rng: Rng, time: Floats, phase: Floats, alive: Floats, blow: float) -> Floats:
    """Heels that meet the floor: a hard push, then the slack of sole and strap."""
    out = np.zeros(len(time))
    marks = np.flatnonzero(np.diff(np.floor(phase)) > 0)
    width, hertz = between(rng, 0.008, 0.022), between(rng, 9.0, 22.0)
    for mark in marks:
        since = time - time[mark]
        part = blow * around(rng, 1.0, 0.2) * float(alive[mark])
        out += part * np.exp(-0.5 * (since / width) ** 2)
        after = np.maximum(since, 0.0)
        out -= 0.5 * part * np.sin(2 * np.pi * hertz * after) * np.exp(-after / 0.04)
    return out


def _arm(rng: Rng, time: Floats, phase: Floats, alive: Floats, *, shuffle: bool) -> Strand:
    out = strand(0.0, rigid=True)
    size = np.radians(span(rng, 1.0, 5.0) if shuffle else span(rng, 3.0, 20.0))
    swing = np.sin(2 * np.pi * phase + between(rng, -0.4, 0.4))
    out.command = np.outer(size * alive * swing, [1.0, rng.normal(0.0, 0.2), 0.3])
    return out


def trip(rng: Rng, sleeper: Sleeper, at: float, room: float) -> list[Movement]:
    """Gets up, walks there, stays, walks back, lies down; about `room` s in all."""
    shuffle = chance(rng, 0.3)
    steps = int(rng.integers(10, 41))
    out = []
    now = at
    if chance(rng, 0.7):
        out.append(stir(rng, sleeper, now, "wake_movement"))
        now = out[-1].end + between(rng, 1.0, 12.0)
    for posture, low, high in ((sleeper.sitting, 2.0, 5.0), (sleeper.standing, 1.0, 2.5)):
        lasts = between(rng, low, high)
        out.append(turn(rng, sleeper, now, posture, kind="wake_movement", length=lasts))
        now += lasts + between(rng, 0.5, 5.0)
    out.append(walk(rng, sleeper, now, steps, shuffle=shuffle))
    now = out[-1].end + between(rng, 1.0, 4.0)
    sits = chance(rng, 0.6)
    if sits:
        out.append(turn(rng, sleeper, now, sleeper.sitting, kind="wake_movement", length=2.0))
        now = out[-1].end + between(rng, 0.5, 3.0)
    until = max(now + 20.0, at + 0.6 * room)
    while now < until:
        limbs = (ARM,) if chance(rng, 0.75) else (pick(rng, LEGS), ARM)
        out.append(handling(rng, sleeper, now, limbs=limbs, length=span(rng, 0.6, 6.0)))
        now = out[-1].end + span(rng, 1.5, 25.0)
    now = out[-1].end + 1.0
    if sits:
        out.append(turn(rng, sleeper, now, sleeper.standing, kind="wake_movement", length=1.6))
        now = out[-1].end + between(rng, 0.5, 3.0)
    back = max(6, int(steps * between(rng, 0.85, 1.15)))
    out.append(walk(rng, sleeper, now, back, shuffle=shuffle))
    now = out[-1].end + between(rng, 0.8, 3.0)
    for posture, low, high in (
        (sleeper.sitting, 1.2, 3.0),
        (pick(rng, sleeper.postures), 3.0, 9.0),
    ):
        lasts = between(rng, low, high)
        out.append(turn(rng, sleeper, now, posture, kind="wake_movement", length=lasts))
        now += lasts + between(rng, 0.3, 3.0)
    return out
