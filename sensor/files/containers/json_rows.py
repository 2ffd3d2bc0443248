"""Rows in JSON: one object per line, an array of objects, or an object of columns."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from limbwatch.sensor.files.containers.contained import Contained, sheet_of_rows, sheet_of_table
from limbwatch.sensor.files.containers.flat import flat
from limbwatch.sensor.files.containers.inner_tables import inner_tables
from limbwatch.sensor.files.containers.keyed_rows import TIME, is_rows, listed
from limbwatch.sensor.files.containers.seizure_events import seizure_events
from limbwatch.sensor.files.json_text import TOPIC, json_object
from limbwatch.sensor.files.packed import read_unpacked
from limbwatch.sensor.files.tables.clock_columns.time_names import TIMELY

FEWEST = 2
"""Objects on separate lines that make a file JSON lines."""


def are_lines(start: bytes) -> bool:
    """Return whether a file has one JSON object per line, given its first bytes.

    Each object may follow the topic of a message; then most lines must have one, as an object after
    a word or ``#`` may also stand above a table.
    """
    lines = [line for line in start.lstrip(b"\xef\xbb\xbf").splitlines()[:-1] if line.strip()]
    if len(lines) < FEWEST or not all(_parse_line(line) is not None for line in lines[:FEWEST]):
        return False
    if TOPIC.match(lines[0]) is None:
        return True
    return 2 * sum(_parse_line(line) is not None for line in lines) > len(lines)


def _parse_line(line: bytes) -> dict[str, Any] | None:
    """Parse a line as an object, with its topic, if any, as a value; None if it is not one."""
    found = TOPIC.match(line)
    if found is None:
        return json_object(line)
    message = json_object(line[found.end() :])
    if not message:
        return message
    came = {} if found[1] is None or any(map(_is_timely, message)) else {TIME: found[1].decode()}
    return {**came, "topic": found[2].decode("utf-8", "replace"), **message}


def _is_timely(name: str) -> bool:
    return TIMELY.search(name.casefold()) is not None


def read_json_lines(path: Path, *, zipped: bool) -> Contained:
    """Read one object per line; damaged lines are left out and counted."""
    lines = [line for line in read_unpacked(path, zipped=zipped).splitlines() if line.strip()]
    rows = [row for row in map(_parse_line, lines) if row is not None]
    lost = len(lines) - len(rows)
    notes = (f"{lost} of {len(lines)} lines are damaged JSON and were left out.",) if lost else ()
    return Contained(
        what="JSON lines", sheets=(sheet_of_table("", flat(_table(rows))),), notes=notes
    )


def rows_of(content: Any, path: Path) -> Contained | None:
    """Find rows in parsed JSON: an array of objects or of rows, or an object of columns.

    Keys may also stand for row numbers, as in Firebase databases or files of pandas.

    Raises
    ------
    WrongKind
        If it holds only magnitudes of events.
    """
    if (events := seizure_events(content, path)) is not None:
        return events
    content, table = listed(content), None
    if is_rows(content):
        return Contained(what="JSON", sheets=(sheet_of_rows("", content),))
    if isinstance(content, list) and len(content) >= FEWEST and _all_objects(content):
        table = _table(content)
    elif isinstance(content, dict) and _is_split(content):
        columns = zip(content["columns"], zip(*content["data"], strict=True), strict=True)
        table = pa.table({str(name): _column(list(values)) for name, values in columns})
    elif isinstance(content, dict):
        inner = [value for value in content.values() if isinstance(value, list)]
        long = max(inner, key=len, default=[])
        if deeper := inner_tables(content, len(long)):
            return Contained(what="JSON", sheets=deeper)
        if len(long) >= FEWEST and _all_objects(long):
            table = _table(long)
        elif len(long) >= FEWEST:
            table = _table_of_lists(content, len(long))
    if table is None or table.num_columns == 0:
        return None
    return Contained(what="JSON", sheets=(sheet_of_table("", flat(table)),))


def _is_split(content: dict[str, Any]) -> bool:
    """Return whether JSON separates names and rows, as pandas does with orient="split"."""
    names, rows = content.get("columns"), content.get("data")
    return (
        isinstance(names, list)
        and isinstance(rows, list)
        and len(rows) >= FEWEST
        and all(isinstance(row, list) and len(row) == len(names) for row in rows)
    )


def _all_objects(rows: Iterable[Any]) -> bool:
    return all(isinstance(row, dict) for row in rows)


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    """Convert objects to a table; missing keys give empty cells."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: _column([row.get(name) for row in rows]) for name in names})


def _table_of_lists(content: dict[str, Any], length: int) -> pa.Table:
    return pa.table(
        {
            name: _column(values)
            for name, values in content.items()
            if isinstance(values, list) and len(values) == length
        }
    )


def _column(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowException, OverflowError):
        # mixed numbers and texts, or numbers too long for a column: keep text, as in a text file
        return pa.array([None if v is None else str(v) for v in values], pa.string())
