"""Numbers in the first rows of a column that may be times."""

import math

import numpy as np

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart, spread_between

SMALLEST_CUT = 10_000
"""Least number that may be a time of which spreadsheets cut the last digits: a day of one of them
(1927 and later). Chosen."""


def looks_cut(cell: str, value: float, *, named: bool) -> bool:
    """Tell whether a value, as its cell is written, may be a time that lost its last digits.

    Else it is a number of a person. ``named`` says that the name of its column is one of time.
    """
    return abs(value) >= SMALLEST_CUT or "e" in cell.casefold() or (named and value % 1 != 0)


def finite_numbers(head: Head, at: int) -> list[float]:
    """Give the numbers in the first rows of a column, without NaN.

    Numbers that grow and stand in each n-th row alone are those of stamped blocks: the rows between
    get theirs evenly.
    """
    cells = head.texts(at)
    found = [value for value in head.numbers(at) if math.isfinite(value)]
    filled = np.array([bool(cell) for cell in cells], np.bool_)
    if len(found) != filled.sum() or rows_apart(filled) is None or found != sorted(found):
        return found
    stamps = np.full(len(cells), np.nan)
    stamps[filled] = found
    spread = spread_between(stamps)
    # of one value again and again nothing can be spread
    return found if np.isnan(spread).any() else [float(stamp) for stamp in spread]
