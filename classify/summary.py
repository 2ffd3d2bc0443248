"""A scored night put into numbers, each with its denominator."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.associations import laboratory_figures
from limbwatch.classify.figures import (
    HourFigures,
    IntervalFigures,
    JerkFigures,
    JerksFigures,
    LegMovementFigures,
    PlmFigures,
    SensorFigures,
    SeriesFigures,
    SleepFigures,
    Span,
    Summary,
)
from limbwatch.classify.findings.another_sensor import another_sensor
from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_sensors import ankle_sensors, is_leg_movement, leg_placements
from limbwatch.classify.night import Coverage, Event, Night
from limbwatch.classify.observation.exposure_time import (
    Exposure,
    clock,
    clock_hours,
    exposure,
)
from limbwatch.classify.rounding import KEPT_DECIMALS, kept_share
from limbwatch.classify.rules.interruptions import longest_observed, restarts_of
from limbwatch.classify.rules.leg_movements import UNMEASURED, milliseconds
from limbwatch.classify.rules.periodicity import FERRI_2006, interval_statistics, periodic_share
from limbwatch.classify.rules.published import WASM_2016, not_assessed, rules_of
from limbwatch.classify.slept import Sleep
from limbwatch.sensor.spans import runs_of
from limbwatch.version import __version__

SCHEMA = "limbwatch.night/1"

FEWEST_INTERVALS = 10
"""Intervals between leg movements that show how long a series of this night takes. Chosen."""


def summarise(night: Night) -> Summary:
    """Put a scored night into numbers.

    Rounding is fixed (times 1 ms, minutes 0.1, indices 0.01), so one night always gives the
    same bytes. What is not known is None; what was counted and not found is 0.

    Parameters
    ----------
    night : Night
        A scored night.

    Returns
    -------
    Summary
        The content of ``night.json``. An index is a count divided by the hours that stand
        beside it: observed sleep for ``index_per_hour``, observed wake in bed for
        ``wake_index_per_hour``.
    """
    if not isinstance(night, Night):
        raise TypeError(f"summarise takes a night of score_night, not {type(night).__name__}")
    length = (night.end - night.start).total_seconds()
    plm = _plm(night, length)
    return Summary(
        schema=SCHEMA,
        version=__version__,
        rules=night.rules,
        age=night.age,
        start=night.start.isoformat(timespec="milliseconds"),
        end=night.end.isoformat(timespec="milliseconds"),
        duration_s=_seconds(length),
        placements=tuple(sensor.placement for sensor in night.coverage),
        sleep=_sleep(night.sleep),
        limb_movements=_limb_movements(night),
        plm=plm,
        hypnic_jerks=_hypnic_jerks(night),
        counts=_counts(night.events),
        coverage=tuple(_coverage(sensor, length) for sensor in night.coverage),
        not_assessed=not_assessed(
            breathing=_scored(night, "breathing"), arousals=_scored(night, "arousals")
        ),
        another_sensor=tuple(another_sensor([one.placement for one in night.coverage])),
        findings=night.findings,
        subject=night.origin.subject,
        session=night.origin.session,
        source=night.origin.source,
        asked=night.origin.asked,
        simulated=night.origin.simulated,
        evening=night.origin.evening,
        part=night.origin.part,
        window=night.sleep.window,
        laboratory=laboratory_figures(night, plm.hours_of_sleep),
    )


def _scored(night: Night, what: str) -> bool:
    return night.laboratory is not None and getattr(night.laboratory, what) is not None


def _seconds(value: float) -> float:
    return round(float(value), 3) + 0.0  # a moment has no sign


def _minutes(epochs: int, epoch: float) -> float:
    return round(epochs * epoch / 60.0, 3)


def _span(start: float, end: float) -> Span:
    return _seconds(start), _seconds(end)


def _stretches(mask: NDArray[np.bool_], epoch: float) -> tuple[Span, ...]:
    runs = zip(*(edge.tolist() for edge in runs_of(mask)), strict=True)
    return tuple(_span(first * epoch, stop * epoch) for first, stop in runs)


def _sleep(sleep: Sleep) -> SleepFigures:
    asleep = sleep.asleep & sleep.valid
    time = np.arange(len(asleep)) * sleep.epoch
    known = bool(sleep.valid.any())
    bed = sleep.in_bed
    onset = sleep.onset
    in_bed = np.zeros(len(asleep), dtype=np.bool_)
    if bed is not None:
        in_bed = (time >= bed[0]) & (time < bed[1]) & sleep.valid
    awake = ~sleep.asleep & in_bed
    observed = int(in_bed.sum())
    length = None if bed is None else round((bed[1] - bed[0]) / 60.0, 3)
    return SleepFigures(
        onset_s=None if onset is None else _seconds(onset),
        minutes=_minutes(int(asleep.sum()), sleep.epoch) if known else None,
        efficiency=kept_share(int((asleep & in_bed).sum()), observed),
        waso_minutes=(
            _minutes(int((awake & (time > onset)).sum()), sleep.epoch)
            if bed is not None and onset is not None
            else None
        ),
        latency_minutes=(
            round(max(onset - bed[0], 0.0) / 60.0, 3)
            if bed is not None and onset is not None
            else None
        ),
        time_in_bed_minutes=length,
        # whole epochs may reach beyond it
        observed_in_bed_minutes=(
            None if length is None else min(_minutes(observed, sleep.epoch), length)
        ),
        in_bed_s=None if bed is None else _span(*bed),
        asleep_s=_stretches(asleep, sleep.epoch),
        observed_s=_stretches(sleep.valid, sleep.epoch),
        epochs=len(sleep.asleep),
        epoch_s=_seconds(sleep.epoch),
        method=sleep.method,
        estimated=sleep.estimated,
    )


def _in_bed(event: Event, sleep: Sleep) -> bool:
    return sleep.in_bed is not None and sleep.in_bed[0] <= event.onset < sleep.in_bed[1]


def _leg_movements(night: Night) -> list[Event]:
    legs = leg_placements(night.coverage)
    return [event for event in night.events if is_leg_movement(event, legs)]


def _limb_movements(night: Night) -> LegMovementFigures:
    seen = exposure(night.sleep, night.coverage)
    found = _leg_movements(night)
    asleep = sum(event.asleep for event in found)
    awake = sum(not event.asleep and _in_bed(event, night.sleep) for event in found)
    return LegMovementFigures(
        count=asleep,
        index_per_hour=kept_share(asleep, seen.hours_asleep),
        wake_count=awake,
        wake_index_per_hour=kept_share(awake, seen.hours_awake),
    )


def _plm(night: Night, length: float) -> PlmFigures:
    seen = exposure(night.sleep, night.coverage)
    plm = [event for event in night.events if event.kind is Kind.PLM]
    asleep = [event for event in plm if event.asleep]
    awake = [event for event in plm if not event.asleep and _in_bed(event, night.sleep)]
    # between gaps too close for a series, none found says nothing
    possible = bool(plm) or longest_observed(night.coverage, length) >= _series_s(night)
    found = PlmFigures(
        count=len(asleep),
        index_per_hour=kept_share(len(asleep), seen.hours_asleep) if possible else None,
        hours_of_sleep=round(seen.hours_asleep, 3),
        wake_count=len(awake),
        wake_index_per_hour=kept_share(len(awake), seen.hours_awake) if possible else None,
        hours_of_wake=round(seen.hours_awake, 3),
        series=_series(night),
        periodicity_index=_periodicity_index(night, seen) if possible else None,
        interval_s=_intervals(night),
        per_hour=_clock_hours(night, asleep, awake, seen, length, possible=possible),
        **_sides(night, asleep),
    )
    return found if ankle_sensors(night.coverage) else found.uncounted()


def _series_s(night: Night) -> float:
    """Give the time that a series takes at the intervals of this night, or else at the least."""
    shortest = rules_of(night).shortest_series_s
    onsets = np.array([event.onset for event in _leg_movements(night)])
    least, most = WASM_2016.interval_shortest / 1000, WASM_2016.interval_longest / 1000
    intervals = np.diff(onsets)
    intervals = intervals[(intervals >= least) & (intervals <= most)]
    if len(intervals) < FEWEST_INTERVALS:
        return shortest
    return max(shortest, (WASM_2016.series_shortest - 1) * float(np.median(intervals)))


def _series(night: Night) -> tuple[SeriesFigures, ...]:
    return tuple(
        SeriesFigures(
            number=series.number,
            count=len(series.onsets),
            onset_s=_seconds(series.onsets[0]),
            end_s=_seconds(series.end),
            interval_s=_seconds(float(np.median(np.diff(series.onsets)))),
        )
        for series in night.series
    )


def _intervals(night: Night) -> IntervalFigures:
    """Onset-to-onset intervals that end in a periodic movement in sleep."""
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
        median=None if numbers.median is None else _seconds(numbers.median),
        log_mean=None if numbers.log_mean is None else _seconds(numbers.log_mean),
        log_sd=None if numbers.log_sd is None else round(numbers.log_sd, KEPT_DECIMALS),
    )


def _periodicity_index(night: Night, seen: Exposure) -> float | None:
    """Periodicity of the limb movements in sleep; None where they are too rare for one."""
    count = sum(event.asleep for event in _leg_movements(night))
    if seen.hours_asleep == 0 or count / seen.hours_asleep < FERRI_2006.movements_per_hour:
        return None
    share = periodic_share(milliseconds(_sleep_intervals(night)).clip(UNMEASURED))
    return None if share is None else round(share, KEPT_DECIMALS)


def _sleep_intervals(night: Night) -> list[float]:
    """Interval before each limb movement in sleep, seconds; negative where none is measured.

    Wake, an interruption and a movement too long to be a candidate end a run of intervals.
    """
    onsets = np.array([event.onset for event in night.events])
    stretches = np.searchsorted(restarts_of(night.coverage), onsets, side="right").tolist()
    legs, longest = leg_placements(night.coverage), WASM_2016.longest / 1000
    found: list[float] = []
    last: tuple[float, int] | None = None
    for event, stretch in zip(night.events, stretches, strict=True):
        leg = is_leg_movement(event, legs)
        if leg and event.asleep:
            found.append(event.onset - last[0] if last and last[1] == stretch else -1.0)
            last = event.onset, stretch
        elif leg or event.duration > longest:
            last = None
    return found


def _clock_hours(
    night: Night,
    asleep: list[Event],
    awake: list[Event],
    seen: Exposure,
    length: float,
    *,
    possible: bool,
) -> tuple[HourFigures, ...]:
    rows = []
    for start, end in clock_hours(night.start, length):
        count = sum(start <= event.onset < end for event in asleep)
        minutes = seen.minutes_asleep(start, end)
        rows.append(
            HourFigures(
                start=clock(night.start, start).isoformat(timespec="seconds"),
                start_s=_seconds(start),
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


def _hypnic_jerks(night: Night) -> JerksFigures:
    jerks = [event for event in night.events if event.kind is Kind.HYPNIC_JERK]
    return JerksFigures(
        count=len(jerks),
        events=tuple(
            JerkFigures(
                onset=clock(night.start, _seconds(event.onset)).isoformat(timespec="milliseconds"),
                onset_s=_seconds(event.onset),
                limbs=event.limbs,
                confidence=None if event.confidence is None else round(event.confidence, 3),
                reason=event.reason,
            )
            for event in jerks
        ),
    )


def _counts(events: tuple[Event, ...]) -> dict[Kind, int]:
    found = Counter(event.kind for event in events)
    return {kind: found[kind] for kind in Kind}


def _coverage(sensor: Coverage, length: float) -> SensorFigures:
    return SensorFigures(
        placement=sensor.placement,
        device=sensor.device,
        recorded_s=_seconds(sensor.recorded_s),
        worn_s=_seconds(sensor.worn_s),
        # of the seconds that are kept, so that a night that was read again has the same
        worn_share=kept_share(_seconds(sensor.worn_s), _seconds(length)),
        gaps=tuple(_span(*gap) for gap in sensor.gaps),
        not_worn=tuple(_span(*off) for off in sensor.not_worn),
        rate_hz=round(sensor.rate, KEPT_DECIMALS),
        rate_nominal_hz=sensor.rate_nominal,
        clock_drift_ppm=None if sensor.drift_ppm is None else round(sensor.drift_ppm, 4) + 0.0,
        floor_g=_significant(sensor.floor),
        threshold_g=_significant(sensor.threshold),
        notes=tuple(sensor.notes),
        warnings=tuple(sensor.warnings),
    )


def _significant(value: float) -> float | None:
    return round(float(value), KEPT_DECIMALS) if np.isfinite(value) else None
