"""Movements while awake, in bed and out of it."""

import numpy as np

from limbwatch.sample_data.body.actor import ARMS, LEGS
from limbwatch.sample_data.body.sleeper import LIMBS, Limb, lying, resting
from limbwatch.sample_data.diary.draft import Action, Draft
from limbwatch.sample_data.movements.legwork import one_or_both
from limbwatch.sample_data.movements.postures import fidget, posture_change
from limbwatch.sample_data.movements.rhythms import walking
from limbwatch.sample_data.recipes.recipe import Periodic

_PACE_S = (12.0, 45.0)
"""Range of the mean time between movements of a person awake in bed, seconds."""

_STILL_PACE_S = 240.0
"""Mean time between movements of a person who lies still and waits for sleep, seconds."""

_TURN_S = (3.0, 45.0)
"""Shortest and longest large movement, seconds; 12.4 s on average (Ferri 2021, PMC8436137)."""

_URGE = Periodic(per_hour=(0.0, 0.0), both=(0.2, 0.6))
"""Leg movements of a person with an urge to move."""


def turn_over(draft: Draft, time: float) -> bool:
    """Add a change of posture; return whether there was room."""
    rng = draft.rng
    position = lying(rng)
    targets = {limb: resting(limb, position, rng) for limb in LIMBS}
    duration = float(np.clip(rng.lognormal(np.log(9.0), 0.6), *_TURN_S))
    vigour = float(np.clip(rng.lognormal(-0.4, 0.5), 0.2, 1.5))
    motions = posture_change(draft.actor, time, duration, targets, vigour=vigour)
    return draft.add(Action(kind="gross_movement", source="posture", motions=motions))


def live_awake(draft: Draft) -> None:
    """Fill every stretch of wake with ordinary movements, fewer just before the first sleep."""
    rng = draft.rng
    for start, end in draft.architecture.spans("W"):
        pace = rng.uniform(*_PACE_S)
        first = start == 0.0
        if first:
            _add_restlessness(draft, end)
        else:
            turn_over(draft, start + rng.uniform(0.0, 3.0))
        time = start + rng.exponential(pace)
        while time < end:
            _add_movement(draft, time)
            still = first and time > draft.architecture.still_from
            time += 1.0 + rng.exponential(_STILL_PACE_S if still else pace)


def _add_movement(draft: Draft, time: float) -> None:
    rng = draft.rng
    choice = rng.random()
    if choice < 0.2:
        turn_over(draft, time)
        return
    if choice < 0.6:
        limbs: tuple[Limb, ...] = (ARMS[int(rng.integers(2))],)
    elif choice < 0.8:
        limbs = ARMS
    else:
        limbs = (ARMS[int(rng.integers(2))], *LEGS)
    duration = float(np.clip(rng.lognormal(0.9, 0.7), 0.7, 15.0))
    vigour = draft.draw_log(draft.scenario.vigour) ** 0.5  # larger, as movements awake are
    motions = fidget(draft.actor, time, duration, limbs, vigour=vigour)
    draft.add(Action(kind="wake_movement", source="fidget", motions=motions))


def _add_restlessness(draft: Draft, end: float) -> None:
    """Add stretching, rubbing and jerking of the legs every 5 to 60 s, by an urge to move."""
    rng = draft.rng
    pace = rng.uniform(*draft.scenario.restless_per_min)
    if pace <= 0:
        return
    time = 10.0
    while time < end - 20.0:
        if rng.random() < 0.5:
            one_or_both(draft, time, draft.draw_log((0.05, 0.5)), _URGE)
        else:
            limbs: tuple[Limb, ...] = LEGS if rng.random() < 0.6 else (LEGS[int(rng.integers(2))],)
            motions = fidget(draft.actor, time, rng.uniform(2.0, 15.0), limbs)
            draft.add(Action(kind="wake_movement", source="restlessness", motions=motions))
        time += float(np.clip(rng.lognormal(np.log(60.0 / pace), 0.6), 5.0, 60.0))


def walk(draft: Draft, time: float) -> bool:
    """Add getting up, walking and lying down again; return whether there was room."""
    rng = draft.rng
    duration = float(np.clip(rng.lognormal(np.log(25.0), 0.5), 8.0, 120.0))
    motions = walking(draft.actor, time, duration)
    action = Action(kind="wake_movement", source="walking", motions=motions)
    down = time + duration + rng.uniform(1.0, 20.0)
    if not draft.diary.free(time - 1.0, down + _TURN_S[1]) or not draft.add(action):
        return False
    position = lying(rng)
    targets = {limb: resting(limb, position, rng) for limb in LIMBS}
    lie_down = posture_change(draft.actor, down, rng.uniform(4.0, 12.0), targets)
    return draft.add(Action(kind="gross_movement", source="lying_down", motions=lie_down))
