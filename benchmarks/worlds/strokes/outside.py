"""What is not the wearer's: a partner, a pet, footsteps, traffic, doors."""

import numpy as np

from benchmarks.worlds.strokes.chain import FIRST, LIMBS
from benchmarks.worlds.strokes.hypnogram import Calendar
from benchmarks.worlds.strokes.maker import Maker
from benchmarks.worlds.strokes.periodic import periodic
from benchmarks.worlds.strokes.stroke import Act, Ripple, Stroke

Point = list[Stroke]


def bump(
    point: Point, rng: np.random.Generator, at: float, peak: float, width: float, axis: int = 2
) -> None:
    """Add a knock of a peak (g) there and back to a point."""
    sigma = 0.25
    amount = peak * 9.81 * width * width / 0.242
    for k, (share, slow) in enumerate(((1.0, 1.0), (-1.0, rng.uniform(1.0, 1.8)))):
        mu = float(np.log(width * slow / sigma))
        begin = at + k * width * 3 - float(np.exp(mu - 2.4 * sigma))
        point.append(Stroke(axis, begin, share * amount, mu, sigma))


def partner_plm(maker: Maker, other: Maker) -> None:
    """Let a partner have periodic movements and turn over."""
    rng = maker.rng
    other.night = maker.night
    periodic(other, float(rng.uniform(20, 60)))
    partner_turns(other, float(rng.uniform(1, 4)))
    maker.facts |= {f"partner_{k}": v for k, v in other.facts.items()}
    maker.acts += other.acts


def partner_turns(other: Maker, per_hour: float) -> int:
    """Let a partner turn over."""
    rng, night = other.rng, other.night
    count = int(rng.poisson(per_hour * night.total / 3600))
    for _ in range(count):
        t = float(rng.uniform(night.off, night.rise))
        if other.calendar.free(t - 2, t + 12):
            if rng.random() < 0.6:
                other.turn_over(t)
            else:
                other.stir(t, rng.uniform(2, 6), rng.uniform(0.3, 1.0))
    return count


def shaken(maker: Maker, other: Maker) -> None:
    """Footsteps, traffic, doors, a partner who turns."""
    rng, night = maker.rng, maker.night
    busy = Calendar()
    even = (1.0, 1.0, 1.0)
    made = {"steps": 0, "traffic": 0, "door": 0}
    per_hour = float(rng.uniform(8, 40))
    level = float(np.clip(rng.lognormal(np.log(0.006), 0.7), 0.0015, 0.025))
    hz = float(rng.uniform(8, 22))
    for _ in range(int(rng.poisson(per_hour * night.total / 3600))):
        t = float(rng.uniform(10, night.rise))
        if not busy.free(t - 1, t + 15):
            continue
        busy.book(t, t + 15)
        act = Act(t, "external", source="bed")
        spread = [float(v * np.exp(rng.normal(0, 0.25))) for v in even]
        act.reach = (spread[0], spread[1], spread[2])
        what = str(rng.choice(["steps", "traffic", "door"], p=[0.4, 0.45, 0.15]))
        made[what] += 1
        size = level * float(np.exp(rng.normal(0, 0.5)))
        if what == "steps":
            when, gap = 0.0, 1 / rng.uniform(1.5, 2.2)
            count = int(rng.integers(4, 18))
            nearest = rng.uniform(0, count)
            for k in range(count):
                near = float(np.exp(-abs(k - nearest) / rng.uniform(2, 6)))
                for axis in (0, 1, 2):
                    share = (0.2, 0.2, 1.0)[axis] * rng.uniform(0.6, 1.3)
                    bump(act.point, rng, when, size * near * share, rng.uniform(0.008, 0.02), axis)
                when += gap * float(np.exp(rng.normal(0, 0.05)))
        elif what == "traffic":
            length = float(rng.uniform(4, 18))
            for n in range(3):
                a, b = length * (0.1 + 0.2 * n), length * (1 - 0.15 * n)
                a = 0.0 if n == 0 else a
                for axis in (0, 1, 2):
                    amount = 0.3 * size * (0.4, 0.4, 1.0)[axis] * 9.81 / (2 * np.pi * hz) ** 2
                    own = hz * float(np.exp(rng.normal(0, 0.1)))
                    act.point_ripples.append(Ripple(axis, a, b, amount, own, 0.3 * hz))
        else:
            bump(act.point, rng, 0.0, 2.5 * size, rng.uniform(0.01, 0.03))
            bump(act.point, rng, 0.05, size, 0.02, 1)
        maker.acts.append(act)
    other.night = night
    turns = partner_turns(other, float(rng.uniform(2, 8)))
    maker.acts += other.acts
    maker.facts |= {"shaken": made, "partner_turned": turns, "shaken_level_g": round(level, 4)}


