"""Columns of beginnings and ends in seconds, beside one of clock times."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.column_words import BEGINNINGS, ENDS
from limbwatch.sensor.scorings.delimited import cell_of, number_of

_CLOCK_S: Final = 1.0
"""Difference between seconds and clock times up to which they are of the same events: clocks are
cut to whole seconds."""


class SecondColumns(NamedTuple):
    """Places of the columns."""

    begin: int
    end: int


def second_columns(
    header: Sequence[str], columns: Sequence[Sequence[str]], numeric: Sequence[int]
) -> SecondColumns | None:
    """Return the columns of numbers that are named for beginnings and ends.

    None where they are missing or an end lies before its beginning. ``numeric`` are the columns of
    numbers; names are folded.
    """
    named = [k for k in numeric if k < len(header)]
    begin = next((k for k in named if header[k].startswith(BEGINNINGS)), None)
    end = next((k for k in named if header[k].startswith(ENDS)), None)
    if begin is None or end is None:
        return None
    rows = zip(columns[begin], columns[end], strict=True)
    numbers = np.array([(number_of(first), number_of(last)) for first, last in rows])
    known = np.isfinite(numbers).all(axis=1)
    if not known.any() or np.any(numbers[known, 1] < numbers[known, 0]):
        return None
    return SecondColumns(begin, end)


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
