"""Samples in brackets: a list, tuple or object in a cell, or a whole line of brackets.

Tables that pandas or a database made of messages have ``"[0.1, -0.9, 0.3]"`` or ``"{""x"": 0.1,
...}"`` in a cell, with 25 samples of each axis if a packet is a row; MicroPython prints ``(20, 0.1,
-0.9, 0.3)``.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from limbwatch.sensor.files.tables.rewritten.rewriting import (
    SHARE,
    Rewriting,
    TableStart,
    last_lines,
    mostly,
    table_start,
)

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PART = r"(?:[ \t]*[,;][ \t]*|[ \t]+)"
_INSIDE = rf"[ \t]*{_NUMBER}(?:{_PART}{_NUMBER}){{2,}}[ \t]*"
_LIST = re.compile(rf"[ \t]*[\[(]({_INSIDE})[\])][ \t]*")
_LINE = re.compile(rf"^[ \t]*[\[(]({_INSIDE})[\])][ \t]*,?[ \t]*(?=\r?$)".encode(), re.MULTILINE)

_AXES = "xyz"


class _Column(NamedTuple):
    """A column of nested cells."""

    at: int
    keys: tuple[str, ...]
    """Keys of its objects; empty for lists."""
    length: int
    """Numbers in each cell."""


def bracketed_lines(start: bytes) -> Rewriting | None:
    """Return how to rewrite lines that are numbers in brackets, judged by its beginning."""
    if not mostly(last_lines(start), _LINE.search):
        return None
    return Rewriting(
        rewritten=lambda text: _LINE.sub(rb"\1", text),
        note="The brackets around the numbers of each line were left out.",
    )


def nested_cells(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table with lists or objects in its cells, judged by its beginning."""
    if b"[" not in start and b"{" not in start and b"(" not in start:
        return None
    table = table_start(start)
    rows = [_cells(table.separator.join(row), table.separator) for row in table.rows]
    names = _cells(table.separator.join(table.names), table.separator)
    found = [_column_of(at, rows) for at in range(len(names))]
    nested = tuple(column for column in found if column is not None)
    lists = [column.length for column in nested if not column.keys]
    samples = max(lists, default=0) if len(lists) >= len(_AXES) else 1
    vectors = all(length == len(_AXES) for length in lists) and samples == 1
    if not nested or not (vectors or set(lists) == {samples}):
        return None
    told = ", ".join(names[column.at] for column in nested)
    return Rewriting(
        rewritten=lambda text: _rewritten(text, table, nested, samples),
        note=f"Several numbers stood in one cell ({told}); each was taken for a cell of its own.",
    )


def _cells(line: str, separator: str) -> list[str]:
    """Split a line into its cells, at any separator where its quotes are damaged."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _column_of(at: int, rows: list[list[str]]) -> _Column | None:
    """Find what the cells of a column hold; None for a plain column."""
    parsed = Counter(tuple(_parse(row[at])) for row in rows if at < len(row))
    keys, count = parsed.most_common(1)[0] if parsed else ((), 0)
    if not keys or count < SHARE * len(rows):
        return None
    return _Column(at, () if keys[0].isdigit() else keys, len(keys))


def _parse(cell: str) -> dict[str, str]:
    """Parse a cell as numbers by key, or by place; empty for any other cell."""
    found = _LIST.fullmatch(cell)
    if found is not None:
        return {str(at): part for at, part in enumerate(re.split(_PART, found[1].strip()))}
    if not cell.lstrip().startswith("{"):
        return {}
    try:
        content = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in content.items()}


def _rewritten(text: bytes, table: TableStart, nested: tuple[_Column, ...], samples: int) -> bytes:
    """Write each number in a cell; of several samples in a row, each as a row."""
    first, *lines = text.decode("utf-8-sig", "replace").splitlines()
    sink = io.StringIO()
    write = csv.writer(sink, delimiter=table.separator, lineterminator="\n").writerow
    by_place = {column.at: column for column in nested}
    write(_names(_cells(first, table.separator), by_place, samples))
    for line in lines:
        row = enumerate(_cells(line, table.separator))
        cells = [_parse(cell) if at in by_place else cell for at, cell in row]
        count = max((len(cell) for cell in cells if not isinstance(cell, str)), default=0)
        for sample in range(max(1, count) if samples > 1 else 1):
            write(_sample(cells, sample, samples))
    return sink.getvalue().encode()


def _names(names: list[str], nested: dict[int, _Column], samples: int) -> Iterator[str]:
    for at, name in enumerate(names):
        column = nested.get(at)
        if column is None or (samples > 1 and not column.keys):
            yield name
        else:
            yield from (f"{name}_{key}" for key in column.keys or _AXES)


def _sample(cells: list[str | dict[str, str]], sample: int, samples: int) -> Iterator[str]:
    """Yield the cells of one sample; those of the row itself stand in its first."""
    for cell in cells:
        if isinstance(cell, str):
            yield "" if sample else cell
        elif samples > 1:
            yield cell.get(str(sample), "")
        else:
            yield from cell.values()
