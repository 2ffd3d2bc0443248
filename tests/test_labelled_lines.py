"""Lines of a word and numbers above a table, and comments behind its rows."""

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file

COUNT, RATE = 3000, 50
VALUES = np.random.default_rng(6).normal(0, 0.003, (COUNT, 3)) + np.array((0.2, -0.93, 0.31))
ROWS = [
    "\t".join([f"{k / RATE:.2f}", *(f"{value:.5f}" for value in row)])
    for k, row in enumerate(VALUES.tolist())
]
LABCHART = [
    "Interval=\t0.02 s",
    "TimeFormat=\tStartOfBlock",
    "ChannelTitle=\tAcc X\tAcc Y\tAcc Z",
    "Range=\t2.000 g\t4.000 g\t8.000 g",
    "UnitName=\tg\tg\tg",
    "TopValue=\t2\t4\t8",
    "BottomValue=\t-2\t-4\t-8",
]
LABVIEW = [
    "LabVIEW Measurement\t",
    "***End_of_Header***\t",
    "Channels\t3\t\t\t",
    "Samples\t3000\t3000\t3000\t",
    "Y_Unit_Label\tg\tg\tg\t",
    "X_Dimension\tTime\tTime\tTime\t",
    "X0\t0.0000000000000000E+0\t0.0000000000000000E+0\t0.0000000000000000E+0\t",
    "Delta_X\t0.020000\t0.020000\t0.020000\t",
    "***End_of_Header***\t\t\t\t",
    "X_Value\tAccel_X\tAccel_Y\tAccel_Z\tComment",
]


def read(folder: Path, lines: list[str]) -> Recording:
    path = folder / "f.txt"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=ZoneInfo("Europe/Berlin"))


def require_all(recording: Recording) -> None:
    assert [len(run) for run in recording.runs] == [COUNT]
    np.testing.assert_allclose(recording.runs[0].xyz, VALUES, rtol=0, atol=1e-4)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert not any("dropped" in one for one in recording.quality.notes)


@pytest.mark.parametrize("above", [LABCHART, LABCHART[:5], LABCHART[:3], LABVIEW])
def test_lines_of_a_word_and_numbers_above_a_table_are_no_rows(
    above: list[str], tmp_path: Path
) -> None:
    recording = read(tmp_path, [*above, *ROWS])
    require_all(recording)
    assert not any("ChannelTitle" in one for one in recording.quality.warnings)


@pytest.mark.parametrize("names", ["Time,1,2,3", "t,1,2,3"])
def test_numbers_behind_a_word_name_columns_as_none_do(names: str, tmp_path: Path) -> None:
    """EDFbrowser numbers the signals; the line was a row without a time."""
    require_all(read(tmp_path, [names, *(row.replace("\t", ",") for row in ROWS)]))


@pytest.mark.parametrize("sign", ["\t", ",", ";"])
def test_a_comment_behind_the_cells_costs_no_row(sign: str, tmp_path: Path) -> None:
    rows = [row.replace("\t", sign) for row in ROWS]
    rows[1000] += f"{sign}#* lights off"
    rows[2000] += f"{sign}#1 turned, coughed{sign}twice"
    recording = read(tmp_path, [sign.join(["time", "x", "y", "z"]), *rows])
    require_all(recording)
    assert any("(rows: 2)" in one for one in recording.quality.notes)


def test_a_comment_in_a_column_that_other_rows_leave_out_costs_no_row(tmp_path: Path) -> None:
    rows = [*ROWS]
    rows[1000] += "\tlights off"
    require_all(read(tmp_path, [*LABVIEW, *rows]))


@pytest.mark.parametrize("behind", ["gps", "1.02\t-0.93\t0.3 x", "0.31"])
def test_other_cells_behind_those_of_a_row_still_cost_the_row(behind: str, tmp_path: Path) -> None:
    """They may be of another sensor, or of two rows whose line end was lost."""
    rows = [*ROWS]
    rows[1000] += f"\t{behind}"
    recording = read(tmp_path, ["time\tx\ty\tz", *rows])
    assert sum(map(len, recording.runs)) == COUNT - 1
