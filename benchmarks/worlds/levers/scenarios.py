"""What scenarios consist of, and how long they keep the wearer awake."""

import numpy as np

from benchmarks.worlds.levers import company, legs, nights
from benchmarks.worlds.levers.draws import Rng, between, pick, span
from benchmarks.worlds.levers.parts import PARTS

__all__ = ["PARTS", "parts_of", "wants"]

SOURCES = (company, legs, nights)
"""Modules whose parts are entered as they are read."""
MIXABLE = (
    *("plm", "hypnic", "partner_plm", "pet", "bed_shaken", "rest_tremor", "shudder", "foot_tremor"),
    *("twitches", "dream", "breathing", "focal", "spasms", "tonic", "walks", "cramp"),
)
COMPOUND: dict[str, tuple[str, ...]] = {
    "none": (),
    "hypnic_plm": ("hypnic", "plm"),
    "both_plm": ("plm", "partner_plm"),
}


def parts_of(rng: Rng, scenario: str) -> tuple[str, ...]:
    """What a scenario consists of."""
    if scenario == "mixed":
        count = int(rng.integers(3, 5))
        return tuple(str(part) for part in rng.choice(np.array(MIXABLE), count, replace=False))
    return COMPOUND.get(scenario, (scenario,))


def wants(rng: Rng, parts: tuple[str, ...], total: float) -> list[tuple[str, float]]:
    """Wakings that the parts need, and how long, s."""
    out: list[tuple[str, float]] = []
    short = min(1.0, total / 7200.0)
    for each in parts:
        if each == "walks":
            out += [
                ("walk", 90.0 + short * between(rng, 60.0, 240.0))
                for _ in range(pick(rng, (1, 2, 2)))
            ]
        elif each == "cramp":
            out += [("cramp", between(rng, 170.0, 280.0)) for _ in range(pick(rng, (1, 1, 2, 3)))]
        elif each == "spasms":
            out += [("spasms", short * span(rng, 90.0, 400.0)) for _ in range(pick(rng, (2, 3, 4)))]
        elif each in {"rest_tremor", "shudder"}:
            out += [("awake", short * between(rng, 150.0, 420.0)) for _ in range(3)]
        elif each in {"hypnic", "foot_tremor"}:
            out += [("awake", between(rng, 40.0, 140.0)) for _ in range(pick(rng, (1, 2)))]
    return out
