"""Tables whose rows need others: each has one axis only, or the time since the row before.

Science Journal writes ``time,AccX,AccY,AccZ`` with an axis per row, each a few milliseconds after
the one before.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from limbwatch.sensor.files.tables.clock_columns.time_names import TIMELY
from limbwatch.sensor.files.tables.heads.axis_names import AXES
from limbwatch.sensor.files.tables.heads.spelling import is_number
from limbwatch.sensor.files.tables.rewritten.rewriting import SHARE, Rewriting, table_start


def alternating_rows(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose columns are filled in turns, judged by its beginning."""
    separator, names, rows = table_start(start)
    filled = [_filled_columns(row) for row in rows]
    if len(names) <= len(AXES) or any(len(row) != len(names) for row in rows):
        return None
    if not filled or any(len(columns) != 1 for columns in filled):
        return None
    turns = [columns[0] for columns in filled]
    columns = sorted(set(turns))
    letters = sorted(names[at].strip().casefold()[-1:] for at in columns)
    cycle = len(columns)
    in_turns = all(turns[at] == turns[at - cycle] for at in range(cycle, len(turns)))
    if letters != sorted(AXES) or not in_turns or len(turns) < 2 * cycle:
        return None
    shown = ", ".join(names[at].strip() for at in columns)
    return Rewriting(
        rewritten=lambda text: _together(text, separator, columns),
        note=(
            f"Each row holds one of {shown}: three rows were put together, at the time of the "
            "first."
        ),
    )


def _filled_columns(row: Sequence[str]) -> list[int]:
    """Return the filled columns behind the first, which is the time."""
    return [at for at, cell in enumerate(row) if at and cell.strip()]


def _together(text: bytes, separator: str, columns: Sequence[int]) -> bytes:
    """Write a row for each cycle; an axis that is missing leaves its cell empty."""
    lines = text.decode("utf-8-sig", "replace").splitlines()
    rows = [separator.join(row) for row in _merged(lines[1:], separator, columns)]
    return "\n".join([lines[0], *rows, ""]).encode()


def _merged(lines: Sequence[str], separator: str, columns: Sequence[int]) -> Iterator[list[str]]:
    open_row: list[str] | None = None
    before = -1
    for line in lines:
        row = line.split(separator)
        filled = _filled_columns(row)
        if len(filled) != 1 or filled[0] not in columns:
            yield row
            continue
        at = filled[0]
        if open_row is None or at <= before:
            if open_row is not None:
                yield open_row
            open_row = row
        else:
            open_row[at] = row[at]
        before = at
    if open_row is not None:
        yield open_row


_DIFFERENCE = re.compile(
    r"(?:time|t|ms|zeit)[ _]?(?:diff|delta|difference|differenz)"
    r"|(?:delta|diff|\u03b4|\u2206)[ _]?(?:t|time|ms)(?![a-z])|^d_?t(?![a-z])"
    r"|since (?:last|previous)"
)
"""Name of a column that says the time since the row before."""
_UNIT = re.compile(r"(?<![a-z])(ns|us|\u00b5s|ms|s)(?![a-z])")
_FEWEST = 10
"""Fewest rows that show that differences do not add up by themselves. Chosen."""


def time_differences(start: bytes) -> Rewriting | None:
    """Return how to add up the only column of time of a table, judged by its beginning.

    It is named as a difference, and its numbers do not grow from row to row.
    """
    separator, written, rows = table_start(start)
    names = [name.strip().strip('"') for name in written]
    at = next((at for at, name in enumerate(names) if _DIFFERENCE.search(name.casefold())), None)
    if at is None or any(
        TIMELY.search(name.casefold()) for other, name in enumerate(names) if other != at
    ):
        return None
    decimal = "," if separator == ";" else "."
    cells = [row[at].strip() for row in rows if len(row) == len(names)]
    numbers = [_number(cell) for cell in cells if is_number(cell, decimal) or is_number(cell, ".")]
    if len(numbers) < max(_FEWEST, SHARE * len(rows)) or min(numbers) < 0:
        return None
    if all(later > earlier for earlier, later in pairwise(numbers)):
        return None
    unit = _UNIT.search(names[at].casefold())
    name = f"elapsed ({unit[1]})" if unit else "elapsed"
    return Rewriting(
        rewritten=lambda text: _added_up(text, separator, at, name),
        note=(
            f"The column {names[at]!r} holds the time since the row before; it was added up from "
            "row to row."
        ),
    )


def _number(cell: str) -> float:
    return float(cell.replace(",", "."))


def _added_up(text: bytes, separator: str, at: int, name: str) -> bytes:
    """Write the sum of the differences in their place; a row without one keeps what it has."""
    first, *lines = text.decode("utf-8-sig", "replace").splitlines()
    total = 0.0
    rows = [_with_cell(first.split(separator), at, name)]
    for line in lines:
        row = line.split(separator)
        if len(row) > at and re.fullmatch(r"\s*\d+(?:[.,]\d*)?\s*", row[at]):
            total += _number(row[at])
            row = _with_cell(row, at, f"{total:.9g}")
        rows.append(row)
    return "\n".join([*map(separator.join, rows), ""]).encode()


def _with_cell(row: Sequence[str], at: int, cell: str) -> list[str]:
    return [*row[:at], cell, *row[at + 1 :]]
