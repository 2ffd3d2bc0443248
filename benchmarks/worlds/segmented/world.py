"""World of segmented bodies: nights from muscle excitation to what worn accelerometers read."""

import zlib

import numpy as np

from benchmarks.worlds.night import Night, Stream, Truth
from benchmarks.worlds.segmented.body import PLACES, body
from benchmarks.worlds.segmented.hypnogram import plan
from benchmarks.worlds.segmented.mattress import mattress
from benchmarks.worlds.segmented.recording import record
from benchmarks.worlds.segmented.scene import SCENARIOS, scene
from benchmarks.worlds.segmented.strap import chips, strap
from benchmarks.worlds.segmented.vital import chest

__all__ = ["SCENARIOS", "Night", "Stream", "Truth", "night"]


def outline(rng: np.random.Generator, scenario: str, hours: float):
    """Draw the night's outline as far as the scenario rules it."""
    latency = trips = None
    if scenario == "rls":
        latency = rng.uniform(3000, 4200)
    elif scenario == "reading":
        latency = rng.uniform(2400, 6000)
    elif scenario == "walks":
        trips = int(rng.integers(2, 4))
    return plan(rng, hours, latency, trips)


def night(seed: int, scenario: str, *, hours: float = 8.0) -> Night:
    """Simulate one night; seed and scenario decide everything."""
    if scenario not in SCENARIOS:
        raise ValueError(f"unknown scenario {scenario!r}; one of {', '.join(SCENARIOS)}")
    rng = np.random.default_rng([seed, zlib.crc32(scenario.encode())])
    who, bed, lungs = body(rng), mattress(rng), chest(rng)
    straps = {p: strap(rng) for p in PLACES}
    outlined = outline(rng, scenario, hours)
    models = chips(rng, PLACES, outlined.total)
    s = scene(rng, scenario, outlined, bed)
    readings, rows, facts = record(rng, who, bed, lungs, straps, models, s)
    streams = {
        p: [Stream(start_s=a, rate=models[p].rate, xyz=x) for a, x in readings[p]] for p in PLACES
    }
    truth = [
        Truth(onset_s=a, duration_s=d, kind=k, limbs=m, source=o, visible=v)
        for a, d, k, m, o, v in sorted(rows, key=lambda r: (r[0], r[2]))
    ]
    facts |= {
        "height_m": who.height,
        "mass_kg": who.mass,
        "worn_arm": "right" if who.arm > 0 else "left",
        "segments": {p: m.segment for p, m in who.mounts.items()},
        "mattress": bed.kind,
        "share": bed.share,
        "rates": {p: c.rate for p, c in models.items()},
        "noise_g": {p: c.noise for p, c in models.items()},
        "span_g": {p: c.span for p, c in models.items()},
        "strap_hz": {p: x.hz for p, x in straps.items()},
        "rem": outlined.rem,
        "trips": outlined.trips,
        **s.facts,
    }
    return Night(
        world="segmented",
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=truth,
        sleep=outlined.sleep,
        bed=outlined.bed,
        facts=facts,
    )
