"""Rhythms of a limb: tremor, shudder, trains of a foot, a leg that bounces."""

import numpy as np

from benchmarks.worlds.direct.draws import Rng, around, between, chance, direction, near, span
from benchmarks.worlds.direct.person import LEGS
from benchmarks.worlds.direct.pieces import Hum, Noise, Ring, Tilt, Train
from benchmarks.worlds.direct.pull import Move, Parts
from benchmarks.worlds.night import PLACES


def rest_tremor(rng: Rng, at: float, place: str, freq: float, amp: float) -> Move:
    """Tremor of a resting limb, 4 to 6 Hz, with a peak that wanders."""
    length = between(rng, 20.0, 70.0)
    along = direction(rng)
    strength = around(rng, amp, 0.4, 0.006, 0.5)
    parts: Parts = [
        Hum(
            length=length,
            freq=freq * (1.0 + rng.normal(0.0, 0.04)),
            amp=strength,
            along=along,
            drift=between(rng, 0.04, 0.1),
            swell=between(rng, 0.3, 0.6),
            second=between(rng, 0.1, 0.5),
            edge=between(rng, 0.05, 0.25),
        ),
        Noise(length=length, freq=freq, width=1.2, amp=0.5 * strength, along=along, flat=True),
    ]
    return Move(at=at, length=length, kind="rest_tremor", limbs=(place,), parts={place: parts})


def shake(rng: Rng, at: float, kind: str = "shudder") -> Move:
    """A shudder through the whole body, or shivering of one or two limbs."""
    whole = kind == "shudder"
    limbs = PLACES if whole and chance(rng, 0.75) else ("wrist", str(rng.choice(LEGS)))
    length = between(rng, 1.8, 7.0) if whole else between(rng, 4.0, 20.0)
    freq = around(rng, 10.0 if whole else 7.5, 0.12, 5.5, 13.0)
    amp = around(rng, 0.06, 0.5, 0.012, 0.3)
    parts: dict[str, Parts] = {}
    for place in limbs:
        each, along = amp * span(rng, 0.3, 1.2), direction(rng)
        parts[place] = [
            Hum(
                length=length,
                freq=freq * (1.0 + rng.normal(0.0, 0.02)),
                amp=each,
                along=along,
                drift=0.07,
                swell=0.3,
                edge=between(rng, 0.1, 0.4),
            ),
            Noise(length=length, freq=freq, width=2.5, amp=0.6 * each, along=along),
            Tilt(
                rise=0.4,
                angle=each * between(rng, 0.05, 0.6),
                axis=direction(rng),
                hold=0.5 * length,
                fall=max(0.3, 0.4 * length),
                rest=0.1,
            ),
        ]
    return Move(at=at, length=length, kind=kind, limbs=limbs, parts=parts)


def foot_tremor(rng: Rng, at: float, place: str, rate: float, amp: float) -> Move:
    """Hypnagogic foot tremor: a train of at least four bursts of 0.3 to 0.7 s."""
    count = int(around(rng, 11.0, 0.5, 4.0, 40.0))
    gaps = np.exp(rng.normal(np.log(1.0 / rate), 0.12, count))
    times = np.concatenate([[0.0], np.cumsum(gaps)[:-1]])
    width = min(between(rng, 0.3, 0.7), 0.9 / rate)
    shape = np.sin(np.linspace(0.35, np.pi - 0.35, count)) ** between(rng, 0.0, 1.0)
    along = direction(rng)
    both = chance(rng, 0.15)
    limbs = LEGS if both else (place,)
    parts: dict[str, Parts] = {}
    for rank, each in enumerate(limbs):
        shifted = times + (0.5 / rate if rank else 0.0)
        amps = amp * shape * np.exp(rng.normal(0.0, 0.2, count))
        rock = Train(
            times=shifted,
            amps=amps,
            width=width,
            along=near(rng, along, 0.3),
            ring=between(rng, 0, 0.5),
        )
        parts[each] = [rock]
        axis, part = direction(rng), between(rng, 0.2, 1.0)
        for begin, strength in zip(shifted, amps, strict=True):
            parts[each].append(
                Tilt(
                    start=float(begin),
                    rise=0.4 * width,
                    angle=float(strength) * part,
                    axis=axis,
                    hold=0.1 * width,
                    fall=0.5 * width,
                )
            )
    length = float(times[-1]) + width
    return Move(at=at, length=length, kind="foot_tremor", limbs=limbs, parts=parts)


def bounce(rng: Rng, at: float, length: float, place: str) -> Move:
    """A leg that bounces on purpose, or out of restlessness, awake."""
    parts: Parts = [
        Hum(
            length=length,
            freq=span(rng, 2.0, 5.5),
            amp=around(rng, 0.12, 0.5, 0.02, 0.5),
            along=direction(rng),
            drift=0.06,
            swell=0.4,
            second=0.4,
        ),
        Ring(freq=3.0, decay=0.2, amp=0.05, along=direction(rng)),
    ]
    return Move(at=at, length=length, kind="wake_movement", limbs=(place,), parts={place: parts})
