"""Rows in JSON: one object per line, arrays of objects or columns, or a key for each row."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from limbwatch.sensor.files.containers.contained import (
    Contained,
    Sheet,
    column_of,
    flat,
    sheet_of_columns,
    sheet_of_table,
)
from limbwatch.sensor.files.containers.flat_records import with_gravity_beside
from limbwatch.sensor.files.containers.inner_tables import inner_tables
from limbwatch.sensor.files.containers.seizure_events import seizure_events
from limbwatch.sensor.files.containers.stated_columns import (
    is_plain_cell,
    is_rows,
    unit_facts,
    with_units,
)
from limbwatch.sensor.files.containers.time_series import senml_columns
from limbwatch.sensor.files.json_text import TOPIC, json_object
from limbwatch.sensor.files.packed import read_unpacked
from limbwatch.sensor.files.tables.clock_columns.time_names import is_timely
from limbwatch.sensor.files.tables.heads.columns import fact_lines

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
    came = {} if found[1] is None or any(map(is_timely, message)) else {TIME: found[1].decode()}
    topic = found[2].strip().decode("utf-8", "replace")
    return {**came, **({"topic": topic} if topic else {}), **message}


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
    if (senml := senml_columns(content)) is not None:
        return Contained(what="SenML", sheets=(sheet_of_columns("", senml.columns, senml.names),))
    content, table, notes = listed(content), None, tuple[str, ...]()
    if is_rows(content, is_plain_cell):
        columns = list(zip(*content, strict=True))
        return Contained(what="JSON", sheets=(sheet_of_columns("", columns),))
    if isinstance(content, list) and len(content) >= FEWEST and _all_objects(content):
        table, notes = with_gravity_beside(_table(content))
    if isinstance(content, dict):
        inner = [value for value in content.values() if isinstance(value, list)]
        long = max(inner, key=len, default=[])
        if deeper := inner_tables(content):
            return Contained(what="JSON", sheets=deeper)
        if len(long) >= FEWEST and _all_objects(long):
            table = _table(long)
        elif len(long) >= FEWEST:
            table = _table_of_lists(content, len(long))
    if table is None or table.num_columns == 0:
        return None
    return Contained(what="JSON", sheets=(_sheet_with_units(flat(table), content),), notes=notes)


def _sheet_with_units(table: pa.Table, content: Any) -> Sheet:
    """Return a table with the units that its object states for all columns or for each."""
    if not isinstance(content, dict):
        return sheet_of_table("", table)
    table = table.rename_columns(with_units(table.column_names, (content,)))
    return sheet_of_table("", table, fact_lines(tuple(unit_facts(content))))


def _all_objects(rows: Iterable[Any]) -> bool:
    return all(isinstance(row, dict) for row in rows)


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    """Convert objects to a table; missing keys give empty cells."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: column_of([row.get(name) for row in rows]) for name in names})


def _table_of_lists(content: dict[str, Any], length: int) -> pa.Table:
    return pa.table(
        {
            name: column_of(values)
            for name, values in content.items()
            if isinstance(values, list) and len(values) == length
        }
    )


FEWEST_KEYS = 20
"""Least number of keys that are rows, not names of columns or sensors. Chosen."""

DEEPEST = 6
"""Deepest nesting of objects that is searched: users, sensors, sessions, records. Chosen."""

WIDTH = 3
"""Least number of columns: three axes."""

TIME = "time"
"""Name given to the column of keys that are times."""

_MOMENT = re.compile(r"\d{10}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")


def listed(value: Any, deepest: int = DEEPEST) -> Any:
    """Convert records or columns with a key for each row to lists, in the order of the file.

    ``{"-N1": {"t": 0, "x": 0.1}, ...}`` becomes a list of objects (``to_json(orient="index")``),
    ``{"t": {"0": 0, ...}, "x": {"0": 0.1, ...}}`` an object of lists (``to_json()``). Keys that
    are times become the times of the rows, if these have none.
    """
    if isinstance(value, list) and len(value) < FEWEST_KEYS and deepest:
        return [listed(one, deepest - 1) for one in value]
    if not isinstance(value, dict) or not value or not deepest:
        return value
    inner = list(value.values())
    if all(isinstance(one, dict) for one in inner):
        columns = len(inner) >= WIDTH and _are_columns(inner)
        rows = len(inner) >= FEWEST_KEYS and max(map(len, inner)) < FEWEST_KEYS
        rows |= columns and len(inner) > len(inner[0])  # otherwise columns would outnumber rows
        if rows and not any(map(_is_table, inner)):
            times = _times(value) if not any(TIME in one for one in inner) else ()
            return [{TIME: key, **value[key]} for key in times] or inner
        if columns:
            times = _times(inner[0]) if TIME not in value else ()
            lists = {name: list(one.values()) for name, one in value.items()}
            return {TIME: list(times), **lists} if times else lists
    return {name: listed(one, deepest - 1) for name, one in value.items()}


def _times(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys if all are times, dated or since 1970; otherwise none."""
    found = tuple(keys)
    return found if all(map(_MOMENT.fullmatch, found)) else ()


def _is_table(record: dict[str, Any]) -> bool:
    """Return whether a record is a recording, with a time and three axes, not a packet."""
    lengths = [len(one) for one in record.values() if isinstance(one, list)]
    return any(one >= FEWEST_KEYS and lengths.count(one) > WIDTH for one in lengths)


def _are_columns(inner: list[dict[str, Any]]) -> bool:
    """Return whether objects are columns: their cells have equal keys."""
    keys = inner[0].keys()
    return len(keys) >= FEWEST_KEYS and all(
        one.keys() == keys and all(map(is_plain_cell, one.values())) for one in inner
    )
