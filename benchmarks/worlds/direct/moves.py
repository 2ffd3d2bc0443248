"""Movements of an ordinary sleeper, each as pieces of acceleration per sensor."""

import numpy as np

from benchmarks.worlds.direct.draws import (
    Floats,
    Rng,
    around,
    between,
    chance,
    direction,
    near,
    span,
)
from benchmarks.worlds.direct.person import LEGS, Habit, Person
from benchmarks.worlds.direct.pieces import Click, Hum, Noise, Ring, Stroke, Tilt, Train
from benchmarks.worlds.direct.pull import Move, Parts, pull, shape_of
from benchmarks.worlds.night import PLACES


def periodic(
    rng: Rng, habit: Habit, at: float, sides: tuple[str, ...], shape: str, fade: float
) -> Move:
    """One periodic limb movement."""
    if chance(rng, 0.12):
        shape = shape_of(rng, habit.shapes)
    length = around(rng, habit.length, habit.length_sd, 0.65, 8.0)
    amp = around(rng, habit.amp * fade, habit.amp_sd, 0.0, 1.2)
    aroused = chance(rng, habit.arousal)
    if chance(rng, 0.02):
        shape, length = "kick", 0.65
    if aroused:
        length, amp = min(length * between(rng, 1.0, 2.0), 8.0), amp * between(rng, 1.0, 1.8)
    limbs = sides + (("wrist",) if chance(rng, 0.6 if aroused else habit.arm) else ())
    parts, lags = {}, {}
    for rank, place in enumerate(limbs):
        less = 1.0 if rank == 0 else span(rng, 0.25, 1.3)
        parts[place] = pull(
            rng,
            shape if place in LEGS else "slow" if chance(rng, 0.5) else "hold",
            amp * less,
            length if rank == 0 else max(0.5, length * between(rng, 0.6, 1.1)),
            min(max(habit.tilt + rng.normal(0.0, 0.12), 0.05), 0.95),
            near(rng, habit.main[place], 0.25),
            near(rng, habit.axis[place], 0.15),
        )
        lags[place] = 0.0 if rank == 0 else abs(rng.normal(0.0, 0.25 if place in LEGS else 0.5))
    return Move(at=at, length=length, kind="plm", limbs=limbs, parts=parts, lags=lags)


def isolated(rng: Rng, person: Person, at: float, kind: str = "limb_movement") -> Move:
    """A movement of a limb in sleep that belongs to no series."""
    draw = rng.random()
    limbs: tuple[str, ...]
    if draw < 0.6:
        limbs = (str(rng.choice(LEGS)),)
    elif draw < 0.78:
        limbs = ("wrist",)
    elif draw < 0.9:
        limbs = LEGS
    else:
        limbs = (str(rng.choice(LEGS)), "wrist")
    length = around(rng, 1.8, 0.6, 0.5, 9.0)
    amp = around(rng, 0.06 * person.vigour, 0.8, 0.008, 1.2)
    shape = shape_of(rng, np.array([0.3, 0.15, 0.2, 0.1, 0.25]))
    if chance(rng, 0.03):
        # as abrupt as a sleep start, and of several limbs, but none
        shape, limbs, length = "kick", LEGS + (("wrist",) if chance(rng, 0.5) else ()), 0.6
    parts, lags = {}, {}
    for rank, place in enumerate(limbs):
        parts[place] = pull(
            rng,
            shape,
            amp * (1.0 if rank == 0 else span(rng, 0.3, 1.2)),
            max(0.4, length * between(rng, 0.8, 1.0)),
            between(rng, 0.2, 0.9),
            direction(rng),
            direction(rng),
        )
        lags[place] = 0.0 if rank == 0 else between(rng, 0.0, 0.5)
    return Move(at=at, length=length, kind=kind, limbs=limbs, parts=parts, lags=lags)


