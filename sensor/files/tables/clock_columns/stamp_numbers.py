"""Numbers in the first rows of a column that may be times."""

import math

import numpy as np

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart, spread_between

SMALLEST_CUT = 10_000
"""Least number that may be a time whose last digits a spreadsheet cut: a spreadsheet's day (1927
and later). Chosen."""


def looks_cut(cell: str, value: float, *, named: bool) -> bool:
    """Tell whether a value, as its cell is written, may be a time that lost its last digits.

    Otherwise it identifies a person. ``named`` tells that its column is named as time.
    """
    return abs(value) >= SMALLEST_CUT or "e" in cell.casefold() or (named and value % 1 != 0)


def finite_numbers(head: Head, at: int) -> list[float]:
    """Return the numbers in the first rows of a column, without NaN.

    Growing numbers in every n-th row alone are those of stamped blocks: the rows between are
    interpolated evenly.
    """
    cells = head.texts(at)
    found = [value for value in head.numbers(at) if math.isfinite(value)]
    filled = np.array([bool(cell) for cell in cells], np.bool_)
    if len(found) != filled.sum() or rows_apart(filled) is None or found != sorted(found):
        return found
    stamps = np.full(len(cells), np.nan)
    stamps[filled] = found
    spread = spread_between(stamps)
    # a repeated value leaves nothing to spread
    return found if np.isnan(spread).any() else [float(stamp) for stamp in spread]
