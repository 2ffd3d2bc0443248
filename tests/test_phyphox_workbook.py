"""A workbook of phyphox tells in a sheet of its own when the experiment began."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file

BEGIN = datetime(2026, 3, 10, 22, 10, tzinfo=UTC)
Rows = list[tuple[str | float, ...]]
SAMPLES: Rows = [
    ("Time (s)", *(f"Acceleration {axis} (m/s^2)" for axis in "xyz")),
    *((2.5 + k / 50, k % 7 / 100, 0.1, 9.8 + k % 3 / 100) for k in range(1000)),
]
EVENTS: Rows = [
    ("event", "experiment time", "system time", "system time text"),
    ("START", 0, 1773180599.988, "2026-03-10 23:09:59.988 UTC+01:00"),
    ("PAUSE", 22.0, 1773180621.988, "2026-03-10 23:10:21.988 UTC+01:00"),
]
AGAIN: Rows = [("START", 22.0, 1773184000.0, "2026-03-11 00:06:40.000 UTC+01:00")]


def cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


def read(path: Path, sheets: dict[str, Rows]) -> Recording:
    """Write the least that is a workbook (ECMA-376), and read it."""
    pytest.importorskip("python_calamine")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    names = "".join(f'<sheet name="{n}" sheetId="{k}" r:id="s{k}"/>' for k, n in enumerate(sheets))
    targets = "".join(
        f'<Relationship Id="s{k}" Type="{links}/worksheet" Target="worksheets/{k}.xml"/>'
        for k in range(len(sheets))
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>{names}</sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}">{targets}</Relationships>',
        )
        for k, rows in enumerate(sheets.values()):
            text = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            book.writestr(
                f"xl/worksheets/{k}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{text}</sheetData></worksheet>',
            )
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


def test_phyphox_begins_when_the_sheet_of_its_times_says(tmp_path: Path) -> None:
    recording = read(tmp_path / "f.xlsx", {"Raw Data": SAMPLES, "Metadata Time": EVENTS})
    # the first row is of second 2.5
    assert recording.start == BEGIN + timedelta(seconds=2.488)
    assert recording.start.utcoffset() == timedelta(hours=1)
    assert not recording.quality.warnings
    assert "The start is that of the sheet Metadata Time." in recording.quality.notes


def test_a_pause_in_the_sheet_of_its_times_is_a_gap(tmp_path: Path) -> None:
    recording = read(tmp_path / "f.xlsx", {"Raw Data": SAMPLES, "Metadata Time": EVENTS + AGAIN})
    assert any("Metadata Time has 2 starts" in one for one in recording.quality.notes)
    assert recording.runs[1].start - recording.runs[0].end == pytest.approx(3378.012, abs=0.1)


def test_a_workbook_without_that_sheet_tells_no_start(tmp_path: Path) -> None:
    recording = read(tmp_path / "f.xlsx", {"Raw Data": SAMPLES, "Other": EVENTS})
    assert any("does not give the time of day" in one for one in recording.quality.warnings)
