"""What is particular to each scenario."""

import numpy as np

from benchmarks.worlds.posed import awake, background, legs, periodic, whole
from benchmarks.worlds.posed.diary import Act, Diary, Maker
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.sleep import Sleep
from benchmarks.worlds.posed.strokes import Rng, around, between

PLACES = whole.PLACES
Facts = dict[str, object]


def hypnic(rng: Rng, diary: Diary, night: Sleep) -> int:
    """Sleep starts near sleep onset and after awakenings."""
    wanted, made = int(rng.integers(4, 13)), 0
    early = min(480.0, 0.8 * (night.onset - night.lights))
    for _ in range(wanted * 3):
        if made == wanted:
            break
        at = night.onset + float(rng.uniform(-early, 600))
        if night.awake and rng.random() < 0.25:
            at = night.awake[int(rng.integers(len(night.awake)))][1] + float(rng.uniform(15, 300))
        if any(a.kind == "hypnic_jerk" and abs(a.at - at) < 12 for a in diary.acts):
            continue
        places: tuple[str, ...] = PLACES
        if rng.random() < 0.2:
            gone = int(rng.integers(3))
            places = tuple(p for i, p in enumerate(PLACES) if i != gone)
        act = Act(
            at=at,
            length=0.7,
            make=whole.start,
            kind="hypnic_jerk",
            options={"places": places, "aim": around(rng, 0.45, 0.6, 0.1, 2.8)},
        )
        if not diary.put(act, margin=3.0):
            continue
        made += 1
        if rng.random() < 0.35:
            long = around(rng, 3.0, 0.3, 1.5, 6.0)
            diary.put(
                Act(
                    at=at + float(rng.uniform(1.8, 4)),
                    length=long,
                    make=whole.stir,
                    kind="gross_movement",
                    options={"length": long},
                ),
                margin=1.0,
            )
    return made


def rls(rng: Rng, diary: Diary, night: Sleep, person: Person) -> None:
    """Restless legs until sleep comes."""
    at = night.lights + 15
    while at < night.onset - 60:
        dice = rng.random()
        if dice < 0.06 and night.onset - at > 200:
            at = walk(rng, diary, at, between(rng, 15, 60), 0.0) + 10
            continue
        if dice < 0.14:
            every = around(rng, 15, 0.2, 11, 24)
            for _ in range(int(rng.integers(5, 9))):
                options = {
                    "sides": (str(rng.choice(["left", "right"])),),
                    "length": 1.8,
                    "shape": str(rng.choice(legs.SHAPES)),
                    "size": around(rng, 1, 0.3, 0.3, 3),
                }
                if at < night.onset - 10:
                    diary.put(Act(at=at, length=1.8, make=legs.leg, kind="plm", options=options))
                at += every * float(rng.normal(1, 0.1))
            continue
        way = str(rng.choice(["stretch", "rub", "bounce", "fidget"], p=[0.3, 0.25, 0.15, 0.3]))
        length = around(
            rng, {"stretch": 5.0, "rub": 7.0, "bounce": 14.0, "fidget": 6.0}[way], 0.5, 2.0, 40.0
        )
        diary.put(
            Act(
                at=at,
                length=length,
                make=awake.restless,
                kind="wake_movement",
                options={"way": way, "length": length},
            )
        )
        at += length + 2 + float(rng.exponential(9 if rng.random() < 0.7 else 40))


def reading(rng: Rng, diary: Diary, night: Sleep) -> None:
    """Still, but for a hand or foot, until shortly before sleep."""
    at, end = night.lights + 14, night.onset - min(240.0, 0.3 * (night.onset - night.lights))
    diary.close(at - 1, end)
    place = str(rng.choice(PLACES, p=[0.2, 0.2, 0.6]))
    every = float(rng.uniform(18, 48))
    while at < end - 5:
        at += float(np.clip(rng.lognormal(np.log(every), 0.25), 15, 60))
        one = place if rng.random() < 0.85 else str(rng.choice(PLACES))
        length = around(rng, 1.3 if one == "wrist" else 2.2, 0.4, 0.6, 5.0)
        diary.put(
            Act(
                at=at,
                length=length,
                make=awake.page,
                kind="wake_movement",
                options={"place": one, "length": length},
            ),
            closed=True,
        )


def walk(rng: Rng, diary: Diary, at: float, there: float, pause: float) -> float:
    """Out of bed, there, a pause, back into bed; gives the end."""
    diary.put(Act(at=at, length=5.0, make=whole.turn_over, kind="wake_movement", to="sitting"))
    at += 6.5
    diary.put(Act(at=at, length=2.5, make=whole.turn_over, kind="wake_movement", to="standing"))
    at += 4
    diary.put(
        Act(at=at, length=there, make=awake.walk, kind="walking", options={"length": there}),
        margin=0.4,
    )
    at += there + 1.5
    if pause:
        diary.put(Act(at=at, length=2.5, make=whole.turn_over, kind="wake_movement", to="sitting"))
        background.fidget(rng, diary, at + 4, at + pause, 8.0)
        at += pause + 1
        diary.put(Act(at=at, length=2.5, make=whole.turn_over, kind="wake_movement", to="standing"))
        at += 4
        diary.put(
            Act(at=at, length=there, make=awake.walk, kind="walking", options={"length": there}),
            margin=0.4,
        )
        at += there + 1.5
    diary.put(Act(at=at, length=3.0, make=whole.turn_over, kind="wake_movement", to="sitting"))
    at += 4.5
    diary.put(Act(at=at, length=5.5, make=whole.turn_over, kind="wake_movement", to="roll"))
    return at + 6


