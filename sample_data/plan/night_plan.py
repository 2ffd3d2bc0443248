"""The plan of a night: what happens and when, whichever sensors are worn."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from limbwatch.sample_data.body.actor import LEGS, Actor, draw_habit
from limbwatch.sample_data.body.sleeper import LIMBS, Body, Limb, Vitals, lying, resting
from limbwatch.sample_data.diary import sleep_architecture
from limbwatch.sample_data.diary.draft import Action, Draft
from limbwatch.sample_data.diary.environment import (
    Bed,
    hum,
    knock,
    partner_move,
    through_the_mattress,
    touch,
)
from limbwatch.sample_data.diary.sleep_architecture import Architecture
from limbwatch.sample_data.movements.legwork import add_series, isolated_arm, isolated_leg
from limbwatch.sample_data.plan.happenings import add_episodes, add_jerks
from limbwatch.sample_data.plan.waking import live_awake, turn_over
from limbwatch.sample_data.recipes.recipe import Range, Scenario

_MARGIN_S = 15.0
"""Time without shaking at the start and the end of a night, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """Everything the person and the bed do in a night."""

    actions: tuple[Action, ...]
    """In order of onset, never two at once."""
    bed: Bed
    """What shook the bed."""
    architecture: Architecture
    vitals: Vitals
    rest: dict[Limb, Rotation]
    """Resting orientation (limb to world) at the start."""


def make_plan(scenario: Scenario, hours: float, rng: np.random.Generator) -> Plan:
    """Draw the plan of a night of a scenario."""
    position = lying(rng)
    rest = {limb: resting(limb, position, rng) for limb in LIMBS}
    vitals = Vitals(
        breath_hz=rng.uniform(0.2, 0.3),
        pulse_hz=rng.uniform(0.8, 1.25),
        breath_mg=_log_uniform(scenario.vitals_mg, rng),
        pulse_mg=_log_uniform(scenario.vitals_mg, rng),
    )
    draft = Draft(
        scenario=scenario,
        architecture=sleep_architecture.draw(
            rng, hours=hours, latency_min=scenario.latency_min, awakenings=scenario.awakenings
        ),
        actor=Actor(
            body=Body(stature=float(np.clip(rng.normal(1.71, 0.09), 1.5, 1.98))),
            habits={leg: draw_habit(rng) for leg in LEGS},
            rng=rng,
        ),
    )
    _fill(draft)
    return Plan(
        actions=tuple(sorted(draft.actions, key=lambda action: action.onset)),
        bed=Bed(
            trembles=tuple(sorted(draft.trembles, key=lambda tremble: tremble.onset)),
            vibrations=tuple(draft.vibrations),
        ),
        architecture=draft.architecture,
        vitals=vitals,
        rest=rest,
    )


def _log_uniform(bounds: Range, rng: np.random.Generator) -> float:
    return float(np.exp(rng.uniform(*np.log(bounds))))


def _fill(draft: Draft) -> None:
    """Add everything to the draft; what needs most room comes first."""
    scenario = draft.scenario
    add_episodes(draft, long=True)
    live_awake(draft)
    for time in draft.random_times(draft.per_hour_of_sleep(scenario.postures_per_hour)):
        turn_over(draft, time)
    add_jerks(draft)
    if scenario.periodic is not None:
        add_series(draft, scenario.periodic)
    add_episodes(draft, long=False)
    for time in draft.random_times(draft.per_hour_of_sleep(scenario.isolated_per_hour)):
        isolated_leg(draft, time)
    for time in draft.random_times(draft.per_hour_of_sleep(scenario.arms_per_hour)):
        isolated_arm(draft, time)
    _shake_the_bed(draft)


def _shake_the_bed(draft: Draft) -> None:
    """Add partner, knocks, touches, vibration and the sleeper's own movements to the bed."""
    around, rng = draft.scenario.surroundings, draft.rng
    for time in _times(draft, around.partner_per_hour):
        draft.trembles.append(partner_move(time, draft.draw_log(around.partner_peak_g), rng))
    for time in _times(draft, around.knocks_per_hour):
        draft.trembles.append(knock(time, draft.draw_log(around.knock_peak_g), rng))
    # no draw for nights without touches, so that they stay the same
    for time in _times(draft, around.touches_per_hour) if any(around.touches_per_hour) else ():
        draft.trembles.append(touch(time, draft.draw_log(around.touch_peak_g), rng))
    share = rng.uniform(*around.vibration_share)
    if share > 0:
        start = rng.uniform(0.0, 1.0 - share) * draft.end
        peak = draft.draw_log(around.vibration_peak_g)
        draft.vibrations.append(hum(start, start + share * draft.end, peak, rng))
    _transmit_own_movements(draft)


def _times(draft: Draft, per_hour: tuple[float, float]) -> list[float]:
    count = draft.rng.poisson(draft.rng.uniform(*per_hour) * draft.end / 3600.0)
    return [float(time) for time in draft.rng.uniform(_MARGIN_S, draft.end - _MARGIN_S, count)]


def _transmit_own_movements(draft: Draft) -> None:
    coupling = draft.draw_log(draft.scenario.surroundings.coupling)
    for action in draft.actions:
        peaks = [motion.peak_g for motion in action.motions.values() if motion.peak_g is not None]
        if peaks:
            share = coupling * draft.rng.lognormal(0, 0.4)
            draft.trembles.append(
                through_the_mattress(
                    action.onset,
                    float(np.minimum(action.offset - action.onset, 8.0)),
                    share * max(peaks),
                    frozenset(action.motions),
                    draft.rng,
                )
            )
