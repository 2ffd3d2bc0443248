"""A recording begins at its first stamp, not some of a tick of the clock beside it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.rows.start import begun_at_stamp

MIDNIGHT = datetime(2026, 3, 11, tzinfo=UTC)
COUNT = 3000
LIMB = np.random.default_rng(2).normal((0.25, -0.93, 0.28), 0.003, (COUNT, 3))


def read(path: Path, rate: float, digits: int, *, delay: float = 0.0) -> Recording:
    """Write stamps that are cut to some digits of a second, and read them."""
    times = MIDNIGHT.timestamp() + delay + np.arange(COUNT) / rate
    times = np.floor(times * 10**digits + 1e-3) / 10**digits
    rows = np.column_stack([times, LIMB])
    np.savetxt(path, rows, [f"%.{digits}f", *["%.4f"] * 3], ",", header="time,x,y,z", comments="")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.mark.parametrize(("rate", "digits"), [(30, 3), (32, 3), (64, 3), (85.7, 3), (30, 2)])
def test_a_recording_from_midnight_on_begins_at_midnight(
    rate: float, digits: int, tmp_path: Path
) -> None:
    """Stamps cut to ms put it 0.3 ms before, and the night a minute and a day."""
    recording = read(tmp_path / "a.csv", rate, digits)
    assert recording.start == MIDNIGHT
    assert recording.rate == pytest.approx(rate, rel=1e-4)
    assert recording.runs[0].start == 0


def test_a_line_that_begins_in_the_second_of_its_first_stamp_stays(tmp_path: Path) -> None:
    recording = read(tmp_path / "a.csv", 30, 3, delay=0.25)
    assert recording.start == MIDNIGHT + timedelta(seconds=0.249667)


@pytest.mark.parametrize(
    ("stamps", "start", "begun"),
    [
        (np.arange(100) * 0.033, -0.0009, 0.0),
        (np.arange(100) * 0.033, -0.0011, -0.0011),  # more than a tick is a delay of the first
        (np.arange(100) * 0.033, 0.0661, 0.0661),  # of one second
        (0.05 + np.arange(100) * 0.05, 0.9995, 1.0),
        (np.arange(100) * 0.03, -0.0099, 0.0),
        (np.arange(100) * 0.03, -0.0101, -0.0101),
        (np.arange(100) / 32.768, -2.9e-5, 0.0),
        (np.arange(100) / 32.768, -3.2e-5, -3.2e-5),
        (np.repeat(np.arange(50) * 0.06, 2), -0.0009, -0.0009),  # two samples share a stamp
        (np.arange(1) * 0.033, 0.0001, 0.0001),
    ],
)
def test_a_start_within_a_tick_of_a_stamp_is_that_stamp(
    stamps: np.ndarray, start: float, begun: float
) -> None:
    """If of another second. Ticks are 10 ms or 1 ms, where all stamps are whole numbers of them, or
    those of a watch's crystal."""
    assert begun_at_stamp(start, stamps, 30.0, MIDNIGHT) == pytest.approx(begun, abs=1e-9)
