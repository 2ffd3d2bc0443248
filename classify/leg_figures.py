"""The figures of leg movements, periodic and isolated, each with its denominator."""

from collections import Counter

import numpy as np

from limbwatch.classify.figures import (
    HourFigures,
    IntervalFigures,
    LegMovementFigures,
    PlmFigures,
    SeriesFigures,
)
from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_sensors import ankle_sensors, is_leg_movement, leg_placements
from limbwatch.classify.night import Event, Night
from limbwatch.classify.observation.exposure_time import Exposure, clock, clock_hours, exposure
from limbwatch.classify.rounding import KEPT_DECIMALS, kept_seconds, kept_share
from limbwatch.classify.rules.interruptions import longest_observed, restarts_of
from limbwatch.classify.rules.leg_movements import UNMEASURED, milliseconds
from limbwatch.classify.rules.periodicity import interval_statistics, sleep_periodicity
from limbwatch.classify.rules.published import WASM_2016, rules_of
from limbwatch.classify.slept import Sleep

FEWEST_INTERVALS = 10
"""Fewest intervals between leg movements from which the length of a series is estimated. Chosen."""


def limb_movements(night: Night) -> LegMovementFigures:
    """Count the limb movements recorded on a leg, asleep and awake in bed."""
    exposed = exposure(night.sleep, night.coverage)
    found = _leg_movements(night)
    asleep = sum(event.asleep for event in found)
    awake = sum(not event.asleep and _in_bed(event, night.sleep) for event in found)
    return LegMovementFigures(
        count=asleep,
        index_per_hour=kept_share(asleep, exposed.hours_asleep),
        wake_count=awake,
        wake_index_per_hour=kept_share(awake, exposed.hours_awake),
    )


def plm_figures(night: Night, length: float) -> PlmFigures:
    """Count the periodic movements of a night of ``length`` seconds."""
    exposed = exposure(night.sleep, night.coverage)
    plm = [event for event in night.events if event.kind is Kind.PLM]
    asleep = [event for event in plm if event.asleep]
    awake = [event for event in plm if not event.asleep and _in_bed(event, night.sleep)]
    # where gaps leave no room for a series, finding none is no evidence
    possible = bool(plm) or longest_observed(night.coverage, length) >= _series_duration_s(night)
    found = PlmFigures(
        count=len(asleep),
        index_per_hour=kept_share(len(asleep), exposed.hours_asleep) if possible else None,
        hours_of_sleep=round(exposed.hours_asleep, 3),
        wake_count=len(awake),
        wake_index_per_hour=kept_share(len(awake), exposed.hours_awake) if possible else None,
        hours_of_wake=round(exposed.hours_awake, 3),
        series=_series_figures(night),
        periodicity_index=_periodicity_index(night, exposed) if possible else None,
        interval_s=_interval_figures(night),
        per_hour=_clock_hours(night, asleep, awake, exposed, length, possible=possible),
        **_sides(night, asleep),
    )
    return found if ankle_sensors(night.coverage) else found.uncounted()


def _leg_movements(night: Night) -> list[Event]:
    legs = leg_placements(night.coverage)
    return [event for event in night.events if is_leg_movement(event, legs)]


def _in_bed(event: Event, sleep: Sleep) -> bool:
    return sleep.in_bed is not None and sleep.in_bed[0] <= event.onset < sleep.in_bed[1]


def _series_duration_s(night: Night) -> float:
    """Return how long a series takes at the median interval of this night, at least the minimum."""
    rules = rules_of(night)
    shortest, (least, most) = rules.shortest_series_s, rules.interval_limits_s
    onsets = np.array([event.onset for event in _leg_movements(night)])
    intervals = np.diff(onsets)
    intervals = intervals[(intervals >= least) & (intervals <= most)]
    if len(intervals) < FEWEST_INTERVALS:
        return shortest
    return max(shortest, (rules.series_shortest - 1) * float(np.median(intervals)))


def _series_figures(night: Night) -> tuple[SeriesFigures, ...]:
    return tuple(
        SeriesFigures(
            number=series.number,
            count=len(series.onsets),
            onset_s=kept_seconds(series.onsets[0]),
            end_s=kept_seconds(series.end),
            interval_s=kept_seconds(float(np.median(np.diff(series.onsets)))),
        )
        for series in night.series
    )


def _interval_figures(night: Night) -> IntervalFigures:
    """Return statistics of onset-to-onset intervals that end in a periodic movement in sleep."""
    onsets: dict[int, float] = {}
    found: list[float] = []
    for event in night.events:
        if event.kind is not Kind.PLM or event.series is None:
            continue
        if event.series in onsets and event.asleep:
            found.append(event.onset - onsets[event.series])
        onsets[event.series] = event.onset
    numbers = interval_statistics(found)
    return IntervalFigures(
        count=numbers.count,
        median=None if numbers.median is None else kept_seconds(numbers.median),
        log_mean=None if numbers.log_mean is None else kept_seconds(numbers.log_mean),
        log_sd=None if numbers.log_sd is None else round(numbers.log_sd, KEPT_DECIMALS),
    )


def _periodicity_index(night: Night, exposed: Exposure) -> float | None:
    """Return the periodicity of limb movements in sleep; None where they are too rare.

    An interruption ends a run of intervals, and so does a movement too long to be a candidate.
    """
    legs, longest = leg_placements(night.coverage), WASM_2016.longest / 1000
    listed_events = [
        (event.onset, leg, leg and event.asleep)
        for event in night.events
        if (leg := is_leg_movement(event, legs)) or event.duration > longest
    ]
    if exposed.hours_asleep == 0 or not listed_events:
        return None
    onsets, candidate, asleep = (np.array(column) for column in zip(*listed_events, strict=True))
    stretch = np.searchsorted(restarts_of(night.coverage), onsets, side="right")
    measured = candidate[:-1] & (np.diff(stretch) == 0)
    interval = np.where(measured, milliseconds(np.diff(onsets)), UNMEASURED)
    share = sleep_periodicity(
        np.concatenate([[UNMEASURED], interval]), candidate, asleep, hours=exposed.hours_asleep
    )
    return None if share is None else round(share, KEPT_DECIMALS)


def _clock_hours(
    night: Night,
    asleep: list[Event],
    awake: list[Event],
    exposed: Exposure,
    length: float,
    *,
    possible: bool,
) -> tuple[HourFigures, ...]:
    rows = []
    for start, end in clock_hours(night.start, length):
        count = sum(start <= event.onset < end for event in asleep)
        minutes = exposed.minutes_asleep(start, end)
        rows.append(
            HourFigures(
                start=clock(night.start, start).isoformat(timespec="seconds"),
                start_s=kept_seconds(start),
                count=count,
                wake_count=sum(start <= event.onset < end for event in awake),
                sleep_minutes=round(minutes, 3),
                index_per_hour=kept_share(count, minutes / 60.0) if possible else None,
            )
        )
    return tuple(rows)


def _sides(night: Night, asleep: list[Event]) -> dict[str, int | None]:
    """Count the periodic movements in sleep of one leg alone and of both together."""
    legs = leg_placements(night.coverage)
    sides = {leg.side for leg in legs}
    moved = Counter(
        frozenset(limb.side for limb in event.limbs if limb in legs) for event in asleep
    )
    return {
        "left": moved[frozenset({"left"})] if "left" in sides else None,
        "right": moved[frozenset({"right"})] if "right" in sides else None,
        "bilateral": moved[frozenset({"left", "right"})] if {"left", "right"} <= sides else None,
    }
