"""Movements of the ill or the dreaming: tremor, cramp, seizures, spasms, dream enactment."""

import numpy as np

from benchmarks.worlds.direct.draws import Rng, around, between, chance, direction, span
from benchmarks.worlds.direct.moves import handling
from benchmarks.worlds.direct.person import LEGS, Person
from benchmarks.worlds.direct.pieces import Hum, Noise, Stroke, Tilt, Train
from benchmarks.worlds.direct.pull import Move, Parts, pull, shape_of
from benchmarks.worlds.night import PLACES


def cramp(rng: Rng, person: Person, at: float, place: str) -> list[Move]:
    """A cramp of one leg held for minutes, with a hand that rubs it."""
    length = between(rng, 60.0, 180.0)
    tremble = around(rng, 0.012, 0.5, 0.004, 0.05)
    rise = between(rng, 0.4, 3.0)
    parts: Parts = [
        Tilt(
            rise=rise,
            angle=between(rng, 0.08, 0.6),
            axis=direction(rng),
            hold=length - rise - 6.0,
            fall=between(rng, 3.0, 6.0),
            rest=between(rng, 0.0, 0.3),
        ),
        Noise(length=1.5, freq=4.0, width=2.0, amp=between(rng, 0.05, 0.3), along=direction(rng)),
        Hum(
            length=length,
            freq=between(rng, 7.0, 13.0),
            amp=tremble,
            along=direction(rng),
            drift=0.12,
            swell=0.6,
            edge=0.05,
        ),
        Noise(length=length, freq=6.0, width=4.0, amp=tremble, along=direction(rng), flat=True),
    ]
    moves = [Move(at=at, length=length, kind="cramp", limbs=(place,), parts={place: parts})]
    now = at + between(rng, 3.0, 12.0)
    while now < at + length + between(rng, 0.0, 20.0):
        if chance(rng, 0.7):
            rub = between(rng, 4.0, 15.0)
            moves.append(rubbing(rng, person, now, rub, "wrist", place))
        else:
            rub = 3.0
            moves.append(handling(rng, person, now, limbs=("wrist",), length=rub))
        now += rub + span(rng, 1.0, 12.0)
    return moves


def rubbing(
    rng: Rng, person: Person, at: float, length: float, hand: str, other: str | None = None
) -> Move:
    """Rubbing at 1 to 3 Hz; the rubbed leg is shaken along."""
    freq, amp = span(rng, 0.9, 3.2), around(rng, 0.12 * person.vigour, 0.5, 0.02, 0.6)
    parts: dict[str, Parts] = {
        hand: [
            Hum(length=length, freq=freq, amp=amp, along=direction(rng), drift=0.12, swell=0.5),
            Tilt(
                rise=0.5,
                angle=between(rng, 0.1, 0.9),
                axis=direction(rng),
                hold=length - 1.2,
                fall=0.7,
                rest=between(rng, 0.0, 0.5),
            ),
            Noise(
                length=length, freq=3.0, width=2.0, amp=0.4 * amp, along=direction(rng), flat=True
            ),
        ]
    }
    if other is not None:
        parts[other] = [
            Hum(
                length=length,
                freq=freq,
                amp=amp * span(rng, 0.03, 0.4),
                along=direction(rng),
                drift=0.12,
                swell=0.5,
            )
        ]
    return Move(at=at, length=length, kind="wake_movement", limbs=(hand,), parts=parts)


def spasm(rng: Rng, at: float, amp: float, tilt: float) -> Move:
    """An epileptic spasm: both sides stiffen for about a second."""
    length = around(rng, 1.1, 0.3, 0.5, 2.4)
    limbs = PLACES if chance(rng, 0.85) else LEGS
    parts: dict[str, Parts] = {}
    lags = {}
    for place in limbs:
        each, along = amp * span(rng, 0.5, 1.3), direction(rng)
        rise = span(rng, 0.1, 0.4)
        parts[place] = [
            Stroke(length=1.5 * rise, amp=each, along=along),
            Tilt(
                rise=rise,
                angle=each * tilt,
                axis=direction(rng),
                hold=max(0.1, length - rise - 0.5),
                fall=between(rng, 0.3, 0.8),
                slow=True,
            ),
            Noise(
                length=length,
                freq=span(rng, 6.0, 18.0),
                width=4.0,
                amp=each * between(rng, 0.1, 0.4),
                along=along,
                flat=True,
            ),
        ]
        lags[place] = between(rng, 0.0, 0.12)
    return Move(at=at, length=length, kind="spasm", limbs=limbs, parts=parts, lags=lags)


