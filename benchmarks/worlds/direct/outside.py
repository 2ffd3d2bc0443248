"""What comes from outside: a partner, a pet, the bed."""

import numpy as np

from benchmarks.worlds.direct.draws import Rng, around, between, chance, direction, near, span
from benchmarks.worlds.direct.person import LEGS, Habit, Person
from benchmarks.worlds.direct.pieces import Click, Hum, Noise, Ring, Stroke, Tilt, Train
from benchmarks.worlds.direct.pull import Move, Parts
from benchmarks.worlds.night import PLACES


def _outer(at: float, length: float, source: str, parts: dict[str, Parts]) -> Move:
    return Move(at=at, length=length, kind="external", limbs=(), parts=parts, source=source)


def partner_kick(
    rng: Rng, person: Person, habit: Habit, at: float, amp: float, fade: float
) -> Move:
    """A partner's periodic movement as the mattress hands it on."""
    length = around(rng, habit.length, habit.length_sd, 0.5, 8.0)
    strength = around(rng, amp * fade, habit.amp_sd, 0.0005, 0.05)
    late = length * between(rng, 0.5, 0.9)
    lean = between(rng, 0.1, 0.6)
    parts: dict[str, Parts] = {}
    for place in PLACES:
        bed = person.partner[place]
        each = strength * bed.gain
        along = near(rng, habit.main[place], 0.25)
        freq = person.bed_freq * between(rng, 0.92, 1.08)
        parts[place] = [
            Ring(freq=freq, decay=person.bed_decay, amp=1.4 * each, along=along, attack=0.06),
            Ring(
                start=late,
                freq=freq,
                decay=person.bed_decay,
                amp=each * between(rng, 0.1, 0.8),
                along=along,
                attack=0.1,
            ),
            Noise(length=length, freq=span(rng, 1.5, 5.0), width=1.5, amp=0.5 * each, along=along),
            Tilt(
                rise=0.4,
                angle=lean * each,
                axis=near(rng, habit.axis[place], 0.2),
                hold=max(0.1, length - 1.0),
                fall=0.6,
            ),
        ]
    return _outer(at, length, "partner", parts)


def partner_turn(rng: Rng, person: Person, at: float) -> Move:
    """A partner turns over."""
    length = around(rng, 5.0, 0.5, 1.5, 18.0)
    strength = around(rng, 0.018, 0.6, 0.004, 0.1)
    count = int(rng.integers(1, 5))
    starts = np.sort(rng.uniform(0.0, 0.75 * length, count))
    starts[0] = 0.0
    parts: dict[str, Parts] = {}
    for place in PLACES:
        each = strength * person.partner[place].gain
        parts[place] = [
            Tilt(rise=0.6 * length, angle=each * between(rng, 0.0, 1.5), axis=direction(rng))
        ]
        for start in starts:
            part = span(rng, 0.3, 1.0)
            parts[place] += [
                Noise(
                    start=float(start),
                    length=min(length - start + 0.3, 3.0),
                    freq=span(rng, 1.0, 5.0),
                    width=1.5,
                    amp=each * part,
                    along=direction(rng),
                ),
                Ring(
                    start=float(start),
                    freq=person.bed_freq,
                    decay=person.bed_decay,
                    amp=each * part,
                    along=direction(rng),
                    attack=0.08,
                ),
            ]
    return _outer(at, length, "partner", parts)


def footsteps(rng: Rng, person: Person, at: float) -> Move:
    """Somebody walks past: a train of thuds that swells and fades."""
    count = int(rng.integers(4, 16))
    pace = between(rng, 1.4, 2.1)
    times = np.cumsum(np.exp(rng.normal(np.log(1.0 / pace), 0.05, count)))
    times -= times[0]
    strength = around(rng, 0.01, 0.7, 0.002, 0.05)
    swell = np.sin(np.linspace(0.4, np.pi - 0.4, count))
    parts: dict[str, Parts] = {}
    for place in PLACES:
        parts[place] = [
            Train(
                times=times,
                amps=strength * person.bed[place].gain * swell * np.exp(rng.normal(0, 0.2, count)),
                width=0.08,
                along=direction(rng),
                freq=between(rng, 5.0, 14.0),
                ring=1.0,
            )
        ]
    return _outer(at, float(times[-1]) + 0.4, "bed", parts)


