"""Periodic limb movements: runs, rhythm and habits of a person."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.driven.act import Act
from benchmarks.worlds.driven.body import LEGS, Body
from benchmarks.worlds.driven.diary import Diary
from benchmarks.worlds.driven.drive import Array, Rng, around, between
from benchmarks.worlds.driven.movements import STYLES, leg_movement, some, stir
from benchmarks.worlds.driven.outside import partner_leg
from benchmarks.worlds.night import PLACES


@dataclass(frozen=True)
class Habit:
    """How a person's periodic movements are."""

    interval: float
    seconds: float
    peak: float
    styles: Array
    sides: Array
    arousal: float
    arm: float


def draw_habit(rng: Rng, *, toes: bool = False) -> Habit:
    """Draw a person's habit."""
    return Habit(
        interval=around(rng, 24.0, 0.25, 15.0, 42.0),
        seconds=around(rng, 3.1, 0.3, 1.2, 5.0),
        peak=around(rng, 0.0032, 0.3, 0.0018, 0.005) if toes else around(rng, 0.11, 0.6, 0.03, 0.5),
        styles=rng.dirichlet(np.full(len(STYLES), 0.8)),
        sides=rng.dirichlet(np.full(4, 0.9)),
        arousal=between(rng, 0.0, 0.05 if toes else 0.25),
        arm=0.0 if toes else between(rng, 0.0, 0.15),
    )


def runs(rng: Rng, slept: float, count: float, interval: float) -> list[Array]:
    """Seconds of sleep of the movements of each run, mostly in the first half."""
    left = round(count)
    sizes: list[int] = []
    while left >= 5 or not sizes:
        size = int(min(5 + rng.geometric(1.0 / 14.0) - 1, 100, max(left, 5)))
        if 0 < left - size < 5:
            size = min(left, 100)
        sizes.append(size)
        left -= size
    rhythms = []
    for size in sizes:
        centre = np.log(interval) + 0.15 * rng.standard_normal()
        sigma, drift = between(rng, 0.08, 0.28), between(rng, -0.2, 0.25)
        noise = sigma * rng.standard_normal(size - 1)
        noise[1:] = 0.9 * noise[1:] + 0.4 * noise[:-1]
        gaps = np.exp(centre + noise + drift * np.linspace(-0.5, 0.5, size - 1))
        rhythms.append(np.clip(gaps, 12.0, 60.0))
    total = sum(float(g.sum()) for g in rhythms)
    room = slept - 90.0
    while rhythms and total > 0.9 * room:
        total -= float(rhythms.pop().sum())
    spare = room - total
    weights = np.linspace(0.6, 1.4, len(rhythms) + 1)
    weights[-1] *= 0.6 * len(rhythms) + 1.0
    rests = spare * rng.dirichlet(1.5 * weights)
    out, at = [], 60.0
    for rest, gaps in zip(rests, rhythms, strict=False):
        at += max(float(rest), 0.0)
        out.append(at + np.concatenate([[0.0], np.cumsum(gaps)]))
        at = float(out[-1][-1])
    return out


def scaled(rng: Rng, size: int) -> Array:
    """Strengths within a run: fading, with a scatter."""
    fade = np.exp(-between(rng, 0.0, 1.1) * np.linspace(0.0, 1.0, size))
    if rng.random() < 0.3:
        fade *= np.sin(np.pi * np.linspace(0.12, 0.88, size))
    out: Array = fade * np.exp(between(rng, 0.15, 0.4) * rng.standard_normal(size))
    return out * float(np.exp(0.3 * rng.standard_normal()))


def own_runs(
    body: Body, rng: Rng, diary: Diary, index: float, *, toes: bool = False
) -> dict[str, object]:
    """Book the wearer's periodic movements."""
    habit = draw_habit(rng, toes=toes)
    count = 1.06 * index * diary.slept / 3600.0 * around(rng, 1.0, 0.15, 0.7, 1.4)
    done = 0
    for times in runs(rng, diary.slept, count, min(habit.interval, 2000.0 / index)):
        side = some(rng, ("left", "right", "both", "by turns"), tuple(habit.sides))
        lead = some(rng, LEGS)
        style = some(rng, STYLES, tuple(habit.styles))
        strength = scaled(rng, times.size)
        span = habit.seconds * around(rng, 1.0, 0.2, 0.6, 1.6)
        for k, slept in enumerate(times):
            legs: tuple[str, ...] = (f"ankle_{side}",)
            if side == "both":
                legs = (lead, LEGS[0] if lead == LEGS[1] else LEGS[1])
            elif side == "by turns":
                legs = (LEGS[k % 2],)
            if rng.random() < 0.15:
                style = some(rng, STYLES, tuple(habit.styles))
            act = leg_movement(
                body,
                rng,
                diary.at_slept(float(slept)),
                "plm",
                legs,
                style=style,
                seconds=around(rng, span, 0.25, 0.5, 8.0),
                peak=float(np.clip(habit.peak * strength[k], 0.0012 if toes else 0.008, 1.1)),
                arm=around(rng, 0.06, 0.6, 0.01, 0.4) if rng.random() < habit.arm else 0.0,
            )
            if not diary.book(act, margin=0.6):
                continue
            done += 1
            if rng.random() < habit.arousal:
                limbs = PLACES if rng.random() < 0.5 else ("wrist", legs[0])
                at = act.at + act.length + between(rng, 0.3, 1.5)
                seconds, peak = between(rng, 1.5, 5.0), around(rng, 0.12, 0.6, 0.02, 0.6)
                diary.book(
                    stir(
                        body,
                        rng,
                        at,
                        "gross_movement",
                        limbs,
                        seconds=seconds,
                        peak=peak,
                        askew=0.08,
                    ),
                    margin=0.2,
                )
    return {
        "plm": done,
        "plm_interval_s": habit.interval,
        "plm_seconds": habit.seconds,
        "plm_peak_g": habit.peak,
    }


def partner_runs(rng: Rng, diary: Diary, index: float) -> dict[str, object]:
    """Book the partner's periodic movements as felt through the bed."""
    habit = draw_habit(rng)
    begin = diary.lights_off + between(rng, 0.2, 0.9) * (diary.asleep_at - diary.lights_off)
    spell = diary.rise - begin
    felt = around(rng, 0.012, 0.7, 0.003, 0.06)
    done = 0
    for times in runs(rng, spell, index * spell / 3600.0, habit.interval):
        style = some(rng, STYLES, tuple(habit.styles))
        strength = scaled(rng, times.size)
        for k, t in enumerate(times):
            seconds = around(rng, habit.seconds, 0.25, 0.5, 8.0)
            peak = float(np.clip(felt * strength[k], 0.001, 0.12))
            done += diary.book(partner_leg(rng, begin + float(t), style, seconds, peak), margin=0.0)
    return {"partner_plm": done, "partner_felt_g": felt}


def spread(
    rng: Rng,
    diary: Diary,
    count: float,
    make: Callable[[float], Act],
    spans: list[tuple[float, float]],
    early: float = 0.0,
) -> int:
    """Book about so many acts at random seconds of the spans; how many found room."""
    done = 0
    for _ in range(int(rng.poisson(count))):
        for _ in range(6):
            if diary.book(make(diary.instant(spans, early))):
                done += 1
                break
    return done
