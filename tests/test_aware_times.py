"""Times with a zone: a change of clocks moves no sample, and what is no time is refused."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

import limbwatch
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.sources import check_one_night
from limbwatch.sensor import Placement, Recording, Samples, aligned

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 29, 0, 30, tzinfo=BERLIN)
"""At two the clock goes to three."""


def still(start, placement=Placement.ANKLE_LEFT, hours=1.0, **options):
    xyz = np.tile(np.float32([0, 0, 1]), (round(hours * 3600 * 10), 1))
    runs = (Samples(start=0.0, rate=10.0, xyz=xyz),)
    fields = {"device": "", "rate_nominal": None, "rate": 10.0, **options}
    return Recording(start=start, placement=placement, runs=runs, **fields)


def later(minutes):
    return (BEGIN.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(BERLIN)


def test_a_recording_ends_after_the_time_that_passed():
    end = still(BEGIN, hours=3.5).end
    assert end == datetime(2026, 3, 29, 5, 0, tzinfo=BERLIN).astimezone(UTC)


def test_recordings_across_a_change_of_clocks_are_aligned_by_the_time_that_passed():
    both = aligned((still(BEGIN), still(later(95), Placement.ANKLE_RIGHT)))
    assert [one.runs[0].start for one in both] == [0.0, 95 * 60.0]


@pytest.mark.parametrize("start", [BEGIN, pd.Timestamp(BEGIN), BEGIN.isoformat()])
def test_a_start_may_be_a_time_of_python_of_pandas_or_text(start):
    found = still(start)
    assert (type(found.start), found.start) == (datetime, BEGIN)
    assert found.start.isoformat() == "2026-03-29T00:30:00+01:00"
    assert pickle.loads(pickle.dumps(found.start)) == found.start  # noqa: S301 - made one line above


def test_the_second_two_o_clock_of_autumn_is_after_the_first():
    first = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN)
    second = datetime(2026, 10, 25, 2, 5, tzinfo=BERLIN, fold=1)
    found = aligned((still(second, Placement.ANKLE_RIGHT), still(first)))
    assert [one.runs[0].start for one in found] == [0.0, 55 * 60.0]


def test_files_of_one_placement_that_follow_each_other_across_a_change_of_clocks_are_joined():
    (joined,) = one_per_placement((still(BEGIN, hours=1.6), still(later(97))))
    assert joined.spans.tolist() == [[0.0, 1.6 * 3600], [97 * 60.0, 97 * 60.0 + 3600]]


def test_sensors_that_overlap_across_a_change_of_clocks_are_of_one_night():
    check_one_night((still(BEGIN, hours=1.6), still(later(95), Placement.ANKLE_RIGHT)))


def test_a_moved_recording_begins_after_the_time_that_passed():
    assert still(BEGIN).later(95 * 60, "").start == later(95)
    assert still(BEGIN).rebased(later(95)).runs[0].start == -95 * 60.0


def test_a_night_of_a_zone_that_changes_its_clocks_lasts_as_long_as_it_did():
    night = limbwatch.score_night([still(BEGIN, hours=2.0)])
    by_zone = replace(night, start=BEGIN, end=later(120))
    assert limbwatch.summarise(by_zone).duration_s == 7200.0
    assert limbwatch.summarise(by_zone).start == "2026-03-29T00:30:00.000+01:00"


@pytest.mark.parametrize(
    ("start", "error", "said"),
    [
        (
            np.datetime64("2026-03-14T22:00"),
            TypeError,
            "must be a time with its zone.*write it as 2026",
        ),
        (1.7e9, TypeError, "not 1700000000.0;"),
        (None, TypeError, "not None;"),
        ("22 o'clock", ValueError, "start is not a time: .*write it as 2026-03-14T22:00"),
        (
            "2026-03-14T22:00",
            ValueError,
            "must have a time zone: 2026-03-14T22:00:00; give it one, as in 2026",
        ),
        (datetime(2026, 3, 14, 22), ValueError, "must have a time zone"),  # noqa: DTZ001 - that
        (pd.NaT, ValueError, "start is not a time: NaT"),
    ],
)
def test_a_start_that_is_no_time_with_a_zone_is_refused(start, error, said):
    with pytest.raises(error, match=said):
        still(start)
    if start is not None:  # a frame without a start has no times
        with pytest.raises(error, match=said):
            limbwatch.detect_movements(np.empty((0, 3)), 50).to_dataframe(start=start)


def test_a_frame_has_the_zone_of_its_start():
    start = "2026-03-29T00:30:00+01:00"
    none = limbwatch.detect_movements(np.empty((0, 3)), 50)
    assert none.to_dataframe(start=start)["time"].dt.tz == timezone(timedelta(hours=1))
    assert none.to_dataframe(start=BEGIN)["time"].dt.tz == BERLIN
