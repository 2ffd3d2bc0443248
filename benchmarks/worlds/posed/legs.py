"""Movements of the legs in sleep: periodic and single, twitches, trains of the foot."""

import numpy as np

from benchmarks.worlds.posed.bed import Bed
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.pose import Pose
from benchmarks.worlds.posed.score import Score
from benchmarks.worlds.posed.strokes import (
    Rng,
    around,
    between,
    bump,
    direction,
    jerky,
    phase,
    relaxing,
    ringing,
    step,
    sticking,
    wander,
    window,
)
from benchmarks.worlds.posed.turning import Array

SHAPES = ("hold", "after", "double", "kick", "slow")


def pull(rng: Rng, person: Person, t: Array, at: float, shape: str, length: float) -> Array:
    """Course of one flexion of a leg, out and back, near ``length`` seconds."""
    rise = around(rng, person.plm_rise / person.pace, 0.2, 0.2, 1.0)
    rise = min(rise, 0.4 * length)
    hold = max(0.0, length - 2.6 * rise)
    if shape == "kick":
        rise = min(max(0.6 * rise, 0.15), 0.3)
        slow = max(0.4, length - rise)
        away = sticking(rng, t, at + 0.9 * rise, slow, person.friction)
        return step(t, at, rise) - away
    if shape == "double":
        gap = length * float(rng.uniform(0.4, 0.55))
        low = float(rng.uniform(0.3, 0.8))
        one = bump(t, at, rise, 0.15 * hold, min(1.2 * rise, 0.6 * gap))
        two = bump(t, at + gap, rise, 0.25 * hold, 1.5 * rise)
        return one + low * two
    if shape == "slow":
        up = max(0.35 * length, 0.3)
        return step(t, at, up) - step(t, at + 0.55 * length, 0.45 * length)
    course = step(t, at, rise) - relaxing(t, at + rise + 0.6 * hold, rise + 0.35 * hold)
    if shape == "after":
        wag = ringing(t, at + 0.8 * rise, float(rng.uniform(2.0, 5.5)), 0.2 * length)
        course = course + float(rng.uniform(0.06, 0.22)) * wag
    else:
        tremble = wander(rng, t, 0.12, 0.012) * window(t, at, at + rise + hold, rise, 0.2)
        course = course + tremble
    return course


def leg(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    sides: tuple[str, ...] = ("left",),
    shape: str = "hold",
    length: float = 2.0,
    size: float = 1.0,
    arm: bool = False,
    aim: float = 0.0,
) -> Score:
    """A leg movement of one or both sides."""
    score = Score(length + 2.2)
    t = score.t
    lag = 0.0
    for side in sides:
        at = score.lead + lag
        course = pull(rng, person, t, at, shape, length)
        angle = person.plm_angle * size * float(np.exp(rng.normal(0, 0.15)))
        if shape == "slow":
            angle *= 0.5
        tilt = rng.normal(0, person.skew, 3)
        rest = float(rng.normal(0, 0.06))
        hip = angle * person.hip_share
        score.flex(
            pose,
            side,
            hip,
            2 * hip + angle * (1 - person.hip_share),
            course + rest * step(t, at + 0.6 * length, 0.4 * length),
            tilt,
        )
        score.foot(person, pose, side, 3 * angle, pull(rng, person, t, at, shape, length))
        if shape in {"kick", "after", "hold"} and rng.random() < 0.6:
            place = f"ankle_{side}"
            when = at + length * float(rng.uniform(0.75, 0.98))
            knock = bed.landing * angle * around(rng, 1.0, 0.5, 0.1, 3.0)
            score.knocks.append((place, when, knock, bed.landing_hertz))
        lag = float(rng.uniform(0.0, 0.35)) if rng.random() < 0.7 else float(rng.uniform(0, 0.9))
    if arm:
        bend = direction(rng) * angle * float(rng.uniform(0.3, 1.5))
        late = float(rng.uniform(0.1, 0.6))
        score.arm(0.3 * bend, bend, bump(t, score.lead + late, 0.4, 0.4 * length, 0.8))
    score.lasting = length
    score.top = 1.2
    if aim:
        score.aim = (f"ankle_{sides[0]}", aim)
    return score


def twitch(
    rng: Rng, person: Person, bed: Bed, pose: Pose, place: str = "wrist", aim: float = 0.01
) -> Score:
    """A tiny twitch of one limb."""
    score = Score(0.9)
    rise = float(rng.uniform(0.04, 0.1))
    fall = float(rng.uniform(0.06, 0.2))
    course = bump(score.t, score.lead, rise, 0.0, fall)
    _swing(rng, score, pose, place, 0.01, course)
    score.aim = (place, aim)
    score.lasting = rise + fall
    return score


def _swing(rng: Rng, score: Score, pose: Pose, place: str, size: float, course: Array) -> None:
    """Turn the end segment of a limb about a skewed hinge."""
    if place == "wrist":
        score.arm(0.2 * size * direction(rng), size * direction(rng), course)
    else:
        score.flex(pose, place[6:], 0.3 * size, size, course, rng.normal(0, 0.3, 3))


