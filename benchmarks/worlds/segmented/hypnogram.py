"""Hypnogram: when the sleeper is in bed, asleep, dreaming, awake, and up."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(kw_only=True)
class Plan:
    """The night's outline in seconds."""

    total: float
    bed: tuple[float, float]
    sleep: list[tuple[float, float]]
    rem: list[tuple[float, float]]
    wakes: list[tuple[float, float]]
    trips: list[tuple[float, float]]  # leaves at, starts back at
    turns: list[float] = field(default_factory=list)


def plan(
    rng: np.random.Generator, hours: float, latency: float | None = None, trips: int | None = None
) -> Plan:
    """Draw a night: sleep cycles of 70-110 min, awakenings, trips to the bathroom."""
    total = hours * 3600
    latest = min(900, 0.04 * total)
    off = rng.uniform(min(90, latest), latest)
    up = total - rng.uniform(70, 130)
    wait = (
        float(np.clip(rng.lognormal(np.log(700), 0.6), 120, 3000)) if latency is None else latency
    )
    wait = min(wait, 0.35 * total)
    onset = off + wait
    end = up - rng.exponential(400) * (hours > 2) - 20
    end = max(end, onset + 0.3 * (up - onset))
    wakes = []
    t = onset
    gap = rng.uniform(2500, 7000)
    while True:
        t += rng.exponential(gap) + 500
        long = float(np.clip(rng.lognormal(np.log(120), 0.9), 20, 1800))
        if t + long > end - 300:
            break
        wakes.append((t, t + long))
        t += long
    count = int(rng.choice([0, 1, 2], p=[0.75, 0.2, 0.05])) if trips is None else trips
    goes = []
    if count:
        for k in range(count):
            at = onset + (end - onset) * (k + rng.uniform(0.3, 0.8)) / count
            if all(abs(at - g[0]) > 900 for g in goes) and at < end - 700:
                stay = rng.uniform(40, 150)
                goes.append((at, at + stay))
                wakes.append((at - rng.uniform(20, 200), at + stay + rng.uniform(200, 600)))
    wakes.sort()
    merged: list[tuple[float, float]] = []
    for a, b in wakes:
        if merged and a < merged[-1][1] + 60:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    edges = [onset] + [x for w in merged for x in w] + [end]
    sleep = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    sleep = [(a, b) for a, b in sleep if b > a]
    rem = []
    t, k = onset, 0
    while True:
        t += rng.uniform(70, 110) * 60
        if t > end:
            break
        long = 60 * min(8 + 9 * k + rng.normal(0, 3), 40)
        rem += [
            (max(a, t - long), min(b, t)) for a, b in sleep if min(b, t) - max(a, t - long) > 60
        ]
        k += 1
    rate = rng.uniform(1.2, 4.5)  # posture changes per hour asleep (De Koninck 1992)
    turns = list(np.sort(rng.uniform(onset + 300, end, rng.poisson(rate * (end - onset) / 3600))))
    turns += [float(rng.uniform(a, b)) for a, b in merged for _ in range(rng.poisson(0.9))]
    turns += list(rng.uniform(off, onset, rng.poisson(1 + wait / 900)))
    return Plan(
        total=total,
        bed=(off, up),
        sleep=sleep,
        rem=rem,
        wakes=merged,
        trips=goes,
        turns=sorted(turns),
    )


def within(t: float, spans: list[tuple[float, float]]) -> bool:
    """Whether an instant lies in one of the spans."""
    return any(a <= t < b for a, b in spans)
