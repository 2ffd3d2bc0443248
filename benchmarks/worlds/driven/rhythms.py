"""Tremors, shaking, stiffening and cramps of the wearer."""

import numpy as np

from benchmarks.worlds.driven.act import Act, Pull
from benchmarks.worlds.driven.body import LEGS, Body
from benchmarks.worlds.driven.drive import (
    Array,
    Rng,
    around,
    band,
    between,
    burst,
    clock,
    cycles,
    joined,
    smooth,
)
from benchmarks.worlds.driven.movements import some
from benchmarks.worlds.night import PLACES


def swell(seconds: float, rise: float, fall: float) -> Array:
    """Slow rise and end of a long activity."""
    t = clock(seconds)
    return smooth(t / rise) * smooth((seconds - t) / fall)


def wandering(rng: Rng, hz: float, width: float, seconds: float) -> Array:
    """A frequency that wanders slowly."""
    n = clock(seconds).size
    return hz + width * band(rng, n, 0.05, 0.4)


def rest_tremor(body: Body, rng: Rng, at: float, limb: str, hz: float) -> Act:
    """Rest tremor of a limb."""
    seconds = between(rng, 20.0, 70.0)
    rate = wandering(rng, hz + between(rng, -0.2, 0.2), 0.2, seconds)
    env = cycles(rng, seconds, lambda t: rate[: t.size], between(rng, 0.4, 0.9), 1.0)
    env *= swell(seconds, between(rng, 1.0, 5.0), between(rng, 1.0, 4.0))
    waxing = np.clip(1.0 + 0.25 * band(rng, env.size, 0.04, 0.2), 0.35, 1.8)
    peak = around(rng, 0.12, 0.6, 0.025, 0.5)
    pull = Pull(limb=limb, envelope=env * waxing, peak=peak, muscle=1, twitch=0.03, units=900)
    return Act(at=at, kind="rest_tremor", pulls=(pull,))


def shudder(body: Body, rng: Rng, at: float) -> Act:
    """A shudder of the whole body or of the trunk, felt at the limbs."""
    seconds = between(rng, 1.5, 5.0)
    hz = between(rng, 8.0, 11.5)
    peak = around(rng, 0.14, 0.6, 0.03, 0.5)
    trunk = rng.random() < 0.35
    pulls = []
    for place in PLACES:
        env = cycles(rng, seconds, lambda t: np.full(t.size, hz), between(rng, 0.3, 0.8), 1.0)
        env *= swell(seconds, 0.25 * seconds, 0.4 * seconds)
        size = peak * (between(rng, 0.15, 0.5) if trunk else around(rng, 1.0, 0.4, 0.3, 2.0))
        pulls.append(
            Pull(
                limb=place,
                envelope=env,
                peak=size,
                muscle=2,
                twitch=0.02,
                units=900,
                lag=between(rng, 0.0, 0.1),
            )
        )
    return Act(at=at, kind="shudder", pulls=tuple(pulls))


def foot_tremor(body: Body, rng: Rng, at: float) -> Act:
    """A train of bursts of one foot, or of both by turns."""
    hz = between(rng, 0.9, 2.0)
    both = rng.random() < 0.25
    first = some(rng, LEGS)
    parts: dict[str, list[tuple[float, Array]]] = {leg: [] for leg in LEGS}
    t = 0.0
    leg = first
    for _ in range(int(rng.integers(4, 18))):
        w = min(between(rng, 0.3, 0.7), 0.85 / hz)
        parts[leg].append((t, between(rng, 0.5, 1.2) * burst(rng, w, 0.3 * w, 0.4 * w)))
        t += between(rng, 0.8, 1.2) / hz
        if both:
            leg = LEGS[1] if leg == LEGS[0] else LEGS[0]
    peak = around(rng, 0.07, 0.6, 0.012, 0.3)
    pulls = tuple(
        Pull(limb=one, envelope=joined(p), peak=peak * between(rng, 0.7, 1.0), muscle=3)
        for one, p in parts.items()
        if p
    )
    return Act(at=at, kind="foot_tremor", pulls=pulls)


