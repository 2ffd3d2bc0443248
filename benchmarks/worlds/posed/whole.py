"""Movements of the whole body asleep: starts, spasms, stirring, fits, acted dreams."""

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
    wander,
    window,
)
from benchmarks.worlds.posed.turning import Array

PLACES = ("ankle_left", "ankle_right", "wrist")


def swing(rng: Rng, score: Score, pose: Pose, place: str, size: float, course: Array) -> None:
    """Turn one limb: a leg in flexion, an arm any way."""
    if place == "wrist":
        score.arm(0.4 * size * direction(rng), size * direction(rng), course)
    else:
        share = float(rng.uniform(0.1, 0.6))
        score.flex(
            pose, place[6:], share * size, (1 + share) * size, course, rng.normal(0, 0.25, 3)
        )


def start(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    places: tuple[str, ...] = PLACES,
    aim: float = 0.5,
) -> Score:
    """A sleep start: abrupt, most of the body at once, soon over."""
    score = Score(2.0)
    t = score.t
    rise = float(rng.uniform(0.05, 0.12))
    for place in places:
        at = score.lead + float(rng.uniform(0, 0.045))
        size = 0.12 * around(rng, 1.0, 0.45, 0.35, 2.2)
        if rng.random() < 0.6:
            course = bump(t, at, rise, float(rng.uniform(0, 0.05)), float(rng.uniform(0.15, 0.4)))
        else:
            fall = relaxing(t, at + rise, float(rng.uniform(0.12, 0.22)))
            course = step(t, at, rise) - fall
        swing(rng, score, pose, place, size, course)
        if rng.random() < 0.7:
            when = at + rise + float(rng.uniform(0.1, 0.28))
            score.knocks.append((place, when, float(rng.uniform(0.02, 0.3)), bed.landing_hertz))
    up = np.array([rng.normal(0, 0.3), rng.normal(0, 0.3), 1.0]) * between(rng, 0.0005, 0.004)
    score.shifts.append((up, bump(t, score.lead, rise, 0.0, 0.25)))
    score.aim = (places[int(rng.integers(len(places)))], aim)
    score.top = 3.0
    return score


def spasm(rng: Rng, person: Person, bed: Bed, pose: Pose, aim: float = 0.3) -> Score:
    """An epileptic spasm: trunk and limbs drawn in, held about a second, let go."""
    score = Score(4.0)
    t = score.t
    rise, hold = float(rng.uniform(0.15, 0.4)), float(rng.uniform(0.3, 1.1))
    fall = float(rng.uniform(0.3, 0.8))
    for place in PLACES:
        at = score.lead + float(rng.uniform(0, 0.06))
        size = 0.25 * around(rng, 1.0, 0.25, 0.5, 1.8)
        course = bump(t, at, rise, hold, fall)
        quiver = np.sin(phase(t, float(rng.uniform(8, 13))))
        course = course + 0.006 * quiver * window(t, at, at + rise + hold, rise, 0.2)
        swing(rng, score, pose, place, size, course)
    score.shifts.append((np.array([0, 0, 0.02]), bump(t, score.lead, rise, hold, fall)))
    score.aim = (PLACES[int(rng.integers(3))], aim)
    score.top = 2.0
    return score


def stir(
    rng: Rng,
    person: Person,
    bed: Bed,
    pose: Pose,
    length: float = 4.0,
    size: float = 1.0,
    legs: bool = True,
) -> Score:
    """Arousal: a few strokes here and there, limbs left a little otherwise."""
    score = Score(length + 1.8)
    t = score.t
    count = max(2, int(length * rng.uniform(0.7, 1.5)))
    bases = np.sort(rng.uniform(0, max(length - 1.2, 0.1), count))
    bases[0] = 0.0
    for base in bases:
        rise = float(rng.uniform(0.35, 1.1)) / person.pace
        rest = min(rise, max(0.3, length - base - rise))
        stay = float(rng.normal(0, 0.15))
        course = bump(t, score.lead + base, rise, 0.0, rest) + stay * step(
            t, score.lead + base, rise
        )
        kind = rng.random()
        angle = size * person.vigour * around(rng, 0.14, 0.5, 0.03, 0.6)
        if kind < 0.4 or not legs:
            swing(rng, score, pose, "wrist", angle, course)
        else:
            swing(rng, score, pose, str(rng.choice(PLACES[:2])), angle, course)
        if kind > 0.75:
            score.shifts.append((rng.normal(0, 0.02 * size, 3), course))
    return score


