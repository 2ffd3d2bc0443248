"""Times with their unit in the cell, as MATLAB writes the durations of a timetable."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.rewritten.unit_cells import timed_cells

COUNT, RATE = 600, 25
LIMB = np.round(np.random.default_rng(4).normal((-0.9, -0.15, 0.4), 0.004, (COUNT, 3)), 4)
STEPS = {"ms": 1e-3, "sec": 1.0, "s": 1.0, "min": 60.0, "hr": 3600.0, "days": 86400.0}


def read(path: Path, lines: list[str], encoding: str = "utf-8") -> Recording:
    path.write_text("\n".join([*lines, ""]), encoding)
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


def rows(unit: str, form: str = "{:.10g} {}", sign: str = ",", behind: str = "") -> list[str]:
    return [
        sign.join(
            [form.format(k / RATE / STEPS[unit], unit), *(f"{value:.4f}{behind}" for value in row)]
        )
        for k, row in enumerate(LIMB)
    ]


@pytest.mark.parametrize("unit", STEPS)
@pytest.mark.parametrize(
    ("form", "sign"), [("{:.10g} {}", ","), ('"{:.10g} {}"', ","), ("{:.10g}{}", ";")]
)
def test_a_time_with_its_unit_counts_from_a_start(
    unit: str, form: str, sign: str, tmp_path: Path
) -> None:
    lines = [sign.join(["Time", "X", "Y", "Z"]), *rows(unit, form, sign)]
    recording = read(tmp_path / "left_ankle.csv", lines)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert np.abs(np.concatenate([run.xyz for run in recording.runs]) - LIMB).max() < 1e-3
    said = " ".join((*recording.quality.notes, *recording.quality.warnings))
    assert f"The unit behind each time, {unit}, was taken" in said
    assert "states no unit" not in said


def test_lines_above_the_names_stay_above_them(tmp_path: Path) -> None:
    lines = ["Start: 2026-03-10 23:10:00", "", "Time,X,Y,Z", *rows("sec")]
    recording = read(tmp_path / "left_ankle.csv", lines)
    assert f"{recording.start:%Y-%m-%d %H:%M}" == "2026-03-10 23:10"


def test_a_time_with_its_unit_is_read_without_names_too(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", rows("ms")).rate == pytest.approx(RATE, rel=1e-3)


def test_the_values_may_have_a_unit_behind_them_too(tmp_path: Path) -> None:
    recording = read(tmp_path / "a.csv", ["Time,X,Y,Z", *rows("sec", behind=" g")])
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert np.abs(recording.runs[0].xyz - LIMB).max() < 1e-3


@pytest.mark.parametrize("cells", ["{0} sec,{1} sec", "3 h,{1}", "{1} m,3"])
def test_several_such_cells_and_those_that_do_not_grow_are_left_as_they_are(cells: str) -> None:
    lines = [cells.format(at / 25, 7) + ",0.1,0.2,0.9" for at in range(60)]
    assert timed_cells("\n".join(lines).encode()) is None


@pytest.mark.parametrize("changes_at", [1, 30, 580])
def test_a_time_whose_unit_changes_goes_on(changes_at: int, tmp_path: Path) -> None:
    lines = ["Interval,40 ms", "Time,X,Y,Z", *rows("sec")[:changes_at], *rows("min")[changes_at:]]
    recording = read(tmp_path / "a.csv", lines)
    assert [len(run) for run in recording.runs] == [COUNT]
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert not any("text" in one for one in recording.quality.warnings)


@pytest.mark.parametrize("unit", ["ms", "min"])
def test_a_comma_of_decimals_parts_no_cells(unit: str, tmp_path: Path) -> None:
    lines = ["Time;X;Y;Z", *(row.replace(".", ",") for row in rows(unit, sign=";"))]
    recording = read(tmp_path / "a.csv", lines)
    assert [len(run) for run in recording.runs] == [COUNT]  # the first time is a 0 without a comma
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert "states no unit" not in " ".join(recording.quality.warnings)


@pytest.mark.parametrize("unit", ["mSecs", "usecs", "nsecs", "millisecs"])
def test_a_row_of_units_says_the_unit_of_time_in_the_plural_too(unit: str, tmp_path: Path) -> None:
    step = {"m": 1e-3, "u": 1e-6, "n": 1e-9}[unit[0].casefold()]
    above = ["Timestamp\tAccel X\tAccel Y\tAccel Z", f"{unit}\t" + "\t".join(["m/(sec^2)"] * 3)]
    cells = [
        "\t".join([f"{round(k / RATE / step)}", *(f"{value * 9.80665:.5f}" for value in row)])
        for k, row in enumerate(LIMB)
    ]
    recording = read(tmp_path / "left.dat", above + cells)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert "states no unit" not in " ".join(recording.quality.warnings)