def dream(rng: Rng, person: Person, at: float) -> Move:
    """A punch, a kick or the gestures of someone who talks, out of a dream."""
    draw = rng.random()
    if draw < 0.4:
        length, amp = span(rng, 0.35, 1.6), around(rng, 0.45 * person.vigour, 0.6, 0.08, 2.5)
        limbs: tuple[str, ...] = ("wrist",)
    elif draw < 0.65:
        length, amp = span(rng, 0.4, 1.8), around(rng, 0.3 * person.vigour, 0.6, 0.05, 2.0)
        limbs = (str(rng.choice(LEGS)),) if chance(rng, 0.7) else LEGS
    else:
        length, amp = span(rng, 1.5, 12.0), around(rng, 0.12 * person.vigour, 0.6, 0.02, 0.8)
        limbs = ("wrist",) if chance(rng, 0.7) else ("wrist", str(rng.choice(LEGS)))
    parts: dict[str, Parts] = {}
    for place in limbs:
        along = direction(rng)
        if draw < 0.65:
            parts[place] = pull(
                rng,
                shape_of(rng, np.array([0.15, 0.2, 0.3, 0.35, 0.0])),
                amp * span(rng, 0.5, 1.1),
                length,
                between(rng, 0.1, 0.6),
                along,
                direction(rng),
            )
        else:
            parts[place] = [
                Hum(
                    length=length,
                    freq=span(rng, 0.6, 3.0),
                    amp=0.5 * amp,
                    along=along,
                    drift=0.25,
                    swell=0.7,
                ),
                Noise(length=length, freq=span(rng, 1.0, 4.0), width=1.5, amp=amp, along=along),
                Tilt(
                    rise=min(0.5, 0.3 * length),
                    angle=amp * between(rng, 0.3, 2.0),
                    axis=direction(rng),
                    hold=0.4 * length,
                    fall=0.3 * length,
                    rest=between(rng, 0.0, 0.6),
                ),
            ]
    return Move(at=at, length=length, kind="dream", limbs=limbs, parts=parts)


def tonic(rng: Rng, at: float, length: float, kind: str = "tonic", force: float = 1.0) -> Move:
    """Stiffening of most limbs with a fine tremor that grows."""
    limbs = PLACES if chance(rng, 0.8) else ("wrist", str(rng.choice(LEGS)))
    freq = between(rng, 8.0, 17.0)
    parts: dict[str, Parts] = {}
    lags = {}
    for place in limbs:
        each, along = force * around(rng, 0.03, 0.5, 0.008, 0.2), direction(rng)
        rise = span(rng, 0.4, 3.0)
        fall = between(rng, 0.1, 0.3) * length
        parts[place] = [
            Tilt(
                rise=rise,
                angle=force * between(rng, 0.05, 0.35),
                axis=direction(rng),
                hold=length - rise - fall,
                fall=fall,
                rest=between(rng, 0.0, 0.4),
                slow=chance(rng, 0.5),
            ),
            Stroke(length=1.2 * rise, amp=between(rng, 0.5, 3.0) * each, along=along),
            Hum(
                length=length,
                freq=freq,
                amp=each,
                along=along,
                drift=0.1,
                swell=0.4,
                growth=span(rng, 0.6, 6.0),
                glide=between(rng, 0.7, 1.0),
                edge=0.08,
            ),
            Noise(length=length, freq=freq, width=4.0, amp=0.8 * each, along=along, flat=True),
        ]
        lags[place] = between(rng, 0.0, 0.4)
    return Move(at=at, length=length, kind=kind, limbs=limbs, parts=parts, lags=lags)