def jerk(rng: Rng, person: Person, at: float) -> Move:
    """A sleep start: most of the body at once, abrupt, over within 0.8 s."""
    if chance(rng, 0.78):
        limbs: tuple[str, ...] = PLACES
    else:
        limbs = tuple(str(one) for one in rng.permutation(np.array(PLACES))[:2])
    if chance(rng, 0.04):
        # one that takes one leg only, as leg movements do
        limbs = (str(rng.choice(LEGS)),)
    amp = around(rng, 0.55 * person.vigour, 0.6, 0.08, 2.2)
    tau = span(rng, 0.045, 0.12)
    parts: dict[str, Parts] = {}
    lags = {}
    for place in limbs:
        each = amp * span(rng, 0.35, 1.3)
        along = direction(rng)
        rise = span(rng, 0.05, 0.15)
        parts[place] = [
            Ring(
                freq=span(rng, 2.5, 11.0),
                decay=tau * between(rng, 0.8, 1.2),
                amp=1.5 * each,
                along=along,
                attack=span(rng, 0.015, 0.06),
            ),
            Noise(
                length=between(rng, 0.25, 0.5),
                freq=span(rng, 4.0, 16.0),
                width=4.0,
                amp=0.5 * each,
                along=near(rng, along, 0.6),
            ),
        ]
        if chance(rng, 0.5):
            stays = chance(rng, 0.5)
            parts[place].append(
                Tilt(
                    rise=rise,
                    angle=each * between(rng, 0.05, 0.4),
                    axis=direction(rng),
                    hold=None if stays else between(rng, 0.02, 0.15),
                    fall=between(rng, 0.2, 0.4),
                )
            )
        lags[place] = between(rng, 0.0, 0.07)
    return Move(at=at, length=0.5, kind="hypnic_jerk", limbs=limbs, parts=parts, lags=lags)


def twitch(rng: Rng, at: float) -> Move:
    """A tiny twitch of one limb."""
    place = str(rng.choice(PLACES))
    amp, length = around(rng, 0.009, 0.5, 0.003, 0.035), between(rng, 0.08, 0.42)
    parts: Parts = [
        Ring(
            freq=span(rng, 3.0, 14.0),
            decay=max(0.03, 0.3 * length),
            amp=1.5 * amp,
            along=direction(rng),
            attack=0.015,
        )
    ]
    if chance(rng, 0.3):
        rise = min(0.12, 0.4 * length)
        parts.append(
            Tilt(rise=rise, angle=0.5 * amp, axis=direction(rng), hold=0.02, fall=length - rise)
        )
    return Move(at=at, length=length, kind="micro_twitch", limbs=(place,), parts={place: parts})


def stir(rng: Rng, person: Person, at: float, kind: str = "gross_movement") -> Move:
    """Stirring with an arousal: two or three limbs, no new posture."""
    length = around(rng, 3.0, 0.5, 1.2, 12.0)
    amp = around(rng, 0.12 * person.vigour, 0.7, 0.02, 1.2)
    limbs = tuple(place for place in PLACES if chance(rng, 0.85)) or PLACES
    parts, lags = {}, {}
    for place in limbs:
        own = length * between(rng, 0.55, 1.0)
        parts[place] = _surges(rng, own, amp * span(rng, 0.3, 1.4), lasting=0.4)
        lags[place] = between(rng, 0.0, max(0.05, 0.7 * (length - own)))
    return Move(at=at, length=length, kind=kind, limbs=limbs, parts=parts, lags=lags)


def _surges(rng: Rng, length: float, amp: float, lasting: float) -> Parts:
    """Several bursts and tilts within a length, of which some tilts stay."""
    count = int(rng.integers(1, 2 + int(min(4, length / 1.2))))
    starts = np.sort(rng.uniform(0.0, 0.7 * length, count))
    starts[0] = 0.0
    out: Parts = []
    for start in starts:
        room = max(0.3, min(length - start, length * between(rng, 0.3, 0.8)))
        rise = max(0.12, room * between(rng, 0.2, 0.5))
        share = span(rng, 0.4, 1.0)
        stays = chance(rng, lasting)
        hold = None if stays else between(rng, 0.0, 0.3) * room
        out += [
            Tilt(
                start=start,
                rise=rise,
                angle=amp * share * between(rng, 0.3, 1.5),
                axis=direction(rng),
                hold=hold,
                fall=max(0.15, room - rise - (hold or 0.0)),
                rest=between(rng, 0.0, 0.4),
            ),
            Stroke(
                start=start,
                length=rise * between(rng, 0.7, 1.4),
                amp=amp * share * between(rng, 0.3, 0.9),
                along=direction(rng),
                lean=between(rng, 0.7, 1.4),
            ),
            Noise(
                start=start,
                length=room,
                freq=span(rng, 0.8, 6.0),
                width=span(rng, 0.7, 3.0),
                amp=0.6 * amp * share,
                along=direction(rng),
                cross=0.8,
            ),
        ]
        if chance(rng, 0.25):
            out.append(
                Click(
                    start=start + rise,
                    amp=amp * share * span(rng, 0.2, 1.0),
                    along=direction(rng),
                    freq=span(rng, 15.0, 50.0),
                )
            )
    return out


