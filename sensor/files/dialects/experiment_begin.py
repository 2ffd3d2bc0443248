"""When an experiment of phyphox began, from the file or sheet in which the app records it."""

import csv
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.writing.scales import credible

BESIDE = Path("meta") / "time.csv"
"""The file's place: an export has the folder ``meta`` beside its tables."""

SHEET = "Metadata Time"
"""The sheet with the same table in a phyphox workbook (its source, "DataExport")."""

MOST_BYTES = 1 << 16
"""Longest such file, bytes; it has a row for each start and pause. Chosen."""

_ZONE = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2}):?(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """When an experiment's count was zero, and its pauses."""

    zero: datetime | None = None
    """Aware; None if no such file or sheet states a plausible time."""
    later: tuple[tuple[float, float], ...] = ()
    """For each pause, seconds of the count at its end, and how far the count is behind by then."""
    notes: tuple[str, ...] = ()


def experiment_begun(head: Head) -> Begun:
    """Read when an experiment was started and resumed, given the head of its table of samples."""
    where = BESIDE.as_posix() if head.begun is None else SHEET
    text = _read_table(head.path, head.begun)
    starts = [row for row in _rows(text) if row[0].strip().casefold() == "start"]
    found = [one for row in starts if (one := _parse_event(row)) is not None]
    if not found or not credible(found[0][1]):
        return Begun()
    zero = found[0][1]
    notes = [
        f"The start is that of {BESIDE.as_posix()} beside the file."
        if head.begun is None
        else f"The start is that of the sheet {SHEET}."
    ]
    later = tuple((counted, (moment - zero).total_seconds()) for counted, moment in found[1:])
    if len(starts) == 1:
        return Begun(zero=zero, notes=tuple(notes))
    grows = all(
        a <= b for one, two in pairwise([(0.0, 0.0), *later]) for a, b in zip(one, two, strict=True)
    )
    if len(found) < len(starts) or not grows:
        notes.append(
            Doubt(
                f"The experiment was paused: {where} has {len(starts)} starts, and their times do "
                "not say for how long. Its count stands still in a pause, so that all after the "
                "first is earlier than it was."
            )
        )
        return Begun(zero=zero, notes=tuple(notes))
    notes.append(
        f"The experiment was paused: {where} has {len(starts)} starts, and what came after each "
        "was placed by its time."
    )
    return Begun(zero=zero, later=later, notes=tuple(notes))


def _read_table(path: Path, sheet: bytes | None) -> str:
    """Return the table of starts and pauses as text, empty without one."""
    if sheet is None:
        try:
            with (path.parent / BESIDE).open("rb") as file:
                sheet = file.read(MOST_BYTES)
        except OSError:
            return ""
    return sheet[:MOST_BYTES].decode("utf-8-sig", errors="replace")


def _rows(text: str) -> list[list[str]]:
    """Split the file into cells, whichever separator was chosen in the app."""
    lines = [line for line in text.splitlines() if line.strip()]
    separator = max(";\t,", key=lines[0].count) if lines else ","
    return [row for row in csv.reader(lines, delimiter=separator) if len(row) >= 3]


def _parse_event(row: list[str]) -> tuple[float, datetime] | None:
    """Parse an event, its second of the experiment, its Unix time and the same with its zone.

    Returns the second, and when the count would have been zero without pauses.
    """
    try:
        counted, unix = (float(cell.strip().replace(",", ".")) for cell in row[1:3])
        moment = datetime.fromtimestamp(unix - counted, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    found = _ZONE.search(row[3]) if len(row) > 3 else None
    if found is None:
        return counted, moment
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
    if ahead >= timedelta(hours=24):
        return counted, moment
    return counted, moment.astimezone(timezone(-ahead if found[1] == "-" else ahead))
