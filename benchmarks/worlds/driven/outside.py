"""What partner, pet and bed do to the worn sensors."""

import numpy as np

from benchmarks.worlds.driven.act import Act, Felt
from benchmarks.worlds.driven.drive import (
    Array,
    Rng,
    around,
    band,
    between,
    burst,
    clock,
    cycles,
    gesture,
    joined,
)
from benchmarks.worlds.driven.movements import STYLES, flexion, some
from benchmarks.worlds.driven.rhythms import swell
from benchmarks.worlds.night import PLACES


def everywhere(rng: Rng, env: Array, peak: float, *, fast: bool = False) -> tuple[Felt, ...]:
    """A force that reaches all worn places, unevenly."""
    return tuple(
        Felt(limb=p, envelope=env, peak=peak * around(rng, 0.8, 0.5, 0.15, 2.0), fast=fast)
        for p in PLACES
    )


def partner_leg(rng: Rng, at: float, style: str, seconds: float, peak: float) -> Act:
    """A leg movement of the partner."""
    env = flexion(rng, style, seconds)
    return Act(at=at, kind="external", source="partner", felt=everywhere(rng, env, peak))


def partner_turn(rng: Rng, at: float) -> Act:
    """The partner turns over."""
    env = gesture(rng, around(rng, 4.0, 0.4, 1.5, 10.0), 1.6, (0.25, 1.2))
    peak = around(rng, 0.045, 0.6, 0.01, 0.2)
    return Act(at=at, kind="external", source="partner", felt=everywhere(rng, env, peak))


def footsteps(rng: Rng, at: float) -> Act:
    """Somebody walks by on a floor that gives."""
    seconds = between(rng, 4.0, 14.0)
    gap = 1.0 / between(rng, 1.6, 2.1)
    near = between(rng, 0.2, 0.8) * seconds
    parts = []
    for t in np.arange(0.0, seconds, gap):
        t = float(t) + 0.03 * abs(rng.standard_normal())
        loud = np.exp(-(((t - near) / (0.35 * seconds)) ** 2))
        parts.append((t, loud * burst(rng, 0.05, 0.015, 0.02)))
    peak = around(rng, 0.016, 0.6, 0.004, 0.07)
    felt = everywhere(rng, joined(parts), peak, fast=True)
    return Act(at=at, kind="external", source="bed", felt=felt)


def traffic(rng: Rng, at: float) -> Act:
    """A lorry or a train: rumbling that swells and goes."""
    seconds = between(rng, 5.0, 20.0)
    low = between(rng, 6.0, 12.0)
    env = band(rng, clock(seconds).size, low, low + between(rng, 3.0, 9.0))
    env *= swell(seconds, 0.4 * seconds, 0.5 * seconds)
    felt = everywhere(rng, env, around(rng, 0.008, 0.5, 0.002, 0.025), fast=True)
    return Act(at=at, kind="external", source="bed", felt=felt)


def pet_jump(rng: Rng, at: float, limb: str) -> Act:
    """The pet jumps onto the bed and lands beside or upon a limb."""
    env = burst(rng, between(rng, 0.1, 0.25), 0.04, 0.08)
    felt = everywhere(rng, env, around(rng, 0.03, 0.5, 0.008, 0.1))
    landed = Felt(limb=limb, envelope=env, peak=around(rng, 0.12, 0.6, 0.03, 0.5), touch=True)
    return Act(at=at, kind="external", source="pet", felt=(*felt, landed))


def pet_touch(rng: Rng, at: float, limb: str) -> Act:
    """The pet steps on, leans on, kneads or licks a limb."""
    what = some(rng, ("paws", "lean", "knead"), (3.0, 2.0, 2.0))
    peak = around(rng, 0.05, 0.7, 0.01, 0.35)
    if what == "paws":
        parts, t = [], 0.0
        for _ in range(int(rng.integers(2, 9))):
            w = between(rng, 0.15, 0.5)
            parts.append((t, between(rng, 0.3, 1.2) * burst(rng, w, 0.3 * w, 0.4 * w)))
            t += between(rng, 0.25, 0.8)
        env = joined(parts)
    elif what == "lean":
        seconds = between(rng, 2.0, 20.0)
        env = burst(rng, seconds, between(rng, 0.3, 1.0), between(rng, 0.3, 1.0))
    else:
        seconds, hz = between(rng, 3.0, 20.0), between(rng, 1.3, 3.5)
        env = cycles(rng, seconds, lambda t: np.full(t.size, hz), 0.3, 0.5)
        env *= swell(seconds, 0.8, 0.8)
        peak *= 0.6
    felt = Felt(limb=limb, envelope=env, peak=peak, touch=True)
    return Act(at=at, kind="external", source="pet", felt=(felt,))


def style(rng: Rng) -> str:
    """A form of leg movement."""
    return some(rng, STYLES)
