"""Nights of the world of poses."""

from dataclasses import replace

import numpy as np

from benchmarks.worlds.night import PLACES, SCENARIOS, Night, Stream, Truth
from benchmarks.worlds.posed import background, bed, episodes, legs, person, sensor, special, whole
from benchmarks.worlds.posed import sleep as sleeping
from benchmarks.worlds.posed.diary import Diary
from benchmarks.worlds.posed.stage import Stage, Track
from benchmarks.worlds.posed.strokes import Rng, around, between
from benchmarks.worlds.posed.turning import Array

NAME = "posed"
INDEX = {
    "plm_mild": 8.0,
    "plm": 25.0,
    "plm_severe": 60.0,
    "hypnic_plm": 25.0,
    "both_plm": 25.0,
    "toes": 30.0,
}
MIXED = (
    "hypnic",
    "shudder",
    "foot_tremor",
    "twitches",
    "dream",
    "tonic",
    "focal",
    "walks",
    "cramp",
    "pet",
    "bed_shaken",
    "spasms",
    "plm_mild",
    "plm",
)


def _special(
    rng: Rng,
    scenario: str,
    diary: Diary,
    night: sleeping.Sleep,
    who: person.Person,
    other: person.Person,
    facts: dict[str, object],
) -> None:
    """Put in what the scenario is named after."""
    spans = night.spans()
    if scenario in {"hypnic", "hypnic_plm"}:
        facts["starts"] = special.hypnic(rng, diary, night)
    if scenario == "rls":
        special.rls(rng, diary, night, who)
        if rng.random() < 0.6:
            facts["plm"] = special.plms(rng, diary, night, who, float(rng.uniform(8, 40)))
    if scenario == "reading":
        special.reading(rng, diary, night)
    if scenario == "rest_tremor":
        special.rest_tremor(rng, diary, night)
    if scenario == "shudder":
        facts["shudders"] = special.some(
            rng,
            diary,
            [(night.lights, night.rising)],
            int(rng.integers(4, 16)),
            whole.shudder,
            "shudder",
            (1.5, 6.0),
            aim=lambda: around(rng, 0.09, 0.6, 0.015, 0.5),
        )
    if scenario == "foot_tremor":
        facts["trains"] = special.foot_tremor(rng, diary, night)
    if scenario == "dream":
        facts["dreams"] = episodes.dreams(rng, diary, night)
    if scenario == "tonic":
        facts["tonic"] = special.some(
            rng, diary, spans, int(rng.integers(2, 8)), whole.tonic, "tonic", (10.0, 30.0)
        )
    if scenario == "convulsive":
        facts["convulsive"] = episodes.convulsive(rng, diary, night)
    if scenario == "focal":
        place = str(rng.choice(PLACES))
        base = between(rng, 0.08, 0.8)
        facts["focal"] = special.some(
            rng,
            diary,
            spans,
            int(rng.integers(2, 8)),
            legs.focal,
            "focal",
            (10.0, 60.0),
            place=place,
            aim=lambda: around(rng, base, 0.3, 0.03, 1.5),
        )
    if scenario == "twitches":
        facts["twitches"] = "many"
    if scenario == "pet":
        facts["pet"] = episodes.pets(rng, diary, night)
    if scenario == "bed_shaken":
        background.shaken(rng, diary, night, float(rng.uniform(8, 40)))
        background.partner(rng, diary, night, float(rng.uniform(4, 12)))
    if scenario in {"partner_plm", "both_plm"}:
        facts["partner_plm"] = special.plms(
            rng, diary, night, other, float(rng.uniform(15, 60)), source="partner"
        )
        background.partner(rng, diary, night, float(rng.uniform(3, 8)))
    if scenario in INDEX:
        index = INDEX[scenario] * (1.0 if scenario != "both_plm" else float(rng.uniform(0.5, 1.8)))
        facts["plm"] = special.plms(rng, diary, night, who, index, toes=scenario == "toes")
    if scenario == "breathing":
        facts["pauses"] = special.breathing(rng, diary, night)