def turn(
    rng: Rng, person: Person, at: float, posture: dict[str, Floats], kind: str = "gross_movement"
) -> Move:
    """A change of posture: every limb comes to rest in another direction."""
    length = around(rng, 5.5, 0.5, 1.8, 22.0)
    amp = around(rng, 0.3 * person.vigour, 0.45, 0.08, 1.6)
    limbs = tuple(place for place in PLACES if chance(rng, 0.93)) or PLACES
    parts, lags = {}, {}
    for place in limbs:
        own = length * between(rng, 0.6, 1.0)
        rise = own * between(rng, 0.2, 0.6)
        target = near(rng, posture[place], 0.12)
        parts[place] = _surges(rng, own, amp * span(rng, 0.5, 1.4), lasting=0.2)
        parts[place].append(
            Tilt(start=between(rng, 0.0, 0.8) * (own - rise), rise=rise, target=target)
        )
        lags[place] = between(rng, 0.0, 0.6 * (length - own))
    return Move(at=at, length=length, kind=kind, limbs=limbs, parts=parts, lags=lags)


def handling(
    rng: Rng,
    person: Person,
    at: float,
    *,
    limbs: tuple[str, ...] | None = None,
    length: float | None = None,
    strength: float = 1.0,
) -> Move:
    """Something done on purpose while awake."""
    if limbs is None:
        some = tuple(place for place in LEGS if chance(rng, 0.35))
        limbs = (*some, "wrist") if chance(rng, 0.8) or not some else some
    length = around(rng, 2.2, 0.8, 0.4, 20.0) if length is None else length
    amp = around(rng, 0.16 * strength * person.vigour, 0.7, 0.015, 1.5)
    parts, lags = {}, {}
    for place in limbs:
        own = length * between(rng, 0.6, 1.0)
        parts[place] = _surges(rng, own, amp * span(rng, 0.3, 1.2), lasting=0.3)
        if length > 3.0 and chance(rng, 0.4):
            parts[place].append(
                Hum(
                    length=own,
                    freq=span(rng, 0.7, 2.8),
                    amp=amp * span(rng, 0.15, 0.6),
                    along=direction(rng),
                    drift=0.2,
                    swell=0.6,
                )
            )
        lags[place] = between(rng, 0.0, length - own)
    return Move(at=at, length=length, kind="wake_movement", limbs=limbs, parts=parts, lags=lags)


def walk(rng: Rng, person: Person, at: float, length: float) -> Move:
    """Steps, 1.5 to 2 a second: heel strikes at the ankles, a swinging arm."""
    pace = between(rng, 1.45, 2.0)
    count = max(2, int(length * pace / 2.0))
    strength = between(rng, 0.4, 1.1)
    parts: dict[str, Parts] = {}
    for rank, place in enumerate(PLACES):
        along = near(rng, np.array([0.0, 0.0, 1.0]), 0.5)
        if place in LEGS:
            first = 0.5 * rank / pace
            beats = first + np.cumsum(rng.normal(2.0 / pace, 0.03, count)) - 2.0 / pace
            beats = np.maximum(beats, 0.0)
            swing = Train(
                times=beats,
                amps=strength * rng.uniform(0.7, 1.2, count),
                width=0.9 / pace,
                along=along,
                freq=between(rng, 8.0, 18.0),
                ring=between(rng, 0.2, 0.6),
            )
            strikes = Train(
                times=beats + 0.85 / pace,
                amps=strength * rng.uniform(0.5, 1.1, count),
                width=between(rng, 0.06, 0.12),
                along=direction(rng),
                freq=between(rng, 10.0, 22.0),
                ring=0.6,
            )
            sway = Hum(
                length=length, freq=pace / 2, amp=0.25 * strength, along=direction(rng), drift=0.02
            )
            parts[place] = [swing, strikes, sway]
        else:
            parts[place] = [
                Hum(
                    length=length,
                    freq=pace / 2,
                    amp=between(rng, 0.08, 0.3),
                    along=along,
                    drift=0.04,
                ),
                Hum(
                    length=length, freq=pace, amp=between(rng, 0.08, 0.25), along=along, drift=0.03
                ),
            ]
    return Move(at=at, length=length, kind="walking", limbs=PLACES, parts=parts)
