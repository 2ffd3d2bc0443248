"""What is not the wearer: pet, footsteps, traffic, slammed doors."""

import numpy as np

from benchmarks.worlds.night import PLACES
from benchmarks.worlds.posed.bed import Bed
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.pose import SEGMENT_OF, Pose
from benchmarks.worlds.posed.score import Score
from benchmarks.worlds.posed.strokes import (
    Rng,
    around,
    bump,
    direction,
    phase,
    ringing,
    step,
    wander,
    window,
)
from benchmarks.worlds.posed.turning import Array


def _way(rng: Rng) -> Array:
    """Mostly up and down."""
    return np.array([0.0, 0.0, 1.0]) + rng.normal(0, 0.35, 3)


def pet(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    place: str = "ankle_left",
    length: float = 5.0,
    way: str = "nudge",
) -> Score:
    """A pet nudges, kneads, walks over or leans on one limb."""
    score = Score(length + 1.5)
    t = score.t
    loud = around(rng, 0.07, 0.7, 0.012, 0.5)
    at = score.lead
    pushes = np.zeros((len(t), 3))
    every = {"nudge": 0.7, "knead": 0.55, "steps": 0.3, "lean": 2.0}[way]
    while at < score.lead + length - 0.3:
        wide = float(rng.uniform(0.06, 0.25))
        one = bump(t, at, wide, 0.0, wide) - 0.5 * bump(t, at + wide, wide, 0.0, 1.5 * wide)
        pushes += loud * around(rng, 1, 0.5, 0.1, 3) * one[:, None] * _way(rng)[None, :]
        at += every * float(rng.uniform(0.6, 1.5))
    score.pushes.append((place, pushes))
    for other in PLACES:
        if other != place:
            near = float(rng.uniform(0.01, 0.08))
            score.pushes.append((other, near * pushes))
    lean = direction(rng) * np.radians(around(rng, 0.6, 0.7, 0.05, 5.0))
    if way == "lean":
        score.turn(SEGMENT_OF[place], lean, step(t, score.lead, 0.6 * length))
    else:
        back = window(t, score.lead, score.lead + length, 0.4, 0.6)
        back = back * np.clip(0.6 + wander(rng, t, 0.8, 0.4), 0, 2)
        score.turn(SEGMENT_OF[place], lean, back)
    return score


def shaking(
    rng: Rng, person: Person, bed: Bed, pose: Pose, way: str = "steps", length: float = 6.0
) -> Score:
    """The floor shakes the bed: all limbs alike."""
    score = Score(length + 1.5)
    t = score.t
    hertz = float(rng.uniform(9, 22))
    course = np.zeros_like(t)
    if way == "steps":
        loud = around(rng, 0.008, 0.5, 0.002, 0.03)
        at, pace = score.lead, float(rng.uniform(0.48, 0.65))
        middle, spread = length * float(rng.uniform(0.2, 0.8)), length * 0.4
        while at < score.lead + length - 0.3:
            near = float(np.exp(-(((at - middle) / spread) ** 2)))
            course += loud * near * around(rng, 1, 0.3, 0.2, 3) * ringing(t, at, hertz, 0.09)
            at += pace * float(rng.normal(1, 0.05))
    elif way == "traffic":
        loud = around(rng, 0.004, 0.5, 0.0015, 0.012)
        rumble = np.sin(phase(t, hertz * (1 + 0.12 * wander(rng, t, 0.3, 1.0))))
        swell = np.sin(np.pi * np.clip((t - score.lead) / length, 0, 1)) ** 2
        course = loud * swell * rumble * np.clip(1 + wander(rng, t, 0.3, 0.6), 0, 3)
    else:
        loud = around(rng, 0.02, 0.6, 0.004, 0.1)
        course = loud * ringing(t, score.lead, hertz, float(rng.uniform(0.08, 0.3)))
    way_up = _way(rng)
    for place in PLACES:
        near = around(rng, 1.0, 0.35, 0.3, 2.0)
        late = int(rng.integers(0, 5))
        score.pushes.append((place, near * np.roll(course, late)[:, None] * way_up[None, :]))
    return score
