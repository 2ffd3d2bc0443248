"""A table of several sensors in which one of them has no sample in some rows."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file

COUNT, RATE = 2000, 25
LEG = np.random.default_rng(4).normal((0.2, -0.93, 0.3), 0.005, (COUNT, 3))
NAMES = "time,LA_x,LA_y,LA_z,LW_x,LW_y,LW_z"


def read(folder: Path, wrist: Callable[[int], bool], leg: Callable[[int], bool]) -> Recording:
    def cells(row: list[float], *, there: bool) -> str:
        return ",".join(f"{value:.4f}" if there else "" for value in row)

    lines = [
        f"{1_773_180_600 + k / RATE:.2f},{cells(row, there=leg(k))},{cells(row, there=wrist(k))}"
        for k, row in enumerate(LEG.tolist())
    ]
    path = folder / "night.csv"
    path.write_text("\n".join([NAMES, *lines, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.WRIST_LEFT, timezone=UTC)


def test_rows_before_a_sensor_was_put_on_are_those_of_the_others(tmp_path: Path) -> None:
    recording = read(tmp_path, lambda k: k >= 250, lambda _: True)
    assert recording.start.second == 10
    assert recording.quality.invalid == 0
    assert not recording.quality.warnings
    assert "250 of 2000 rows have no acceleration, as of other sensors" in str(
        recording.quality.notes
    )


def test_rows_in_which_no_sensor_has_a_sample_had_a_missing_value(tmp_path: Path) -> None:
    recording = read(tmp_path, lambda k: not 900 <= k < 1150, lambda k: not 900 <= k < 1150)
    assert recording.quality.invalid == 250
    assert any("250 rows had a missing" in one for one in recording.quality.warnings)


def test_a_sensor_that_lost_its_connection_has_a_gap_and_no_missing_value(tmp_path: Path) -> None:
    recording = read(tmp_path, lambda k: not 1000 <= k < 1200, lambda k: k % 2 == 0)
    assert len(recording.runs) == 2
    # every second of those rows has a sample of the leg
    assert recording.quality.invalid == 100


@pytest.mark.parametrize(("last", "told"), [(1890, "The acceleration ends"), (1950, "as of other")])
def test_times_that_go_on_for_long_may_be_those_of_another_signal(
    last: int, told: str, tmp_path: Path
) -> None:
    quality = read(tmp_path, lambda k: k < last, lambda _: True).quality
    assert any(told in one for one in (*quality.warnings, *quality.notes))
