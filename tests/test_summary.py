"""``classify/summary.py``: every number of a night has its denominator, unknown is None."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.classify.figures import IntervalFigures
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.observation.exposure_time import clock, clock_hours, exposure
from limbwatch.classify.summary import summarise
from limbwatch.cli.night.scored.summary import summary_bytes

KEYS = {
    "schema": (),
    "version": (),
    "rules": (),
    "start": (),
    "end": (),
    "placements": (),
    "sleep": (
        "onset_s",
        "minutes",
        "efficiency",
        "waso_minutes",
        "latency_minutes",
        "time_in_bed_minutes",
        "estimated",
    ),
    "plm": (
        "count",
        "index_per_hour",
        "wake_count",
        "wake_index_per_hour",
        "series",
        "periodicity_index",
        "interval_s",
        "per_hour",
        "left",
        "right",
        "bilateral",
    ),
    "hypnic_jerks": ("count", "events"),
    "counts": tuple(Kind),
    "coverage": (),
    "findings": (),
}


def test_the_keys_of_the_contract_are_there(example_night: Night) -> None:
    summary = json.loads(summary_bytes(summarise(example_night)))
    for key, below in KEYS.items():
        assert key in summary
        assert all(name in summary[key] for name in below)
    assert set(summary["plm"]["interval_s"]) >= {"median", "log_mean", "log_sd"}
    assert set(summary["findings"][0]) == {"code", "title", "evidence", "advice"}


def test_numbers_of_a_known_night(example_night: Night) -> None:
    summary = summarise(example_night)
    plm, sleep = summary.plm, summary.sleep
    assert (plm.count, plm.hours_of_sleep, plm.index_per_hour) == (8, 7.0, 1.142857)
    assert (plm.wake_count, plm.hours_of_wake, plm.wake_index_per_hour) == (4, 0.667, 6.0)
    assert (plm.left, plm.right, plm.bilateral) == (5, 0, 3)
    assert plm.interval_s == IntervalFigures(count=7, median=25.0, log_mean=25.0, log_sd=0.0)
    assert [s.count for s in plm.series] == [8, 4]
    assert (sleep.onset_s, sleep.minutes, sleep.latency_minutes) == (1800.0, 420.0, 20.0)
    assert (sleep.time_in_bed_minutes, sleep.waso_minutes) == (460.0, 20.0)
    assert sleep.efficiency == pytest.approx(420 / 460, abs=5e-4)
    assert sleep.estimated is True
    assert summary.counts[Kind.PLM] == 12
    assert sum(summary.counts.values()) == len(example_night.events)


def test_the_hours_of_the_clock_add_up(example_night: Night) -> None:
    summary = summarise(example_night)
    hours = summary.plm.per_hour
    assert sum(h.count for h in hours) == summary.plm.count
    assert sum(h.wake_count for h in hours) == summary.plm.wake_count
    assert sum(h.sleep_minutes for h in hours) == pytest.approx(summary.sleep.minutes)
    assert [h.start[11:16] for h in hours][:3] == ["22:41", "23:00", "00:00"]


def test_periodicity_is_unknown_below_ten_movements_per_hour(example_night: Night) -> None:
    assert summarise(example_night).plm.periodicity_index is None


def test_periodicity_of_many_movements_counts_intervals(example_night: Night) -> None:
    template = example_night.events[1]
    onsets = [3600 + 20 * k for k in range(60)] + [6000 + 200 * k for k in range(20)]
    events = tuple(replace(template, onset=float(t)) for t in onsets)
    index = summarise(replace(example_night, events=events)).plm.periodicity_index
    assert index == pytest.approx(59 / 79, abs=5e-4)


def test_a_gap_is_not_an_interval(example_night: Night) -> None:
    template = example_night.events[1]
    onsets = [11000 + 20 * k for k in range(90) if not 12000 <= 11000 + 20 * k < 12041]
    events = tuple(replace(template, onset=float(t)) for t in onsets)
    index = summarise(replace(example_night, events=events)).plm.periodicity_index
    assert index == 1.0


def test_nothing_found_is_zero_and_nothing_known_is_null(example_night: Night) -> None:
    empty = summarise(replace(example_night, events=(), series=(), findings=()))
    assert empty.plm.count == 0
    assert empty.plm.index_per_hour == 0
    assert empty.plm.interval_s.log_mean is None
    sleep = replace(
        example_night.sleep,
        asleep=np.zeros_like(example_night.sleep.asleep),
        valid=np.zeros_like(example_night.sleep.valid),
        in_bed=None,
    )
    unknown = summarise(replace(example_night, events=(), series=(), sleep=sleep))
    assert unknown.plm.index_per_hour is None
    assert unknown.sleep.minutes is None
    assert unknown.sleep.onset_s is None
    assert unknown.sleep.efficiency is None


def test_time_off_the_leg_leaves_the_denominator(example_night: Night) -> None:
    off = tuple(
        replace(sensor, not_worn=((1800.0, 1800.0 + 3 * 3600),))
        if sensor.placement.limb == "ankle"
        else sensor
        for sensor in example_night.coverage
    )
    plm = summarise(replace(example_night, coverage=off)).plm
    assert plm.hours_of_sleep == 4.0
    assert plm.index_per_hour == 2.0


@pytest.mark.parametrize(("every", "known"), [(25.0, False), (45.0, True)])
def test_between_gaps_too_close_for_a_series_the_index_is_unknown(
    example_night: Night, every: float, *, known: bool
) -> None:
    """Four movements take 30 s at least (WASM 2016); idle sleep mode may never leave as many."""
    events = tuple(event for event in example_night.events if event.kind is not Kind.PLM)
    gaps = tuple((start, start + 5.0) for start in np.arange(0.0, 86400.0, every))
    coverage = tuple(replace(one, gaps=gaps) for one in example_night.coverage)
    plm = summarise(replace(example_night, events=events, series=(), coverage=coverage)).plm
    assert plm.count == 0
    assert (plm.index_per_hour == 0.0) == known
    assert (plm.index_per_hour is None) != known
    by_hour = {hour.index_per_hour for hour in plm.per_hour if hour.sleep_minutes}
    assert by_hour == ({0.0} if known else {None})


def test_the_index_is_unknown_between_gaps_closer_than_series_of_this_night(
    example_night: Night,
) -> None:
    """Movements each 26.5 s, and 5 s lost in each minute: no four of them are seen in a row."""
    move = next(event for event in example_night.events if event.kind is Kind.LIMB_MOVEMENT)
    onsets = np.arange(600.0, 20000.0, 26.5)
    events = tuple(replace(move, onset=float(onset)) for onset in onsets)
    gaps = tuple((start, start + 5.0) for start in np.arange(0.0, 86400.0, 60.0))
    coverage = tuple(replace(one, gaps=gaps) for one in example_night.coverage)
    night = replace(example_night, events=events, series=(), coverage=coverage)
    assert summarise(night).plm.index_per_hour is None
    assert summarise(night).plm.periodicity_index is None


@pytest.mark.parametrize(("lost_every", "known"), [(25.0, False), (27.0, True)])
def test_how_long_a_series_takes_is_by_the_rules_of_the_night(
    example_night: Night, lost_every: float, *, known: bool
) -> None:
    """Movements each 7 s are periodic by AASM: four take 21 s, of which nothing may be lost."""
    move = next(event for event in example_night.events if event.kind is Kind.LIMB_MOVEMENT)
    events = tuple(replace(move, onset=float(onset)) for onset in np.arange(600.0, 20000.0, 7.0))
    gaps = tuple((start, start + 5.0) for start in np.arange(0.0, 86400.0, lost_every))
    coverage = tuple(replace(one, gaps=gaps) for one in example_night.coverage)
    night = replace(example_night, events=events, series=(), coverage=coverage, rules="aasm")
    assert (summarise(night).plm.index_per_hour is not None) is known


def test_one_leg_worn_is_enough_to_see_a_movement(example_night: Night) -> None:
    left = replace(example_night.coverage[0], not_worn=((0.0, 20000.0),))
    night = replace(example_night, coverage=(left, *example_night.coverage[1:]))
    assert exposure(night.sleep, night.coverage).hours_asleep == 7
    alone = exposure(night.sleep, [left])
    assert alone.hours_asleep == pytest.approx((27000 - 20000) / 3600, abs=0.01)


def test_a_side_without_a_sensor_is_unknown(example_night: Night) -> None:
    plm = summarise(replace(example_night, coverage=example_night.coverage[:1])).plm
    assert plm.left == 8
    assert plm.right is None
    assert plm.bilateral is None


def test_one_night_gives_the_same_bytes_and_strict_json(example_night: Night) -> None:
    first, second = (summary_bytes(summarise(example_night)) for _ in range(2))
    assert first == second


def test_clock_passes_a_change_of_summer_time() -> None:
    start = datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert clock(start, 3600).isoformat() == "2026-03-29T03:30:00+02:00"
    assert clock(start, 3600) - start != timedelta(hours=1)  # what Python makes of one zone


def test_hours_are_cut_at_the_full_hour() -> None:
    start = datetime.fromisoformat("2026-03-14T22:41:00+01:00")
    assert clock_hours(start, 4000.0) == ((0.0, 1140.0), (1140.0, 4000.0))
    assert clock_hours(start, 0.0) == ()