def foot_train(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    side: str = "left",
    length: float = 12.0,
    aim: float = 0.1,
) -> Score:
    """Hypnagogic foot tremor: bursts at 1 to 2 Hz of one foot."""
    score = Score(length + 1.5)
    t = score.t
    hertz = float(rng.uniform(0.9, 2.1)) * (1 + 0.1 * wander(rng, t, 2.5, 1.0))
    angle = phase(t - score.lead, hertz) + np.pi
    swell = window(t, score.lead, score.lead + length, 0.6, 1.0)
    loud = swell * np.clip(1 + wander(rng, t, 1.2, 0.25), 0.2, 2)
    course = loud * jerky(angle, float(rng.uniform(0.8, 2.5)))
    score.flex(pose, side, 0.1 * 0.03, 0.03, course, rng.normal(0, 0.4, 3))
    score.foot(person, pose, side, 0.3, course)
    score.aim = (f"ankle_{side}", aim)
    return score


def tremor(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    place: str = "wrist",
    length: float = 30.0,
    aim: float = 0.05,
    hertz: float = 4.8,
) -> Score:
    """Rest tremor: a broad, wandering peak, waxing and waning."""
    score = Score(length + 1.5)
    t = score.t
    speed = hertz * (1 + 0.05 * wander(rng, t, 0.8, 1.0) + 0.05 * wander(rng, t, 6.0, 1.0))
    loud = np.clip(0.7 + wander(rng, t, 2.0, 0.3) + wander(rng, t, 0.7, 0.15), 0.1, 1.6)
    loud = loud * window(t, score.lead, score.lead + length, 3.0, 3.0)
    angle = phase(t, speed)
    wave = np.sin(angle) + float(rng.uniform(0, 0.35)) * np.sin(2 * angle + rng.uniform(0, 6))
    cross = np.sin(angle + float(rng.uniform(0.5, 2.5)))
    _swing(rng, score, pose, place, 0.02, loud * wave)
    _swing(rng, score, pose, place, 0.01, loud * cross)
    score.aim = (place, aim)
    return score


def focal(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    place: str = "wrist",
    length: float = 30.0,
    aim: float = 0.3,
) -> Score:
    """Rhythmic shaking of one limb that spreads in size and slows."""
    score = Score(length + 1.5)
    t = score.t
    u = np.clip((t - score.lead) / length, 0, 1)
    first = float(rng.uniform(1.6, 4.0))
    last = max(1.0, first * float(rng.uniform(0.45, 0.95)))
    speed = (first + (last - first) * u) * (1 + 0.04 * wander(rng, t, 0.7, 1.0))
    grow = 0.35 + 0.65 * np.sin(np.pi * np.clip(u + 0.1, 0, 1)) ** 0.7
    loud = grow * window(t, score.lead, score.lead + length, 0.6, 0.5)
    loud = loud * np.clip(1 + wander(rng, t, 0.5, 0.15), 0.3, 2)
    course = loud * jerky(phase(t, speed) + np.pi, float(rng.uniform(0.6, 2.5)))
    _swing(rng, score, pose, place, between(rng, 0.03, 0.08), course)
    score.aim = (place, aim)
    score.top = 2.0
    return score


def cramp(
    rng: Rng, person: Person, bed: Bed, pose: Pose, side: str = "left", length: float = 90.0
) -> Score:
    """A calf in cramp: foot pulled down, knee drawn up, quivering, kneaded by the hand."""
    score = Score(length + 4.0)
    t = score.t
    end = score.lead + length
    held = step(t, score.lead, float(rng.uniform(0.3, 1.2)))
    held = held - step(t, end - 3.0, 3.0)
    quiver = np.sin(phase(t, 9 * (1 + 0.1 * wander(rng, t, 0.5, 1.0))))
    loud = held * np.clip(0.6 + wander(rng, t, 1.5, 0.4), 0, 2)
    angle = float(rng.uniform(0.08, 0.35))
    score.flex(pose, side, angle, 1.6 * angle, held + held * wander(rng, t, 2.5, 0.08))
    score.foot(person, pose, side, -0.6, held)
    shake = around(rng, 0.0006, 0.5, 0.0002, 0.002)
    score.flex(pose, side, 0.0, shake, loud * quiver, rng.normal(0, 0.5, 3))
    reach = score.lead + float(rng.uniform(2, 6))
    while reach + 8 < end:
        spell = min(float(rng.uniform(4, 20)), end - reach - 4)
        hold = window(t, reach, reach + spell, 1.2, 1.2)
        score.arm(0.5 * direction(rng), 0.4 * direction(rng), hold)
        rub = np.sin(phase(t, float(rng.uniform(1.2, 3.0)) * (1 + 0.1 * wander(rng, t, 1, 1.0))))
        course = window(t, reach + 1, reach + spell - 0.5, 0.6, 0.6) * rub
        course = course * np.clip(1 + wander(rng, t, 0.8, 0.4), 0, 2)
        score.arm(0.03 * direction(rng), 0.05 * direction(rng), course)
        score.flex(pose, side, 0.0, 0.015, course, rng.normal(0, 0.6, 3))
        reach += spell + float(rng.uniform(2, 15))
    return score
