"""When an experiment of phyphox began, as the app tells in a file or sheet beside it."""

import csv
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.writing.scales import credible

BESIDE = Path("meta") / "time.csv"
"""Where phyphox puts it: an export has the folder ``meta`` beside its tables."""

SHEET = "Metadata Time"
"""Where a workbook of phyphox has the same table (its source, "DataExport")."""

MOST_BYTES = 1 << 16
"""Of such a file; it has a row for each start and pause. Chosen."""

_ZONE = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2}):?(\d\d)")


def experiment_begun(head: Head) -> tuple[datetime | None, tuple[str, ...]]:
    """Read when the count of an experiment was zero, by the head of its table of samples.

    Aware; None where no such file or sheet is beside it, or it tells no time that can be. And
    where it is from, and what is doubtful of it.
    """
    in_sheet = head.begun is not None
    text = _decoded(head.path, head.begun)
    starts = [row for row in _rows(text) if row[0].strip().casefold() == "start"]
    moments = [moment for row in starts if (moment := _zero(row)) is not None]
    if not moments or not credible(moments[0]):
        return None, ()
    notes = [
        f"The start is that of the sheet {SHEET}."
        if in_sheet
        else f"The start is that of {BESIDE.as_posix()} beside the file."
    ]
    if len(starts) > 1:
        where = SHEET if in_sheet else BESIDE.as_posix()
        notes.append(
            Doubt(
                f"The experiment was paused: {where} has {len(starts)} starts. Its "
                "count stands still in a pause, so that all after the first is earlier than it was."
            )
        )
    return moments[0], tuple(notes)


def _decoded(path: Path, sheet: bytes | None) -> str:
    """Give the table of starts and pauses as text, empty where there is none."""
    if sheet is None:
        try:
            with (path.parent / BESIDE).open("rb") as file:
                sheet = file.read(MOST_BYTES)
        except OSError:
            return ""
    return sheet[:MOST_BYTES].decode("utf-8-sig", errors="replace")


def _rows(text: str) -> list[list[str]]:
    """Split the file into cells, whichever separator the app was asked for."""
    lines = [line for line in text.splitlines() if line.strip()]
    separator = max(";\t,", key=lines[0].count) if lines else ","
    return [row for row in csv.reader(lines, delimiter=separator) if len(row) >= 3]


def _zero(row: list[str]) -> datetime | None:
    """Read an event, its second of the experiment, its Unix time and the same with its zone."""
    try:
        counted, unix = (float(cell.strip().replace(",", ".")) for cell in row[1:3])
        moment = datetime.fromtimestamp(unix - counted, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    found = _ZONE.search(row[3]) if len(row) > 3 else None
    if found is None:
        return moment
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
    if ahead >= timedelta(hours=24):
        return moment
    return moment.astimezone(timezone(-ahead if found[1] == "-" else ahead))
