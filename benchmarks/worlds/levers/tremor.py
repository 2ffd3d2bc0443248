"""Rhythms of a limb, and a cramp."""

import numpy as np

from benchmarks.worlds.levers.draws import Rng, around, between, chance, near, pick, span
from benchmarks.worlds.levers.limb import rub, stretch
from benchmarks.worlds.levers.movement import Movement, grid, strand
from benchmarks.worlds.levers.profile import beats, hump, pulse, roam, stroke, tremble, wander
from benchmarks.worlds.levers.sleeper import ARM, LEGS, Sleeper
from benchmarks.worlds.night import PLACES

ROLL = np.array([0.35, 0.85, 0.3])
"""Pronation and supination for the most part. Chosen."""


def rest_tremor(
    rng: Rng, sleeper: Sleeper, at: float, place: str, hertz: float, peak: float
) -> Movement:
    """Tremor of a resting limb whose broad peak wanders (NAMING.md 14).

    Parameters
    ----------
    rng : Generator
        Source of chance.
    sleeper : Sleeper
        Who trembles.
    at : float
        Onset, s.
    place : str
        Which limb.
    hertz, peak : float
        About which frequency, Hz, and how much is seen, g.

    Returns
    -------
    Movement
        Half a minute to some minutes long.
    """
    length = span(rng, 25.0, 240.0)
    movement = Movement(at=at, length=length, kind="rest_tremor", limbs=(place,))
    time, each = grid(length), strand(length, rigid=True)
    tempo = hertz * np.exp(rng.normal(0.0, 0.04))
    even = roam(rng, len(time), tempo, between(rng, 0.04, 0.1), 0.5)
    rough = tremble(rng, len(time), tempo, between(rng, 0.6, 1.8))
    swell = np.exp(between(rng, 0.2, 0.5) * wander(rng, len(time), 0.12))
    share = between(rng, 0.2, 0.7)
    inertia = (2 * np.pi * tempo) ** 2 * float(sleeper.arms[place][0]) / 9.81
    wave = (
        0.6
        * (share * even + (1.0 - share) * 0.8 * rough)
        * swell
        * around(rng, peak, 0.3)
        / inertia
    )
    wave += between(rng, 0.0, 0.12) * wave * even
    axis = near(rng, ROLL if place == ARM else np.array([0.8, 0.4, 0.4]), 0.3)
    each.command = np.outer(wave * hump(time, length, span(rng, 0.8, 10.0)), axis)
    movement.strands[place] = each
    return movement


