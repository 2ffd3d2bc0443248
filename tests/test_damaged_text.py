"""Text in two encodings, or without its line ends: read, or left out with its minutes named."""

from contextlib import nullcontext
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.parsed import table
from limbwatch.sensor.files.values.plausible import require_points

COUNT, RATE = 3000, 20
VALUES = np.random.default_rng(5).normal(0, 0.003, (COUNT, 3)) + np.array((0.2, -0.93, 0.3))
ROWS = [
    f"2026-02-17 23:{10 + k // RATE // 60:02d}:{k // RATE % 60:02d}.{k % RATE * 5:02d},"
    + ",".join(f"{value:.6f}" for value in row)
    for k, row in enumerate(VALUES.tolist())
]
LINES = ["time,x,y,z", *ROWS]
HALF = COUNT // 2


def read(folder: Path, content: bytes) -> Recording:
    path = folder / "raw.csv"
    path.write_bytes(content)
    zone = ZoneInfo("Europe/Berlin")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=zone)


def text(lines: list[str], encoding: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


SECOND = LINES[HALF:]


@pytest.mark.parametrize(
    "rest",
    [
        text(SECOND, "utf-8"),
        b"\x00" + text(SECOND, "utf-8"),
        text(SECOND, "utf-16-be"),
        b"\x00" + text(SECOND, "utf-16-le"),
    ],
    ids=["single bytes", "a byte, then single bytes", "the other order", "a byte too many"],
)
def test_all_parts_of_a_text_in_two_encodings_are_read(rest: bytes, tmp_path: Path) -> None:
    """PowerShell 5.1 writes UTF-16 by `>`, and single bytes by Add-Content."""
    first = text(LINES[:HALF], "utf-16")
    share = len(first) / len(first + rest)
    recording = read(tmp_path, first + rest)
    assert sum(map(len, recording.runs)) == COUNT
    np.testing.assert_allclose(recording.runs[0].xyz, VALUES, rtol=0, atol=1e-5)
    (warning,) = (one for one in recording.quality.warnings if "UTF-16" in one)
    assert warning.startswith(f"The file is in UTF-16, but not from {share:.0%} of its length on")


@pytest.mark.parametrize("rest", [text(SECOND, "utf-16-le"), text(SECOND, "utf-16")])
def test_a_text_in_one_encoding_is_not_said_to_be_in_two(rest: bytes, tmp_path: Path) -> None:
    """A mark in the middle is where two files were joined."""
    recording = read(tmp_path, text(LINES[:HALF], "utf-16") + rest)
    assert sum(map(len, recording.runs)) >= COUNT - 1
    assert not any("UTF-16" in one for one in recording.quality.warnings)


def test_a_lost_byte_costs_no_more_than_its_sample(tmp_path: Path) -> None:
    """UTF-16 is shifted from there on, and the shifted text may have no line end at all."""
    whole = text(LINES, "utf-16")
    recording = read(tmp_path, whole[: len(whole) // 2] + whole[len(whole) // 2 + 1 :])
    assert sum(map(len, recording.runs)) >= COUNT - 1
    assert any("UTF-16, but not from 50%" in one for one in recording.quality.warnings)


@pytest.mark.parametrize("separator", [",", " "])
@pytest.mark.parametrize("between", ["", " "])
@pytest.mark.parametrize("block", [table.BLOCK, 1 << 15], ids=["in a block", "beyond a block"])
def test_rows_without_line_ends_are_told_of_by_their_minutes(
    separator: str, between: str, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "BLOCK", block)
    lines = LINES if separator == "," else [line.replace(",", " ") for line in LINES]
    content = "\n".join([*lines[:HALF], between.join(lines[HALF:-10]), *lines[-10:], ""])
    recording = read(tmp_path, content.encode())
    lost = COUNT + 1 - HALF - 10
    minutes = f"About {lost / RATE / 60:.1f} min of samples"
    assert [one for one in recording.quality.warnings if one.startswith(minutes)]
    assert not any("missing or impossible" in one for one in recording.quality.notes)
    assert recording.quality.invalid == pytest.approx(lost, rel=0.02)


@pytest.mark.parametrize(("rows", "told"), [(9, False), (12, True)])
def test_a_torn_line_is_a_row_and_a_line_of_ten_rows_is_not(
    rows: int, *, told: bool, tmp_path: Path
) -> None:
    lines = [*LINES[:HALF], "".join(LINES[HALF : HALF + rows]), *LINES[HALF + rows :], ""]
    recording = read(tmp_path, "\n".join(lines).encode())
    assert any("whose ends are lost" in one for one in recording.quality.warnings) is told
    assert any("1 row had a missing" in one for one in recording.quality.notes) is not told


@pytest.mark.parametrize("block", [table.BLOCK, 1 << 15], ids=["in a block", "beyond a block"])
def test_a_long_line_without_cells_is_one_row(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "BLOCK", block)
    content = "\n".join([*LINES[:HALF], "x" * 50_000, *LINES[HALF:], ""])
    recording = read(tmp_path, content.encode())
    assert sum(map(len, recording.runs)) == COUNT
    assert "1 row had a missing or impossible value and was dropped." in recording.quality.notes


def test_points_that_a_spreadsheet_took_for_thousands_are_refused(tmp_path: Path) -> None:
    """0.435 becomes 435 and 0.43 stays: a tenth of the cells was a thousand times too small."""
    lines = ["time,x,y,z"]
    for row, values in zip(ROWS, VALUES.tolist(), strict=True):
        cells = [f"{value:.3f}".rstrip("0") for value in values]
        lost = [f"{float(c) * 1000:.0f}" if len(c.partition(".")[2]) == 3 else c for c in cells]
        lines.append(",".join([row.partition(",")[0], *lost]))
    with pytest.raises(UnreadableFile, match=r"a spreadsheet makes 435 of 0\.435"):
        read(tmp_path, "\n".join([*lines, ""]).encode())


@pytest.mark.parametrize(
    ("ratio", "share", "different", "refused"),
    [
        (105, 0.025, 11, True),
        (95, 0.025, 11, False),
        (105, 0.015, 11, False),
        (105, 0.025, 9, False),
    ],
)
def test_whole_numbers_a_hundred_times_larger_have_lost_their_points(
    ratio: int, share: float, different: int, *, refused: bool
) -> None:
    values = np.full((1000, 3), 0.5)
    count = round(1000 * share)
    values[:count, 0] = ratio // 2 + np.arange(count) % different - different // 2
    with pytest.raises(UnreadableFile) if refused else nullcontext():
        require_points(Path("a.csv"), values)
    values[:count] = values[:count, :1]  # a unit that changes, in whole rows
    require_points(Path("a.csv"), values)


@pytest.mark.parametrize(("unit", "fill"), [("x,y,z", 0.457), ("x [g],y [g],z [g]", -99.0)])
def test_values_that_were_filled_in_for_minutes_are_not_the_magnitude_at_rest(
    unit: str, fill: float, tmp_path: Path
) -> None:
    """The mean of a column, or -99, is no rest: its length is 1 g in no unit."""
    count = 7 * 60 * RATE
    values = np.tile(VALUES, (4, 1))[: count + 1500]
    values[700 : 700 + count] = fill
    rows = [f"{k / RATE:.2f}," + ",".join(f"{v:.5f}" for v in row) for k, row in enumerate(values)]
    recording = read(tmp_path, "\n".join([f"time,{unit}", *rows, ""]).encode())
    assert sum(map(len, recording.runs)) == pytest.approx(1500, abs=2)
    np.testing.assert_allclose(recording.runs[0].xyz[:600], values[:600], rtol=0, atol=1e-4)
