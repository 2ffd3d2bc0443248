"""Which column tells how long events lasted."""

import numpy as np

from limbwatch.sensor.scorings.column_words import LENGTHS
from limbwatch.sensor.scorings.delimited import duration_of, number_of


def duration_column(
    lengths: list[int],
    header: list[str],
    columns: list[list[str]],
    units: dict[int, float],
    *,
    ended: bool,
) -> int | None:
    """Choose the column of durations: by its name, its unit, or as the only one that can be.

    Numbers that only grow count epochs or rows, and no column of zeros tells how long.
    """
    named = [k for k in lengths if k < len(header) and header[k].startswith(LENGTHS)]
    named = named or [k for k in lengths if k in units]
    if named or ended:
        return named[0] if named else None
    possible = [
        k for k in lengths if not _only_grows(columns[k]) and any(map(_lasting, columns[k]))
    ]
    return possible[0] if len(possible) == 1 else None


def _lasting(cell: str) -> bool:
    return duration_of(cell) > 0


def named_otherwise(place: int | None, header: list[str], units: dict[int, float]) -> str:
    """Return the name of a column of durations that neither its name nor its unit calls so."""
    if place is None or place in units or place >= len(header):
        return ""
    return "" if header[place].startswith(LENGTHS) else header[place]


def _only_grows(cells: list[str]) -> bool:
    numbers = [number_of(cell) for cell in cells if np.isfinite(number_of(cell))]
    return len(numbers) > 1 and bool(np.all(np.diff(numbers) >= 0)) and numbers[0] < numbers[-1]
