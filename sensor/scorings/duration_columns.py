"""Which columns tell how long events lasted: of durations, or of beginnings and ends in seconds."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.candidate_columns import Candidate
from limbwatch.sensor.scorings.column_words import BEGINNINGS, ENDS, LENGTHS
from limbwatch.sensor.scorings.delimited import cell_of, duration_of, number_of


def duration_column(lengths: Sequence[Candidate], *, ended: bool) -> Candidate | None:
    """Choose the column of durations: by its name, its unit, or as the only one that can be.

    Numbers that only grow count epochs or rows, and no column of zeros tells how long.
    """
    named = [one for one in lengths if one.called(LENGTHS)]
    named = named or [one for one in lengths if one.unit is not None]
    if named or ended:
        return named[0] if named else None
    possible = [
        one for one in lengths if not _only_grows(one.cells) and any(map(_lasting, one.cells))
    ]
    return possible[0] if len(possible) == 1 else None


def _lasting(cell: str) -> bool:
    return duration_of(cell) > 0


def named_otherwise(column: Candidate | None) -> str:
    """Return the name of a column of durations that neither its name nor its unit calls so."""
    if column is None or column.unit is not None or column.called(LENGTHS):
        return ""
    return column.name


def _only_grows(cells: list[str]) -> bool:
    numbers = [number_of(cell) for cell in cells if np.isfinite(number_of(cell))]
    return len(numbers) > 1 and bool(np.all(np.diff(numbers) >= 0)) and numbers[0] < numbers[-1]


_CLOCK_S: Final = 1.0
"""Difference between seconds and clock times up to which they are of the same events: clocks are
cut to whole seconds."""


class SecondColumns(NamedTuple):
    """Places of the columns."""

    begin: int
    end: int


def second_columns(numeric: Sequence[Candidate]) -> SecondColumns | None:
    """Return the columns of numbers that are named for beginnings and ends.

    None where they are missing or an end lies before its beginning.
    """
    begin = next((one for one in numeric if one.called(BEGINNINGS)), None)
    end = next((one for one in numeric if one.called(ENDS)), None)
    if begin is None or end is None:
        return None
    rows = zip(begin.cells, end.cells, strict=True)
    numbers = np.array([(number_of(first), number_of(last)) for first, last in rows])
    known = np.isfinite(numbers).all(axis=1)
    if not known.any() or np.any(numbers[known, 1] < numbers[known, 0]):
        return None
    return SecondColumns(begin.at, end.at)


def seconds_between(table: Sequence[Sequence[str]], columns: SecondColumns) -> Array:
    """Read the seconds from each beginning to its end, NaN where one of them is missing."""
    numbers = [[number_of(cell_of(row, at)) for at in columns] for row in table]
    begins, ends = np.array(numbers, np.float64).reshape(-1, 2).T
    return np.asarray(ends - begins)


def refined_seconds(clock: Array, table: Sequence[Sequence[str]], columns: SecondColumns) -> Array:
    """Return clock times the decimals of the seconds beside them, where both tell the same events.

    ``clock`` is in seconds from the first row, and so is what is returned.
    """
    begins = np.array([number_of(cell_of(row, columns.begin)) for row in table])
    since = begins - begins[0] if len(begins) else begins
    if not np.isfinite(since).all() or not np.isfinite(clock).all():
        return clock
    return since if np.all(np.abs(since - clock) <= _CLOCK_S) else clock
