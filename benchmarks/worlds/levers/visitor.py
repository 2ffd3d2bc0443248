"""A partner in the same bed, and a pet."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.levers.draws import Floats, Rng, around, between, chance, near, pick, span
from benchmarks.worlds.levers.movement import Movement, Strand, grid, strand
from benchmarks.worlds.levers.profile import hump, pull, pulse, sprung, stroke, tremble, wander
from benchmarks.worlds.levers.sleeper import LEGS, Sleeper
from benchmarks.worlds.night import PLACES


@dataclass(frozen=True, kw_only=True)
class Partner:
    """How a partner's periodic movements come through the bed."""

    peak: float
    peak_sd: float
    length: float
    interval: float
    interval_sd: float
    kick: float
    unrest: float
    slope: float


def draw_partner(rng: Rng) -> Partner:
    """Draw a partner; ranges as the brief of this world has them."""
    return Partner(
        peak=span(rng, 0.012, 0.05),
        peak_sd=between(rng, 0.15, 0.45),
        length=span(rng, 0.8, 3.2),
        interval=between(rng, 20.0, 40.0),
        interval_sd=between(rng, 0.08, 0.25),
        kick=between(rng, 0.0, 1.0),
        unrest=span(rng, 0.05, 1.0),
        slope=pick(rng, (0.0, span(rng, 0.02, 0.4))),
    )


def lean(sleeper: Sleeper, length: float, degrees: Floats) -> dict[str, Strand]:
    """The mattress slopes by so many degrees, and every limb on it."""
    out = {}
    for place in PLACES:
        each = strand(length, rigid=True)
        each.command[:, :2] = np.outer(np.radians(degrees), sleeper.mattress.leans[place])
        out[place] = each
    return out


def periodic(rng: Rng, sleeper: Sleeper, partner: Partner, at: float) -> Movement:
    """One of the partner's periodic movements."""
    length = around(rng, partner.length, 0.25, 0.5, 4.0)
    movement = Movement(at=at, length=length, kind="external", source="partner")
    time = grid(length)
    shape = pull(rng, time, length)
    # flesh and sheet soften the start of each push
    push = sprung(np.gradient(np.gradient(shape)), 8.0, 0.7)
    force = push / max(float(np.abs(push).max()), 1e-12)
    force += partner.unrest * 0.5 * wander(rng, len(time), 5.0) * hump(time, length, 0.2)
    if chance(rng, partner.kick):
        force += between(rng, 0.5, 3.0) * pulse(time, 0.05, between(rng, 0.08, 0.2))
    thud = between(rng, 0.0, 1.5)
    force -= thud * pulse(time, max(length - 0.25, 0.1), between(rng, 0.05, 0.15))
    peak = around(rng, partner.peak, partner.peak_sd, 0.01, 0.075)
    movement.bed = sleeper.mattress.shaken(force, peak)
    if partner.slope:
        movement.strands = lean(sleeper, length, partner.slope * shape * peak / partner.peak)
    return movement


