"""``events.csv``: one row per movement of a night, written, and checked on reading."""

import csv
import io
from math import copysign, isfinite
from pathlib import Path
from typing import Any

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event, Night
from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.night.damage import damaged
from limbwatch.cli.night.folder import EVENTS
from limbwatch.cli.night.scored.event_columns import STORED_COLUMNS, event_rows
from limbwatch.cli.night.scored.results import read_result
from limbwatch.sensor import Placement

COLUMNS = tuple(column.name for column in STORED_COLUMNS)
"""Names of the columns."""
_SLACK_S = 1.0
"""How far outside the night an event may begin, seconds: times in files are rounded."""


def events_table(night: Night) -> bytes:
    """Return the events as CSV with times to 1 ms; the same night gives the same bytes."""
    rows = event_rows(night.events, night.start, {}, STORED_COLUMNS)
    decimals = {column.name: column.decimals for column in STORED_COLUMNS}
    return csv_table(
        COLUMNS,
        ([_format_cell(cell, decimals[name]) for name, cell in row.items()] for row in rows),
    )


def _format_cell(value: Any, decimals: int) -> Any:
    return f"{value:.{decimals}f}" if isinstance(value, float) else value


def read_events(night: Path, *, seconds: float) -> tuple[Event, ...]:
    """Read ``events.csv`` of a night of this length, in order of onset.

    Raises
    ------
    CommandError
        If the file or a column is missing, or a value is impossible.
    """
    path = night / EVENTS
    try:
        text = read_result(night, EVENTS).decode("utf-8")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise damaged(path, f"no column {', '.join(missing)}")
        events = [
            _parse_event(path, line, row, seconds) for line, row in enumerate(reader, start=2)
        ]
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise damaged(path, error) from error
    return tuple(sorted(events, key=lambda event: event.onset))


def _parse_event(path: Path, line: int, row: dict[str, str | None], seconds: float) -> Event:
    cell = {name: text for name, text in row.items() if text is not None}
    try:
        event = Event(
            onset=float(cell["onset_s"]),
            duration=float(cell["duration_s"]),
            kind=Kind(cell["kind"]),
            limbs=tuple(Placement(limb) for limb in cell["limbs"].split("+")),
            series=int(cell["series"]) if cell["series"] else None,
            asleep=cell["asleep"] == "1",
            confidence=float(cell["confidence"]),
            peak=float(cell["peak_g"]),
            reason=cell["reason"],
        )
    except KeyError as error:
        raise damaged(path, f"line {line} is cut short before {error}") from error
    except ValueError as error:
        raise damaged(path, f"line {line}: {error}") from error
    inside = -_SLACK_S <= event.onset <= seconds + _SLACK_S and event.duration <= seconds + _SLACK_S
    if not (inside and isfinite(event.peak) and copysign(1.0, event.peak) > 0):
        raise damaged(path, f"line {line} is not a movement of a night of {seconds:.0f} s")
    return event