def focal(body: Body, rng: Rng, at: float, limb: str) -> Act:
    """Rhythmic shaking of one limb."""
    seconds = between(rng, 10.0, 60.0)
    begin, stop = between(rng, 2.0, 4.0), between(rng, 1.0, 2.5)
    env = cycles(
        rng, seconds, lambda t: begin + (stop - begin) * t / seconds, 0.12, between(rng, 0.3, 0.5)
    )
    env *= swell(seconds, 0.2 * seconds, 1.5)
    peak = around(rng, 0.3, 0.5, 0.06, 1.2)
    pull = Pull(limb=limb, envelope=env, peak=peak, muscle=1, twitch=0.03, units=600)
    return Act(at=at, kind="focal", pulls=(pull,))


def stiffening(rng: Rng, seconds: float, tremor: float) -> Array:
    """Sustained activation with a fine, growing tremor."""
    t = clock(seconds)
    fine = band(rng, t.size, 9.0, 18.0) * tremor * (0.3 + 0.7 * t / seconds)
    hold = swell(seconds, between(rng, 0.6, 3.0), between(rng, 0.8, 3.0))
    hold *= 1.0 + 0.08 * band(rng, t.size, 0.2, 2.0)
    out: Array = hold * np.clip(1.0 + fine, 0.0, 3.0)
    return out


def tonic(body: Body, rng: Rng, at: float) -> Act:
    """Sustained stiffening of all limbs."""
    seconds = between(rng, 10.0, 30.0)
    tremor = between(rng, 0.15, 0.6)
    peak = around(rng, 0.25, 0.5, 0.08, 0.8)
    pulls = []
    for place in PLACES:
        size = peak * around(rng, 1.0, 0.35, 0.4, 1.8)
        pulls.append(
            Pull(
                limb=place,
                envelope=stiffening(rng, seconds, tremor),
                peak=size,
                lag=between(rng, 0.0, 0.6),
                twitch=0.04,
                units=900,
            )
        )
    return Act(at=at, kind="tonic", pulls=tuple(pulls))


def convulsive(body: Body, rng: Rng, at: float) -> Act:
    """Stiffening, then jerking that slows down."""
    hold = between(rng, 8.0, 20.0)
    jerking = between(rng, 50.0, 110.0)
    beats, t, gap = [], 0.0, between(rng, 0.16, 0.25)
    last = between(rng, 0.7, 1.4)
    while t < jerking:
        beats.append(t)
        t += gap * between(rng, 0.85, 1.15) * (last / gap) ** (t / jerking)
    pulls = []
    peak = around(rng, 0.9, 0.35, 0.35, 1.9)
    for place in PLACES:
        parts = [(0.0, between(rng, 0.2, 0.45) * stiffening(rng, hold + 2.0, 0.6))]
        for beat in beats:
            size = between(rng, 0.6, 1.1) * (0.4 + 0.6 * min(beat / (0.3 * jerking), 1.0))
            w = between(rng, 0.12, 0.22)
            parts.append((hold + beat + between(rng, 0.0, 0.03), size * burst(rng, w, 0.05, 0.08)))
        pulls.append(
            Pull(
                limb=place,
                envelope=joined(parts),
                peak=peak * between(rng, 0.6, 1.1),
                twitch=0.03,
                units=600,
                lag=between(rng, 0.0, 0.3),
            )
        )
    return Act(at=at, kind="convulsive", pulls=tuple(pulls))


def spasm(body: Body, rng: Rng, at: float, peak: float) -> Act:
    """An epileptic spasm: quick contraction of all limbs, held a moment, then released."""
    seconds = between(rng, 0.5, 1.8)
    pulls = []
    for place in PLACES:
        env = burst(rng, seconds, between(rng, 0.1, 0.2), 0.5 * seconds, between(rng, 0.6, 1.6))
        size = peak * around(rng, 1.0, 0.25, 0.5, 1.6)
        pulls.append(
            Pull(
                limb=place,
                envelope=env,
                peak=size,
                twitch=0.045,
                units=700,
                lag=between(rng, 0.0, 0.08),
            )
        )
    return Act(at=at, kind="spasm", pulls=tuple(pulls))


