"""Nights of a body whose every movement is a sum of lognormal strokes."""

import zlib

import numpy as np

from benchmarks.worlds.night import SCENARIOS, Night
from benchmarks.worlds.strokes import episodes, jolts, outside, seizures
from benchmarks.worlds.strokes.background import (
    lying_down,
    quiet_night,
    rising,
    settle,
    trip,
    waking,
)
from benchmarks.worlds.strokes.bed import Bed
from benchmarks.worlds.strokes.chain import LIMBS, lying
from benchmarks.worlds.strokes.hum import Hum
from benchmarks.worlds.strokes.hypnogram import Span, hypnogram
from benchmarks.worlds.strokes.maker import Maker
from benchmarks.worlds.strokes.periodic import periodic
from benchmarks.worlds.strokes.person import Person
from benchmarks.worlds.strokes.synth import Stage
from benchmarks.worlds.strokes.wear import RATES, Wear

INDEX = {
    "plm_mild": 8.0,
    "plm": 25.0,
    "plm_severe": 60.0,
    "hypnic_plm": 25.0,
    "both_plm": 30.0,
    "toes": 30.0,
    "mixed": 20.0,
}


def _special(maker: Maker, other: Maker, scenario: str) -> list[Span]:
    """Whatever makes this scenario; returns pauses of breath."""
    rng = maker.rng
    wanted = [scenario]
    if scenario == "hypnic_plm":
        wanted = ["hypnic"]
    elif scenario == "both_plm":
        wanted = ["partner_plm"]
    elif scenario == "mixed":
        extra = ["dream", "foot_tremor", "rest_tremor", "shudder", "tonic", "focal", "twitches"]
        wanted = ["hypnic", *(str(v) for v in rng.choice(extra, 2, replace=False))]
        wanted += [str(rng.choice(["partner_plm", "bed_shaken", "pet"]))]
        maker.facts["mixed"] = wanted
    simple = {
        "hypnic": jolts.hypnic,
        "spasms": jolts.spasms,
        "tonic": seizures.tonic,
        "convulsive": seizures.convulsive,
        "focal": seizures.focal,
        "rest_tremor": seizures.rest_tremor,
        "shudder": seizures.shudder,
        "foot_tremor": seizures.foot_tremor,
        "cramp": seizures.cramp,
        "dream": episodes.dream,
        "twitches": episodes.twitches,
        "pet": outside.pet,
    }
    pauses: list[Span] = []
    for name in wanted:
        if name in simple:
            simple[name](maker)
        elif name == "partner_plm":
            outside.partner_plm(maker, other)
        elif name == "bed_shaken":
            outside.shaken(maker, other)
        elif name == "breathing":
            pauses = episodes.breathing(maker)
        elif name == "rls":
            episodes.restless(maker)
            if rng.random() < 0.7:
                periodic(maker, float(rng.uniform(8, 35)))
        elif name == "reading":
            episodes.reading(maker)
    if scenario in INDEX:
        name = "toes" if scenario == "toes" else "periodic"
        periodic(maker, INDEX[scenario], name=name)
    return pauses


def _waking(maker: Maker) -> None:
    for span in maker.night.awakenings:
        if span not in maker.night.trip and maker.calendar.free(span[0] + 4, span[1]):
            waking(maker, span)


def night(seed: int, scenario: str, hours: float = 8.0) -> Night:
    """Simulate one night; the seed and scenario decide everything."""
    if scenario not in SCENARIOS:
        raise ValueError(f"unknown scenario {scenario!r}, one of {', '.join(SCENARIOS)}")
    rng = np.random.default_rng([seed, zlib.crc32(scenario.encode()), 7919])
    person, partner = Person.draw(rng, hours), Person.draw(rng, hours)
    bed = Bed.draw(rng)
    plan = hypnogram(rng, hours, scenario)
    maker, other = Maker(rng, person, plan), Maker(rng, partner, plan, partner=True)
    before = plan.restless[1] if plan.restless else plan.off
    lying_down(maker)
    for span in plan.awakenings:
        maker.calendar.book(span[0], span[0] + 3)
    for span in plan.trip:
        trip(maker, span)
    late = scenario in ("spasms", "rest_tremor", "mixed")  # these come into awakenings first
    if not late:
        _waking(maker)
    pauses = _special(maker, other, scenario)
    settle(maker, (before + 12, plan.onset), turns=rng.uniform(0.5, 4))
    if late:
        _waking(maker)
    rising(maker)
    quiet_night(maker, busy=0.8 if scenario in ("plm_severe", "breathing") else 1.0)
    nominal = float(rng.choice(RATES))
    same = rng.random() < 0.6
    wears = {
        name: Wear.draw(rng, plan.total, nominal if same else float(rng.choice(RATES)))
        for name in LIMBS
    }
    sit = rng.random() < 0.5
    stage = Stage(
        person,
        partner,
        bed,
        wears,
        lying(rng, "sitting" if sit else "supine"),
        lying(rng, str(rng.choice(["supine", "left", "right"]))),
        rng,
        float(rng.uniform(0.5, 1.0)),
    )
    stage.play(maker.acts, plan.total)
    turns = [a.at for a in maker.acts if a.kind == "gross_movement" and not a.partner]
    hum = Hum(rng, plan, turns, pauses)
    streams = {}
    for name, wear in wears.items():
        where = wear.start + np.arange(len(wear.xyz)) / wear.rate
        wear.finish(rng, hum.at(where, wrist=name == "wrist"))
        streams[name] = wear.streams(rng, int(rng.poisson(0.25 * hours**0.5)))
    facts: dict[str, object] = {
        "bed": bed.kind,
        "bed_ratio": round(bed.ratio, 4),
        "bed_hz": round(bed.hz, 2),
        "bed_damping": round(bed.damping, 2),
        "wrist": "left" if person.build.arm_side > 0 else "right",
        "clumsy": round(person.clumsy, 2),
        "tremor_hz": round(person.tremor_hz, 1),
        "rates": {k: round(w.rate, 4) for k, w in wears.items()},
        "noise_g": {k: round(w.noise, 5) for k, w in wears.items()},
        "range_g": {k: w.span for k, w in wears.items()},
        "step_g": {k: round(w.step, 6) for k, w in wears.items()},
        "loose": {k: round(w.loose, 2) for k, w in wears.items()},
        "latency_s": round(plan.onset - before),
        "rem": [(round(a), round(b)) for a, b in plan.rem],
    }
    facts |= maker.facts
    return Night(
        world="strokes",
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=sorted(stage.truth, key=lambda t: t.onset_s),
        sleep=plan.sleep,
        bed=(plan.off, plan.rise),
        facts=facts,
    )
