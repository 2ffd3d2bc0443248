"""Numbers with their unit in the cell, as dashboards show and export them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.rewritten.unit_cells import unit_cells

COUNT, RATE = 1000, 25
BEGIN = datetime(2026, 2, 17, 23, 10, tzinfo=UTC)
LIMB = np.round(
    np.random.default_rng(4).normal(0, 0.004, (COUNT, 3)) + np.array([-0.9, -0.15, 0.4]), 4
)
SCALES = {"g": 1.0, "mg": 1000.0, "m/s²": 9.80665, "m/s^2": 9.80665}


def read(tmp_path: Path, names: str, unit: str, form: str, sign: str) -> Recording:
    rows = [
        sign.join(
            [
                f"{BEGIN + timedelta(seconds=k / RATE):%Y-%m-%d %H:%M:%S.%f}"[:-3],
                *(form.format(f"{value * SCALES[unit]:.4f}", unit) for value in row),
                "24.5",
            ]
        )
        for k, row in enumerate(LIMB)
    ]
    above = [names.replace(",", sign)] if names else []
    path = tmp_path / "panel.csv"
    path.write_text("\n".join([*above, *rows, ""]), "utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.mark.parametrize("unit", SCALES)
@pytest.mark.parametrize(
    ("form", "sign"), [("{} {}", ","), ('"{} {}"', ","), ("{}{}", ";"), ("{}\u00a0{}", "\t")]
)
def test_the_unit_behind_each_number_is_that_of_its_column(
    unit: str, form: str, sign: str, tmp_path: Path
) -> None:
    recording = read(tmp_path, '"Time","acc_x","acc_y","acc_z","temp"', unit, form, sign)
    assert np.abs(recording.runs[0].xyz - LIMB).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)
    assert recording.start == BEGIN
    assert f"The unit behind each number, {unit}, was taken" in " ".join(recording.quality.notes)


def test_the_first_of_rows_without_names_has_its_unit_taken_off_too(tmp_path: Path) -> None:
    recording = read(tmp_path, "", "g", "{} {}", ",")
    assert np.abs(recording.runs[0].xyz - LIMB).max() < 1e-3


@pytest.mark.parametrize(
    "line", ["1,{0} V,{1} V,{2} V", "1,{0} g,{1} mg,{2} g", "1,{0} g,{1} g,4", "a b,c d,e f"]
)
def test_other_units_and_mixed_ones_are_left_in_the_cells(line: str) -> None:
    start = "\n".join(line.format(*row) for row in LIMB[:60]).encode()
    assert unit_cells(start) is None


def test_cells_of_another_quantity_may_stand_beside_them(tmp_path: Path) -> None:
    form = "time,x,y,z,battery"
    recording = read(tmp_path, form, "m/s²", "{} {}", ",")
    path = tmp_path / "panel.csv"
    path.write_text(path.read_text("utf-8").replace(",24.5\n", ",3.7 V\n"), "utf-8")
    volts = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert np.array_equal(volts.runs[0].xyz, recording.runs[0].xyz)


def test_a_table_in_volts_is_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    rows = [f"{k / RATE:.2f},{a} V,{b} V,{c} V" for k, (a, b, c) in enumerate(LIMB)]
    path.write_text("\n".join(["t,x,y,z", *rows, ""]), "utf-8")
    with pytest.raises(UnreadableFile, match="not three plain numbers"):
        read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
