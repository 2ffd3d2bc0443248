"""Nights put together in the acceleration domain, without a body."""

from zlib import crc32

import numpy as np

from benchmarks.worlds.direct.agenda import Agenda, ordinary
from benchmarks.worlds.direct.course import draw_course
from benchmarks.worlds.direct.draws import Rng, between, span
from benchmarks.worlds.direct.person import draw_person
from benchmarks.worlds.direct.render import render
from benchmarks.worlds.direct.scenarios import COMPOUND, MIXABLE, PARTS, SCENARIOS
from benchmarks.worlds.direct.sensor import record
from benchmarks.worlds.night import PLACES, Night

__all__ = ["SCENARIOS", "night"]

NAME = "direct"


def _demands(rng: Rng, parts: tuple[str, ...], total: float) -> list[tuple[str, float]]:
    """Stretches awake in the night that the parts of a scenario need."""
    out: list[tuple[str, float]] = []
    short = min(1.0, total / 9000.0)
    for part in parts:
        if part == "walks":
            count = int(rng.integers(1, 4))
            out += [("walk", short * between(rng, 200.0, 420.0)) for _ in range(count)]
        elif part == "cramp":
            out += [("cramp", between(rng, 200.0, 320.0)) for _ in range(int(rng.integers(1, 4)))]
        elif part == "spasms":
            count = int(rng.integers(2, 5))
            out += [("spasms", short * span(rng, 80.0, 420.0)) for _ in range(count)]
        elif part in {"rest_tremor", "shudder"}:
            out += [("awake", short * between(rng, 150.0, 420.0)) for _ in range(3)]
        elif part in {"hypnic", "foot_tremor"}:
            out += [("awake", between(rng, 50.0, 150.0)) for _ in range(int(rng.integers(1, 3)))]
    return out


def _before(rng: Rng, parts: tuple[str, ...], total: float) -> float:
    """Seconds of activity between lights off and trying to sleep."""
    if "rls" in parts:
        return min(3600.0, total / 3.0) * between(rng, 0.8, 1.0)
    if "reading" in parts:
        return min(3600.0, total * between(rng, 0.13, 0.27))
    return 0.0


def night(seed: int, scenario: str, hours: float = 8.0) -> Night:
    """One night of this world.

    Parameters
    ----------
    seed : int
        With the scenario it decides everything.
    scenario : str
        One of `SCENARIOS`.
    hours : float
        Length of the recording.

    Returns
    -------
    Night
        Streams and truth.
    """
    if scenario not in SCENARIOS:
        raise ValueError(f"no such scenario: {scenario}")
    rng, body, noise = (
        np.random.default_rng([seed, crc32(scenario.encode()), part]) for part in range(3)
    )
    total = 3600.0 * hours
    if scenario == "mixed":
        chosen = rng.choice(np.array(MIXABLE), int(rng.integers(3, 5)), replace=False)
        parts = tuple(str(part) for part in chosen)
    else:
        parts = COMPOUND.get(scenario, (scenario,))
    faint = scenario == "toes"
    person = draw_person(rng, (0.0015, 0.006) if faint else (0.02, 0.25))
    latency = 900.0 if {"rest_tremor", "hypnic", "foot_tremor"} & set(parts) else 0.0
    course = draw_course(
        rng, total, _before(rng, parts, total), _demands(rng, parts, total), latency
    )
    agenda = Agenda(rng=rng, person=person, course=course)
    for part in parts:
        PARTS[part](agenda)
    ordinary(agenda)
    start = person.standing if agenda.facts.get("starts_standing") else person.postures[0]
    patches, truth = render(body, person, agenda.moves, start)
    streams = {
        place: record(
            noise,
            person,
            place,
            patches[place],
            person.devices[place].mount @ start[place],
            total,
            agenda.pauses,
        )
        for place in PLACES
    }
    return Night(
        world=NAME,
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=truth,
        sleep=course.asleep,
        bed=(course.lights, course.rise),
        facts={
            "parts": parts,
            "rates": {place: person.devices[place].rate for place in PLACES},
            "noise_mg": {place: person.devices[place].noise_mg for place in PLACES},
            "plm_amp_g": person.habit.amp,
            "plm_interval_s": person.habit.interval,
            "rem": course.rem,
            "wakes": [(wake.begin, wake.end, wake.why) for wake in course.wakes],
        }
        | agenda.facts,
    )
