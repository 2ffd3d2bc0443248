"""What people do awake: handle, fidget, stretch, rub, bounce, walk."""

import numpy as np

from benchmarks.worlds.posed.bed import Bed
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.pose import Pose
from benchmarks.worlds.posed.score import Score
from benchmarks.worlds.posed.strokes import (
    Rng,
    around,
    bump,
    direction,
    phase,
    skewed,
    step,
    wander,
    window,
)
from benchmarks.worlds.posed.whole import PLACES, swing


def handle(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    length: float = 3.0,
    size: float = 1.0,
    legs: float = 0.25,
) -> Score:
    """Reach, pull at the blanket, scratch; sometimes a leg goes along."""
    score = Score(length + 2.0)
    t = score.t
    at = score.lead
    while at < score.lead + length - 0.5:
        rise = around(rng, 0.6 / person.pace, 0.3, 0.3, 1.4)
        hold = float(rng.exponential(0.4))
        room = score.lead + length - at - rise
        hold = min(hold, max(0.0, 0.5 * room))
        fall = max(0.3, min(around(rng, 0.7, 0.3, 0.3, 1.5), room - hold))
        course = skewed(t, at, rise, float(rng.uniform(0.8, 1.1))) - step(t, at + rise + hold, fall)
        angle = size * around(rng, 0.45, 0.5, 0.08, 1.4)
        swing(rng, score, pose, "wrist", angle, course)
        if hold > 0.6 and rng.random() < 0.5:
            hertz = float(rng.uniform(2.5, 5.5))
            rub = np.sin(phase(t, hertz)) * window(t, at + rise, at + rise + hold, 0.25, 0.25)
            swing(rng, score, pose, "wrist", 0.04 * size, rub)
        if rng.random() < legs:
            place = str(rng.choice(PLACES[:2]))
            swing(rng, score, pose, place, 0.3 * angle, course)
        at += rise + hold + float(rng.exponential(0.5))
    stay = direction(rng) * float(rng.normal(0, 0.1))
    score.arm(stay, stay, step(t, score.lead + 0.3 * length, 0.5 * length))
    return score


def page(
    rng: Rng, person: Person, bed: Bed, pose: Pose, place: str = "wrist", length: float = 1.2
) -> Score:
    """A page is turned, or a foot wags."""
    score = Score(length + 1.2)
    t = score.t
    if place == "wrist":
        course = bump(t, score.lead, 0.4 * length, 0.1 * length, 0.5 * length)
        swing(rng, score, pose, place, around(rng, 0.3, 0.5, 0.05, 1.0), course)
        return score
    wag = np.sin(phase(t, float(rng.uniform(0.8, 2.8)) * (1 + 0.1 * wander(rng, t, 1.0, 1.0))))
    course = wag * window(t, score.lead, score.lead + length, 0.4, 0.5)
    side = place[6:]
    score.foot(person, pose, side, around(rng, 0.35, 0.4, 0.1, 0.8), course)
    score.flex(pose, side, 0.0, around(rng, 0.01, 0.6, 0.002, 0.05), course)
    return score


def restless(
    rng: Rng, person: Person, bed: Bed, pose: Pose, way: str = "stretch", length: float = 6.0
) -> Score:
    """What restless legs make a person do: stretch, rub, bounce, fidget."""
    score = Score(length + 2.0)
    t = score.t
    end = score.lead + length
    side = str(rng.choice(["left", "right"]))
    both = rng.random() < 0.5
    sides = ("left", "right") if both else (side,)
    if way == "stretch":
        for one in sides:
            rise = float(rng.uniform(0.6, 1.6))
            held = window(t, score.lead, end, rise, float(rng.uniform(0.6, 1.5)))
            angle = float(rng.uniform(0.08, 0.4)) * float(rng.choice([-1, 1]))
            score.flex(pose, one, 0.6 * angle, 1.5 * angle, held + held * wander(rng, t, 0.6, 0.06))
            score.foot(person, pose, one, float(rng.uniform(0.3, 0.8)), held)
            quiver = held * np.sin(phase(t, 9.0)) * np.clip(wander(rng, t, 0.7, 1.0), 0, 2)
            score.flex(pose, one, 0.0, 0.0004, quiver)
    elif way == "rub":
        hertz = float(rng.uniform(0.8, 2.2)) * (1 + 0.12 * wander(rng, t, 1.5, 1.0))
        course = np.sin(phase(t, hertz)) * window(t, score.lead, end, 0.5, 0.6)
        course = course * np.clip(1 + wander(rng, t, 1.0, 0.3), 0.1, 2)
        score.flex(pose, side, 0.06, 0.16, course, rng.normal(0, 0.3, 3))
        if rng.random() < 0.5:
            score.arm(0.12 * direction(rng), 0.15 * direction(rng), course)
    elif way == "bounce":
        hertz = float(rng.uniform(2.5, 6.0)) * (1 + 0.05 * wander(rng, t, 2.0, 1.0))
        course = np.sin(phase(t, hertz)) * window(t, score.lead, end, 0.6, 0.5)
        course = course * np.clip(1 + wander(rng, t, 1.5, 0.35), 0.05, 2)
        size = around(rng, 0.012, 0.5, 0.003, 0.05)
        score.flex(pose, side, 0.5 * size, size, course, rng.normal(0, 0.2, 3))
    else:
        at = score.lead
        while at < end - 0.6:
            rise = float(rng.uniform(0.25, 0.8))
            course = bump(t, at, rise, float(rng.uniform(0, 0.3)), float(rng.uniform(0.3, 0.8)))
            place = f"ankle_{rng.choice(sides)}"
            swing(rng, score, pose, place, around(rng, 0.1, 0.6, 0.02, 0.5), course)
            at += float(rng.uniform(0.5, 2.0))
    score.top = 2.0
    return score


def walk(rng: Rng, person: Person, bed: Bed, pose: Pose, length: float = 15.0) -> Score:
    """Steps in the upright pose, heel strikes, arm swing."""
    score = Score(length + 1.2)
    t = score.t
    pace = float(rng.uniform(0.72, 0.98)) * (1 + 0.03 * wander(rng, t, 2.0, 1.0))
    angle = phase(t, pace)
    going = window(t, score.lead, score.lead + length, 0.8, 0.8)
    for side, shift in (("left", 0.0), ("right", np.pi)):
        turn = angle + shift
        hip = 0.1 + 0.38 * np.sin(turn)
        knee = 0.25 + 0.45 * np.clip(np.sin(turn + 1.1), 0, 1) ** 2 + 0.1 * np.sin(2 * turn)
        score.flex(pose, side, 1.0, 0.0, going * hip)
        score.turn(f"shank_{side}", -pose.flexing, going * knee)
        strikes = np.flatnonzero(np.diff(np.floor((turn - 1.7) / (2 * np.pi))) > 0)
        for at in t[strikes]:
            if score.lead + 0.4 < at < score.lead + length - 0.4:
                score.knocks.append(
                    (
                        f"ankle_{side}",
                        float(at),
                        around(rng, 0.8, 0.3, 0.2, 1.8),
                        float(rng.uniform(9, 16)),
                    )
                )
    swing_size = float(rng.uniform(0.05, 0.4))
    score.arm(
        pose.flexing * swing_size, pose.flexing * 0.4 * swing_size, going * np.sin(angle + np.pi)
    )
    bob = np.array([0, 0, 0.02])
    score.shifts.append((bob, going * np.sin(2 * angle)))
    score.top = 3.5
    return score
