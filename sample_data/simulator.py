"""Simulated, labelled nights: a plan, carried out by limbs and recorded by sensors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

import numpy as np

from limbwatch.sample_data.body.sleeper import Limb
from limbwatch.sample_data.felt.sensing import Feeling, feel
from limbwatch.sample_data.felt.wearing import draw_wearing
from limbwatch.sample_data.plan.night_plan import make_plan
from limbwatch.sample_data.recipes.recipe import Scenario
from limbwatch.sample_data.recipes.scenario import SCENARIOS
from limbwatch.sample_data.sensor_model import ManufacturedSensor, SensorModel, manufacture
from limbwatch.sample_data.telling import truth_of
from limbwatch.sample_data.truth import Truth
from limbwatch.sensor import SIMULATED, Placement, Recording, Samples

__all__ = ["SCENARIOS", "SimulatedNight", "simulate"]

DEFAULT_PLACEMENTS = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)
"""Sensors by default."""
DEFAULT_HOURS = 8.0
"""Length of a night by default, hours."""
DEFAULT_RATE = 50.0
"""Nominal rate by default, Hz."""

_LIMB: Mapping[Placement, Limb] = {
    Placement.ANKLE_LEFT: "leg_left",
    Placement.ANKLE_RIGHT: "leg_right",
    Placement.WRIST_LEFT: "arm_left",
    Placement.WRIST_RIGHT: "arm_right",
    Placement.ANKLE: "leg_left",
    Placement.WRIST: "arm_left",
}
"""Limb of each placement."""
_FIRST_EVENING = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedNight:
    """A night with its truth."""

    recordings: tuple[Recording, ...]
    """One per sensor, aligned: second 0 is the earliest sample."""
    truth: Truth
    """The movements of limbs on which a sensor was recording."""
    everything: Truth
    """The movements of all four limbs."""
    scenario: str
    seed: int


def simulate(
    scenario: str | Scenario,
    *,
    seed: int,
    placements: tuple[Placement, ...] | None = None,
    hours: float | None = None,
    rate: float | None = None,
    sensor: SensorModel | None = None,
) -> SimulatedNight:
    """Simulate a labelled night; equal arguments give equal nights.

    The person and the bed depend only on scenario, seed and hours: other sensors, rates and
    placements record the same night.

    Parameters
    ----------
    scenario : str or Scenario
        A name in ``SCENARIOS``, or a custom scenario.
    seed : int
        Number of the night, from 0.
    placements : tuple of Placement, optional
        Where sensors are worn; by default both ankles and the left wrist.
    hours : float, optional
        Length; by default 8.
    rate : float, optional
        Nominal rate, Hz; by default 50.
    sensor : SensorModel, optional
        Kind of all sensors; by default those of the scenario.

    Raises
    ------
    ValueError
        If the scenario is unknown, placements repeat, or a number is out of range.
    """
    chosen = SCENARIOS.get(scenario) if isinstance(scenario, str) else scenario
    if chosen is None:
        known = ", ".join(SCENARIOS)
        raise ValueError(f"there is no scenario {scenario!r}; choose one of {known}")
    worn = DEFAULT_PLACEMENTS if placements is None else placements
    length = DEFAULT_HOURS if hours is None else hours
    nominal = DEFAULT_RATE if rate is None else rate
    _check(seed, worn, length, nominal)
    night_seed, wear_seed, sensor_seed = np.random.SeedSequence(
        [seed, crc32(chosen.name.encode())]
    ).spawn(3)
    plan = make_plan(chosen, length, np.random.default_rng(night_seed))
    wearings = draw_wearing(chosen.wear, plan, np.random.default_rng(wear_seed), model=sensor)
    seeds = dict(zip(Placement, sensor_seed.spawn(len(Placement)), strict=True))
    feelings: dict[Placement, tuple[ManufacturedSensor, Feeling]] = {}
    for placement in worn:
        limb, rng = _LIMB[placement], np.random.default_rng(seeds[placement])
        reference = placement == worn[0]
        unit = manufacture(wearings[limb].model, nominal, rng, reference=reference)
        feelings[placement] = (unit, feel(plan, limb, wearings[limb], unit, rng))
    zero = min(unit.stamp(felt.time[felt.kept[0, 0]]) for unit, felt in feelings.values())
    start = _FIRST_EVENING + timedelta(days=seed % 28, minutes=seed * 7 % 90)
    recordings = tuple(
        Recording(
            start=start,
            placement=placement,
            device=SIMULATED,
            rate_nominal=nominal,
            rate=unit.stamped_rate,
            runs=_runs(unit, felt, zero),
        )
        for placement, (unit, felt) in feelings.items()
    )
    everything = truth_of(
        plan,
        wearings,
        {_LIMB[placement]: (placement, felt) for placement, (_, felt) in feelings.items()},
        zero,
    )
    return SimulatedNight(
        recordings=recordings,
        truth=everything.seen(),
        everything=everything,
        scenario=chosen.name,
        seed=seed,
    )


def _runs(unit: ManufacturedSensor, felt: Feeling, zero: float) -> tuple[Samples, ...]:
    return tuple(
        Samples(
            start=unit.stamp(felt.time[first]) - zero,
            rate=unit.stamped_rate,
            xyz=felt.xyz[first:last],
        )
        for first, last in felt.kept
    )


def _check(seed: int, placements: tuple[Placement, ...], hours: float, rate: float) -> None:
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, not {seed}")
    if not placements or len({_LIMB[p] for p in placements}) < len(placements):
        raise ValueError("placements must name at least one limb and none twice")
    if not 0.25 <= hours <= 24:
        raise ValueError(f"hours must be between 0.25 and 24, not {hours}")
    if not 10 <= rate <= 200:
        raise ValueError(f"rate must be between 10 and 200 Hz, not {rate}")
