"""Seconds and fractions of two clocks: the order within each second stays as the file has it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.times.misplaced.strays import with_whole_seconds

START = datetime(2026, 3, 14, 22, 10, tzinfo=UTC)


def values(count: int) -> np.ndarray:
    random = np.random.default_rng(5)
    return np.round(random.normal((0.12, -0.55, 0.83), 0.02, (count, 3)), 3)


def torn(times: np.ndarray, ahead: float) -> np.ndarray:
    """Whole seconds of a clock, and a fraction that is so much ahead of it."""
    return np.asarray(np.floor(times + 1e-9) + (times + ahead + 1e-9) % 1)


def read(path: Path, stamps: np.ndarray, xyz: np.ndarray) -> Recording:
    moments = (START + timedelta(seconds=round(float(stamp), 3)) for stamp in stamps)
    lines = [
        f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d},{x:.3f},{y:.3f},{z:.3f}"
        for moment, (x, y, z) in zip(moments, xyz, strict=True)
    ]
    path.write_text("\n".join(["time,x,y,z", *lines]) + "\n", encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.mark.parametrize("rate", [20, 50])
@pytest.mark.parametrize("ahead", [0.05, 0.37, 0.9])
def test_rows_keep_their_order_where_second_and_milliseconds_begin_apart(
    tmp_path: Path, rate: int, ahead: float
) -> None:
    """As a board writes the second of its clock and ``millis() % 1000``."""
    times, xyz = np.arange(60 * rate) / rate, values(60 * rate)
    found = read(tmp_path / "a.csv", torn(times, ahead), xyz)
    assert np.array_equal(found.runs[0].xyz, xyz.astype(np.float32))
    assert found.rate == pytest.approx(rate, rel=1e-3)
    assert abs((found.start - START).total_seconds()) < 1.1 / rate
    assert [said for said in found.quality.warnings if said.startswith("Within a second")]


def test_the_first_row_of_each_second_may_have_the_second_before(tmp_path: Path) -> None:
    row, xyz = np.arange(1, 3001), values(3000)
    stamps = row / 50 - (row % 50 == 0)
    found = read(tmp_path / "a.csv", stamps, xyz)
    assert np.array_equal(found.runs[0].xyz, xyz.astype(np.float32))
    assert abs((found.start - START).total_seconds()) < 0.03
    assert len(found.runs) == 1


def whole(stamps: np.ndarray, fraction: float = 0.0) -> bool:
    notes: list[str] = []
    with_whole_seconds(stamps, fraction, notes)
    return bool(notes)


@pytest.mark.parametrize(("seconds", "told"), [(9, False), (10, True)])
def test_ten_steps_back_are_no_single_wrong_stamps(seconds: int, told: bool) -> None:
    assert whole(torn(np.arange(seconds * 20) / 20, 0.5)) == told


@pytest.mark.parametrize(("share", "told"), [(0.18, False), (0.22, True)])
def test_a_fifth_of_the_seconds_goes_back(share: float, told: bool) -> None:
    """While two clocks happen to agree, none does."""
    times = np.arange(2000) / 20
    stamps = np.where(times < 100 * share, torn(times, 0.5), times)
    assert whole(stamps) == told


@pytest.mark.parametrize(("late", "told"), [(0.37, True), (0.47, False)])
def test_stamps_go_back_by_half_a_second_at_least(late: float, told: bool) -> None:
    """Rows that are lost where the fraction begins anew make it less."""
    times = np.arange(2000) / 20
    phase = (times + 0.5) % 1
    assert whole(torn(times[phase > late], 0.5)) == told


def test_where_the_second_begins_is_told_by_the_second_0() -> None:
    stamps = torn(np.arange(2000) / 20, 0.5)
    assert whole(stamps - 0.25, 0.25)
    assert not whole(stamps - 0.25, 0.0)


def test_rows_in_another_order_are_sorted_as_before(tmp_path: Path) -> None:
    """The newest row first in each packet: its steps back are far less than a second."""
    at = np.arange(3000).reshape(-1, 10)[:, ::-1].ravel()
    xyz = values(3000)
    found = read(tmp_path / "a.csv", at / 50, xyz[at])
    assert np.array_equal(found.runs[0].xyz, xyz.astype(np.float32))
    assert found.quality.warnings == ()
