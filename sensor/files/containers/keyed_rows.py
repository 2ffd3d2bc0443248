"""JSON with a key for each row: Firebase's records, and tables written by pandas."""

import re
from collections.abc import Iterable
from typing import Any

FEWEST = 20
"""Least number of keys that are rows, not names of columns or sensors. Chosen."""

DEEPEST = 6
"""Deepest nesting of objects that is searched: users, sensors, sessions, records. Chosen."""

WIDTH = 3
"""Least number of columns: three axes."""

TIME = "time"
"""Name given to the column of keys that are times."""

_MOMENT = re.compile(r"\d{10}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")

_PLAIN = str | int | float | bool | None


def listed(value: Any, deepest: int = DEEPEST) -> Any:
    """Convert records or columns with a key for each row to lists, in the order of the file.

    ``{"-N1": {"t": 0, "x": 0.1}, ...}`` becomes a list of objects (``to_json(orient="index")``),
    ``{"t": {"0": 0, ...}, "x": {"0": 0.1, ...}}`` an object of lists (``to_json()``). Keys that
    are times become the times of the rows, if these have none.
    """
    if isinstance(value, list) and len(value) < FEWEST and deepest:
        return [listed(one, deepest - 1) for one in value]
    if not isinstance(value, dict) or not value or not deepest:
        return value
    inner = list(value.values())
    if all(isinstance(one, dict) for one in inner):
        columns = len(inner) >= WIDTH and _are_columns(inner)
        rows = len(inner) >= FEWEST and max(map(len, inner)) < FEWEST
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
    return any(one >= FEWEST and lengths.count(one) > WIDTH for one in lengths)


def _are_columns(inner: list[dict[str, Any]]) -> bool:
    """Return whether objects are columns: their cells have equal keys."""
    keys = inner[0].keys()
    return len(keys) >= FEWEST and all(
        one.keys() == keys and all(isinstance(cell, _PLAIN) for cell in one.values())
        for one in inner
    )


def is_rows(value: Any) -> bool:
    """Return whether a value is a list of equally long lists of numbers and texts."""
    if not isinstance(value, list) or len(value) < FEWEST or not isinstance(value[0], list):
        return False
    width = len(value[0])
    return width >= WIDTH and all(
        isinstance(row, list)
        and len(row) == width
        and all(isinstance(cell, _PLAIN) for cell in row)
        for row in value
    )
