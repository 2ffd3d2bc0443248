"""What a report of leg movements gives beyond ``night.json``, counted from the same events.

The WASM 2016 standard (Ferri et al., Sleep Med 2016;26:86-95) asks for durations, for movements
at short intervals and alone beside the periodic ones, and for the parts of the night.
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
from limbwatch.sensor import Placement

SHORT_INTERVAL_S: Final = 10.0
"""Below it an interval is no periodic one (WASM 2016, 3.3.2)."""
_THIRDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Third:
    """Periodic movements in one third of the observed sleep."""

    start_s: float
    end_s: float
    """Its first and last moment asleep, seconds from the recording's start."""
    count: int | None
    """None without a sensor on a leg."""
    hours: float
    """Of observed sleep."""

    @property
    def index_per_hour(self) -> float | None:
        """Periodic movements per hour of sleep; None without any, or a count."""
        return None if self.count is None or self.hours <= 0 else self.count / self.hours


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalMeasures:
    """Measures of the leg movements in sleep; None where there is nothing to measure."""

    index_range: tuple[float, float] | None
    """Periodic movements per hour if the estimate of sleep is off by half an hour either way."""
    duration_mean_s: float | None
    duration_sd_s: float | None
    """Of all leg movements in sleep."""
    short_interval: int | None
    """Leg movements in sleep that are not periodic and begin less than 10 s after the one
    before."""
    isolated: int | None
    """Those that are neither periodic nor at a short interval."""
    bilateral_share: float | None
    """Share of the periodic movements that moved both legs; None with one leg's sensor."""
    hours_of_sleep: float
    """The denominator."""
    thirds: tuple[Third, ...]
    """Equal parts of the observed sleep, in order; empty without sleep."""


def clinical_measures(night: Night) -> ClinicalMeasures:
    """Count what a report gives beyond ``night.json``.

    Parameters
    ----------
    night : Night
        A scored night, with its corrections where there are any.
    """
    seen = exposure(night.sleep, night.coverage)
    if not ankle_sensors(night.coverage):
        return _of_no_leg(seen)
    legs = leg_placements(night.coverage)
    moved = [event for event in night.events if event.asleep and is_leg_movement(event, legs)]
    periodic = [event for event in night.events if event.kind is Kind.PLM and event.asleep]
    short = _short_intervals(night, moved)
    lengths = np.array([event.duration for event in moved])
    return ClinicalMeasures(
        index_range=_index_range(len(periodic), seen.hours_asleep),
        duration_mean_s=float(lengths.mean()) if len(lengths) else None,
        duration_sd_s=float(lengths.std(ddof=1)) if len(lengths) > 1 else None,
        short_interval=short,
        isolated=sum(event.kind is not Kind.PLM for event in moved) - short,
        bilateral_share=_bilateral_share(legs, periodic),
        hours_of_sleep=seen.hours_asleep,
        thirds=_thirds(seen, periodic),
    )


def _of_no_leg(seen: Exposure) -> ClinicalMeasures:
    """Give the hours alone: arms are no legs."""
    return ClinicalMeasures(
        index_range=None,
        duration_mean_s=None,
        duration_sd_s=None,
        short_interval=None,
        isolated=None,
        bilateral_share=None,
        hours_of_sleep=seen.hours_asleep,
        thirds=tuple(replace(third, count=None) for third in _thirds(seen, ())),
    )


def _index_range(count: int, hours: float) -> tuple[float, float] | None:
    if hours <= CONCERN.sleep_error_h:
        return None
    return count / (hours + CONCERN.sleep_error_h), count / (hours - CONCERN.sleep_error_h)


def _short_intervals(night: Night, moved: Sequence[Event]) -> int:
    """Count movements soon after the one before; across an interruption nothing is measured."""
    onsets = np.array([event.onset for event in moved])
    stretches = np.searchsorted(restarts_of(night.coverage), onsets, side="right")
    soon = (np.diff(onsets) < SHORT_INTERVAL_S) & (np.diff(stretches) == 0)
    alone = np.array([event.kind is not Kind.PLM for event in moved], dtype=np.bool_)
    return int((soon & alone[1:]).sum())


def _bilateral_share(legs: AbstractSet[Placement], periodic: Sequence[Event]) -> float | None:
    if not {"left", "right"} <= {place.side for place in legs} or not periodic:
        return None
    both = sum({limb.side for limb in event.limbs if limb in legs} == {"left", "right"}
               for event in periodic)  # fmt: skip
    return both / len(periodic)


def _thirds(seen: Exposure, periodic: Sequence[Event]) -> tuple[Third, ...]:
    """Cut the observed sleep, not the clock, into three equal parts."""
    asleep = np.flatnonzero(seen.asleep) * seen.epoch
    parts = [part for part in np.array_split(asleep, _THIRDS) if len(part)]
    starts = [float(part[0]) for part in parts]
    onsets = np.array([event.onset for event in periodic])
    # an onset belongs to the part that began last: every one counts once
    which = np.maximum(np.searchsorted(starts, onsets, side="right") - 1, 0)
    return tuple(
        Third(
            start_s=start,
            end_s=float(part[-1]) + seen.epoch,
            count=int((which == number).sum()),
            hours=len(part) * seen.epoch / 3600,
        )
        for number, (start, part) in enumerate(zip(starts, parts, strict=True))
    )
