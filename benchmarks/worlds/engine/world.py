"""Nights of a body in a rigid-body engine."""

import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.worlds.engine import events, scenarios
from benchmarks.worlds.engine.bursts import Floats
from benchmarks.worlds.engine.model import draw_bed
from benchmarks.worlds.engine.person import draw_person, pick
from benchmarks.worlds.engine.postures import draw_posture
from benchmarks.worlds.engine.record import Record
from benchmarks.worlds.engine.sensors import write
from benchmarks.worlds.engine.sleeper import Sleeper
from benchmarks.worlds.engine.timeline import Timeline, draw_timeline
from benchmarks.worlds.night import Night

if TYPE_CHECKING:
    from benchmarks.worlds.engine.events import Event

SCENARIOS = tuple(scenarios.CONTENT)
SLOW = {"rls", "reading"}
WITH_PARTNER = {"partner_plm", "both_plm", "bed_shaken"}


def _breath(rng: np.random.Generator, timeline: Timeline) -> tuple[Floats, Floats, Floats]:
    times = np.arange(0, timeline.total + 1, 0.1)
    knots = np.arange(0, timeline.total + 31, 15.0)
    rate = np.interp(times, knots, rng.uniform(0.2, 0.3) + 0.02 * rng.normal(size=len(knots)))
    breath = np.sin(2 * np.pi * np.cumsum(rate) * 0.1)
    depth = np.interp(times, knots, np.exp(0.15 * rng.normal(size=len(knots))))
    for a, b in timeline.pauses:
        depth[int(a * 10) : int(b * 10)] = 0.15
        k = slice(int(b * 10), int((b + 8) * 10))
        depth[k] *= rng.uniform(1.8, 4)
    smooth = np.ones(8) / 8
    return times, breath, np.convolve(depth, smooth, mode="same")


def night(seed: int, scenario: str, hours: float = 8.0) -> Night:
    """Simulate a night.

    Parameters
    ----------
    seed : int
        With the scenario it decides everything.
    scenario : str
        One of ``SCENARIOS``.
    hours : float
        Length.
    """
    if scenario not in scenarios.CONTENT:
        raise ValueError(f"scenario is {scenario!r}; known: {', '.join(SCENARIOS)}")
    rng = np.random.default_rng([seed, zlib.crc32(scenario.encode()), 20267])
    bed = draw_bed(rng, partner=scenario in WITH_PARTNER)
    person = draw_person(rng)
    timeline = draw_timeline(rng, hours, slow=scenario in SLOW)
    plan: list[Event] = []
    for ingredient in scenarios.CONTENT[scenario]:
        ingredient(rng, timeline, person, plan)
    scenarios.background(rng, timeline, person, plan)
    sleeper = Sleeper(bed)
    sleeper.lie_down(draw_posture(rng, pick(rng, person.likes)))
    record = Record(sleeper, person, rng)
    lost = 0
    for event in sorted(plan):
        at = event.at
        if at < record.busy + 0.3:
            if not event.firm and at < record.busy - 3:
                continue
            at = record.busy + 0.5
        if at > timeline.rise - 12:
            continue
        try:
            event.act(at, record)
        except FloatingPointError:
            lost += 1
            sleeper.lie_down(draw_posture(rng, pick(rng, person.likes)))
    up = max(timeline.rise, record.busy + 0.5)
    events.walk(max(2.0, timeline.total - up), pause=False, leaves=True)(up, record)
    breath = _breath(rng, timeline)
    streams, sensors = {}, {}
    for place, spot in record.spots.items():
        windows = [(at, worn[place]) for at, worn in record.windows]
        streams[place], sensors[place] = write(
            rng, timeline.total, record.first[spot], windows, breath
        )
    return Night(
        world="engine",
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=sorted(record.truth, key=lambda one: one.onset_s),
        sleep=[(float(a), float(b)) for a, b in timeline.sleep],
        bed=(timeline.lights, up),
        facts={
            "bed": asdict(bed),
            "person": asdict(person),
            "sensors": sensors,
            "straps": record.straps,
            "pauses": timeline.pauses,
            "rem": timeline.rem,
            "planned": len(plan),
            "steps": sleeper.steps,
            "lost": lost,
        },
    )