def shudder(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """A shudder through the body, 6 to 12 Hz, over in seconds."""
    limbs = PLACES if chance(rng, 0.8) else (pick(rng, LEGS), ARM)
    length, hertz = between(rng, 1.5, 6.5), between(rng, 6.0, 12.0)
    movement = Movement(at=at, length=length, kind="shudder", limbs=limbs)
    time = grid(length)
    common = tremble(rng, len(time), hertz, 1.5) + roam(rng, len(time), hertz, 0.05, 1.0)
    swell = hump(time, length, between(rng, 0.2, 0.5) * length)
    peak = around(rng, 0.09, 0.6, 0.015, 0.5)
    for place in limbs:
        each = strand(length, rigid=True)
        own = common + 0.8 * tremble(rng, len(time), hertz * between(rng, 0.93, 1.07), 2.0)
        size = 0.4 * peak * span(rng, 0.3, 1.3) * 9.81
        size /= (2 * np.pi * hertz) ** 2 * float(sleeper.arms[place][0])
        axis = near(rng, np.array([0.6, 0.5, 0.6]), 0.5)
        each.command = np.outer(size * own * swell, axis)
        draws = np.radians(span(rng, 0.05, 4.0)) * hump(time, length, 0.4 * length)
        each.command += np.outer(draws, near(rng, axis, 0.5))
        movement.strands[place] = each
    return movement


def foot_tremor(
    rng: Rng, sleeper: Sleeper, at: float, place: str, hertz: float, peak: float, *, smooth: bool
) -> Movement:
    """A train of 4 to 30 bursts of one foot (SCORING.md 1.4: 0.3 to 4 Hz, bursts of 0.25 to 1 s).

    Parameters
    ----------
    rng : Generator
        Source of chance.
    sleeper : Sleeper
        Whose foot.
    at : float
        Onset, s.
    place : str
        Which foot.
    hertz, peak : float
        Rate of the bursts, Hz, and how much is seen, g.
    smooth : bool
        Sways instead of twitches.

    Returns
    -------
    Movement
        Of kind ``foot_tremor``; now and then the feet take turns.
    """
    count = int(around(rng, 10.0, 0.6, 4.0, 30.0))
    marks = beats(rng, count, hertz, between(rng, 0.04, 0.18))
    length = float(marks[-1]) + 1.0 / hertz
    limbs = LEGS if chance(rng, 0.12) else (place,)
    movement = Movement(at=at, length=length, kind="foot_tremor", limbs=limbs)
    time = grid(length)
    swell = np.sin(np.linspace(0.35, np.pi - 0.35, count)) ** between(rng, 0.0, 1.2)
    swell *= np.exp(0.25 * rng.normal(size=count))
    width, lean = min(between(rng, 0.25, 0.7), 0.85 / hertz), between(rng, 0.25, 0.5)
    for rank, leg in enumerate(limbs):
        each = strand(length)
        axis = near(rng, np.array([0.7, 0.5, 0.4]), 0.4)
        late = 0.5 / hertz * rank
        shape = np.zeros(len(time))
        for mark, part in zip(marks + late, swell, strict=True):
            if smooth:
                shape += part * np.sin(np.pi * np.clip((time - mark) * hertz, 0.0, 1.0)) ** 2
            else:
                shape += part * pulse(time, mark, width, lean)
        if smooth:
            sway = 2.0 * sleeper.swing(leg, peak, hertz)
            each.command, each.rigid = np.outer(sway * shape, axis), True
        else:
            inertia = 0.5 * (np.pi / (lean * width)) ** 2 * float(sleeper.arms[leg][0]) / 9.81
            each.command = np.outer(min(peak / (0.7 + inertia), 0.5) * shape, axis)
            each.hertz, each.damping, each.grip = between(rng, 1.5, 3.0), 1.3, 0.1
        movement.strands[leg] = each
    return movement


def bounce(rng: Rng, sleeper: Sleeper, at: float, length: float, place: str) -> Movement:
    """A restless leg that is bounced on purpose."""
    movement = Movement(at=at, length=length, kind="wake_movement", limbs=(place,))
    time, each = grid(length), strand(length)
    hertz = span(rng, 1.5, 4.5)
    sway = sleeper.swing(place, around(rng, 0.15, 0.5, 0.03, 0.7), hertz)
    wave = roam(rng, len(time), hertz, 0.05) * (1.0 + 0.3 * wander(rng, len(time), 0.4))
    each.command = np.outer(sway * wave * hump(time, length, 0.8), near(rng, np.ones(3), 0.4))
    each.hertz = 2.5
    movement.strands[place] = each
    return movement


def cramp(rng: Rng, sleeper: Sleeper, at: float, place: str) -> list[Movement]:
    """A calf draws tight for half a minute to some minutes; then it is stretched and rubbed."""
    length = span(rng, 25.0, 150.0)
    movement = Movement(at=at, length=length, kind="cramp", limbs=(place,))
    time, each = grid(length), strand(length)
    held = stroke(time, 0.0, between(rng, 0.4, 2.5), 0.8) * (
        1.0 - stroke(time, 0.75 * length, 0.25 * length)
    )
    knots = 1.0 + 0.12 * wander(rng, len(time), 0.4)
    each.command = np.outer(
        np.radians(between(rng, 2.0, 18.0)) * held * knots, near(rng, np.ones(3), 0.6)
    )
    hertz, peak = between(rng, 5.0, 12.0), span(rng, 0.008, 0.08)
    size = peak * 9.81 / (float(sleeper.arms[place][0]) * (2 * np.pi * hertz) ** 2)
    shake = size * tremble(rng, len(time), hertz, 3.0)
    shake *= np.maximum(0.5 + 0.6 * wander(rng, len(time), 0.2), 0.0)
    each.command += np.outer(2.0 * shake * held, near(rng, np.ones(3), 0.8))
    each.hertz = between(rng, 2.0, 3.5)
    movement.strands[place] = each
    out, now = [movement], at + between(rng, 3.0, 0.5 * length)
    while now < at + length + between(rng, 10.0, 40.0):
        lasts = between(rng, 3.0, 18.0)
        other = ARM if chance(rng, 0.75) else None
        if other:
            each = rub(rng, sleeper, now, lasts, place)
            if each.limbs == (ARM,):
                out.append(each)
        elif now > at + length:
            out.append(stretch(rng, sleeper, now, (place,)))
        now += lasts + span(rng, 2.0, 20.0)
    return out
