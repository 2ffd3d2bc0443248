"""Movements of the wearer that are not rhythmic."""

import numpy as np

from benchmarks.worlds.driven.act import Act, Pull, Turn
from benchmarks.worlds.driven.body import LEGS, LYING, Body
from benchmarks.worlds.driven.drive import (
    Array,
    Rng,
    around,
    between,
    burst,
    clock,
    gesture,
    joined,
    smooth,
)
from benchmarks.worlds.driven.response import unit
from benchmarks.worlds.night import PLACES

STYLES = ("hold", "swing", "double", "kick", "slow", "myoclonic")


def some(rng: Rng, options: tuple[str, ...], weights: tuple[float, ...] | None = None) -> str:
    """One of the options."""
    p = None if weights is None else np.array(weights) / sum(weights)
    return str(rng.choice(options, p=p))


def flexion(rng: Rng, style: str, seconds: float) -> Array:
    """Activation of a leg muscle in a periodic or isolated limb movement."""
    if style == "swing":
        w = min(seconds, between(rng, 0.5, 1.0))
        return burst(rng, w, 0.3 * w, 0.4 * w)
    if style == "double":
        w = max(0.35 * seconds, 0.25)
        second = max(0.3 * seconds, 0.25)
        return joined(
            [
                (0.0, burst(rng, w, 0.3 * w, 0.4 * w)),
                (seconds - second, between(rng, 0.4, 1.1) * burst(rng, second, 0.08, 0.5 * second)),
            ]
        )
    if style == "kick":
        w = between(rng, 0.2, 0.45)
        rest = max(seconds, 1.0)
        slow = np.exp(-clock(rest) / (0.35 * rest)) * smooth((rest - clock(rest)) / 0.3)
        return joined([(0.0, burst(rng, w, 0.06, 0.5 * w)), (0.08, between(rng, 0.6, 1.2) * slow)])
    if style == "slow":
        return burst(rng, seconds, between(rng, 0.35, 0.5) * seconds, 0.45 * seconds)
    if style == "myoclonic":
        parts, at = [], 0.0
        for _ in range(int(rng.integers(2, 6))):
            parts.append((at, between(rng, 0.5, 1.2) * burst(rng, 0.1, 0.03, 0.05)))
            at += between(rng, 0.14, 0.3)
        if seconds > 1.2:
            parts.append((0.3, between(rng, 0.2, 0.6) * burst(rng, seconds - 0.3, 0.2, 0.4)))
        return joined(parts)
    rise = between(rng, 0.08, 0.4)
    return burst(rng, seconds, rise, between(rng, 0.2, 0.7), between(rng, 0.0, 1.2))


def leg_movement(
    body: Body,
    rng: Rng,
    at: float,
    kind: str,
    legs: tuple[str, ...],
    *,
    style: str,
    seconds: float,
    peak: float,
    arm: float = 0.0,
) -> Act:
    """A flexion of one or two legs, perhaps with an arm."""
    pulls, turns = [], []
    muscle = int(rng.choice([0, 0, 0, 1]))
    slow = style == "slow"
    for k, leg in enumerate(legs):
        size = peak * (1.0 if k == 0 else around(rng, 0.7, 0.4, 0.15, 1.3))
        span = seconds * (1.0 if k == 0 else between(rng, 0.75, 1.15))
        env = flexion(rng, style, span)
        pulls.append(
            Pull(
                limb=leg,
                envelope=env,
                peak=size,
                muscle=muscle,
                lag=0.0 if k == 0 else abs(0.12 * rng.standard_normal()),
                twitch=between(rng, 0.07, 0.11) if slow else between(rng, 0.035, 0.08),
                units=int(rng.integers(80, 400)),
                ringing=between(rng, 1.5, 4.0) if style == "swing" else 0.0,
            )
        )
        if rng.random() < 0.3:
            n = env.size / 200.0
            turns.append(nudge(rng, leg, 0.12 * size * abs(rng.standard_normal()), n * 0.5, 0.8))
    if arm > 0.0:
        env = gesture(rng, max(0.8, 0.7 * seconds), 1.5, (0.3, 1.0))
        pulls.append(Pull(limb="wrist", envelope=env, peak=arm, lag=between(rng, 0.1, 0.8)))
    return Act(at=at, kind=kind, pulls=tuple(pulls), turns=tuple(turns))


