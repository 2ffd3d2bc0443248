"""A night rebuilt from its folder, with or without a person's corrections."""

from collections.abc import Sequence

import numpy as np

from limbwatch.classify.associations import laboratory_of
from limbwatch.classify.figures import SleepFigures
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Events, Night, series_of
from limbwatch.classify.nights.correction import Amendment, amended
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.classify.slept import Sleep, Window
from limbwatch.cli.night.correction.corrections import Change, Correction, in_force, relabelled
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.sensor.arrays import Mask, Span


def stored_night(source: NightSource) -> Night:
    """Rebuild the scored night from its files.

    Its summary equals ``night.json``, except that ``events.csv`` rounds times to 1 ms.
    """
    summary = source.summary
    return Night(
        start=source.start,
        end=source.end,
        events=Events(source.events),
        series=series_of(source.events),
        sleep=_stored_sleep(summary.sleep, source.seconds, summary.window),
        coverage=tuple(_stored_coverage(one) for one in summary.coverage),
        findings=summary.findings,
        rules=summary.rules,
        age=summary.age,
        origin=summary.origin,
        laboratory=laboratory_of(summary.laboratory),
    )


def corrected_night(source: NightSource, corrections: Sequence[Correction]) -> Night:
    """Rebuild a night with the corrections in force, applied in order.

    Raises
    ------
    ValueError
        If the corrections contradict each other.
    """
    night = stored_night(source)
    return amended(night, amendment(source, corrections), rules=rules_by_name(night.rules))


def amendment(source: NightSource, corrections: Sequence[Correction]) -> Amendment:
    """Collect the corrections in force; the last of several bedtimes or risings counts."""
    lines = in_force(corrections)
    bedtimes = [line.start_s for line in lines if line.change is Change.BEDTIME]
    risings = [line.start_s for line in lines if line.change is Change.RISING]
    labels = relabelled(source.events, corrections)
    return Amendment(
        labels={number: Kind(kind) for number, kind in labels.items()},
        excluded=tuple(
            (line.start_s, line.end_s) for line in lines if line.change is Change.EXCLUDE
        ),
        bedtime=bedtimes[-1] if bedtimes else None,
        rising=risings[-1] if risings else None,
    )


def _stored_sleep(figures: SleepFigures, seconds: float, window: Window) -> Sleep:
    epoch = figures.epoch_s
    count = int(np.ceil(seconds / epoch)) if figures.epochs is None else figures.epochs
    return Sleep(
        epoch=epoch,
        asleep=_mask_of_spans(figures.asleep_s, epoch, count),
        valid=_mask_of_spans(figures.observed_s, epoch, count),
        in_bed=figures.in_bed_s,
        method=figures.method,
        window=window,
        estimated=figures.estimated,
    )


def _mask_of_spans(spans: Sequence[Span], epoch: float, count: int) -> Mask:
    mask = np.zeros(count, dtype=np.bool_)
    for start, end in spans:
        mask[round(start / epoch) : round(end / epoch)] = True
    return mask


def _stored_coverage(sensor: SensorFigures) -> Coverage:
    return Coverage(
        placement=sensor.placement,
        recorded_s=sensor.recorded_s,
        worn_s=sensor.worn_s,
        gaps=sensor.gaps,
        not_worn=sensor.not_worn,
        rate=sensor.rate_hz,
        rate_nominal=sensor.rate_nominal_hz,
        drift_ppm=sensor.clock_drift_ppm,
        device=sensor.device,
        floor=np.nan if sensor.floor_g is None else sensor.floor_g,
        threshold=np.nan if sensor.threshold_g is None else sensor.threshold_g,
        notes=sensor.notes,
        warnings=sensor.warnings,
    )
