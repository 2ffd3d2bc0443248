"""Leg movements of a night: periodic series, isolated movements, clusters."""

import numpy as np

from limbwatch.sample_data.body.actor import ARMS, LEGS, Motions
from limbwatch.sample_data.body.sleeper import Limb
from limbwatch.sample_data.diary.draft import Action, Draft
from limbwatch.sample_data.movements.flexions import arm_movement, leg_kick, leg_movement
from limbwatch.sample_data.recipes.recipe import Periodic

_SERIES_MEAN = 26
"""Mean number of movements in a series; a series has at least four (WASM 2016, 3.3.5)."""

_EARLY = 1.2
"""Decay of the weight of a stretch of sleep, ``exp(-_EARLY * share of the night passed)``: in
restless legs periodic movements become rarer towards morning (PMID 17252889)."""

_INTERVAL_S = (6.0, 120.0)
"""Shortest and longest drawn interval, seconds: a few fall outside the 10-90 s of a series."""

_LAG_S = 0.12
"""Median time between the two legs of a bilateral movement, seconds."""


def one_or_both(
    draft: Draft, time: float, peak_g: float, periodic: Periodic, leg: Limb | None = None
) -> bool:
    """Add one movement of one or both legs that returns to rest; return whether there was room.

    The peak, g, is that of the leading leg, which is drawn when left out; ``periodic`` gives the
    shapes, and the shares of both legs and of arms.
    """
    rng = draft.rng
    names, weights = zip(*periodic.shapes.items(), strict=True)
    shape = names[int(rng.choice(len(names), p=np.array(weights) / sum(weights)))]
    first = leg if leg is not None else LEGS[int(rng.integers(2))]
    motions: Motions = {first: leg_movement(draft.actor, shape, time, first, peak_g)}
    if rng.random() < rng.uniform(*periodic.both):
        other = LEGS[1 - LEGS.index(first)]
        lag = float(np.clip(rng.lognormal(np.log(_LAG_S), 0.8), 0.0, 1.2))
        weaker = peak_g * rng.lognormal(-0.2, 0.35)
        motions[other] = leg_movement(draft.actor, shape, time + lag, other, weaker)
    if rng.random() < rng.uniform(*periodic.arms):
        arm = ARMS[int(rng.integers(2))]
        lag = rng.uniform(0.0, 0.4)
        motions[arm] = arm_movement(draft.actor, time + lag, arm, peak_g * rng.uniform(0.2, 0.7))
    return draft.add(Action(kind="limb_movement", source=shape, motions=motions))


def add_series(draft: Draft, periodic: Periodic) -> None:
    """Add series of periodic movements in light and deep sleep up to the drawn number."""
    rng = draft.rng
    hours = sum(end - start for start, end in draft.asleep()) / 3600
    wanted = round(rng.uniform(*periodic.per_hour) * hours)
    centre = np.log(rng.uniform(*periodic.interval_s))
    spread = rng.uniform(*periodic.interval_log_sd)
    strength = draft.draw_log(periodic.peak_g)
    scatter = rng.uniform(*periodic.peak_log_sd)
    bias = rng.beta(1.5, 1.5)
    spans = draft.architecture.spans("N1", "N2", "N3")
    done = 0
    for _ in range(80):
        if done >= wanted or not spans:
            return
        time = rng.uniform(*spans[_draw_span(draft, spans)])
        length = min(4 + int(rng.geometric(1 / (_SERIES_MEAN - 3))), wanted - done + 3)
        series_centre = centre + rng.normal(0, 0.06)
        series_strength = strength * rng.lognormal(0, 0.45 * scatter)
        alternating = rng.random() < 0.15
        leg = LEGS[0] if rng.random() < bias else LEGS[1]
        for _ in range(length):
            if not _continues(draft, time):
                break
            if alternating or rng.random() < 0.15:
                leg = LEGS[1 - LEGS.index(leg)]
            peak = series_strength * rng.lognormal(0, 0.9 * scatter)
            if not one_or_both(draft, time, peak, periodic, leg):
                break
            done += 1
            time += float(np.clip(rng.lognormal(series_centre, spread), *_INTERVAL_S))


def _continues(draft: Draft, time: float) -> bool:
    """Return whether a series continues: REM sleep ends it, deep sleep and wake may."""
    if time > draft.end - 15.0:
        return False
    stage = draft.architecture.stage_at(time)
    return stage in {"N1", "N2"} or (stage != "R" and draft.rng.random() < 0.9)


def _draw_span(draft: Draft, spans: list[tuple[float, float]]) -> int:
    starts, ends = np.array(spans).T
    weight = (ends - starts) * np.exp(-_EARLY * 0.5 * (starts + ends) / draft.end)
    return int(draft.rng.choice(len(spans), p=weight / weight.sum()))


def isolated_leg(draft: Draft, time: float) -> None:
    """Add a single movement of one or both legs."""
    single = Periodic(
        per_hour=(0.0, 0.0), both=(0.3, 0.3), arms=(0.1, 0.1), shapes=draft.scenario.isolated_shapes
    )
    one_or_both(draft, time, draft.draw_log(draft.scenario.isolated_peak_g), single)


def isolated_arm(draft: Draft, time: float) -> None:
    """Add a single movement of one arm."""
    arm = ARMS[int(draft.rng.integers(2))]
    motion = arm_movement(draft.actor, time, arm, draft.draw_log(draft.scenario.isolated_peak_g))
    draft.add(Action(kind="limb_movement", source="arm", motions={arm: motion}))


def short_interval_cluster(draft: Draft, time: float) -> None:
    """Add two to seven kicks 2 to 8 s apart (the 2-4 s peak of PMID 17252889)."""
    rng = draft.rng
    peak = draft.draw_log(draft.scenario.isolated_peak_g)
    leg = LEGS[int(rng.integers(2))]
    for _ in range(int(rng.integers(2, 8))):
        if rng.random() < 0.25:
            leg = LEGS[1 - LEGS.index(leg)]
        motion = leg_kick(draft.actor, time, leg, peak * rng.lognormal(0, 0.3))
        if motion.offset - motion.onset > 0.55:
            action = Action(kind="limb_movement", source="short_interval", motions={leg: motion})
            draft.add(action, before=0.6, after=0.6)
        time += float(np.clip(rng.lognormal(np.log(3.5), 0.4), 1.9, 8.0))