def nudge(rng: Rng, limb: str, angle: float, lag: float, seconds: float) -> Turn:
    """A limb left a little askew."""
    return Turn(limb=limb, path=smooth(clock(seconds) / seconds), nudge=angle * unit(rng), lag=lag)


def start(body: Body, rng: Rng, at: float, strong: float) -> Act:
    """A sleep start: one short volley to most of the body at once."""
    pulls = []
    width = between(rng, 0.075, 0.25)
    spared = some(rng, PLACES) if rng.random() < 0.2 else ""
    for place in PLACES:
        env = burst(rng, width * between(rng, 0.85, 1.15), 0.25 * width, 0.5 * width)
        size = strong * around(rng, 1.0, 0.45, 0.3, 2.0) * (0.08 if place == spared else 1.0)
        pulls.append(
            Pull(
                limb=place,
                envelope=env,
                peak=min(size, 2.6),
                muscle=2,
                lag=abs(0.02 * rng.standard_normal()),
                twitch=between(rng, 0.018, 0.032),
                units=500,
            )
        )
    return Act(at=at, kind="hypnic_jerk", pulls=tuple(pulls))


def twitch(body: Body, rng: Rng, at: float) -> Act:
    """A tiny twitch of one limb."""
    limb = some(rng, PLACES)
    env = burst(rng, between(rng, 0.04, 0.16), 0.02, 0.05)
    peak = around(rng, 0.012, 0.6, 0.004, 0.05)
    pull = Pull(limb=limb, envelope=env, peak=peak, muscle=3, twitch=0.025, units=40)
    return Act(at=at, kind="micro_twitch", pulls=(pull,))


def stir(
    body: Body,
    rng: Rng,
    at: float,
    kind: str,
    limbs: tuple[str, ...],
    *,
    seconds: float,
    peak: float,
    askew: float = 0.15,
) -> Act:
    """Stirring, fidgeting or handling with some limbs that come to rest about where they were."""
    pulls, turns = [], []
    for k, limb in enumerate(limbs):
        lag = 0.0 if k == 0 else between(rng, 0.0, 0.4 * min(seconds, 3.0))
        span = max(seconds - lag, 0.4)
        env = gesture(rng, span, between(rng, 0.8, 2.5), (0.15, 0.9))
        size = peak * around(rng, 1.0, 0.4, 0.3, 1.8)
        pulls.append(
            Pull(
                limb=limb,
                envelope=env,
                peak=size,
                muscle=int(rng.integers(0, 3)),
                lag=lag,
                twitch=between(rng, 0.035, 0.07),
            )
        )
        angle = min(askew * abs(rng.standard_normal()), 1.2)
        turns.append(nudge(rng, limb, angle, lag + 0.2 * span, max(0.6 * span, 0.3)))
    return Act(at=at, kind=kind, pulls=tuple(pulls), turns=tuple(turns))


def travel(rng: Rng, seconds: float) -> Array:
    """A path from 0 to 1 by one to four submovements, with a little overshoot."""
    t = clock(seconds)
    count = int(rng.integers(1, 5))
    shares = rng.dirichlet(np.full(count, 2.0))
    out = np.zeros(t.size)
    for share in shares:
        w = between(rng, 0.35, 0.8) * seconds / np.sqrt(count)
        begin = between(rng, 0.0, seconds - w)
        x = np.clip((t - begin) / w, 0.0, 1.0)
        out += share * x**3 * (10.0 - 15.0 * x + 6.0 * x * x)
    bump = between(rng, 0.0, 0.12) * np.sin(np.pi * t / seconds) ** 2
    return out + bump * smooth((seconds - t) / (0.3 * seconds))


