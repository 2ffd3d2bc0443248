"""Recordings joined into one file: each begins when its own header says."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import NotInPieces, ReadRequest, open_long_text, read_recorded_file

ROWS = 300
LATER = 1500
"""Seconds from the start of the first to that of the second."""


def rows(seed: int) -> list[str]:
    xyz = np.random.default_rng(seed).normal((0.12, -0.55, 0.83), 0.01, (ROWS, 3))
    return [f"{x:.3f},{y:.3f},{z:.3f}" for x, y, z in xyz]


def actilife(clock: str, day: str = "3/14/2026") -> list[str]:
    return [
        "---- Data File Created By ActiGraph GT3X+ ActiLife v6.13.4 date format M/d/yyyy at 50 Hz",
        "Serial Number: TAS1E31150129",
        f"Start Time {clock}",
        f"Start Date {day}",
        "Epoch Period (hh:mm:ss) 00:00:00",
        "-" * 50,
        "Accelerometer X,Accelerometer Y,Accelerometer Z",
    ]


def verisense(clock: str) -> list[str]:
    start = f"Start Time,2026/03/14 {clock}.000"
    return ["Device,Verisense IMU", start, "Sampling Rate,50 Hz", "Accel_X,Accel_Y,Accel_Z"]


def empatica(clock: str) -> list[str]:
    hour, minute, second = map(int, clock.split(":"))
    begin = datetime(2026, 3, 14, hour, minute, second, tzinfo=UTC).timestamp()
    return [", ".join([f"{begin:.6f}"] * 3), ", ".join(["32.000000"] * 3)]


def counted(clock: str) -> list[str]:
    return [f"Logger start: 2026-03-14 {clock}", "ms,x,y,z"]


def codes(seed: int) -> list[str]:
    xyz = np.random.default_rng(seed).normal((8, -35, 53), 1, (ROWS, 3))
    return [f"{x:.0f},{y:.0f},{z:.0f}" for x, y, z in xyz]


def timed(seed: int) -> list[str]:
    return [f"{20 * k},{row}" for k, row in enumerate(rows(seed))]


KINDS = [(actilife, rows), (verisense, rows), (empatica, codes), (counted, timed)]


def read(path: Path, lines: list[str]) -> Recording:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.mark.parametrize(("header", "body"), KINDS)
def test_a_second_recording_begins_when_its_header_says(
    tmp_path: Path, header: object, body: object
) -> None:
    parts = [*header("23:10:00"), *body(1)], [*header("23:35:00"), *body(2)]
    found = read(tmp_path / "a.csv", [*parts[0], *parts[1]])
    alone = [read(tmp_path / f"{k}.csv", part) for k, part in enumerate(parts)]
    assert found.start == alone[0].start
    assert [round(run.start, 3) for run in found.runs] == [0.0, LATER]
    for run, one in zip(found.runs, alone, strict=True):
        assert np.array_equal(run.xyz, one.runs[0].xyz)
    assert any(
        "at the start that it says (2026-03-14 23:35:00)" in one for one in found.quality.notes
    )
    assert found.quality.invalid == 0


def test_three_recordings_are_told(tmp_path: Path) -> None:
    clocks = ("23:10:00", "23:35:00", "23:50:00")
    found = read(tmp_path / "a.csv", [line for k in clocks for line in (*verisense(k), *rows(1))])
    assert [round(run.start) for run in found.runs] == [0, 1500, 2400]
    assert any(one.startswith("The file has 2 more headers") for one in found.quality.notes)


def test_a_second_header_without_a_start_is_refused(tmp_path: Path) -> None:
    second = [line for line in actilife("23:35:00") if "Start" not in line]
    lines = [*actilife("23:10:00"), *rows(1), *second, *rows(2)]
    with pytest.raises(UnreadableFile, match=f"a header stands at line {8 + ROWS}, and it says no"):
        read(tmp_path / "a.csv", lines)


def test_a_second_header_with_the_start_of_the_first_is_refused(tmp_path: Path) -> None:
    lines = [*verisense("23:10:00"), *rows(1), *verisense("23:10:00"), *rows(2)]
    with pytest.raises(UnreadableFile, match="says no start of its own"):
        read(tmp_path / "a.csv", lines)


def test_a_line_that_a_logger_writes_in_between_is_no_header(tmp_path: Path) -> None:
    """Nor where the table has no names."""
    above = ["Battery 93 percent", "Start 2026-03-14 23:10:00, rate 50 Hz"]
    found = read(tmp_path / "a.csv", [*above, *rows(1), "Battery 91 percent", *rows(2)])
    assert sum(len(run) for run in found.runs) == 2 * ROWS


def test_a_second_header_without_rows_is_refused(tmp_path: Path) -> None:
    lines = [*verisense("23:10:00"), *rows(1), *verisense("23:35:00")]
    with pytest.raises(UnreadableFile, match=f"a header stands at line {5 + ROWS}, and what is"):
        read(tmp_path / "a.csv", lines)


def test_such_a_file_is_not_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [*verisense("23:10:00"), *rows(1), *verisense("23:35:00"), *rows(2)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(NotInPieces, match="a header stands among its rows"):
        list(open_long_text(path, ReadRequest(placement=Placement.ANKLE, zone=UTC)))


def test_a_cut_number_at_the_end_is_none(tmp_path: Path) -> None:
    lines = [*verisense("23:10:00"), *rows(1), *verisense("23:35:00"), *rows(2)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines)[:-4], encoding="utf-8")
    found = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert [len(run) for run in found.runs] == [ROWS, ROWS - 1]


def test_rows_that_tell_their_date_need_no_header(tmp_path: Path) -> None:
    begin = datetime(2026, 3, 14, 23, 10, tzinfo=UTC).timestamp()
    stamped = [f"{begin + k / 50 + (LATER if k >= ROWS else 0):.3f}" for k in range(2 * ROWS)]
    body = [f"{at},{row}" for at, row in zip(stamped, rows(1) + rows(2), strict=True)]
    header = ["Logger start: 2026-03-14 23:10:00", "time,x,y,z"]
    found = read(tmp_path / "a.csv", [*header, *body[:ROWS], *header, *body[ROWS:]])
    assert len(found.runs) == 2
    assert not any("header" in one for one in found.quality.notes)


@pytest.mark.parametrize(("first", "known"), [("Log", False), ("Logs", True)])
def test_a_header_is_known_again_by_four_letters(tmp_path: Path, first: str, known: bool) -> None:
    parts = [[first, *verisense(clock), *rows(1)] for clock in ("23:10:00", "23:35:00")]
    assert len(read(tmp_path / "a.csv", [*parts[0], *parts[1]]).runs) == 1 + known


@pytest.mark.parametrize(("more", "known"), [(3, True), (4, False)])
def test_a_later_header_has_three_lines_more_at_most(
    tmp_path: Path, more: int, known: bool
) -> None:
    *above, names = verisense("23:35:00")
    second = [*above, *["Note,none"] * more, names, *rows(2)]
    found = read(tmp_path / "a.csv", [*verisense("23:10:00"), *rows(1), *second])
    assert len(found.runs) == 1 + known
