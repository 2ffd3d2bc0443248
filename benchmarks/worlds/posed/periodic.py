"""Runs of periodic limb movements."""

import numpy as np

from benchmarks.worlds.posed import legs, whole
from benchmarks.worlds.posed.diary import Act, Diary
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.sleep import Sleep
from benchmarks.worlds.posed.strokes import Rng, around


def _run(rng: Rng, person: Person, count: int, every: float) -> list[float]:
    """Onsets of a run, from 0."""
    steps = np.log(every) + rng.normal(0, float(rng.uniform(0.08, 0.3)), count)
    steps = steps + np.cumsum(rng.normal(0, 0.03, count))
    return [0.0, *np.cumsum(np.clip(np.exp(steps), 11.0, 75.0)).tolist()]


def plan(
    rng: Rng,
    diary: Diary,
    night: Sleep,
    person: Person,
    index: float,
    *,
    toes: bool = False,
    source: str = "self",
) -> int:
    """Put an index's worth of movements into NREM sleep, more of them early."""
    wanted = round(index * night.hours() * float(rng.uniform(0.85, 1.2)))
    spans = night.spans() if source == "self" else [(night.onset - 200, night.woken)]
    begin, end = spans[0][0] + 60, spans[-1][1] - 20
    room = end - begin
    runs: list[list[float]] = []
    left = wanted
    while left >= 5 or rng.random() < left / 5:
        count = int(np.clip(5 + rng.exponential(4 + 0.25 * wanted), 5, 100))
        count = max(min(count, left), 5)
        every = around(rng, person.plm_every, 0.12, 12.0, 60.0)
        runs.append(_run(rng, person, count - 1, every))
        left -= count
    busy = sum(r[-1] for r in runs) + 30 * len(runs)
    if busy > 0.85 * room:
        squeeze = max(0.5, 0.85 * room / busy)
        runs = [[max(x * squeeze, 11.0 * i) for i, x in enumerate(r)] for r in runs]
        busy = sum(r[-1] for r in runs) + 30 * len(runs)
    spare = max(room - busy, 0.0)
    weights = rng.dirichlet(np.linspace(0.7, 2.2, len(runs) + 1)) if runs else np.zeros(1)
    made, at = 0, begin
    for run, weight in zip(runs, weights, strict=False):
        at += spare * float(weight)
        made += _place(rng, diary, night, person, [at + x for x in run], toes=toes, source=source)
        at += run[-1] + 30
    for _ in range(12):  # what fell into wakefulness or dreams is made up for elsewhere
        if made > 0.92 * wanted - 3:
            break
        count = int(np.clip(wanted - made, 5, 20))
        every = around(rng, person.plm_every, 0.12, 12.0, 60.0)
        at = begin + room * float(rng.beta(1.0, 1.6))
        run = [at + x for x in _run(rng, person, count - 1, every)]
        made += _place(rng, diary, night, person, run, toes=toes, source=source)
    return made


def _place(
    rng: Rng,
    diary: Diary,
    night: Sleep,
    person: Person,
    run: list[float],
    *,
    toes: bool,
    source: str,
) -> int:
    """Put one run into the diary where the sleeper can have it; gives how many."""
    made = 0
    sides_of = [("left",), ("right",), ("left", "right"), ("left",)]
    manner = int(rng.choice(4, p=np.array(person.plm_sides) / sum(person.plm_sides)))
    loud = float(np.exp(rng.normal(0, 0.25)))
    fade = float(rng.uniform(-0.2, 1.1))
    shape = str(rng.choice(legs.SHAPES, p=person.plm_shapes))
    for i, at in enumerate(run):
        sides: tuple[str, ...] = sides_of[manner]
        if manner == 3 and i % 2:
            sides = ("right",)
        if manner == 2 and rng.random() < 0.15:
            sides = (str(rng.choice(["left", "right"])),)
        if rng.random() < 0.12:
            shape = str(rng.choice(legs.SHAPES, p=person.plm_shapes))
        length = around(rng, person.plm_length, 0.25, 0.6, 7.5)
        size = loud * np.exp(-fade * i / len(run)) * around(rng, 1.0, 0.3, 0.3, 2.5)
        options = {
            "sides": sides,
            "shape": shape,
            "length": length,
            "size": float(size),
            "arm": bool(rng.random() < person.plm_arm),
        }
        if toes:
            options["aim"] = around(rng, 0.0035, 0.4, 0.0012, 0.012)
            options["arm"] = False
        if source == "partner":
            diary.add(
                Act(
                    at=at,
                    length=length,
                    make=legs.leg,
                    kind="external",
                    options=options,
                    source=source,
                )
            )
            made += 1
            continue
        if not night.asleep(at) or (night.dreaming(at) and rng.random() < 0.85):
            continue
        if not diary.put(Act(at=at, length=length, make=legs.leg, kind="plm", options=options)):
            continue
        made += 1
        if not toes and rng.random() < person.plm_arousal * 0.5:
            late = at + length + float(rng.uniform(1.1, 1.6))
            long = around(rng, 2.5, 0.3, 1.5, 5.0)
            diary.put(
                Act(
                    at=late,
                    length=long,
                    make=whole.stir,
                    kind="gross_movement",
                    options={"length": long, "size": 0.5},
                )
            )
    return made