def turn_over(
    body: Body,
    rng: Rng,
    at: float,
    posture: str,
    *,
    kind: str = "gross_movement",
    seconds: float | None = None,
    vigour: float = 1.0,
) -> Act:
    """A change of posture of the whole body."""
    seconds = seconds or around(rng, 5.0, 0.45, 2.5, 15.0)
    pulls, turns = [], []
    for limb in PLACES:
        lag = between(rng, 0.0, 0.25 * seconds)
        span = (seconds - lag) * between(rng, 0.7, 1.0)
        turns.append(
            Turn(
                limb=limb,
                path=travel(rng, span),
                gravity=body.gravity(posture, limb),
                lag=lag,
            )
        )
        size = vigour * around(rng, 0.3, 0.5, 0.08, 0.8)
        env = gesture(rng, span, between(rng, 0.8, 2.5), (0.12, 0.8))
        pulls.append(
            Pull(limb=limb, envelope=env, peak=size, muscle=int(rng.integers(0, 3)), lag=lag)
        )
    return Act(at=at, kind=kind, pulls=tuple(pulls), turns=tuple(turns), posture=posture)


def other_posture(rng: Rng, now: str) -> str:
    """A lying posture unlike the present one, mostly a quarter turn away."""
    options = tuple(p for p in LYING if p != now)
    liking = {"supine": 3.0, "left": 2.0, "right": 2.0, "prone": 0.7}
    far = {("left", "right"), ("right", "left"), ("supine", "prone"), ("prone", "supine")}
    weights = tuple(liking[p] * (0.4 if (now, p) in far else 1.0) for p in options)
    return some(rng, options, weights)


def isolated(body: Body, rng: Rng, at: float) -> Act:
    """A limb movement by itself."""
    seconds = around(rng, 1.8, 0.6, 0.5, 8.0)
    peak = body.strength * around(rng, 0.1, 0.8, 0.012, 0.9)
    if rng.random() < 0.3:
        limbs: tuple[str, ...] = ("wrist",)
        return stir(body, rng, at, "limb_movement", limbs, seconds=seconds, peak=peak, askew=0.05)
    legs = LEGS if rng.random() < 0.2 else (some(rng, LEGS),)
    return leg_movement(
        body, rng, at, "limb_movement", legs, style=some(rng, STYLES), seconds=seconds, peak=peak
    )


def enacted(body: Body, rng: Rng, at: float) -> Act:
    """A piece of an acted-out dream."""
    what = some(rng, ("punch", "kick", "gesture", "jerk", "grasp"), (2.0, 1.5, 3.0, 2.0, 2.0))
    limb = some(rng, LEGS) if what == "kick" else some(rng, PLACES, (1.0, 1.0, 4.0))
    if what in {"punch", "kick"}:
        parts, t = [], 0.0
        for _ in range(int(rng.integers(1, 5))):
            w = between(rng, 0.15, 0.4)
            parts.append((t, rng.choice([1.0, -0.6]) * burst(rng, w, 0.3 * w, 0.4 * w)))
            t += w + between(rng, 0.1, 0.9)
        peak = around(rng, 0.7, 0.5, 0.15, 2.2)
        pull = Pull(
            limb=limb if what == "kick" else "wrist",
            envelope=joined(parts),
            peak=peak,
            muscle=1,
            twitch=0.035,
        )
        return Act(at=at, kind="dream", pulls=(pull,))
    if what == "gesture":
        seconds = around(rng, 3.0, 0.5, 1.0, 10.0)
        peak = around(rng, 0.2, 0.6, 0.03, 0.9)
        return stir(body, rng, at, "dream", ("wrist",), seconds=seconds, peak=peak)
    if what == "grasp":
        seconds, peak = around(rng, 0.9, 0.5, 0.3, 3.0), around(rng, 0.05, 0.6, 0.01, 0.3)
        return stir(body, rng, at, "dream", (limb,), seconds=seconds, peak=peak, askew=0.03)
    limbs = PLACES if rng.random() < 0.4 else (limb,)
    pulls = []
    for one in limbs:
        env = burst(rng, between(rng, 0.1, 0.35), 0.05, 0.1)
        pulls.append(
            Pull(
                limb=one,
                envelope=env,
                peak=around(rng, 0.2, 0.7, 0.02, 1.2),
                muscle=2,
                lag=between(rng, 0.0, 0.15),
                twitch=0.03,
            )
        )
    return Act(at=at, kind="dream", pulls=tuple(pulls))
