"""The figures of a scored night, each with its denominator."""

from collections import Counter

import numpy as np

from limbwatch.classify.associations import laboratory_figures, tells_respiratory
from limbwatch.classify.figures import JerkFigures, JerksFigures, SleepFigures, Summary
from limbwatch.classify.findings.another_sensor import another_sensor
from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_figures import limb_movements, plm_figures
from limbwatch.classify.night import Coverage, Event, Night
from limbwatch.classify.observation.exposure_time import clock
from limbwatch.classify.rounding import KEPT_DECIMALS, kept_seconds, kept_share
from limbwatch.classify.rules.unassessed_clauses import not_assessed
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.classify.slept import Sleep
from limbwatch.sensor.arrays import Mask, Span
from limbwatch.sensor.spans import runs_of
from limbwatch.version import __version__

SCHEMA = "limbwatch.night/1"


def summarise(night: Night) -> Summary:
    """Return the figures of a scored night.

    Rounding is fixed (times to 1 ms, minutes and hours to 0.001, rates and shares to six decimals),
    so a night always gives the same bytes. An unknown figure is None; a count of nothing is 0.

    Parameters
    ----------
    night : Night
        A scored night.

    Returns
    -------
    Summary
        The content of ``night.json``. An index is a count divided by the hours given with it:
        observed sleep for ``index_per_hour``, observed wake in bed for ``wake_index_per_hour``.
    """
    if not isinstance(night, Night):
        raise TypeError(f"summarise takes a night of score_night, not {type(night).__name__}")
    length = (night.end - night.start).total_seconds()
    plm, laboratory = plm_figures(night, length), night.laboratory
    return Summary(
        schema=SCHEMA,
        version=__version__,
        rules=night.rules,
        age=night.age,
        start=night.start.isoformat(timespec="milliseconds"),
        end=night.end.isoformat(timespec="milliseconds"),
        duration_s=kept_seconds(length),
        placements=tuple(sensor.placement for sensor in night.coverage),
        sleep=_sleep_figures(night.sleep),
        limb_movements=limb_movements(night),
        plm=plm,
        hypnic_jerks=_hypnic_jerks(night),
        counts=_counts_by_kind(night.events),
        coverage=tuple(_sensor_figures(sensor, length) for sensor in night.coverage),
        not_assessed=not_assessed(
            breathing=tells_respiratory(None if laboratory is None else laboratory.breathing),
            arousals=laboratory is not None and laboratory.arousals is not None,
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


def _minutes(epochs: int, epoch: float) -> float:
    return round(epochs * epoch / 60.0, 3)


def _span(start: float, end: float) -> Span:
    return kept_seconds(start), kept_seconds(end)


def _stretches(mask: Mask, epoch: float) -> tuple[Span, ...]:
    runs = zip(*(edge.tolist() for edge in runs_of(mask)), strict=True)
    return tuple(_span(first * epoch, stop * epoch) for first, stop in runs)


def _sleep_figures(sleep: Sleep) -> SleepFigures:
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
        onset_s=None if onset is None else kept_seconds(onset),
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
        # whole epochs may reach beyond the time in bed
        observed_in_bed_minutes=(
            None if length is None else min(_minutes(observed, sleep.epoch), length)
        ),
        in_bed_s=None if bed is None else _span(*bed),
        asleep_s=_stretches(asleep, sleep.epoch),
        observed_s=_stretches(sleep.valid, sleep.epoch),
        epochs=len(sleep.asleep),
        epoch_s=kept_seconds(sleep.epoch),
        method=sleep.method,
        estimated=sleep.estimated,
    )


def _hypnic_jerks(night: Night) -> JerksFigures:
    jerks = [event for event in night.events if event.kind is Kind.HYPNIC_JERK]
    return JerksFigures(
        count=len(jerks),
        events=tuple(
            JerkFigures(
                onset=clock(night.start, kept_seconds(event.onset)).isoformat(
                    timespec="milliseconds"
                ),
                onset_s=kept_seconds(event.onset),
                limbs=event.limbs,
                confidence=None if event.confidence is None else round(event.confidence, 3),
                reason=event.reason,
            )
            for event in jerks
        ),
    )


def _counts_by_kind(events: tuple[Event, ...]) -> dict[Kind, int]:
    found = Counter(event.kind for event in events)
    return {kind: found[kind] for kind in Kind}


def _sensor_figures(sensor: Coverage, length: float) -> SensorFigures:
    return SensorFigures(
        placement=sensor.placement,
        device=sensor.device,
        recorded_s=kept_seconds(sensor.recorded_s),
        worn_s=kept_seconds(sensor.worn_s),
        # from the rounded seconds, so that a night read back from its file has the same share
        worn_share=kept_share(kept_seconds(sensor.worn_s), kept_seconds(length)),
        gaps=tuple(_span(*gap) for gap in sensor.gaps),
        not_worn=tuple(_span(*off) for off in sensor.not_worn),
        rate_hz=round(sensor.rate, KEPT_DECIMALS),
        rate_nominal_hz=sensor.rate_nominal,
        clock_drift_ppm=None if sensor.drift_ppm is None else round(sensor.drift_ppm, 4) + 0.0,
        floor_g=_finite_or_none(sensor.floor),
        threshold_g=_finite_or_none(sensor.threshold),
        notes=tuple(sensor.notes),
        warnings=tuple(sensor.warnings),
    )


def _finite_or_none(value: float) -> float | None:
    return round(float(value), KEPT_DECIMALS) if np.isfinite(value) else None
