"""Cramps, acted dreams, fits and pets: what comes in episodes."""

import numpy as np

from benchmarks.worlds.posed import legs, outside, whole
from benchmarks.worlds.posed.diary import Act, Diary
from benchmarks.worlds.posed.sleep import Sleep
from benchmarks.worlds.posed.strokes import Rng, around

PLACES = whole.PLACES


def cramp(rng: Rng, diary: Diary, night: Sleep) -> int:
    """A leg in cramp wakes the wearer."""
    made = 0
    wanted = 1 if night.hours() < 2 else int(rng.integers(1, 4))
    for _ in range(40):
        length = float(rng.uniform(60, 180))
        begin = float(rng.uniform(night.onset + 300, night.woken - 400))
        if made == wanted or not night.wake(begin + 1, length + 70):
            continue
        side = str(rng.choice(["left", "right"]))
        if diary.put(
            Act(
                at=begin,
                length=length,
                make=legs.cramp,
                kind="cramp",
                options={"side": side, "length": length},
            )
        ):
            made += 1
            diary.close(begin, begin + length)
    return made


def dreams(rng: Rng, diary: Diary, night: Sleep) -> int:
    """Clusters of enactment in REM, more of it late."""
    made = 0
    for i, (begin, end) in enumerate(night.rem):
        for _ in range(int(rng.poisson(1.0 + 0.8 * i))):
            at = float(rng.uniform(begin, max(end - 20, begin + 1)))
            for _ in range(int(rng.integers(2, 12))):
                way = str(rng.choice(["punch", "kick", "talk", "flurry"], p=[0.3, 0.2, 0.35, 0.15]))
                length = around(
                    rng, {"punch": 0.9, "kick": 0.9, "talk": 2.2, "flurry": 4.0}[way], 0.5, 0.5, 9.0
                )
                act = Act(
                    at=at,
                    length=length,
                    make=whole.dream,
                    kind="dream",
                    options={"way": way, "length": length},
                )
                made += night.dreaming(at) and diary.put(act)
                at += length + float(rng.exponential(6)) + 1
    return made


def convulsive(rng: Rng, diary: Diary, night: Sleep) -> int:
    """One or two convulsions, each followed by stillness."""
    made, wanted = 0, 1 if night.hours() < 3 else int(rng.integers(1, 3))
    for begin in diary.scatter(rng, night.spans(), 12):
        length = float(rng.uniform(60, 125))
        act = Act(
            at=begin,
            length=length,
            make=whole.convulsive,
            kind="convulsive",
            options={"length": length},
        )
        if made < wanted and begin + length + 60 < night.woken and diary.put(act, margin=10):
            diary.close(begin + length, begin + length + float(rng.uniform(180, 600)))
            made += 1
    return made


def spasms(rng: Rng, diary: Diary, night: Sleep) -> int:
    """Clusters of spasms after awakenings."""
    made, clusters = 0, 0
    wanted = 1 + int(rng.integers(1, 3)) * (night.total > 2700)
    for _ in range(30):
        count, every = int(rng.integers(8, 31)), float(rng.uniform(6, 24))
        begin = float(rng.uniform(night.onset + 200, night.woken - 200))
        length = min(count * every + 60, 420.0, 0.1 * night.total)
        if clusters == wanted or not night.wake(begin, length):
            continue
        clusters += 1
        at = begin + float(rng.uniform(8, 25))
        base = around(rng, 0.3, 0.5, 0.08, 1.2)
        for i in range(count):
            swell = np.exp(-(((i / count - 0.4) / 0.5) ** 2))
            act = Act(
                at=at,
                length=2.0,
                make=whole.spasm,
                kind="spasm",
                options={"aim": base * float(swell) * around(rng, 1, 0.25, 0.4, 2)},
            )
            if at < begin + length - 5:
                made += diary.put(act)
            at += float(np.clip(every * rng.normal(1, 0.2), 5, 30))
        diary.close(begin, begin + length)
    return made


def pets(rng: Rng, diary: Diary, night: Sleep) -> int:
    """A pet that prefers one limb."""
    place = str(rng.choice(PLACES, p=[0.4, 0.4, 0.2]))
    made = 0
    for at in diary.scatter(rng, [(night.lights, night.rising)], int(rng.integers(3, 9))):
        if rng.random() < 0.3:
            every = float(rng.uniform(15, 45))
            times = at + np.cumsum(every * rng.uniform(0.6, 1.5, int(rng.integers(4, 15))))
        else:
            times = at + np.cumsum(rng.exponential(25, int(rng.integers(1, 8))))
        for one in times:
            way = str(rng.choice(["nudge", "knead", "steps", "lean"]))
            length = around(rng, 3.0, 0.6, 0.6, 15.0)
            diary.add(
                Act(
                    at=float(one),
                    length=length,
                    make=outside.pet,
                    kind="external",
                    source="pet",
                    options={
                        "place": place if rng.random() < 0.9 else str(rng.choice(PLACES)),
                        "length": length,
                        "way": way,
                    },
                )
            )
            made += 1
    return made