def _still(rng: Rng, track: Track, pauses: list[tuple[float, float]], pace: float) -> None:
    """Breathing, pulse and slow drift while at rest, in place."""
    own = track.sensor
    count = len(track.course)
    t = np.arange(count) / own.rate + own.start
    knots = np.arange(0, t[-1] + 20, 4.0)
    loud = np.exp(rng.normal(0, 0.25, len(knots)))
    for begin, end in pauses:
        loud[(knots > begin) & (knots < end)] = 0.05
        loud[(knots >= end) & (knots < end + 14)] = 2.6
    speed = pace * np.exp(rng.normal(0, 0.08, len(knots)))
    turns = np.concatenate([[0.0], np.cumsum(4.0 * speed)])[:-1]
    breath = np.interp(t, knots, loud) * np.sin(2 * np.pi * np.interp(t, knots, turns))
    beat = float(rng.uniform(0.85, 1.25)) * np.exp(rng.normal(0, 0.05, len(knots)))
    beats = np.interp(t, knots, np.concatenate([[0.0], np.cumsum(4.0 * beat)])[:-1])
    pulse = np.exp(6 * (np.cos(2 * np.pi * beats) - 1)) * np.sin(6 * np.pi * beats)
    drift = np.interp(t, knots[::15], np.cumsum(rng.normal(0, 0.0004, len(knots[::15]))))
    for axis in range(3):
        track.course[:, axis] += (
            own.breath * own.breath_way[axis] * breath
            + own.pulse * own.pulse_way[axis] * pulse
            + drift * own.pulse_way[2 - axis]
        )


def _course(track: Track) -> Array:
    """Everything a sensor felt, gravity included."""
    track.course += track.rest
    steps = sorted(track.steps, key=lambda s: s[0])
    level = np.zeros(3)
    for i, (index, change) in enumerate(steps):
        level = level + change
        stop = steps[i + 1][0] if i + 1 < len(steps) else len(track.course)
        if stop > index:
            track.course[index:stop] += level
    return track.course


def _gaps(rng: Rng, total: float) -> list[tuple[float, float]]:
    """A few dropouts, apart from each other."""
    gaps: list[tuple[float, float]] = []
    for _ in range(int(rng.poisson(0.25 * total / 3600))):
        begin, length = float(rng.uniform(60, total - 120)), between(rng, 0.4, 30)
        if all(begin > b + 5 or begin + length < a - 5 for a, b in gaps):
            gaps.append((begin, begin + length))
    return sorted(gaps)


def night(seed: int, scenario: str, hours: float = 8.0) -> Night:
    """Simulate a night.

    Parameters
    ----------
    seed : int
    scenario : str
        One of SCENARIOS.
    hours : float
        Length of the recording.
    """
    rng = np.random.default_rng([7081, seed, SCENARIOS.index(scenario)])
    who, other, mattress = person.draw(rng), person.draw(rng), bed.draw(rng)
    who = replace(who, pace=who.pace * mattress.blanket)
    sensors = {place: sensor.draw(rng, place) for place in PLACES}
    course = sleeping.draw(rng, scenario, hours)
    diary = Diary(course.total)
    facts: dict[str, object] = {}
    names = [scenario]
    if scenario == "mixed":
        names = [str(n) for n in rng.choice(MIXED, int(rng.integers(3, 5)), replace=False)]
        facts["mixed"] = names
    for name in names:  # first what wakes the wearer
        if name == "walks":
            facts["walks"] = special.walks(rng, diary, course)
        elif name == "cramp":
            facts["cramps"] = episodes.cramp(rng, diary, course)
        elif name == "spasms":
            facts["spasms"] = episodes.spasms(rng, diary, course)
    for name in names:
        _special(rng, name, diary, course, who, other, facts)
    background.edges(rng, diary, course, busy=200.0 if scenario == "rest_tremor" else 35.0)
    background.awakenings(rng, diary, course)
    background.asleep(rng, diary, course, who, twitches=12.0 if "twitches" in names else 1.0)
    if rng.random() < 0.3:
        background.partner(rng, diary, course, float(rng.uniform(1, 4)))
    if rng.random() < 0.4:
        background.shaken(rng, diary, course, float(rng.uniform(0.5, 4)))
    stage = Stage(rng, who, other, mattress, sensors, course.total)
    truth: list[Truth] = []
    for act in sorted(diary.acts, key=lambda a: a.at):
        one = stage.perform(act)
        if one is not None:
            truth.append(one)
    pauses = facts.get("pauses", [])
    pace = float(rng.uniform(0.19, 0.3))
    streams: dict[str, list[Stream]] = {}
    for place in PLACES:
        track = stage.tracks[place]
        _still(rng, track, pauses, pace)  # type: ignore[arg-type]
        streams[place] = track.sensor.written(rng, _course(track), _gaps(rng, course.total))
    facts |= {
        "person": who,
        "bed": mattress,
        "rem": list(course.rem),
        "rates": {p: sensors[p].rate for p in PLACES},
        "noise": {p: sensors[p].noise for p in PLACES},
        "range": {p: sensors[p].limit for p in PLACES},
        "loose": {p: sensors[p].loose for p in PLACES},
    }
    return Night(
        world=NAME,
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=sorted(truth, key=lambda one: one.onset_s),
        sleep=course.spans(),
        bed=(course.lights, course.rising),
        facts=facts,
    )
