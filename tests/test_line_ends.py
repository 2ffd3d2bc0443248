"""Lines that end in a semicolon, and what stands before the time in a table without names."""

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recording

COUNT, RATE = 3000, 20
VALUES = np.random.default_rng(5).normal(0, 0.03, (COUNT, 3)) + np.array((1.98, -9.13, 2.95))
ROWS = [[f"{value:.6f}" for value in row] for row in VALUES.tolist()]


def read(folder: Path, lines: list[str], end: str = "\n", **given: object) -> Recording:
    path = folder / "raw.txt"
    path.write_text(end.join([*lines, ""]), encoding="utf-8", newline="")
    return read_recording(
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
