"""Who wears the sensors tonight: sensors, couplings, postures, habits."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.direct.draws import (
    Floats,
    Rng,
    around,
    between,
    chance,
    direction,
    rotation,
    span,
)
from benchmarks.worlds.night import PLACES

LEGS = ("ankle_left", "ankle_right")
RATES = (25.0, 26.0, 31.25, 32.0, 40.0, 50.0, 50.0, 52.0, 62.5, 64.0, 80.0, 100.0, 100.0, 104.0)


@dataclass(frozen=True, kw_only=True)
class Device:
    """One sensor: how it is worn and what its electronics do."""

    rate: float
    noise_mg: float
    red: float
    counts_per_g: float
    reach: float
    filter_share: float
    filter_order: int
    offset: Floats
    scale: Floats
    start_s: float
    mount: Floats
    mixing: Floats
    corner: float
    gain: float
    delay: float
    gaps: int


@dataclass(frozen=True, kw_only=True)
class Coupling:
    """How one limb's motion arrives elsewhere."""

    gain: float
    delay: float
    mixing: Floats
    corner: float


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How this person's periodic movements look."""

    shapes: Floats
    amp: float
    amp_sd: float
    length: float
    length_sd: float
    tilt: float
    interval: float
    interval_sd: float
    fading: float
    arousal: float
    arm: float
    sides: Floats
    main: dict[str, Floats]
    axis: dict[str, Floats]


@dataclass(frozen=True, kw_only=True)
class Person:
    """Everything of the night that does not depend on what happens in it."""

    devices: dict[str, Device]
    body: dict[tuple[str, str], Coupling]
    bed: dict[str, Coupling]
    partner: dict[str, Coupling]
    postures: list[dict[str, Floats]]
    standing: dict[str, Floats]
    habit: Habit
    bed_freq: float
    bed_decay: float
    vigour: float
    breath_hz: float
    breath_mg: dict[str, float]
    pulse_hz: float
    pulse_mg: dict[str, float]


def draw_person(rng: Rng, amp: tuple[float, float]) -> Person:
    """Draw one night's wearer; `amp` is the range of the median of periodic movements, g."""
    same = chance(rng, 0.5)
    rate = float(rng.choice(RATES))
    devices = {place: _device(rng, rate if same else float(rng.choice(RATES))) for place in PLACES}
    body = {
        (one, other): _coupling(rng, *_closeness(one, other))
        for one in PLACES
        for other in PLACES
        if one != other
    }
    return Person(
        devices=devices,
        body=body,
        bed={place: _coupling(rng, 0.4, 1.6) for place in PLACES},
        partner={place: _coupling(rng, 0.15, 1.6) for place in PLACES},
        postures=[_lying(rng) for _ in range(int(rng.integers(4, 8)))],
        standing=_standing(rng),
        habit=draw_habit(rng, amp),
        bed_freq=span(rng, 2.5, 10.0),
        bed_decay=span(rng, 0.06, 0.35),
        vigour=around(rng, 1.0, 0.3, 0.5, 2.0),
        breath_hz=between(rng, 0.19, 0.31),
        breath_mg={
            place: span(rng, 0.1, 1.5) if place in LEGS else span(rng, 0.4, 9.0) for place in PLACES
        },
        pulse_hz=between(rng, 0.8, 1.25),
        pulse_mg={place: span(rng, 0.05, 1.2) for place in PLACES},
    )


def _closeness(one: str, other: str) -> tuple[float, float]:
    if one in LEGS and other in LEGS:
        return 0.008, 0.2
    return (0.003, 0.06) if one in LEGS else (0.002, 0.03)


def _coupling(rng: Rng, low: float, high: float) -> Coupling:
    return Coupling(
        gain=span(rng, low, high),
        delay=between(rng, 0.0, 0.08),
        mixing=rotation(rng) @ np.diag(rng.uniform(0.3, 1.0, 3)),
        corner=span(rng, 3.0, 16.0),
    )


def _device(rng: Rng, rate: float) -> Device:
    reach = float(rng.choice([2.0, 4.0, 4.0, 8.0, 8.0, 16.0]))
    bits = int(rng.choice([8, 10, 12, 13, 14, 16, 16], p=[0.06, 0.1, 0.24, 0.12, 0.16, 0.16, 0.16]))
    counts = float(max(2.0**bits / (2.0 * reach), 250.0))
    mount = rotation(rng)
    return Device(
        rate=rate * (1.0 + between(rng, -50e-6, 50e-6)),
        noise_mg=span(rng, 0.3, 6.0),
        red=between(rng, 0.0, 0.6),
        counts_per_g=counts,
        reach=reach,
        filter_share=between(rng, 0.25, 0.46),
        filter_order=int(rng.choice([0, 1, 2, 4, 4])),
        offset=0.006 * rng.normal(size=3),
        scale=1.0 + 0.003 * rng.normal(size=3),
        start_s=between(rng, 0.0, 2.0),
        mount=mount,
        mixing=mount @ (np.eye(3) + 0.15 * rng.normal(size=(3, 3))),
        corner=span(rng, 6.0, 40.0),
        gain=around(rng, 1.0, 0.2, 0.6, 1.6),
        delay=between(rng, 0.0, 0.04),
        gaps=int(rng.poisson(0.8)),
    )


def _lying(rng: Rng) -> dict[str, Floats]:
    out = {}
    roll = between(rng, -np.pi, np.pi)
    for place in PLACES:
        leg = place in LEGS
        turn = roll + rng.normal(0.0, 0.4) if leg else between(rng, -np.pi, np.pi)
        lift = rng.normal(0.0, 0.15 if leg else 0.4)
        if leg and chance(rng, 0.12):
            lift = between(rng, 0.3, 0.8)
        out[place] = np.array(
            [np.cos(turn) * np.cos(lift), np.sin(turn) * np.cos(lift), np.sin(lift)]
        )
    return out


def _standing(rng: Rng) -> dict[str, Floats]:
    out = {}
    for place in PLACES:
        vector = np.array([0.0, 0.0, 1.0]) + rng.normal(0.0, 0.1 if place in LEGS else 0.3, 3)
        out[place] = vector / np.linalg.norm(vector)
    return out


def draw_habit(rng: Rng, amp: tuple[float, float]) -> Habit:
    """Draw how periodic movements look; also used for a partner's."""
    return Habit(
        shapes=rng.dirichlet(np.full(5, 0.5)),
        amp=span(rng, *amp),
        amp_sd=between(rng, 0.2, 0.55),
        length=around(rng, 2.2, 0.4, 0.8, 4.5),
        length_sd=between(rng, 0.15, 0.45),
        tilt=between(rng, 0.2, 0.85),
        interval=around(rng, 24.0, 0.3, 14.0, 48.0),
        interval_sd=between(rng, 0.1, 0.3),
        fading=between(rng, 0.4, 1.1),
        arousal=between(rng, 0.0, 0.3),
        arm=between(rng, 0.0, 0.2),
        sides=rng.dirichlet([1.0, 1.0, 1.5, 0.8]),
        main={place: direction(rng) for place in PLACES},
        axis={place: direction(rng) for place in PLACES},
    )