def turn_over(
    rng: Rng, person: Person, bed: Bed, pose: Pose, to: Pose | None = None, length: float = 5.0
) -> Score:
    """Change of posture: every segment goes to its place in the new pose in strokes."""
    from benchmarks.worlds.posed.turning import back, times, vector_of

    assert to is not None
    score = Score(length + 2.0)
    t = score.t
    small = to.name == pose.name
    order = rng.permutation(len(to.turns))
    for rank, name in zip(order, to.turns, strict=True):
        way = vector_of(times(to.turns[name], back(pose.turns[name]))[0])
        if not small and name == "trunk" and np.linalg.norm(way) > 3.0:
            way = way * 1.0
        parts = rng.dirichlet(np.full(int(rng.integers(1, 4)), 2.0))
        begin = 0.0 if rank == 0 else float(rng.uniform(0, 0.35)) * length
        course = np.zeros_like(t)
        for part in parts:
            at = score.lead + begin + float(rng.uniform(0, 0.45)) * (length - begin)
            if rank == 0 and part == parts[0]:
                at = score.lead
            rise = float(rng.uniform(0.6, 1.8)) / person.pace * (1 + 0.5 * float(part))
            rise = min(rise, score.lead + length - at)
            course = course + part * step(t, at, rise)
        score.turn(name, way, course)
        detour = direction(rng) * around(rng, 0.12, 0.5, 0.02, 0.5) * person.vigour
        at = score.lead + begin + float(rng.uniform(0, 0.4)) * (length - begin)
        score.turn(name, detour, bump(t, at, 0.6, 0.1, min(0.9, 0.3 * length)))
    slide = rng.normal(0, 0.05, 3) * (0.3 if small else 1.0)
    score.shifts.append((slide, step(t, score.lead, 0.8 * length)))
    lift = np.array([0, 0, abs(float(rng.normal(0.02, 0.02)))])
    score.shifts.append((lift, bump(t, score.lead + 0.1 * length, 0.3 * length, 0, 0.4 * length)))
    for place in PLACES:
        score.limbs.add(place)
        if rng.random() < 0.7:
            at = score.lead + length * float(rng.uniform(0.5, 0.98))
            score.knocks.append(
                (place, at, bed.landing * between(rng, 0.1, 1.2), bed.landing_hertz)
            )
    score.top = 2.0
    return score


def shudder(
    rng: Rng, person: Person, bed: Bed, pose: Pose, length: float = 3.0, aim: float = 0.1
) -> Score:
    """Shuddering near 10 Hz of the trunk or of the whole body."""
    score = Score(length + 1.2)
    t = score.t
    speed = float(rng.uniform(8, 12)) * (1 + 0.1 * wander(rng, t, 0.25, 1.0))
    wave = np.sin(phase(t, speed)) + 0.3 * np.sin(phase(t, 1.63 * speed))
    wave = wave * window(t, score.lead, score.lead + length, 0.5, 0.9)
    wave = wave * np.clip(1 + wander(rng, t, 0.4, 0.35), 0.1, 2)
    score.shifts.append((direction(rng) * 0.0003, wave))
    for place in PLACES:
        swing(rng, score, pose, place, 0.001 * around(rng, 1.0, 0.6, 0.1, 3.0), wave)
    score.aim = (PLACES[int(rng.integers(3))], aim)
    return score


