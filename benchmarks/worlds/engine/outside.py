"""What others do to the bed: partner, pet, footsteps and traffic."""

import numpy as np

from benchmarks.worlds.engine.bursts import smooth_noise, square, swell
from benchmarks.worlds.engine.sleeper import Plan, Sleeper

LEAD_S = 0.25


def partner_leg(rng: np.random.Generator, sleeper: Sleeper, *, gain: float) -> list[Plan]:
    """The partner's leg pulls up and falls back."""
    length = float(np.clip(np.exp(rng.normal(np.log(1.8), 0.4)), 0.5, 6))
    plan = sleeper.plan(LEAD_S + length + 1.5)
    side = str(rng.choice(("l", "r")))
    rise = rng.uniform(0.04, 0.3)
    wave = swell(length, rise, rng.uniform(0.1, 0.5))
    for joint, share in (("ankle", 0.9), ("knee", 0.6), ("hip_flex", 0.7)):
        strength = gain * share * float(np.exp(0.3 * rng.normal()))
        plan.add(f"p_{joint}_{side}+", np.clip(wave * strength, 0, 1), LEAD_S)
    return [plan]


def partner_turn(rng: np.random.Generator, sleeper: Sleeper) -> list[Plan]:
    """The partner turns over: shoves of the frame and, if lying here, all leg muscles."""
    seconds = float(np.clip(np.exp(rng.normal(np.log(4), 0.4)), 2, 9))
    plan = sleeper.plan(LEAD_S + seconds + 2.0)
    hull = swell(seconds, 0.3 * seconds, 0.3 * seconds)
    gain = rng.uniform(20, 90)
    for axis, size in (("frame_x", 0.5), ("frame_y", 1.0), ("frame_z", 1.0), ("frame_roll", 0.6)):
        wave = hull * smooth_noise(rng, seconds, rng.uniform(2, 5)) * gain * size
        plan.add(f"{axis}!", wave, LEAD_S)
    if sleeper.bed.partner:
        for side in "lr":
            for joint in ("hip_flex", "knee"):
                wave = np.clip(hull * smooth_noise(rng, seconds, 1.0), 0, 1)
                plan.add(f"p_{joint}_{side}+", 0.6 * wave, LEAD_S)
    return [plan]


def footsteps(rng: np.random.Generator, sleeper: Sleeper) -> list[Plan]:
    """Steps on the floor come nearer and go."""
    count = int(rng.integers(4, 16))
    pace = rng.uniform(0.45, 0.65)
    plan = sleeper.plan(LEAD_S + count * pace + 1.5)
    gain = rng.uniform(30, 250)
    nearest = rng.uniform(0, count)
    for i in range(count):
        near = np.exp(-0.5 * ((i - nearest) / (0.4 * count)) ** 2)
        wave = square(rng.uniform(0.02, 0.05)) * gain * near * rng.uniform(0.6, 1.2)
        t = LEAD_S + i * pace * rng.uniform(0.97, 1.03)
        plan.add("frame_z!", -wave, t)
        plan.add("frame_x!", wave * rng.normal() * 0.3, t)
    return [plan]


def traffic(rng: np.random.Generator, sleeper: Sleeper) -> list[Plan]:
    """A lorry or a train passes."""
    seconds = rng.uniform(4, 15)
    plan = sleeper.plan(LEAD_S + seconds + 1.5)
    hull = swell(seconds, 0.45 * seconds, 0.45 * seconds)
    gain = float(np.exp(rng.uniform(np.log(8), np.log(60))))
    for axis, size in (("frame_z", 1.0), ("frame_y", 0.5)):
        wave = hull * smooth_noise(rng, seconds, rng.uniform(8, 18)) * gain * size
        plan.add(f"{axis}!", wave, LEAD_S)
    return [plan]


def pet_touch(rng: np.random.Generator, sleeper: Sleeper, *, spot: str) -> list[Plan]:
    """A pet steps on, nudges or leans against one limb; ``spot`` is where it can."""
    way = str(rng.choice(("nudge", "steps", "lean")))
    seconds = {
        "nudge": rng.uniform(0.3, 1.0),
        "steps": rng.uniform(1.0, 4.0),
        "lean": rng.uniform(2, 8),
    }[way]
    plan = sleeper.plan(LEAD_S + seconds + 1.5)
    gain = rng.uniform(5, 30)
    direction = rng.normal(size=3) * np.array([0.7, 1.0, 0.5])
    direction[2] = -abs(direction[2]) - 0.2
    if way == "steps":
        pieces = int(seconds * rng.uniform(2, 4)) + 1
        starts = np.sort(rng.uniform(0, seconds - 0.25, pieces))
        lengths = rng.uniform(0.1, 0.3, pieces)
    else:
        starts, lengths = np.array([0.0]), np.array([seconds])
    for start, length in zip(starts, lengths, strict=True):
        rise = rng.uniform(0.04, 0.2) if way != "lean" else rng.uniform(0.2, 0.8)
        wave = swell(length, rise, rise) * gain * rng.uniform(0.5, 1.2)
        for axis, part in zip("xyz", direction, strict=True):
            plan.add(f"{spot}{axis}", wave * part, LEAD_S + start)
    return [plan]