def cramp(body: Body, rng: Rng, at: float) -> list[Act]:
    """A cramp of a leg, and the hand that rubs it."""
    seconds = between(rng, 60.0, 180.0)
    leg = some(rng, LEGS)
    env = stiffening(rng, seconds, between(rng, 0.05, 0.2))
    kicks = [(0.0, env)]
    for _ in range(int(rng.poisson(seconds / 25.0))):
        w = between(rng, 0.5, 2.0)
        kicks.append((between(rng, 3.0, seconds - 3.0), 0.8 * burst(rng, w, 0.3 * w, 0.4 * w)))
    peak = around(rng, 0.25, 0.4, 0.1, 0.7)
    pull = Pull(limb=leg, envelope=joined(kicks), peak=peak, twitch=0.07, units=900)
    acts = [Act(at=at, kind="cramp", pulls=(pull,))]
    t = at + between(rng, 4.0, 15.0)
    while t < at + seconds - 8.0:
        w = between(rng, 4.0, 15.0)
        hz = between(rng, 1.0, 3.0)
        rub = cycles(rng, w, lambda x, f=hz: np.full(x.size, f), 0.3, 1.0)  # type: ignore[misc]
        hand = Pull(
            limb="wrist", envelope=rub * swell(w, 0.5, 0.5), peak=between(rng, 0.1, 0.5), muscle=1
        )
        shake = Pull(
            limb=leg,
            envelope=0.5 * rub * swell(w, 0.5, 0.5),
            muscle=3,
            peak=between(rng, 0.02, 0.1),
        )
        acts.append(Act(at=t, kind="wake_movement", pulls=(hand, shake)))
        t += w + between(rng, 2.0, 20.0)
    return acts


def rubbing(body: Body, rng: Rng, at: float) -> Act:
    """Restless legs: rubbing, bouncing or stretching while awake."""
    what = some(rng, ("bounce", "rub", "stretch"))
    leg = some(rng, LEGS)
    seconds = around(rng, 8.0, 0.6, 2.0, 35.0)
    if what == "stretch":
        seconds = min(seconds, 9.0)
        env = burst(rng, seconds, 0.25 * seconds, 0.3 * seconds)
        legs = LEGS if rng.random() < 0.4 else (leg,)
        pulls = tuple(
            Pull(
                limb=one,
                envelope=env,
                peak=around(rng, 0.25, 0.5, 0.05, 0.8),
                twitch=0.07,
                lag=between(rng, 0.0, 0.5),
            )
            for one in legs
        )
        return Act(at=at, kind="wake_movement", pulls=pulls)
    hz = between(rng, 2.5, 5.0) if what == "bounce" else between(rng, 0.6, 2.0)
    env = cycles(rng, seconds, lambda t: np.full(t.size, hz), 0.3, 1.0)
    env *= swell(seconds, 0.5, 0.7)
    size = around(rng, 0.22, 0.5, 0.04, 0.9)
    pulls = (Pull(limb=leg, envelope=env, peak=size, muscle=1, twitch=0.04),)
    if what == "rub":
        pulls += (
            Pull(
                limb="wrist",
                envelope=env * between(rng, 0.7, 1.0),
                muscle=1,
                peak=around(rng, 0.3, 0.4, 0.08, 0.9),
            ),
        )
    return Act(at=at, kind="wake_movement", pulls=pulls)


def steps(rng: Rng, seconds: float) -> list[float]:
    """Seconds of the steps of a walk."""
    gap = 1.0 / between(rng, 1.5, 2.0)
    return list(np.cumsum(gap * rng.normal(1.0, 0.04, max(int(seconds / gap), 4))) - 0.3 * gap)