def convulsion(rng: Rng, at: float) -> Move:
    """Stiff first, then beats that slow down and grow further apart, then nothing."""
    stiff, beating = between(rng, 8.0, 22.0), between(rng, 35.0, 90.0)
    first = tonic(rng, at, stiff + 2.0, force=between(rng, 1.5, 3.0))
    fast, last = between(rng, 4.0, 7.0), between(rng, 0.7, 1.8)
    times = [0.0]
    while times[-1] < beating:
        done = times[-1] / beating
        times.append(
            times[-1] + float(np.exp(rng.normal(0.0, 0.06))) / (fast * (last / fast) ** done)
        )
    beats = np.array(times)
    amps = around(rng, 0.5, 0.4, 0.15, 1.3) * np.interp(
        beats / beating, [0.0, 0.3, 0.9, 1.0], [0.3, 1.0, 1.0, 0.4]
    )
    parts: dict[str, Parts] = {}
    for place in PLACES:
        parts[place] = list(first.parts.get(place, []))
        each = span(rng, 0.4, 1.3)
        parts[place] += [
            Train(
                start=stiff,
                times=beats,
                amps=each * amps * np.exp(rng.normal(0.0, 0.2, len(beats))),
                width=between(rng, 0.12, 0.25),
                along=direction(rng),
                freq=between(rng, 5.0, 12.0),
                ring=between(rng, 0.2, 0.7),
            ),
            Noise(
                start=stiff,
                length=beating,
                freq=3.0,
                width=2.0,
                amp=0.15 * each,
                along=direction(rng),
                flat=True,
            ),
        ]
    length = stiff + beating
    return Move(at=at, length=length, kind="convulsive", limbs=PLACES, parts=parts)


def focal(rng: Rng, at: float, place: str, freq: float) -> Move:
    """Rhythmic shaking of one limb, 1 to 4 Hz."""
    length = between(rng, 10.0, 60.0)
    amp = around(rng, 0.14, 0.6, 0.02, 0.7)
    along = direction(rng)
    glide = between(rng, 0.5, 1.05)
    times, now = [], 0.0
    while now < length:
        times.append(now)
        pace = freq * glide ** (now / length)
        now += float(np.exp(rng.normal(0.0, 0.08))) / pace
    beats = np.array(times)
    grow = np.interp(beats / length, [0.0, between(rng, 0.1, 0.5), 0.9, 1.0], [0.3, 1.0, 0.9, 0.3])
    amps = amp * grow * np.exp(rng.normal(0.0, 0.2, len(beats)))
    width = min(between(rng, 0.15, 0.35), 0.9 / freq)
    parts: Parts = [
        Train(times=beats, amps=amps, width=width, along=along, ring=between(rng, 0.0, 0.5)),
        Tilt(
            rise=2.0,
            angle=amp * between(rng, 0.2, 1.0),
            axis=direction(rng),
            hold=length - 4.0,
            fall=2.0,
            rest=0.2,
        ),
    ]
    return Move(at=at, length=length, kind="focal", limbs=(place,), parts={place: parts})


def stretch(rng: Rng, at: float, limbs: tuple[str, ...]) -> Move:
    """A slow stretch of one or both legs."""
    length = between(rng, 2.0, 8.0)
    parts: dict[str, Parts] = {}
    for place in limbs:
        amp = around(rng, 0.25, 0.5, 0.05, 0.8)
        rise = between(rng, 0.2, 0.35) * length
        parts[place] = [
            Tilt(
                rise=rise,
                angle=amp,
                axis=direction(rng),
                hold=0.3 * length,
                fall=rise,
                rest=between(rng, 0.0, 0.5),
            ),
            Stroke(length=rise, amp=0.3 * amp, along=direction(rng)),
            Noise(length=length, freq=2.5, width=1.5, amp=0.2 * amp, along=direction(rng)),
            Noise(
                start=rise,
                length=0.4 * length,
                freq=9.0,
                width=2.5,
                amp=0.04 * amp,
                along=direction(rng),
                flat=True,
            ),
        ]
    return Move(at=at, length=length, kind="wake_movement", limbs=limbs, parts=parts)
