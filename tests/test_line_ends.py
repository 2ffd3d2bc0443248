"""Lines that end in a semicolon, and what stands before the time in a table without names."""

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file

COUNT, RATE = 3000, 20
VALUES = np.random.default_rng(5).normal(0, 0.03, (COUNT, 3)) + np.array((1.98, -9.13, 2.95))
ROWS = [[f"{value:.6f}" for value in row] for row in VALUES.tolist()]


def read(folder: Path, lines: list[str], end: str = "\n", **given: object) -> Recording:
    path = folder / "raw.txt"
    path.write_text(end.join([*lines, ""]), encoding="utf-8", newline="")
    return read_recorded_file(
        path,
        placement=Placement.ANKLE,
        timezone=ZoneInfo("Europe/Berlin"),
        **given,  # type: ignore[arg-type]
    )


def require_all(recording: Recording) -> None:
    np.testing.assert_allclose(recording.runs[0].xyz, VALUES / 9.80665, rtol=0, atol=1e-4)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("sign", [",", ", ", "\t", " ", "|"])
@pytest.mark.parametrize("names", [True, False])
def test_semicolons_that_end_the_lines_part_nothing(
    sign: str, end: str, *, names: bool, tmp_path: Path
) -> None:
    lines = [sign.join([f"{k / RATE:.2f}", *row]) + ";" for k, row in enumerate(ROWS)]
    above = [sign.join(["t", "x", "y", "z"]) + ";"] if names else []
    recording = read(tmp_path, [*above, *lines], end)
    require_all(recording)
    assert any("semicolons that end the lines" in one for one in recording.quality.notes)


def test_semicolons_that_part_cells_may_end_the_lines_too(tmp_path: Path) -> None:
    lines = [";".join([f"{k / RATE:.2f}", *row]).replace(".", ",") for k, row in enumerate(ROWS)]
    recording = read(tmp_path, ["t;x;y;z;", *(f"{line};" for line in lines)])
    require_all(recording)
    assert not any("semicolons" in one for one in recording.quality.notes)


@pytest.mark.parametrize("sign", [",", "\t"])
def test_several_semicolons_that_end_the_lines_part_nothing_either(
    sign: str, tmp_path: Path
) -> None:
    lines = [sign.join([f"{k / RATE:.2f}", *row]) + ";;" for k, row in enumerate(ROWS)]
    require_all(read(tmp_path, [sign.join(["t", "x", "y", "z"]), *lines]))


@pytest.mark.parametrize(
    ("end", "name"), [("\x85", "U+0085"), ("\u2028", "U+2028"), ("\u2029", "U+2029")]
)
def test_line_ends_that_few_programs_know_are_taken_for_such_and_said(
    end: str, name: str, tmp_path: Path
) -> None:
    lines = ["t,x,y,z", *(",".join([f"{k / RATE:.2f}", *row]) for k, row in enumerate(ROWS))]
    recording = read(tmp_path, lines, end)
    require_all(recording)
    assert any(f"The lines end in {name}" in one for one in recording.quality.notes)


def test_the_line_end_of_a_mainframe_is_taken_for_one_in_one_byte_too(tmp_path: Path) -> None:
    lines = ["t,x,y,z", *(",".join([f"{k / RATE:.2f}", *row]) for k, row in enumerate(ROWS))]
    (tmp_path / "raw.csv").write_bytes("\x85".join(lines).encode("latin-1"))
    require_all(
        read_recorded_file(
            tmp_path / "raw.csv", placement=Placement.ANKLE, timezone=ZoneInfo("Europe/Berlin")
        )
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_two_bytes_a_letter_above_a_table_of_one_are_read_as_such(
    encoding: str, end: str, tmp_path: Path
) -> None:
    lines = ["t,x,y,z", *(",".join([f"{k / RATE:.2f}", *row]) for k, row in enumerate(ROWS))]
    above = f"\ufeff# Gerät: Fußgelenk{end}# Start: 2026-02-17 23:10:00{end}".encode(encoding)
    path = tmp_path / "raw.csv"
    path.write_bytes(above + end.join([*lines, ""]).encode())
    recording = read_recorded_file(
        path, placement=Placement.ANKLE, timezone=ZoneInfo("Europe/Berlin")
    )
    require_all(recording)
    assert recording.start.isoformat() == "2026-02-17T23:10:00+01:00"
    assert any("written in UTF-16" in one for one in recording.quality.notes)


@pytest.mark.parametrize("end", ["", ";"])
@pytest.mark.parametrize("before", ["33,Sitting", "33", "Sitting", "7,2,left"])
def test_who_and_what_before_the_time_of_a_table_without_names_are_no_time(
    before: str, end: str, tmp_path: Path
) -> None:
    """WISDM 1.1: person, activity, nanoseconds, x, y, z and a semicolon."""
    step = 1_000_000_000 // RATE
    lines = [
        ",".join([before, str(49105962326000 + step * k), *row]) + end for k, row in enumerate(ROWS)
    ]
    require_all(read(tmp_path, lines))


@pytest.mark.parametrize(
    ("value", "cut"), [("33", False), ("1.77E+12", True), ("46070", True), ("46070.97", True)]
)
def test_digits_that_a_spreadsheet_cut_are_told_of_what_may_be_a_time(
    value: str, cut: bool, tmp_path: Path
) -> None:
    lines = [",".join([value, *row]) for row in ROWS]
    with pytest.raises(UnreadableFile, match="rate") as caught:
        read(tmp_path, lines)
    assert ("digits were cut off" in str(caught.value)) == cut
