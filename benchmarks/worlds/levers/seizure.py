"""Stiffening, clonic jerks, spasms, and dreams that are acted out."""

import numpy as np

from benchmarks.worlds.levers.draws import Floats, Rng, around, between, chance, near, pick, span
from benchmarks.worlds.levers.movement import Movement, grid, strand
from benchmarks.worlds.levers.profile import errand, hump, pulse, stroke, tremble, wander
from benchmarks.worlds.levers.sleeper import ARM, LEGS, Sleeper
from benchmarks.worlds.night import PLACES


def _shaking(rng: Rng, count: int, peak: float, hertz: float) -> Floats:
    """Angles of a tremble that shows as so many g at the far end."""
    size = peak * 9.81 / 0.3 / (2 * np.pi * hertz) ** 2
    return np.asarray(0.5 * size * tremble(rng, count, hertz, between(rng, 1.0, 3.0)))


def _axis(rng: Rng) -> Floats:
    axis = rng.normal(size=3) * np.array([1.0, 0.7, 0.7])
    axis[0] = abs(axis[0]) + 0.3
    return np.asarray(axis / np.linalg.norm(axis))


def tonic(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """All limbs stiffen for 5 to 20 s and tremble."""
    length = between(rng, 5.0, 20.0)
    movement = Movement(at=at, length=length, kind="tonic", limbs=PLACES)
    time = grid(length)
    rise, fall = between(rng, 0.4, 3.0), between(rng, 0.8, 3.5)
    hertz, peak = between(rng, 6.0, 12.0), span(rng, 0.006, 0.12)
    for place in PLACES:
        each = strand(length)
        angle = np.radians(between(rng, 1.0, 40.0)) * span(rng, 0.2, 1.0)
        held = stroke(time, between(rng, 0.0, 0.6), rise, 0.8)
        held *= 1.0 - stroke(time, length - fall, fall)
        each.command = np.outer(
            angle * held * (1.0 + 0.06 * wander(rng, len(time), 0.6)), _axis(rng)
        )
        grows = np.clip(time / length, 0.0, 1.0) ** between(rng, 0.0, 1.5)
        shake = _shaking(rng, len(time), peak * span(rng, 0.4, 1.6), hertz) * grows * held
        # a stiffened muscle moves fast, whatever the slack limb does
        each.hertz, each.damping = between(rng, 2.5, 4.0), between(rng, 1.0, 2.0)
        each.command += np.outer(2.0 * shake, _axis(rng))
        movement.strands[place] = each
    return movement


def convulsion(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """Stiffening, then jerks of all limbs in step that slow down and pause, then stillness.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    sleeper : Sleeper
        Whose limbs.
    at : float
        Onset, s.

    Returns
    -------
    Movement
        Of kind ``convulsive``, 40 to 80 s long.
    """
    stiff, clonic = between(rng, 10.0, 20.0), between(rng, 30.0, 60.0)
    length = stiff + clonic
    movement = Movement(at=at, length=length, kind="convulsive", limbs=PLACES)
    time = grid(length)
    marks = _marks(rng, clonic) + stiff - between(rng, 0.0, 2.0)
    peak, decay = span(rng, 1.8, 4.5), between(rng, 0.15, 0.9)
    hertz, tremor = between(rng, 6.0, 11.0), span(rng, 0.05, 0.6)
    most, jitter = between(rng, 0.0, 40.0), between(rng, 0.004, 0.018)
    longest = between(rng, 0.09, 0.25)
    vigour = peak * np.exp(0.2 * rng.normal(size=len(marks)))
    part = np.clip((marks - marks[0]) / clonic, 0.0, 1.0)
    vigour *= np.clip(0.35 + 3.0 * part, 0.0, 1.0) * (1.0 - decay * part**1.5)
    for place in PLACES:
        each = strand(length)
        axis, size = _axis(rng), np.radians(most * between(rng, 0.1, 1.0))
        held = stroke(time, between(rng, 0.0, 1.0), between(rng, 0.6, 4.0), 0.8)
        slack = stroke(time, stiff - 1.0, between(rng, 3.0, 0.8 * clonic))
        held *= 1.0 - between(rng, 0.5, 1.0) * slack
        held *= 1.0 - stroke(time, length - 2.0, 2.0)
        each.command = np.outer(size * held, _axis(rng))
        swell = np.clip(time / stiff, 0.05, 1.0) ** 1.3 * (1.0 - stroke(time, stiff, 4.0))
        each.command += np.outer(
            3.0 * _shaking(rng, len(time), tremor * span(rng, 0.5, 1.5), hertz) * swell, _axis(rng)
        )
        share = span(rng, 0.55, 1.2)
        gaps = np.diff(marks, append=marks[-1] + 0.8)
        for mark, gap, vigor in zip(marks, gaps, vigour, strict=True):
            width = min(longest * between(rng, 0.85, 1.15), 0.7 * gap)
            begin = int((mark + rng.normal(0.0, jitter)) / time[1])
            stop = min(begin + int(width / time[1]) + 2, len(time))
            if begin < 0 or stop - begin < 4:
                continue
            burst = pulse(time[begin:stop], time[begin], width, 0.35)
            each.torque[begin:stop] += np.outer(
                sleeper.jolt(place, share * vigor, axis) * burst, near(rng, axis, 0.2)
            )
        each.hertz, each.damping, each.grip = between(rng, 1.2, 2.2), between(rng, 1.0, 2.0), 0.3
        movement.strands[place] = each
    return movement


def _marks(rng: Rng, clonic: float) -> Floats:
    """Times of the jerks: the rate falls, and pauses come in toward the end."""
    fast, slow = between(rng, 4.0, 7.0), between(rng, 1.0, 2.6)
    bend, pauses = between(rng, 0.5, 1.2), between(rng, 0.0, 0.4)
    now, out = 0.0, []
    while now < clonic - 0.4:
        out.append(now)
        part = now / clonic
        rate = fast * (slow / fast) ** (part**bend)
        now += around(rng, 1.0 / rate, 0.08)
        if part > 0.4 and chance(rng, pauses * (part - 0.3)):
            now += between(rng, 0.3, 0.3 + 2.0 * part)
    return np.array(out)


def focal(rng: Rng, sleeper: Sleeper, at: float, place: str) -> Movement:
    """One limb jerks 1 to 3 times a second."""
    length = between(rng, 15.0, 60.0)
    movement = Movement(at=at, length=length, kind="focal", limbs=(place,))
    time, each = grid(length), strand(length)
    rate, end = between(rng, 1.0, 3.0), between(rng, 0.6, 1.1)
    peak, axis = span(rng, 0.08, 1.5), _axis(rng)
    width = between(rng, 0.08, 0.25)
    swell = hump(time, length, span(rng, 0.5, 8.0))
    now = 0.0
    while now < length - 0.3:
        part = peak * around(rng, 1.0, 0.25) * (0.3 + 0.7 * float(swell[int(now / time[1])]))
        burst = pulse(time, now, min(width, 0.6 / rate), 0.35)
        each.torque += np.outer(sleeper.jolt(place, part, axis) * burst, near(rng, axis, 0.15))
        now += around(rng, 1.0 / (rate * end ** (now / length)), 0.1)
    if chance(rng, 0.5):
        stiff = np.radians(between(rng, 1.0, 15.0)) * swell
        each.command = np.outer(stiff, _axis(rng))
    each.hertz, each.damping = between(rng, 1.0, 1.8), between(rng, 0.8, 1.6)
    movement.strands[place] = each
    return movement


def spasm(rng: Rng, sleeper: Sleeper, at: float, tilt: float) -> Movement:
    """Limbs of both sides flex at once, are held for a moment and let go; `tilt` in degrees."""
    length = between(rng, 0.8, 1.6)
    limbs = PLACES if chance(rng, 0.85) else LEGS
    movement = Movement(at=at, length=length, kind="spasm", limbs=limbs)
    time = grid(length)
    rise = between(rng, 0.2, 0.5)
    for place in limbs:
        each = strand(length)
        late = between(rng, 0.0, 0.08)
        held = stroke(time, late, rise, 0.8)
        fall = between(rng, 0.35, 0.7)
        held *= 1.0 - stroke(time, length - fall, fall, 0.9)
        axis = near(rng, sleeper.habit.axes[place], 0.25)
        each.command = np.outer(np.radians(tilt) * span(rng, 0.4, 1.2) * held, axis)
        each.hertz, each.damping = between(rng, 1.0, 1.6), between(rng, 0.9, 1.5)
        movement.strands[place] = each
    return movement


def dream(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """Punches, reaches and kicks, led by the arm (SCORING.md 1.4: bursts of 0.1 to 5 s)."""
    limbs = pick(rng, ((ARM,), (ARM, pick(rng, LEGS)), PLACES, LEGS), (0.5, 0.25, 0.17, 0.08))
    length = around(rng, 3.0, 0.6, 0.6, 14.0)
    movement = Movement(at=at, length=length, kind="dream", limbs=limbs)
    time, force = grid(length), around(rng, 0.8, 0.4, 0.25, 1.8)
    for place in limbs:
        each = strand(length)
        size = np.radians(between(rng, 8.0, 35.0)) * (1.0 if place == ARM else 0.4)
        each.command = errand(rng, time, length, size * min(force, 1.5), span(rng, 1.0, 2.5), 2.0)
        for _ in range(int(rng.poisson(0.6 * length)) if place == ARM else pick(rng, (0, 1, 1, 2))):
            begin, width = between(rng, 0.0, length - 0.3), between(rng, 0.1, 0.35)
            axis = _axis(rng)
            blow = sleeper.jolt(place, force * span(rng, 0.15, 1.2), axis)
            each.torque += np.outer(blow * pulse(time, begin, width), axis)
            if chance(rng, 0.6):
                # the fist is drawn back
                each.torque -= np.outer(0.6 * blow * pulse(time, begin + width, width), axis)
        each.hertz, each.damping = between(rng, 1.3, 2.2), between(rng, 1.0, 1.8)
        movement.strands[place] = each
    return movement
