"""The table of limits: sizes that a stamp, a header or an archive claims are refused in words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.reading.sources import check_one_night
from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.files.runs import StampedRows, recording_of
from limbwatch.sensor.files.signal import Expected

START = datetime(2026, 3, 14, 22, tzinfo=UTC)
DAY_S = 86_400.0


def short(placement: Placement, *starts: float) -> Recording:
    """Record ten seconds at each of some starts, seconds."""
    xyz = np.tile(np.float32([0, 0, 1]), (500, 1))
    return Recording(
        start=START,
        placement=placement,
        device="",
        rate_nominal=None,
        rate=50.0,
        runs=tuple(Samples(start=start, rate=50.0, xyz=xyz) for start in starts),
    )


def test_a_recording_ends_within_35_days_whatever_its_stamps_say() -> None:
    inside, outside = BOUNDS.recording_s - 10.0, BOUNDS.recording_s - 9.0
    check_one_night((short(Placement.ANKLE, 0.0, inside),))
    with pytest.raises(UnreadableFile, match=r"of ankle lasts 35 days .* at most 35 .* Cut it"):
        check_one_night((short(Placement.ANKLE, 0.0, outside),))


def test_all_sensors_together_end_within_35_days() -> None:
    early = short(Placement.ANKLE, 0.0, 20 * DAY_S)
    late = short(Placement.WRIST, 19 * DAY_S, 40 * DAY_S)
    with pytest.raises(UnreadableFile, match="what was read lasts 40 days"):
        check_one_night((early, late))


def test_a_file_of_months_is_refused() -> None:
    # ten minutes of every hour, at 5 Hz
    hour = np.arange(3000) / 5
    seconds = (np.arange(36 * 24)[:, None] * 3600.0 + hour).ravel()
    random = np.random.default_rng(1)
    xyz = random.normal([0, 0, 1], 0.02, (len(seconds), 3)).astype(np.float32)
    source = StampedRows(
        path=Path("months.csv"),
        seconds=seconds,
        xyz=xyz,
        start=START - timedelta(days=60),
        clocked=True,
        rate=None,
        device="",
        expected=Expected(unit=None, given=None),
    )
    with pytest.raises(UnreadableFile, match=r"months.csv lasts 36 days"):
        recording_of(source, Placement.ANKLE)
