"""How tables end, and what spreadsheets make of them."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.parsed import parsed_rows
from limbwatch.sensor.files.times.writing.months import is_month_and_number


def lines(count: int = 600) -> list[str]:
    values = np.random.default_rng(2).normal((0.1, -0.2, 0.95), 0.004, (count, 3))
    rows = (
        f"{1773180000 + k / 50:.2f},{x:.4f},{y:.4f},{z:.4f}" for k, (x, y, z) in enumerate(values)
    )
    return ["time,x,y,z", *rows]


def read(path: Path, text: str) -> Recording:
    path.write_text(text, encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC)


def count(recording: Recording) -> int:
    return sum(map(len, recording.runs))


@pytest.mark.parametrize(
    ("end", "kept"), [("", 600), ("\n", 600), ("cut", 599), ("cut\n", 600), ("cut\r\n", 600)]
)
def test_a_last_row_that_ends_within_a_number_is_none(end: str, kept: int, tmp_path: Path) -> None:
    """0.9512 that was cut to 0.9 is a number too, and a movement that never was."""
    text = "\n".join(lines())
    text = text[:-2] + end.removeprefix("cut") if end.startswith("cut") else text + end
    found = read(tmp_path / "a.csv", text)
    assert count(found) == kept
    assert any("1 row had a missing or impossible" in one for one in found.quality.notes) == (
        kept == 599
    )


def test_a_last_row_without_an_end_is_whole_where_rows_have_any_length(tmp_path: Path) -> None:
    rows = lines()
    rows[300] = rows[300].replace("-", "")
    rows[-50] = "1773180010.98,0.1,-0.2,0.9"
    assert count(read(tmp_path / "a.csv", "\n".join(rows)[:-1])) == 600


@pytest.mark.parametrize(("more", "told"), [(0, True), (1, False), (-1, False)])
def test_as_many_lines_as_a_spreadsheet_holds_are_told(
    more: int, told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsed_rows, "SHEET_LINES", (601,))
    found = read(tmp_path / "a.csv", "\n".join([*lines(600 + more), ""]))
    assert any("as many as a spreadsheet holds" in one for one in found.quality.warnings) == told


def test_sheets_have_these_many_lines() -> None:
    assert parsed_rows.SHEET_LINES == (1_048_576, 65_536)


@pytest.mark.parametrize("text", ["Sep 81", "01. Apr", "9-Apr", "Okt 24", "1 Feb", "sept.-81"])
def test_what_a_spreadsheet_makes_of_numbers_is_known(text: str) -> None:
    assert is_month_and_number(text)


@pytest.mark.parametrize("text", ["acc 12", "Sep", "9.81", "NaN", "12 g", ""])
def test_other_texts_are_no_months_with_a_number(text: str) -> None:
    assert not is_month_and_number(text)


@pytest.mark.parametrize(("every", "refused"), [(3, False), (1, True)])
def test_numbers_that_became_dates_make_no_night_of_the_rest(
    every: int, refused: bool, tmp_path: Path
) -> None:
    rows = lines()
    for k in range(20, 600, every):
        rows[k] = rows[k].rpartition(",")[0] + ",Sep 81"
    if not refused:
        assert count(read(tmp_path / "a.csv", "\n".join(rows)))
        return
    with pytest.raises(UnreadableFile, match="dates such as 'Sep 81' where numbers belong"):
        read(tmp_path / "a.csv", "\n".join(rows))


@pytest.mark.parametrize("zeros", [1, 200])
def test_rows_of_zeros_are_said_to_be_those_of_a_sensor_that_is_off(
    zeros: int, tmp_path: Path
) -> None:
    rows = lines()
    for k in range(601 - zeros, 601):
        rows[k] = rows[k].split(",")[0] + ",0,0,0"
    found = read(tmp_path / "a.csv", "\n".join([*rows, ""]))
    told = [*found.quality.notes, *found.quality.warnings]
    assert any("0 in x, y and z, as a sensor that is off" in one for one in told)
    assert not any("missing or impossible" in one for one in told)
    assert any("25%" in one or "33%" in one for one in found.quality.warnings) == (zeros == 200)
    assert found.quality.invalid == zeros


def test_of_a_cut_row_of_several_samples_none_is_kept(tmp_path: Path) -> None:
    """The number that was cut belongs to the last sample of the row, not to the first."""
    random = np.random.default_rng(4)
    values = random.normal((0.1, -0.2, 0.95), 0.002, (600, 3))
    values[:, 0] += 0.3 * (np.cumsum(random.random(600) < 0.1) % 2)
    values = values.reshape(300, 6)
    rows = [
        f"{1773180000 + k / 25:.2f}," + ",".join(f"{one:.4f}" for one in row)
        for k, row in enumerate(values)
    ]
    text = "\n".join(["time,x1,y1,z1,x2,y2,z2", *rows])[:-4]
    found = read(tmp_path / "a.csv", text)
    assert (count(found), len(found.runs)) == (598, 1)


def test_samples_that_are_all_zero_are_called_so(tmp_path: Path) -> None:
    rows = [",".join([row.split(",")[0], "0,0,0"]) for row in lines()[1:]]
    with pytest.raises(UnreadableFile, match=r"only 0 of 600 samples .* not all 0"):
        read(tmp_path / "a.csv", "\n".join(["time,x,y,z", *rows, ""]))


@pytest.mark.parametrize("empty", [0, 1, 2, 3, 4, 5, 9, 40])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_empty_columns_at_the_end_hide_no_name(empty: int, sign: str, tmp_path: Path) -> None:
    """The zone of the first sample and the unit stand in names alone."""
    zone = timezone(timedelta(hours=5))
    begin = datetime(2026, 2, 17, 23, 10, tzinfo=zone)
    rows = ["time (UTC+05:00),ax (mg),ay (mg),az (mg)"]
    for k, line in enumerate(lines()[1:]):
        stamp = (begin + timedelta(seconds=k / 50)).isoformat(sep=" ", timespec="milliseconds")
        values = (f"{1000 * float(cell):.1f}" for cell in line.split(",")[1:])
        rows.append(",".join([stamp[:23], *values]))
    text = "\n".join(row + "," * empty for row in rows).replace(",", sign) + "\n"
    found = read(tmp_path / "a.csv", text)
    assert (count(found), found.start) == (600, begin)
    assert found.quality.warnings == ()
    assert abs(float(found.runs[0].xyz[:, 2].mean()) - 0.95) < 0.01


def test_gravity_apart_is_no_acceleration_with_empty_columns_either(tmp_path: Path) -> None:
    rows = ["timestamp;gravx;gravy;gravz;uax;uay;uaz" + ";" * 9]
    for line in lines()[1:]:
        stamp, x, y, z = line.split(",")
        moved = [stamp, "0", "1", "0", x, y, f"{float(z) - 0.95:.4f}"]
        rows.append(";".join(moved) + ";" * 9)
    with pytest.raises(WrongKind, match="without gravity"):
        read(tmp_path / "a.csv", "\n".join([*rows, ""]))


def test_a_column_that_has_a_name_may_be_empty(tmp_path: Path) -> None:
    """Notes that nobody wrote: their names are names all the same."""
    text = "\n".join(line + ",,,,,," for line in lines())
    text = text.replace("time,x,y,z,,,,,,", "time utc,x,y,z,heart rate,note,tag,mark,, ")
    assert count(read(tmp_path / "a.csv", text + "\n")) == 600


def test_a_decimal_comma_that_parts_columns_is_told_with_empty_columns_too(tmp_path: Path) -> None:
    rows = [line.replace(".", ",") + ",,," for line in lines()[1:]]
    with pytest.raises(UnreadableFile, match="names 4 columns, and its rows have 8 "):
        read(tmp_path / "a.csv", "\n".join(["time,x,y,z,,,", *rows, ""]))


def test_numbers_of_rows_without_a_name_are_none_of_the_axes_with_empty_columns(
    tmp_path: Path,
) -> None:
    rows = [f"{k},{line},,," for k, line in enumerate(lines()[1:], 1)]
    for names in ("time,x,y,z", "time,x,y,z,,,"):
        found = read(tmp_path / "a.csv", "\n".join([names, *rows, ""]))
        assert abs(float(found.runs[0].xyz[:, 2].mean()) - 0.95) < 0.01


@pytest.mark.parametrize("empty", [0, 1, 3])
def test_a_monitor_without_names_is_known_with_empty_columns_too(
    empty: int, tmp_path: Path
) -> None:
    """An AX3 counts its seconds by local time, and it is said."""
    rows = [line.replace(",", "00,", 1) + "," * empty for line in lines()[1:]]
    found = read(tmp_path / "a.csv", "\n".join([*rows, ""]))
    assert any("An AX3 counts" in one for one in found.quality.warnings)
