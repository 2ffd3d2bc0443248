"""Nights of this world."""

import zlib

import numpy as np

from benchmarks.worlds.driven.background import asleep, ends, wakeful
from benchmarks.worlds.driven.body import LYING, draw_body
from benchmarks.worlds.driven.diary import draw_diary
from benchmarks.worlds.driven.drive import between
from benchmarks.worlds.driven.sensor import read
from benchmarks.worlds.driven.specials import SPECIALS, specials
from benchmarks.worlds.driven.synthesis import Stage
from benchmarks.worlds.night import PLACES, Night

NAME = "driven"
SCENARIOS = tuple(SPECIALS)


def night(seed: int, scenario: str, hours: float = 8.0) -> Night:
    """Draw and play one night.

    Parameters
    ----------
    seed : int
        Decides, with the scenario and the length, everything.
    scenario : str
        One of `SCENARIOS`.
    hours : float
        From the first sample to the last.

    Raises
    ------
    ValueError
        If the scenario is unknown or the night is shorter than 0.4 h.
    """
    if scenario not in SPECIALS:
        raise ValueError(f"unknown scenario {scenario!r}; there are {', '.join(SCENARIOS)}")
    if hours < 0.4:
        raise ValueError(f"a night of {hours} h is too short: at least 0.4 h")
    rng = np.random.default_rng([seed, zlib.crc32(scenario.encode())])
    body = draw_body(rng)
    diary = draw_diary(rng, hours, scenario)
    chosen, dose, names = specials(rng, scenario)
    facts: dict[str, object] = {"strength": body.strength, "specials": names}
    ends(body, rng, diary)
    for add in chosen:
        facts.update(add(body, rng, diary, dose))
    wakeful(body, rng, diary, still=scenario in {"rls", "reading"})
    facts.update(asleep(body, rng, diary))
    loose = {p: between(rng, 0.0, 0.6) for p in PLACES}
    facts["loose"] = loose
    stage = Stage(body, rng, str(rng.choice(LYING)), loose)
    for act in sorted(diary.acts, key=lambda one: one.at):
        stage.play(act)
    streams = {}
    for place in PLACES:
        streams[place], facts[place] = read(
            rng, body, stage.tracks[place], place, diary.end, diary.pauses
        )
    return Night(
        world=NAME,
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=sorted(stage.truth, key=lambda one: one.onset_s),
        sleep=diary.sleep,
        bed=(diary.lights_off, diary.rise),
        facts=facts,
    )
