"""Columns whose names differ in a number alone: axes by their length, or no names at all."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import TableOptions, read_recorded_file
from limbwatch.sensor.files.tables.axes.axis_columns import whose
from limbwatch.sensor.files.tables.axes.numbered_names import count_columns
from tests.command_words import words_of

COUNT, RATE = 600, 25
LEFT, RIGHT = (
    np.round(np.random.default_rng(4).normal(rest, 0.004, (COUNT, 3)), 4)
    for rest in ((-0.9, -0.15, 0.4), (0.2, 0.95, -0.2))
)


def read(
    tmp_path: Path,
    names: str,
    *values: np.ndarray,
    placement: Placement = Placement.ANKLE_LEFT,
    scale: float = 1.0,
) -> Recording:
    table = np.column_stack([1773180600 + np.arange(COUNT) / RATE, *(v * scale for v in values)])
    lines = [",".join(f"{value:.4f}" for value in row) for row in table]
    path = tmp_path / "night.csv"
    path.write_text("\n".join([names, *lines, ""]), "utf-8")
    return read_recorded_file(path, placement=placement, timezone=UTC)


def require_same(recording: Recording, values: np.ndarray) -> None:
    assert np.abs(np.concatenate([run.xyz for run in recording.runs]) - values).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


@pytest.mark.parametrize(("placement", "values"), [("ankle_left", LEFT), ("ankle_right", RIGHT)])
@pytest.mark.parametrize("name", ["LA_1,LA_2,LA_3,RA_1,RA_2,RA_3", "LA1,LA2,LA3,RA1,RA2,RA3"])
def test_the_columns_of_a_matrix_named_for_a_limb_are_its_axes(
    name: str, placement: str, values: np.ndarray, tmp_path: Path
) -> None:
    recording = read(tmp_path, f"t,{name}", LEFT, RIGHT, placement=Placement(placement))
    require_same(recording, values)
    assert "because they have the length of gravity" in recording.quality.warnings[0]


@pytest.mark.parametrize(
    "names",
    [
        "double_values_0,double_values_1,double_values_2",
        "Spalte1,Spalte2,Spalte3",
        "v[0],v[1],v[2]",
    ],
)
@pytest.mark.parametrize("scale", [1.0, 9.80665, 1000.0])
def test_three_numbered_columns_at_gravity_are_axes_and_it_is_said(
    names: str, scale: float, tmp_path: Path
) -> None:
    recording = read(tmp_path, f"timestamp,{names},label", LEFT, np.ones(COUNT), scale=scale)
    require_same(recording, LEFT)
    (said,) = (one for one in recording.quality.warnings if "length of gravity" in one)
    assert said.startswith("{}, {} and {} were".format(*names.split(",")))


@pytest.mark.parametrize(
    ("names", "values"),
    [
        ("d_1,d_2,d_3", LEFT * 3),  # not at gravity
        ("d_1,d_2,d_3,d_4", np.column_stack([LEFT, LEFT[:, 0]])),  # a vector of four
        ("gyro_1,gyro_2,gyro_3", LEFT),
        ("d_1,d_3,d_5", LEFT),
        ("CH1,CH2,CH3", LEFT),  # of a recorder, which measures anything
        ("analog input 1,analog input 2,analog input 3", LEFT),
    ],
)
def test_other_numbered_columns_are_no_axes(names: str, values: np.ndarray, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="without x, y and z"):
        read(tmp_path, f"time,{names}", values)


@pytest.mark.parametrize(
    "stem",
    ["EMG", "ECG_", "T", "temp", "PPG", "light", "Voltage ", "pressure", "label_", "s", "Sensor "],
)
def test_numbered_columns_of_another_quantity_or_of_several_sensors_are_no_axes(
    stem: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile, match=r"without x, y and z.* --columns"):
        read(tmp_path, f"time,{stem}1,{stem}2,{stem}3", LEFT)


@pytest.mark.parametrize("stem", ["Spalte", "Spalte ", "v["])
def test_what_is_told_of_numbered_columns_can_be_typed(stem: str, tmp_path: Path) -> None:
    end = "]" if stem.endswith("[") else ""
    names = [f"{stem}{at}{end}" for at in (1, 2, 3)]
    (told,) = read(tmp_path, f"time,{','.join(names)},label", LEFT, np.ones(COUNT)).quality.warnings
    words = words_of(told.partition("--columns ")[2])
    assert words[0] == ",".join(f"{axis}={name}" for axis, name in zip("xyz", names, strict=True))


def test_inputs_of_an_arduino_are_no_axes(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="without x, y and z"):
        read(tmp_path, "time,A0,A1,A2", LEFT)
    require_same(read(tmp_path, "time,A1,A2,A3", LEFT), LEFT)


def test_numbered_columns_in_another_unit_are_no_axes(tmp_path: Path) -> None:
    def channels(unit: str) -> str:
        above = (line for at in (1, 2, 3) for line in (f"d{at}", unit))
        return "\n".join(["3 channels", *above, "sec,CH1,CH2,CH3"])

    with pytest.raises(UnreadableFile, match="without x, y and z"):
        read(tmp_path, channels("mV"), LEFT)
    require_same(read(tmp_path, channels("g"), LEFT), LEFT)


def test_columns_whose_length_a_program_made_are_no_axes(tmp_path: Path) -> None:
    direction = LEFT / np.linalg.norm(LEFT, axis=1)[:, None]
    with pytest.raises(UnreadableFile, match="without x, y and z"):
        read(tmp_path, "time,d1,d2,d3", direction)
    held = LEFT.copy()
    held[:300] = held[0]  # on a table, until it is put on
    require_same(read(tmp_path, "time,d1,d2,d3", held), held)


def test_names_that_speak_of_acceleration_come_before_numbered_ones(tmp_path: Path) -> None:
    recording = read(tmp_path, "time,d_1,d_2,d_3,acc_x,acc_y,acc_z", LEFT, RIGHT)
    require_same(recording, RIGHT)


@pytest.mark.parametrize("stem", ["Var", "V", "X", "Column", "Spalte", "Column ", "c_"])
def test_names_that_only_count_the_columns_are_none(stem: str, tmp_path: Path) -> None:
    require_same(read(tmp_path, ",".join(f"{stem}{at}" for at in (1, 2, 3, 4)), LEFT), LEFT)


def test_a_column_that_only_has_a_number_may_be_said_by_it(tmp_path: Path) -> None:
    read(tmp_path, "Var1,Var2,Var3,Var4", LEFT)
    said = TableOptions(columns={"time": "Var1", "x": "Var4", "y": "Var3", "z": "Var2"})
    recording = read_recorded_file(
        tmp_path / "night.csv", placement=Placement.ANKLE, timezone=UTC, options=said
    )
    require_same(recording, LEFT[:, ::-1])


@pytest.mark.parametrize(
    ("names", "counted"),
    [
        ("Var1,Var2,Var3,Var4", True),
        ("v0,v1,v2,v3", True),
        ("Var1,Var2,Var3", False),
        ("Var1,Var2,Var3,Var5", False),
        ("Var2,Var3,Var4,Var5", False),
        ("Var1,Col2,Var3,Var4", False),
        ("time,Var2,Var3,Var4", False),
    ],
)
def test_all_names_count_from_the_first(names: str, counted: bool) -> None:
    assert count_columns(names.split(",")) is counted


@pytest.mark.parametrize("word", ["axel", "Achse", "akse", "axe", "eje", "asse"])
def test_a_word_for_an_axis_is_no_sensor(word: str, tmp_path: Path) -> None:
    names = [f"{axis}-{word} (g)" for axis in "XYZ"]
    require_same(read(tmp_path, ",".join(["time", *names]), LEFT), LEFT)
    assert whose(names[0]) == ()
