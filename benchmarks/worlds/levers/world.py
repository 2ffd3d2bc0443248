"""Nights of levers: muscles, friction, gravity and one mattress."""

from zlib import crc32

import numpy as np

from benchmarks.worlds.levers.diary import Diary, ordinary
from benchmarks.worlds.levers.draws import Rng, between, chance, pick
from benchmarks.worlds.levers.scenarios import PARTS, parts_of, wants
from benchmarks.worlds.levers.scene import act
from benchmarks.worlds.levers.sensor import RATES, draw_device, record
from benchmarks.worlds.levers.sleeper import draw_sleeper
from benchmarks.worlds.levers.timetable import draw_timetable
from benchmarks.worlds.night import PLACES, SCENARIOS, Night

__all__ = ["SCENARIOS", "night"]

NAME = "levers"
TILTS = (1.0, 14.0)
"""Median tilt of periodic movements over nights, degrees. Chosen: shows as 20 to 300 mg."""
FAINT_TILTS = (0.08, 0.7)
"""The same where only the toes move: mostly below 6 mg at the ankle (NAMING.md 13)."""


def _busy(rng: Rng, parts: tuple[str, ...], total: float) -> float:
    """Share of the night spent on something before trying to sleep."""
    if "rls" in parts:
        return min(3600.0 * between(rng, 0.5, 1.1) / total, between(rng, 0.25, 0.35))
    if "reading" in parts:
        return min(3600.0 / total, between(rng, 0.14, 0.28))
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
    rng, noise = (
        np.random.default_rng([seed, crc32(f"{NAME} {scenario}".encode()), each])
        for each in range(2)
    )
    total = 3600.0 * hours
    parts = parts_of(rng, scenario)
    sleeper = draw_sleeper(rng, FAINT_TILTS if "toes" in parts else TILTS)
    latency = 700.0 if {"rest_tremor", "hypnic", "foot_tremor"} & set(parts) else 0.0
    table = draw_timetable(rng, total, wants(rng, parts, total), _busy(rng, parts, total), latency)
    diary = Diary(rng=rng, sleeper=sleeper, table=table)
    diary.facts["starts_standing"] = chance(rng, 0.4)
    for each in parts:
        PARTS[each](diary)
    ordinary(diary)
    posture = sleeper.standing if diary.facts["starts_standing"] else sleeper.postures[0]
    stretches, truth = act(sleeper, diary.kept(), posture)
    common = pick(rng, RATES) if chance(rng, 0.5) else None
    devices = {place: draw_device(rng, common) for place in PLACES}
    streams = {
        place: record(
            noise,
            sleeper,
            place,
            devices[place],
            stretches[place],
            posture[place],
            total,
            diary.pauses,
        )
        for place in PLACES
    }
    habit = sleeper.habit
    return Night(
        world=NAME,
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=truth,
        sleep=table.asleep,
        bed=(table.lights, table.rise),
        facts={
            "parts": parts,
            "rates": {place: devices[place].rate for place in PLACES},
            "noise_mg": {place: 1e3 * devices[place].noise for place in PLACES},
            "plm_tilt_deg": habit.tilt,
            "plm_interval_s": habit.interval,
            "bed_hz": sleeper.mattress.hertz,
            "bed_q": sleeper.mattress.quality,
            "wakings": [(each.begin, each.end, each.why) for each in table.wakings],
        }
        | diary.facts,
    )
