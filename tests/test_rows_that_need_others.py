"""Rows that tell an axis each, or the time since the row before: read with their neighbours."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.rewritten.dependent_rows import (
    alternating_rows,
    time_differences,
)

COUNT, RATE = 600, 50
BEGIN = 1773526200
VALUES = np.random.default_rng(4).normal(0, 0.004, (COUNT, 3)) + np.array([-0.9, -0.15, 0.4])


def read(tmp_path: Path, lines: list[str]) -> Recording:
    path = tmp_path / "f.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


def in_turns(order: str = "xyz", mark: str = ",") -> list[str]:
    """Rows of one axis each, 1 ms apart, as Science Journal exports them."""
    lines = [mark.join(["timestamp", "AccX", "AccY", "AccZ"])]
    for k, xyz in enumerate(VALUES.tolist()):
        for late, axis in enumerate(order):
            cells = ["", "", ""]
            cells["xyz".index(axis)] = f"{xyz['xyz'.index(axis)]:.4f}"
            lines.append(mark.join([str(1000 * BEGIN + 1000 // RATE * k + late), *cells]))
    return lines


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_rows_of_an_axis_each_are_put_together_at_the_time_of_the_first(
    mark: str, tmp_path: Path
) -> None:
    recording = read(tmp_path, in_turns(mark=mark))
    assert np.abs(recording.runs[0].xyz - VALUES).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert recording.start.timestamp() == pytest.approx(BEGIN)
    assert any("Each row holds one of AccX, AccY, AccZ" in one for one in recording.quality.notes)


def test_an_axis_that_is_missing_once_joins_no_others_of_another_time(tmp_path: Path) -> None:
    lines = in_turns()
    del lines[1 + 3 * 300 + 1]  # y of sample 300
    recording = read(tmp_path, lines)
    xyz = np.concatenate([run.xyz for run in recording.runs])
    assert np.abs(xyz[-200:] - VALUES[-200:]).max() < 1e-3


@pytest.mark.parametrize(
    "rows",
    [
        ["t,x,y,z", *["1,0.1,,", "2,,0.1,", "3,0.1,,", "4,,,0.1"] * 20],  # no turns
        ["t,x,y,temp", *["1,0.1,,", "2,,0.1,", "3,,,20"] * 20],  # no z
        ["t,x,y,z", *["1,0.1,0.2,0.9"] * 60],
    ],
)
def test_columns_that_are_not_filled_in_turns_by_the_axes_stay(rows: list[str]) -> None:
    assert alternating_rows("\n".join([*rows, ""]).encode()) is None


def differences(name: str, unit: float) -> list[str]:
    steps = [0, *(round((21 if k % 2 else 19) * unit) for k in range(1, COUNT))]
    rows = [
        f"{x:.4f},{y:.4f},{z:.4f},{step}"
        for (x, y, z), step in zip(VALUES.tolist(), steps, strict=True)
    ]
    return [f"X-value,Y-value,Z-value,{name}", *rows]


@pytest.mark.parametrize(
    ("name", "unit"),
    [("Time diff in ms", 1), ("delta_t (us)", 1000), ("dt_ms", 1), ("time since last (ms)", 1)],
)
def test_times_since_the_row_before_are_added_up(name: str, unit: float, tmp_path: Path) -> None:
    """Taken for times they made thousands of samples a second."""
    recording = read(tmp_path, differences(name, unit))
    assert np.abs(recording.runs[0].xyz - VALUES).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=0.01)
    assert any("time since the row before" in one for one in recording.quality.notes)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("x,y,z,time diff,timestamp", "0.1,0.2,0.9,20,{k}"),  # there is another time
        ("x,y,z,time diff", "0.1,0.2,0.9,{k}"),  # it grows by itself
        ("x,y,z,time", "0.1,0.2,0.9,20"),
    ],
)
def test_what_is_no_difference_is_not_added_up(head: str, row: str) -> None:
    rows = [row.format(k=k) for k in range(60)]
    assert time_differences("\n".join([head, *rows, ""]).encode()) is None


@pytest.mark.parametrize(("rows", "added"), [(9, False), (10, True)])
def test_ten_rows_show_that_differences_do_not_add_up(rows: int, added: bool) -> None:
    lines = ["x,y,z,time diff", *["0.1,0.2,0.9,20"] * rows, "0.1"]
    assert (time_differences("\n".join([*lines, ""]).encode()) is not None) is added
