"""The whole body: turning over, sitting up, standing, lying down, stirring."""

import numpy as np

from benchmarks.worlds.levers.draws import Floats, Rng, around, between, chance, pick, span
from benchmarks.worlds.levers.lever import RATE
from benchmarks.worlds.levers.movement import Movement, grid, strand
from benchmarks.worlds.levers.profile import errand, hump, sprung, stroke, wander
from benchmarks.worlds.levers.sleeper import ARM, LEGS, Posture, Sleeper
from benchmarks.worlds.night import PLACES


def turn(
    rng: Rng,
    sleeper: Sleeper,
    at: float,
    posture: Posture,
    *,
    kind: str = "gross_movement",
    length: float | None = None,
    limbs: tuple[str, ...] = PLACES,
) -> Movement:
    """The body goes to a posture in some strokes (SCORING.md 1.4: 3 to 45 s, mean 12 s)."""
    length = length or around(rng, 6.0, 0.5, 2.0, 30.0)
    movement = Movement(at=at, length=length, kind=kind, limbs=limbs)
    time = grid(length)
    rough = np.radians(span(rng, 1.0, 12.0))
    for place in limbs:
        each = strand(length, rigid=True)
        each.target, each.share = posture[place], np.zeros(len(time))
        parts = rng.dirichlet(np.ones(int(rng.integers(1, 4))))
        for part in parts:
            lasts = min(span(rng, 0.6, 2.5), 0.7 * length)
            begin = between(rng, 0.0, max(length - lasts - 0.3, 0.01))
            each.share += part * stroke(time, begin, lasts, between(rng, 0.7, 1.4))
        hertz = span(rng, 2.0, 5.0)
        each.share = sprung(each.share, hertz, between(rng, 0.35, 0.9))
        each.share += (1.0 - each.share[-1]) * stroke(time, length, 0.5)
        extra = errand(rng, time, length, rough) + np.outer(
            0.15 * rough * wander(rng, len(time), 3.0) * hump(time, length, 0.4), rng.normal(size=3)
        )
        each.command = sprung(extra, hertz, 0.6)
        each.command[-int(0.3 * RATE) :] *= np.linspace(1.0, 0.0, int(0.3 * RATE))[:, None]
        movement.strands[place] = each
    movement.bed = _heaves(rng, time, length, span(rng, 0.005, 0.06))
    return movement


def _heaves(rng: Rng, time: Floats, length: float, strength: float) -> Floats:
    """Force of a trunk that rolls about: swells of noise and some drops."""
    swell = np.abs(wander(rng, len(time), 0.7)) * hump(time, length, 0.3)
    out = strength * swell * wander(rng, len(time), 6.0)
    for _ in range(int(rng.integers(1, 4))):
        begin = between(rng, 0.1 * length, length)
        out -= 2.0 * strength * np.exp(-0.5 * ((time - begin) / between(rng, 0.02, 0.06)) ** 2)
    return out


def stir(rng: Rng, sleeper: Sleeper, at: float, kind: str = "gross_movement") -> Movement:
    """Several limbs and the trunk move, and the wearer lies about as before."""
    length = around(rng, 4.0, 0.6, 1.5, 25.0)
    limbs = PLACES if chance(rng, 0.8) else (pick(rng, LEGS), ARM)
    movement = Movement(at=at, length=length, kind=kind, limbs=limbs)
    time, size = grid(length), np.radians(around(rng, 7.0, 0.6, 1.5, 30.0))
    for place in limbs:
        each = strand(length)
        each.command = errand(rng, time, length, size * span(rng, 0.4, 1.5), span(rng, 0.7, 1.8))
        each.command += np.outer(
            stroke(time, between(rng, 0.2, 0.7) * length, 0.8), 0.3 * size * rng.normal(size=3)
        )
        each.hertz = between(rng, 0.9, 1.6)
        movement.strands[place] = each
    movement.bed = _heaves(rng, time, length, span(rng, 0.003, 0.04))
    return movement


def lie(rng: Rng, sleeper: Sleeper, at: float, kind: str = "gross_movement") -> Movement:
    """To another of the wearer's lying postures; now and then only the limbs are laid anew."""
    posture = pick(rng, sleeper.postures)
    if chance(rng, 0.2):
        return turn(rng, sleeper, at, posture, kind=kind, limbs=(pick(rng, LEGS), ARM))
    return turn(rng, sleeper, at, posture, kind=kind)