def walks(rng: Rng, diary: Diary, night: Sleep) -> int:
    """One to three ways to the bathroom."""
    wanted = min(int(rng.integers(1, 4)), 1 + int(night.hours() / 0.6))
    made = 0
    for _ in range(20 * wanted):
        there, pause = between(rng, 8, 25), between(rng, 30, 100)
        begin = float(rng.uniform(night.onset + 400, night.woken - 400))
        if made == wanted or not night.wake(begin, 2 * there + pause + 150):
            continue
        end = begin + 2 * there + pause + 150
        walk(rng, diary, begin + float(rng.uniform(5, 25)), there, pause)
        diary.close(begin, end)
        made += 1
    return made


def breathing(rng: Rng, diary: Diary, night: Sleep) -> list[tuple[float, float]]:
    """Apnoeas in runs; their ends move arm and legs. Gives (begin, end) of each."""
    pauses: list[tuple[float, float]] = []
    share = float(rng.uniform(0.3, 0.8))
    for begin, end in night.spans():
        at = begin + 60
        while at < end - 60:
            if rng.random() > share:
                at += float(rng.uniform(120, 600))
                continue
            every = float(rng.uniform(32, 56))
            for _ in range(int(rng.integers(5, 40))):
                cycle = float(np.clip(every * rng.normal(1, 0.12), 30, 62))
                stop = at + cycle
                if stop > end - 10:
                    break
                pauses.append((stop - cycle * float(rng.uniform(0.45, 0.7)), stop))
                make: Maker
                options: dict[str, object]
                dice = rng.random()
                when = stop + float(rng.normal(0, 0.5))
                length = around(rng, 2.8, 0.4, 1.2, 7.0)
                if dice < 0.55:
                    make, options, kind = (
                        legs.leg,
                        {
                            "sides": ("left", "right") if rng.random() < 0.5 else ("right", "left"),
                            "shape": str(rng.choice(["hold", "after", "slow"])),
                            "length": length,
                            "size": around(rng, 0.9, 0.5, 0.2, 3.0),
                            "arm": True,
                        },
                        "gross_movement",
                    )
                elif dice < 0.75:
                    make, kind = whole.stir, "gross_movement"
                    options = {"length": length, "size": around(rng, 0.5, 0.4, 0.15, 1.5)}
                elif dice < 0.9:
                    make, kind = legs.leg, "limb_movement"
                    options = {
                        "sides": ("left", "right"),
                        "length": length,
                        "size": around(rng, 0.7, 0.5, 0.2, 2.0),
                    }
                else:
                    at = stop
                    continue
                diary.put(Act(at=when, length=length, make=make, kind=kind, options=options))
                at = stop
            at += float(rng.uniform(60, 300))
    return pauses


def rest_tremor(rng: Rng, diary: Diary, night: Sleep) -> None:
    """Spells of tremor while awake and still."""
    place = str(rng.choice(PLACES, p=[0.2, 0.2, 0.6]))
    hertz, base = float(rng.uniform(4.0, 6.0)), between(rng, 0.02, 0.3)
    spans = [
        (10.0, night.lights),
        (night.lights + 10, night.onset),
        *night.awake,
        (night.woken, night.rising),
    ]
    for begin, end in spans:
        at = begin + float(rng.uniform(3, 25))
        while at < end - 25:
            length = min(float(rng.uniform(20, 70)), end - at - 2)
            options = {
                "place": place,
                "length": length,
                "hertz": hertz,
                "aim": around(rng, base, 0.4, 0.006, 0.4),
            }
            diary.put(
                Act(at=at, length=length, make=legs.tremor, kind="rest_tremor", options=options)
            )
            at += length + float(rng.exponential(40)) + 5


def some(
    rng: Rng,
    diary: Diary,
    spans: list[tuple[float, float]],
    count: int,
    make: object,
    kind: str,
    length: tuple[float, float],
    **options: object,
) -> int:
    """A number of movements of one sort at random times in spans; gives those placed."""
    made = 0
    spans = [(a, b) for a, b in spans if b - a > length[1] + 4]
    for at in diary.scatter(rng, spans, 5 * count) if spans else []:
        long = between(rng, *length)
        given = {k: v() if callable(v) else v for k, v in options.items()}
        act = Act(at=at, length=long, make=make, kind=kind, options={"length": long, **given})  # type: ignore[arg-type]
        if made < count and rng.random() < 0.4 and diary.put(act, margin=4.0):
            made += 1
    return made


def foot_tremor(rng: Rng, diary: Diary, night: Sleep) -> int:
    """Trains of the foot around sleep onset and awakenings."""
    side = str(rng.choice(["left", "right"]))
    spans = [(max(night.lights + 20, night.onset - 600), night.onset + 500)]
    spans += [(b - 20, b + 120) for _, b in night.awake]
    base = between(rng, 0.02, 0.25)
    return some(
        rng,
        diary,
        spans,
        int(rng.integers(4, 16)),
        legs.foot_train,
        "foot_tremor",
        (5.0, 18.0),
        side=lambda: side if rng.random() < 0.8 else "right",
        aim=lambda: around(rng, base, 0.4, 0.01, 0.6),
    )


def plms(
    rng: Rng, diary: Diary, night: Sleep, person: Person, index: float, **options: object
) -> int:
    """Periodic movements at an index."""
    facts = {"toes": bool(options.get("toes", False)), "source": str(options.get("source", "self"))}
    return periodic.plan(
        rng, diary, night, person, index, toes=bool(facts["toes"]), source=str(facts["source"])
    )