def pet(maker: Maker) -> None:
    """A pet comes, touches one limb, lies against it, leaves."""
    rng, night = maker.rng, maker.night
    sessions = int(rng.integers(2, 6))
    weight = float(rng.uniform(0.4, 1.6))
    limbs = []
    for _ in range(sessions):
        limb = str(rng.choice(LIMBS, p=[0.42, 0.42, 0.16]))
        limbs.append(limb)
        t = float(rng.uniform(night.off + 30, night.rise - 60))
        for _ in range(int(rng.integers(6, 26))):
            if t > night.rise - 15:
                break
            touch(maker, limb, t, weight)
            t += float(np.clip(rng.lognormal(np.log(14), 0.9), 1.5, 150))
    maker.facts |= {"pet_limbs": limbs, "pet_weight": round(weight, 2)}


def touch(maker: Maker, limb: str, at: float, weight: float) -> None:
    """One touch of a pet."""
    rng = maker.rng
    act = Act(at, "external", source="pet")
    far = rng.uniform(0.01, 0.15)
    reach = [far * float(rng.uniform(0.4, 1.3)) for _ in LIMBS]
    reach[LIMBS.index(limb)] = float(rng.uniform(0.5, 1.0))
    act.reach = (reach[0], reach[1], reach[2])
    what = str(
        rng.choice(["push", "walk", "knead", "jump", "scratch"], p=[0.35, 0.2, 0.2, 0.1, 0.15])
    )
    size = weight * float(np.exp(rng.normal(np.log(0.06), 0.7)))
    length = 0.5
    if what == "walk":
        when = 0.0
        for _ in range(int(rng.integers(3, 14))):
            bump(act.point, rng, when, size * rng.uniform(0.3, 1.0), rng.uniform(0.012, 0.03))
            bump(act.point, rng, when, size * rng.normal(0, 0.4), 0.025, 1)
            when += float(rng.lognormal(np.log(0.28), 0.3))
        length = when
    elif what in ("knead", "scratch"):
        hz = rng.uniform(1.0, 2.2) if what == "knead" else rng.uniform(4.0, 7.0)
        when, stop = 0.0, rng.uniform(2, 15) if what == "knead" else rng.uniform(0.8, 4)
        while when < stop:
            width = rng.uniform(0.03, 0.06) if what == "knead" else rng.uniform(0.015, 0.025)
            bump(act.point, rng, when, 0.5 * size * rng.uniform(0.5, 1.2), width, 1)
            bump(act.point, rng, when, 0.4 * size * rng.uniform(0.5, 1.2), width)
            when += float(np.exp(rng.normal(0, 0.1))) / hz
        length = when
    elif what == "jump":
        bump(act.point, rng, 0.0, 3 * size, rng.uniform(0.015, 0.035))
        bump(act.point, rng, rng.uniform(0.1, 0.25), 1.5 * size, 0.03)
    if what == "push" or rng.random() < 0.3:
        bump(act.point, rng, 0.0, 0.2 * size, 0.05, 1)
        k = FIRST[limb]
        for j in (1, 2, 3):
            amount = rng.normal(0, 0.05) * weight
            begin, time = rng.uniform(0, 0.3), rng.uniform(0.2, 0.7)
            act.strokes.append(Stroke(k + j, begin, amount, float(np.log(time)), 0.3))
            again = length + rng.uniform(0.5, 2.0)
            share = -amount * rng.uniform(0.5, 1.0)
            act.strokes.append(Stroke(k + j, again, share, float(np.log(0.5)), 0.35))
    maker.acts.append(act)