def _stiffen(rng: Rng, score: Score, pose: Pose, begin: float, end: float, release: float) -> None:
    """Limbs stretch slowly against each other, quivering more and more."""
    t = score.t
    for place in PLACES:
        at = begin + float(rng.uniform(0, 0.4))
        held = step(t, at, float(rng.uniform(0.8, 3.0))) - step(t, end, release)
        held = held + held * wander(rng, t, 1.5, 0.04)
        swing(rng, score, pose, place, float(rng.uniform(0.05, 0.35)), held)
        u = np.clip((t - begin) / max(end - begin, 0.1), 0, 1)
        speed = (13 - 5 * u) * (1 + 0.08 * wander(rng, t, 0.4, 1.0))
        loud = np.clip(1 + wander(rng, t, 0.6, 0.35), 0.1, 2) * (0.2 + 0.8 * u)
        quiver = loud * np.sin(phase(t, speed)) * window(t, at, end, 1.5, 0.5)
        swing(rng, score, pose, place, around(rng, 0.0006, 0.6, 0.0001, 0.003), quiver)


def tonic(rng: Rng, person: Person, bed: Bed, pose: Pose, length: float = 15.0) -> Score:
    """Sustained stiffening of all limbs."""
    score = Score(length + 2.5)
    release = float(rng.uniform(0.6, 2.0))
    _stiffen(rng, score, pose, score.lead, score.lead + length - release, release)
    return score


def convulsive(rng: Rng, person: Person, bed: Bed, pose: Pose, length: float = 80.0) -> Score:
    """Stiffening, then jerking of the whole body that slows and ends at once."""
    score = Score(length + 2.5)
    t = score.t
    first = float(rng.uniform(8, 18))
    begin = score.lead + first - 2
    _stiffen(rng, score, pose, score.lead, score.lead + first, 2.0)
    u = np.clip((t - begin) / (length - first + 2), 0, 1)
    speed = 7.5 * np.exp(np.log(float(rng.uniform(0.9, 1.5)) / 7.5) * u)
    speed = speed * (1 + 0.06 * wander(rng, t, 0.8, 1.0) * u)
    angle = phase(t, speed)
    loud = (2.5 / speed) ** 1.2 * window(t, begin, score.lead + length, 2.0, 0.4)
    loud = loud * np.clip(1 + wander(rng, t, 0.6, 0.2), 0.3, 2)
    strength = person.vigour * around(rng, 0.05, 0.35, 0.02, 0.15)
    for place in PLACES:
        course = loud * jerky(
            angle + np.pi + float(rng.normal(0, 0.25)), 1.0 + 1.5 * float(rng.random())
        )
        swing(rng, score, pose, place, strength * around(rng, 1.0, 0.3, 0.4, 2.0), course)
    score.shifts.append(
        (
            np.array([0.004, 0, 0.006]) * float(rng.uniform(0.5, 1.5)),
            loud * jerky(angle + np.pi, 1.5),
        )
    )
    score.top = 3.0
    return score


def dream(
    rng: Rng, person: Person, bed: Bed, pose: Pose, way: str = "punch", length: float = 1.5
) -> Score:
    """Acting a dream: a punch, a kick, talking hands, or a flurry of all."""
    score = Score(length + 1.8)
    t = score.t
    at = score.lead
    while at < score.lead + length - 0.35:
        do = way if way != "flurry" else str(rng.choice(["punch", "kick", "talk"]))
        rise = float(rng.uniform(0.14, 0.3)) / person.pace
        if do == "talk":
            rise = float(rng.uniform(0.2, 0.5))
        fall = min(float(rng.uniform(0.3, 0.8)), score.lead + length - at - rise + 0.2)
        hold = float(rng.uniform(0, 0.25))
        course = bump(t, at, rise, hold, max(fall, 0.2))
        size = person.vigour * around(
            rng, {"punch": 0.5, "kick": 0.25, "talk": 0.12}[do], 0.4, 0.03, 1.2
        )
        if do == "kick":
            place = str(rng.choice(PLACES[:2]))
            swing(rng, score, pose, place, size, course)
        else:
            place = "wrist"
            swing(rng, score, pose, place, size, course)
        if rng.random() < 0.35:
            score.knocks.append(
                (place, at + rise, float(rng.uniform(0.05, 0.6)), bed.landing_hertz)
            )
        at += rise + hold + float(rng.uniform(0.15, 0.8))
    if rng.random() < 0.4:
        wag = ringing(t, score.lead, 2.5, 0.4)
        score.shifts.append((rng.normal(0, 0.004, 3), wag))
    score.top = 2.5
    return score