def rumble(rng: Rng, person: Person, at: float) -> Move:
    """Traffic: a rumble of some seconds."""
    length, strength = between(rng, 3.0, 20.0), around(rng, 0.007, 0.6, 0.0015, 0.03)
    freq = between(rng, 4.0, 14.0)
    parts: dict[str, Parts] = {}
    for place in PLACES:
        parts[place] = [
            Noise(
                length=length,
                freq=freq,
                width=1.5,
                amp=strength * person.bed[place].gain,
                along=direction(rng),
                flat=chance(rng, 0.5),
            )
        ]
    return _outer(at, length, "bed", parts)


def knock(rng: Rng, person: Person, at: float) -> Move:
    """One blow to the bed frame or a slammed door."""
    strength = around(rng, 0.03, 0.7, 0.004, 0.3)
    parts: dict[str, Parts] = {}
    for place in PLACES:
        each, along = strength * person.bed[place].gain, direction(rng)
        parts[place] = [
            Ring(
                freq=person.bed_freq,
                decay=min(person.bed_decay, 0.25),
                amp=1.3 * each,
                along=along,
                attack=0.015,
            ),
            Click(amp=each, along=along, freq=between(rng, 15.0, 40.0)),
        ]
    return _outer(at, 0.8, "bed", parts)


def paw(rng: Rng, person: Person, at: float, place: str) -> Move:
    """A pet touches, nudges or kneads one limb; the others feel next to nothing."""
    strength = around(rng, 0.03, 0.8, 0.004, 0.3)
    draw = rng.random()
    parts: dict[str, Parts] = {}
    along = direction(rng)
    if draw < 0.5:
        length = span(rng, 0.5, 4.0)
        parts[place] = [
            Stroke(length=min(0.6, length), amp=0.6 * strength, along=along),
            Noise(length=length, freq=span(rng, 1.5, 8.0), width=2.5, amp=strength, along=along),
            Tilt(
                rise=between(rng, 0.15, 0.8),
                angle=strength * between(rng, 0.1, 1.2),
                axis=direction(rng),
                hold=None if chance(rng, 0.4) else 0.4 * length,
                fall=0.5 * length + 0.1,
                rest=between(rng, 0.0, 0.6),
            ),
        ]
    elif draw < 0.75:
        length = span(rng, 3.0, 20.0)
        parts[place] = [
            Hum(
                length=length,
                freq=span(rng, 1.2, 4.5),
                amp=0.6 * strength,
                along=along,
                drift=0.15,
                swell=0.6,
            )
        ]
    else:
        return _leap(rng, person, at, place, strength)
    for other in PLACES:
        if other != place and chance(rng, 0.7):
            share = span(rng, 0.01, 0.15 if other in LEGS else 0.05)
            parts[other] = [
                Noise(
                    length=min(length, 5.0), freq=4.0, width=2.0, amp=share * strength, along=along
                )
            ]
    return _outer(at, length, "pet", parts)


def _leap(rng: Rng, person: Person, at: float, place: str, strength: float) -> Move:
    """It jumps on the bed, walks some steps and lies down against a limb."""
    steps = int(rng.integers(3, 9))
    times = np.concatenate(
        [[0.0], 0.6 + np.cumsum(span(rng, 0.25, 0.6) * rng.uniform(0.7, 1.3, steps))]
    )
    parts: dict[str, Parts] = {}
    for other in PLACES:
        each = strength * person.bed[other].gain * (0.5 if other == place else 0.25)
        amps = each * np.concatenate([[1.5], rng.uniform(0.15, 0.7, steps)])
        parts[other] = [
            Train(
                times=times,
                amps=amps,
                width=0.15,
                along=direction(rng),
                freq=person.bed_freq,
                ring=0.8,
            )
        ]
    length = float(times[-1]) + 0.5
    parts[place].append(
        Tilt(
            start=length - 0.8,
            rise=0.7,
            angle=strength * between(rng, 0.2, 1.5),
            axis=direction(rng),
        )
    )
    return _outer(at, length, "pet", parts)
