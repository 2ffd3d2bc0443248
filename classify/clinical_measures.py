"""Measures for a clinical report that are not in ``night.json``, counted from the same events.

Beside the periodic movements, the WASM 2016 standard (Ferri et al., Sleep Med 2016;26:86-95) asks
for durations, movements at short intervals, isolated ones, and the parts of the night.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_sensors import ankle_sensors, is_leg_movement, leg_placements
from limbwatch.classify.night import Event, Night
from limbwatch.classify.observation.exposure_time import Exposure, exposure
from limbwatch.classify.rules.interruptions import restarts_of
from limbwatch.classify.rules.published import rules_of
from limbwatch.sensor import Placement

_SHORT_INTERVAL_S: Final = 10.0
"""Shortest periodic interval where the rules of a night are unknown, seconds (WASM 2016, 3.3.2)."""
_THIRDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Third:
    """Periodic movements in one third of the observed sleep."""

    start_s: float
    """First moment asleep, seconds from the recording's start."""
    end_s: float
    """Last moment asleep, seconds from the recording's start."""
    count: int | None
    """Number of periodic movements; None without a sensor on a leg."""
    hours: float
    """Hours of observed sleep."""

    @property
    def index_per_hour(self) -> float | None:
        """Periodic movements per hour of sleep; None without sleep or a count."""
        return None if self.count is None or self.hours <= 0 else self.count / self.hours


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalMeasures:
    """Measures of the leg movements in sleep; None where there is nothing to measure."""

    index_range: tuple[float, float] | None
    """Periodic movements per hour if the estimate of sleep is off by half an hour either way."""
    duration_mean_s: float | None
    """Mean duration of all leg movements in sleep, seconds."""
    duration_sd_s: float | None
    """Standard deviation of the duration of all leg movements in sleep, seconds."""
    short_interval: int | None
    """Leg movements in sleep that are not periodic and begin less than ``short_interval_s`` after
    the previous one."""
    short_interval_s: float
    """Shortest periodic interval of the rules of the night, seconds."""
    isolated: int | None
    """Leg movements in sleep that are neither periodic nor at a short interval."""
    bilateral_share: float | None
    """Share of the periodic movements that moved both legs; None with a sensor on one leg."""
    hours_of_sleep: float
    """Hours of observed sleep, the denominator."""
    thirds: tuple[Third, ...]
    """Equal parts of the observed sleep, in order; empty without sleep."""


def clinical_measures(night: Night) -> ClinicalMeasures:
    """Return the measures of a night, with its corrections if any, for a clinical report."""
    exposed = exposure(night.sleep, night.coverage)
    if not ankle_sensors(night.coverage):
        return _without_legs(exposed, _shortest_interval_s(night))
    legs = leg_placements(night.coverage)
    moved = [event for event in night.events if event.asleep and is_leg_movement(event, legs)]
    periodic = [event for event in night.events if event.kind is Kind.PLM and event.asleep]
    short = _short_intervals(night, moved)
    lengths = np.array([event.duration for event in moved])
    return ClinicalMeasures(
        index_range=_index_range(len(periodic), exposed.hours_asleep),
        duration_mean_s=float(lengths.mean()) if len(lengths) else None,
        duration_sd_s=float(lengths.std(ddof=1)) if len(lengths) > 1 else None,
        short_interval=short,
        short_interval_s=_shortest_interval_s(night),
        isolated=sum(event.kind is not Kind.PLM for event in moved) - short,
        bilateral_share=_bilateral_share(legs, periodic),
        hours_of_sleep=exposed.hours_asleep,
        thirds=_thirds(exposed, periodic),
    )


def _without_legs(exposed: Exposure, short_interval_s: float) -> ClinicalMeasures:
    """Return the hours alone: without a sensor on a leg nothing is counted."""
    return ClinicalMeasures(
        index_range=None,
        duration_mean_s=None,
        duration_sd_s=None,
        short_interval=None,
        short_interval_s=short_interval_s,
        isolated=None,
        bilateral_share=None,
        hours_of_sleep=exposed.hours_asleep,
        thirds=tuple(replace(third, count=None) for third in _thirds(exposed, ())),
    )


def _index_range(count: int, hours: float) -> tuple[float, float] | None:
    if hours <= CONCERN.sleep_error_h:
        return None
    return count / (hours + CONCERN.sleep_error_h), count / (hours - CONCERN.sleep_error_h)


def _shortest_interval_s(night: Night) -> float:
    """Return the shortest periodic interval of the rules of the night, seconds."""
    try:
        return rules_of(night).interval_limits_s[0]
    except ValueError:  # a later version's rules; what is shown names the limit
        return _SHORT_INTERVAL_S


def _short_intervals(night: Night, moved: Sequence[Event]) -> int:
    """Count movements soon after the previous one, unless an interruption lies between them."""
    onsets = np.array([event.onset for event in moved])
    stretches = np.searchsorted(restarts_of(night.coverage), onsets, side="right")
    soon = (np.diff(onsets) < _shortest_interval_s(night)) & (np.diff(stretches) == 0)
    alone = np.array([event.kind is not Kind.PLM for event in moved], dtype=np.bool_)
    return int((soon & alone[1:]).sum())


def _bilateral_share(legs: AbstractSet[Placement], periodic: Sequence[Event]) -> float | None:
    if not {"left", "right"} <= {place.side for place in legs} or not periodic:
        return None
    both = sum({limb.side for limb in event.limbs if limb in legs} == {"left", "right"}
               for event in periodic)  # fmt: skip
    return both / len(periodic)


def _thirds(exposed: Exposure, periodic: Sequence[Event]) -> tuple[Third, ...]:
    """Divide the observed sleep, not the clock time, into three equal parts."""
    asleep = np.flatnonzero(exposed.asleep) * exposed.epoch
    parts = [part for part in np.array_split(asleep, _THIRDS) if len(part)]
    starts = [float(part[0]) for part in parts]
    onsets = np.array([event.onset for event in periodic])
    # an onset belongs to the part that began last, so each counts once
    part_of_onset = np.maximum(np.searchsorted(starts, onsets, side="right") - 1, 0)
    return tuple(
        Third(
            start_s=start,
            end_s=float(part[-1]) + exposed.epoch,
            count=int((part_of_onset == number).sum()),
            hours=len(part) * exposed.epoch / 3600,
        )
        for number, (start, part) in enumerate(zip(starts, parts, strict=True))
    )