def turns(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """A partner turns over, and lies elsewhere."""
    length = around(rng, 5.0, 0.5, 1.5, 18.0)
    movement = Movement(at=at, length=length, kind="external", source="partner")
    time = grid(length)
    swell = np.abs(wander(rng, len(time), 0.8)) * hump(time, length, 0.4)
    force = swell * wander(rng, len(time), 5.0)
    movement.bed = sleeper.mattress.shaken(force, around(rng, 0.03, 0.7, 0.006, 0.15))
    slope = rng.normal(0.0, 0.25) * stroke(time, 0.1 * length, 0.7 * length)
    movement.strands = lean(sleeper, length, slope + 0.05 * swell)
    return movement


def visit(rng: Rng, sleeper: Sleeper, at: float, place: str) -> list[Movement]:
    """A cat jumps onto the bed, walks about, lies down on a limb, shifts, leaves.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    sleeper : Sleeper
        In whose bed.
    at : float
        When it comes, s.
    place : str
        The limb that it likes.

    Returns
    -------
    list of Movement
        In order.
    """
    out = [_jump(rng, sleeper, at)]
    now = at + between(rng, 0.8, 3.0)
    for _ in range(int(rng.integers(1, 4))):
        out.append(_paces(rng, sleeper, now, pick(rng, (place, place, pick(rng, PLACES)))))
        now = out[-1].end + span(rng, 0.5, 20.0)
    if chance(rng, 0.75):
        tilt = pick(rng, (0.0, between(rng, 0.1, 6.0)), (0.25, 0.75))
        axis = near(rng, np.array([-0.6, 0.6, 0.3]), 0.6)
        out.append(_touch(rng, sleeper, now, place, tilt, axis))
        for _ in range(int(rng.integers(0, 9))):
            now = out[-1].end + span(rng, 3.0, 90.0)
            if chance(rng, 0.3):
                out.append(_knead(rng, sleeper, now, place))
            else:
                out.append(_touch(rng, sleeper, now, place, rng.normal(0.0, 0.2 * tilt), axis))
        now = out[-1].end + span(rng, 5.0, 120.0)
        out.append(_touch(rng, sleeper, now, place, -0.9 * tilt, axis))
        now = out[-1].end + between(rng, 0.1, 2.0)
    out.append(_jump(rng, sleeper, now + 0.5))
    return out


def _outer(at: float, length: float) -> Movement:
    return Movement(at=at, length=length, kind="external", source="pet")


def _jump(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    movement = _outer(at, between(rng, 0.4, 0.9))
    time = grid(movement.length)
    force = pulse(time, 0.02, between(rng, 0.06, 0.15))
    force += between(rng, 0.2, 0.9) * pulse(time, between(rng, 0.12, 0.3), 0.1)
    movement.bed = sleeper.mattress.shaken(force, span(rng, 0.012, 0.12))
    return movement


def _paces(rng: Rng, sleeper: Sleeper, at: float, place: str) -> Movement:
    steps, rate = int(rng.integers(3, 16)), between(rng, 1.5, 4.0)
    movement = _outer(at, steps / rate + 0.3)
    time = grid(movement.length)
    force, now = np.zeros(len(time)), 0.0
    felt = strand(movement.length, rigid=True)
    near_step, touch = int(rng.integers(0, steps)), span(rng, 0.02, 0.2)
    for step in range(steps):
        force += around(rng, 1.0, 0.5) * pulse(time, now, between(rng, 0.06, 0.2))
        close = np.exp(-0.5 * ((step - near_step) / 1.2) ** 2)
        press = touch * close * pulse(time, now, between(rng, 0.15, 0.5))
        felt.skin = _plus(felt.skin, np.outer(press, near(rng, np.array([0.0, 0.0, -1.0]), 0.6)))
        felt.command[:, 1] += np.radians(rng.normal(0.0, 1.5)) * close * pulse(time, now, 0.5)
        now += around(rng, 1.0 / rate, 0.3)
        if now > movement.length - 0.2:
            break
    movement.bed = sleeper.mattress.shaken(force, span(rng, 0.002, 0.02))
    movement.strands[place] = felt
    return movement


def _plus(one: Floats | None, other: Floats) -> Floats:
    return other if one is None else one + other


def _touch(
    rng: Rng, sleeper: Sleeper, at: float, place: str, tilt: float, axis: Floats
) -> Movement:
    """It presses on a limb, and stays (or rises from it)."""
    length = span(rng, 0.6, 4.0)
    movement = _outer(at, length)
    time = grid(length)
    felt = strand(length, rigid=True)
    shape = stroke(time, 0.0, between(rng, 0.3, 1.0) * length, between(rng, 0.8, 1.3))
    shape = shape * (1.0 + 0.15 * wander(rng, len(time), 1.5) * hump(time, length, 0.2))
    felt.command = np.outer(np.radians(tilt) * shape, axis)
    rough = wander(rng, len(time), span(rng, 1.5, 8.0)) * hump(time, length, 0.25 * length)
    way = near(rng, np.array([0.0, 0.0, -1.0]), 0.7)
    felt.skin = np.outer(0.4 * span(rng, 0.02, 0.3) * rough, way)
    movement.strands[place] = felt
    share = span(rng, 0.002, 0.012)
    movement.bed = sleeper.mattress.shaken(
        wander(rng, len(time), 4.0) * hump(time, length, 0.3), share
    )
    return movement


def _knead(rng: Rng, sleeper: Sleeper, at: float, place: str) -> Movement:
    """Paws press in turn, once or twice a second; a purr may ride on it."""
    length, hertz = span(rng, 3.0, 25.0), between(rng, 0.8, 2.2)
    movement = _outer(at, length)
    time = grid(length)
    tempo = hertz * np.exp(0.12 * wander(rng, len(time), 0.4))
    wave = np.sin(2 * np.pi * np.cumsum(tempo) * float(time[1]))
    alive = hump(time, length, 0.8) * np.exp(0.4 * wander(rng, len(time), 0.3))
    felt = strand(length, rigid=True)
    press = span(rng, 0.01, 0.08) * alive * np.maximum(wave, -0.3)
    felt.skin = np.outer(press, near(rng, np.array([0.0, 0.0, -1.0]), 0.5))
    felt.skin += np.outer(
        pick(rng, (0.0, 0.003)) * alive * tremble(rng, len(time), 25.0, 2.0),
        near(rng, np.ones(3), 1.0),
    )
    felt.command[:, 1] = np.radians(span(rng, 0.05, 1.0)) * alive * wave
    movement.strands[place] = felt
    return movement


def nudge(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """The partner's foot meets a leg."""
    movement = _touch(
        rng, sleeper, at, pick(rng, LEGS), rng.normal(0.0, 1.5), near(rng, np.ones(3), 1.0)
    )
    movement.source = "partner"
    return movement
