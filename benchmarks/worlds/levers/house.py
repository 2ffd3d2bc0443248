"""What shakes the bed from outside: steps, traffic, somebody who shakes it."""

import numpy as np

from benchmarks.worlds.levers.draws import Rng, around, between, chance, span
from benchmarks.worlds.levers.movement import Movement, grid
from benchmarks.worlds.levers.profile import beats, hump, pulse, roam, tremble, wander
from benchmarks.worlds.levers.sleeper import Sleeper
from benchmarks.worlds.levers.visitor import lean


def _outer(at: float, length: float) -> Movement:
    return Movement(at=at, length=length, kind="external", source="bed")


def footsteps(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """A neighbour walks past: thuds at 1.4 to 2.1 a second that swell and fade."""
    count = int(rng.integers(5, 22))
    marks = beats(rng, count, between(rng, 1.4, 2.1), 0.06)
    movement = _outer(at, float(marks[-1]) + 0.4)
    time = grid(movement.length)
    force = np.zeros(len(time))
    for mark, swell in zip(marks, np.sin(np.linspace(0.3, np.pi - 0.3, count)), strict=True):
        force += swell * around(rng, 1.0, 0.2) * pulse(time, mark, between(rng, 0.04, 0.1))
    movement.bed = sleeper.mattress.shaken(force, around(rng, 0.012, 0.7, 0.003, 0.06))
    return movement


def truck(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """A truck goes by: a rumble of seconds."""
    movement = _outer(at, between(rng, 3.0, 22.0))
    time = grid(movement.length)
    force = tremble(rng, len(time), between(rng, 6.0, 16.0), 3.0) + wander(rng, len(time), 8.0)
    force *= hump(time, movement.length, between(rng, 0.2, 0.5) * movement.length)
    movement.bed = sleeper.mattress.shaken(force, around(rng, 0.01, 0.6, 0.003, 0.04))
    return movement


def shaken(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """Somebody shakes the whole bed for about half a minute."""
    movement = _outer(at, between(rng, 12.0, 45.0))
    time = grid(movement.length)
    hertz = span(rng, 0.8, 4.0)
    wave = roam(rng, len(time), hertz, 0.08, 0.4)
    wave = wave + between(rng, 0.0, 0.6) * np.sign(wave) * np.abs(wave) ** 3
    alive = hump(time, movement.length, 2.0) * np.exp(0.3 * wander(rng, len(time), 0.3))
    force = wave * alive
    peak = span(rng, 0.04, 0.4)
    # hands move the frame itself, and the mattress rings on top
    own = sleeper.mattress.shaken(force + 0.2 * alive * wander(rng, len(time), 6.0), 0.6 * peak)
    movement.bed = own + 0.6 * peak * force / max(float(np.abs(force).max()), 1e-9)
    if chance(rng, 0.6):
        movement.strands = lean(sleeper, movement.length, span(rng, 0.05, 0.8) * force)
    return movement


def knock(rng: Rng, sleeper: Sleeper, at: float) -> Movement:
    """Something falls, or a door slams."""
    movement = _outer(at, 0.8)
    time = grid(movement.length)
    force = pulse(time, 0.02, between(rng, 0.015, 0.06))
    movement.bed = sleeper.mattress.shaken(force, around(rng, 0.03, 0.7, 0.005, 0.25))
    return movement
