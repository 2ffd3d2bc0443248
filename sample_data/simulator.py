"""Simulated, labelled nights: a plan lived by limbs, felt and written down by sensors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

import numpy as np

from limbwatch.sample_data import sensor_model
from limbwatch.sample_data.body import Limb
from limbwatch.sample_data.plan import Plan, make_plan
from limbwatch.sample_data.scenario import SCENARIOS
from limbwatch.sample_data.sensing import Feeling, feel
from limbwatch.sample_data.sensor_model import SensorModel
from limbwatch.sample_data.truth import Disturbance, TrueMovement, TruePart, Truth
from limbwatch.sensor import Placement, Recording, Samples

DEFAULT_PLACEMENTS = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)
DEFAULT_HOURS = 8.0
DEFAULT_RATE = 50.0

_LIMB: Mapping[Placement, Limb] = {
    Placement.ANKLE_LEFT: "leg_left",
    Placement.ANKLE_RIGHT: "leg_right",
    Placement.WRIST_LEFT: "arm_left",
    Placement.WRIST_RIGHT: "arm_right",
    Placement.ANKLE: "leg_left",
    Placement.WRIST: "arm_left",
}
_FIRST_EVENING = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedNight:
    """A night whose truth is known.

    Parameters
    ----------
    recordings : tuple of Recording
        One per sensor, aligned: second 0 is the earliest sample.
    truth : Truth
        What the worn sensors had a chance to feel.
    everything : Truth
        What happened to all four limbs, those without a sensor included.
    scenario : str
    seed : int
    """

    recordings: tuple[Recording, ...]
    truth: Truth
    everything: Truth
    scenario: str
    seed: int


def simulate(
    scenario: str,
    *,
    seed: int,
    placements: tuple[Placement, ...] | None = None,
    hours: float | None = None,
    rate: float | None = None,
    sensor: SensorModel | None = None,
) -> SimulatedNight:
    """Make a labelled night; equal arguments give equal nights.

    The person and the bed depend on scenario, seed and hours only: other sensors, rates and
    placements feel the same night.

    Parameters
    ----------
    scenario : str
        A name in ``SCENARIOS``.
    seed : int
        Number of the night, from 0.
    placements : tuple of Placement, optional
        Sensors; both ankles and the left wrist.
    hours : float, optional
        Length; 8.
    rate : float, optional
        Nominal rate, Hz; 50.
    sensor : SensorModel, optional
        The sensors; those of the scenario.

    Returns
    -------
    SimulatedNight

    Raises
    ------
    ValueError
        If the scenario is unknown, placements repeat, or a number is out of range.
    """
    if scenario not in SCENARIOS:
        known = ", ".join(SCENARIOS)
        raise ValueError(f"there is no scenario {scenario!r}; choose one of {known}")
    chosen = SCENARIOS[scenario]
    worn = DEFAULT_PLACEMENTS if placements is None else placements
    length = DEFAULT_HOURS if hours is None else hours
    nominal = DEFAULT_RATE if rate is None else rate
    _check(seed, worn, length, nominal)
    root = np.random.SeedSequence([seed, crc32(scenario.encode())])
    night_seed, sensor_seed = root.spawn(2)
    plan = make_plan(chosen, length, np.random.default_rng(night_seed))
    rngs = {
        placement: np.random.default_rng(source)
        for placement, source in zip(Placement, sensor_seed.spawn(len(Placement)), strict=True)
    }
    start = _FIRST_EVENING + timedelta(days=seed % 28, minutes=seed * 7 % 90)
    felt_by: dict[Placement, Feeling] = {
        placement: feel(
            plan,
            _LIMB[placement],
            sensor_model.manufacture(
                sensor or chosen.sensor, nominal, rngs[placement], reference=placement == worn[0]
            ),
            rngs[placement],
        )
        for placement in worn
    }
    zero = min(feeling.stamp_start for feeling in felt_by.values())
    recordings = tuple(
        Recording(
            start=start,
            placement=placement,
            device=f"simulated {chosen.name}",
            rate_nominal=nominal,
            rate=feeling.stamp_rate,
            runs=(
                Samples(start=feeling.stamp_start - zero, rate=feeling.stamp_rate, xyz=feeling.xyz),
            ),
        )
        for placement, feeling in felt_by.items()
    )
    everything = _truth(plan, {p: f.peaks for p, f in felt_by.items()}, recordings, zero)
    return SimulatedNight(
        recordings=recordings,
        truth=everything.seen(),
        everything=everything,
        scenario=scenario,
        seed=seed,
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


def _truth(
    plan: Plan,
    peaks: dict[Placement, dict[float, float]],
    recordings: tuple[Recording, ...],
    zero: float,
) -> Truth:
    places: dict[Limb, Placement] = {limb: place for place, limb in _LIMB.items() if place.side}
    places |= {_LIMB[placement]: placement for placement in peaks}
    movements = []
    for action in plan.actions:
        parts = []
        for limb, motion in action.motions.items():
            place = places[limb]
            parts.append(
                TruePart(
                    placement=place,
                    onset=motion.onset - zero,
                    offset=motion.offset - zero,
                    peak_g=peaks.get(place, {}).get(motion.onset, float("nan")),
                )
            )
        movements.append(
            TrueMovement(
                onset=action.onset - zero,
                offset=action.offset - zero,
                kind=action.kind,
                source=action.source,
                parts=tuple(sorted(parts, key=lambda part: part.onset)),
            )
        )
    return Truth(
        movements=tuple(movements),
        disturbances=tuple(
            Disturbance(
                onset=tremble.onset - zero,
                offset=tremble.onset + tremble.duration - zero,
                source=tremble.source,
                peak_g=tremble.peak_g,
            )
            for tremble in plan.trembles
        ),
        stages=plan.architecture.stages,
        lights_out=-zero,
        worn={r.placement: ((r.runs[0].start, r.runs[-1].end),) for r in recordings},
    )
