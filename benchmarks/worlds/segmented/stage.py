"""Stage: a night under arrangement, what is on it and where there is room."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.segmented.act import Act, limbs
from benchmarks.worlds.segmented.hypnogram import Plan
from benchmarks.worlds.segmented.mattress import Mattress
from benchmarks.worlds.segmented.outside import Partner


@dataclass(kw_only=True)
class Stage:
    """What is being arranged for a night."""

    rng: np.random.Generator
    plan: Plan
    bed: Mattress
    acts: list[Act] = field(default_factory=list)
    busy: list[tuple[float, float]] = field(default_factory=list)
    loads: list[tuple[float, np.ndarray]] = field(default_factory=list)
    others: list[tuple[float, str]] = field(default_factory=list)  # pets, bed
    stops: list[tuple[float, float]] = field(default_factory=list)  # apnoeas
    partner: Partner | None = None
    sitting: bool = False
    facts: dict = field(default_factory=dict)


def free(s: Stage, t: float, lasts: float, gap: float = 4.0) -> bool:
    """Whether nothing of the sleeper's own happens near a time."""
    a, b = t - gap, t + lasts + gap
    if a < 30 or b > s.plan.bed[1] - 40:
        return False
    return all(b < c or a > d for c, d in s.busy)


def add(s: Stage, a: Act, gap: float = 4.0, force: bool = False) -> bool:
    """Put an act on the stage if it fits."""
    if not force and not free(s, a.at, a.lasts, gap):
        return False
    s.acts.append(a)
    s.busy.append((a.at, a.at + a.lasts))
    return True


def own(at: float, kind: str, w: dict) -> Act:
    """An act of the sleeper's own muscles."""
    return Act(at=at, kind=kind, limbs=limbs(w), waves=w)


def pick(rng: np.random.Generator, within_: list[tuple[float, float]], n: int) -> list[float]:
    """Draw n instants uniformly from spans."""
    if not within_ or n <= 0:
        return []
    sizes = np.array([b - a for a, b in within_])
    which = rng.choice(len(sizes), n, p=sizes / sizes.sum())
    return sorted(float(within_[i][0] + rng.random() * sizes[i]) for i in which)


def awake(p: Plan) -> list[tuple[float, float]]:
    """Spans awake in bed."""
    first = p.sleep[0][0]
    spans_ = [(p.bed[0], first), *p.wakes, (p.sleep[-1][1], p.bed[1] - 60)]
    return [(a, b) for a, b in spans_ if b > a + 5]


def light(p: Plan) -> list[tuple[float, float]]:
    """Spans of drowsiness: just before and after each falling asleep."""
    return [(a - 180, min(a + 420, b)) for a, b in p.sleep if b - a > 300]
