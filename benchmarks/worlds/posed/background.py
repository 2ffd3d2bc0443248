"""What every night holds: handling, turning over, arousals, twitches, awakenings."""

import numpy as np

from benchmarks.worlds.posed import awake, legs, outside, whole
from benchmarks.worlds.posed.diary import Act, Diary
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.sleep import Sleep
from benchmarks.worlds.posed.strokes import Rng, around

PLACES = whole.PLACES


def fidget(rng: Rng, diary: Diary, begin: float, end: float, every: float) -> None:
    """Awake in bed: hands and legs do something now and then."""
    at = begin + float(rng.exponential(every * 0.4))
    while at < end - 3:
        length = around(rng, 2.5, 0.6, 0.8, 10)
        length = min(length, end - at - 1)
        if rng.random() < 0.2:
            act = Act(
                at=at,
                length=max(length, 2.5),
                make=whole.turn_over,
                kind="wake_movement",
                to="settle",
            )
        else:
            act = Act(
                at=at,
                length=length,
                make=awake.handle,
                kind="wake_movement",
                options={"legs": float(rng.uniform(0, 0.5))},
            )
        diary.put(act)
        at += length + float(rng.exponential(every)) + 1.0


def awakenings(rng: Rng, diary: Diary, night: Sleep) -> None:
    """Each awakening begins with stirring and holds some handling."""
    for begin, end in night.awake:
        length = float(rng.uniform(2.5, 7))
        to = "roll" if rng.random() < 0.5 else "settle"
        diary.put(Act(at=begin, length=length, make=whole.turn_over, kind="gross_movement", to=to))
        fidget(rng, diary, begin + length + 2, end - 4, float(rng.uniform(8, 30)))
        if rng.random() < 0.6:
            diary.put(
                Act(
                    at=end - 5, length=4.0, make=whole.turn_over, kind="gross_movement", to="settle"
                )
            )


def edges(rng: Rng, diary: Diary, night: Sleep, busy: float = 35.0) -> None:
    """Before sleep and after the last awakening, and getting up at the end."""
    up = night.rising
    diary.put(Act(at=up, length=5.0, make=whole.turn_over, kind="wake_movement", to="sitting"))
    diary.put(Act(at=up + 7, length=3.0, make=whole.turn_over, kind="wake_movement", to="standing"))
    left = night.total - up - 11 - 4.5
    if left > 6:
        diary.put(Act(at=up + 11.0, length=left, make=awake.walk, kind="walking"), margin=0.5)
    fidget(rng, diary, 5.0, night.lights, float(rng.uniform(6, 20)))
    if night.lights > 25:
        diary.put(
            Act(
                at=night.lights + 2,
                length=6.0,
                make=whole.turn_over,
                kind="wake_movement",
                to="roll",
            )
        )
    at = night.lights + 12
    spread = night.onset - at
    while at < night.onset - 5:
        calm = 1 + 2.5 * (at - night.lights) / max(spread, 1)
        end = min(at + 120, night.onset - 5)
        fidget(rng, diary, at, end, busy * calm)
        at = end
    fidget(rng, diary, night.woken, night.rising - 3, float(rng.uniform(8, 30)))


def asleep(rng: Rng, diary: Diary, night: Sleep, person: Person, *, twitches: float = 1.0) -> None:
    """Postures, arousals, single limb movements and twitches of sleep."""
    spans = [(a + 20, b - 10) for a, b in night.spans() if b - a > 60]
    hours = night.hours()
    dense = float(np.clip(np.sqrt(6 / max(hours, 0.2)), 1.0, 3.0))
    for at in diary.scatter(rng, spans, int(rng.poisson(person.posture_rate * dense * hours)) + 1):
        to = "roll" if rng.random() < 0.65 else "settle"
        length = around(rng, 5.0, 0.4, 2.5, 14.0)
        diary.put(
            Act(at=at, length=length, make=whole.turn_over, kind="gross_movement", to=to),
            margin=2.5,
        )
    for at in diary.scatter(rng, spans, int(rng.poisson(person.arousal_rate * hours))):
        length = around(rng, 3.5, 0.4, 1.5, 10.0)
        diary.put(
            Act(
                at=at,
                length=length,
                make=whole.stir,
                kind="gross_movement",
                options={"length": length, "size": around(rng, 0.7, 0.5, 0.2, 2.0)},
            ),
            margin=2.5,
        )
    for at in diary.scatter(rng, spans, int(rng.poisson(person.isolated_rate * hours))):
        single(rng, diary, at, person)
    count = int(rng.poisson(person.twitch_rate * hours * twitches))
    for at in diary.scatter(rng, spans, count):
        place = str(rng.choice(PLACES))
        diary.put(
            Act(
                at=at,
                length=0.4,
                make=legs.twitch,
                kind="micro_twitch",
                options={"place": place, "aim": around(rng, 0.014, 0.6, 0.004, 0.06)},
            ),
            margin=2.0,
        )


def single(rng: Rng, diary: Diary, at: float, person: Person) -> None:
    """One limb movement by itself."""
    length = around(rng, 1.6, 0.6, 0.5, 8.0)
    size = around(rng, 1.0, 0.6, 0.2, 4.0)
    if rng.random() < 0.25:
        act = Act(
            at=at,
            length=length,
            make=whole.stir,
            kind="limb_movement",
            options={"length": length, "size": 0.5 * size, "legs": False},
        )
    else:
        sides = [("left",), ("right",), ("left", "right")][int(rng.choice(3, p=[0.4, 0.4, 0.2]))]
        act = Act(
            at=at,
            length=length,
            make=legs.leg,
            kind="limb_movement",
            options={
                "sides": sides,
                "shape": str(rng.choice(legs.SHAPES)),
                "length": length,
                "size": size,
            },
        )
    diary.put(act, margin=2.5)


def partner(rng: Rng, diary: Diary, night: Sleep, rate: float) -> None:
    """A bed partner who turns and stirs."""
    spans = [(night.lights, night.rising)]
    for at in diary.scatter(rng, spans, int(rng.poisson(rate * night.total / 3600))):
        length = around(rng, 4.5, 0.4, 2.0, 12.0)
        if rng.random() < 0.5:
            act = Act(
                at=at,
                length=length,
                make=whole.turn_over,
                kind="external",
                source="partner",
                to="roll",
            )
        else:
            act = Act(
                at=at,
                length=length,
                make=whole.stir,
                kind="external",
                source="partner",
                options={"length": length},
            )
        diary.add(act)


def shaken(rng: Rng, diary: Diary, night: Sleep, rate: float) -> None:
    """Footsteps, traffic and doors."""
    for at in diary.scatter(
        rng, [(30.0, night.rising)], int(rng.poisson(rate * night.total / 3600))
    ):
        way = str(rng.choice(["steps", "traffic", "slam"], p=[0.45, 0.4, 0.15]))
        length = {"steps": rng.uniform(3, 10), "traffic": rng.uniform(4, 18), "slam": 1.2}[way]
        diary.add(
            Act(
                at=at,
                length=float(length),
                make=outside.shaking,
                kind="external",
                source="bed",
                options={"way": way, "length": float(length)},
            )
        )
