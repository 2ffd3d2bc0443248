"""The cells of a column of time, as numbers: those of the first rows, and all."""

import math
import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter
from limbwatch.sensor.files.tables.parsed.parsed_rows import numbers, whole_numbers
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart, spread_between
from limbwatch.sensor.files.times.writing.scales import dated
from limbwatch.sensor.files.times.writing.written_dates import is_afternoon

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


SAMPLED = 2000
"""Rows, spread over a file, that show how a column is to be read."""


def redated(source: Counter, counts: Array, base: float) -> Counter:
    """Find the date in a column whose first rows had none: the clock was set later."""
    if source.epoch is not None:
        return source
    finite = counts[np.isfinite(counts)]
    if len(finite) < SAMPLED:
        return source
    middle = float(np.median(finite)) + base
    spacing = float(np.median(np.diff(finite)))
    scale = dated(middle, spacing, source.step) if spacing > 0 else None
    if scale is None:
        return source
    return replace(source, step=scale.step, epoch=scale.epoch, zero=scale.zero)


def some_of(column: pa.ChunkedArray) -> list[str]:
    """Return some cells of a column of text, spread over all of it."""
    places = np.unique(np.linspace(0, len(column) - 1, SAMPLED).astype(int))
    return [cell for cell in column.take(pa.array(places)).to_pylist() if cell]


def afternoon(seconds: Array, column: pa.ChunkedArray) -> Array:
    """Add the half of the day that a separate column gives."""
    coded = column.combine_chunks().dictionary_encode()
    halves = [is_afternoon(cell or "") for cell in coded.dictionary.to_pylist()]
    late = np.array([half is True for half in halves] + [False])
    codes = np.asarray(coded.indices.fill_null(len(halves)))
    return np.asarray(seconds % 43200 + 43200.0 * late[codes])


def counts_of(column: pa.ChunkedArray) -> tuple[Array, float]:
    """Return numbers as differences from the first, which keeps 19 digits of nanoseconds exact."""
    if pa.types.is_integer(column.type) and column.null_count == 0 and len(column):
        values = whole_numbers(column)
        return (values - values[0]).astype(np.float64), float(values[0])
    counts = numbers(column)
    base = next((float(count) for count in counts if np.isfinite(count)), 0.0)
    counts -= base
    return counts, base


def half_of_last(cells: list[str], counts: Array) -> float:
    """Return half of the last decimal of counts that were rounded more coarsely than their rows.

    A spreadsheet rounds: such a number is the middle of its interval, not its beginning. 0 where
    counts have no decimals, or as many as the rows need; gaps and steps back are ignored.
    """
    decimals = max(
        (len(re.split(r"[.,]", cell)[-1]) if re.search(r"[.,]", cell) else 0) for cell in cells
    )
    if not decimals:
        return 0.0
    last = 10.0**-decimals
    steps = np.diff(counts[np.isfinite(counts)])
    steps = steps[(steps >= 0) & (steps < 2 * last)]
    return last / 2 if len(steps) and last > 2 * float(steps.mean()) > 0 else 0.0


def texts_of(column: pa.ChunkedArray, pattern: str) -> tuple[Array, int, Mask]:
    """Return times as seconds after the first, the first in nanoseconds, and a mask of late rows.

    Late rows have an hour of 24 or more.
    """
    if not pa.types.is_timestamp(column.type):
        # imported late: Arrow's functions take longer to import than timing a night of numbers
        from limbwatch.sensor.files.times.writing.written_column import seconds_written  # noqa: PLC0415

        seconds, late = seconds_written(column, pattern)
        finite = seconds[np.isfinite(seconds)]
        base = round(float(finite[0]) * 1e6) * 1000 if len(finite) else 0
        return seconds - base * 1e-9, base, late
    nanoseconds = pa.chunked_array([c.view(pa.int64()) for c in column.chunks], pa.int64())
    base = next((cell.as_py() for cell in nanoseconds if cell.is_valid), 0)
    late = np.zeros(len(column), np.bool_)
    if nanoseconds.null_count == 0:
        return (whole_numbers(nanoseconds) - base) * 1e-9, base, late
    return (numbers(nanoseconds) - base) * 1e-9, base, late


MOSTLY = 0.5
"""Share of rows without a date from which the date above holds for them, too."""


def over_full_hours(seconds: Array, notes: list[str]) -> Array:
    """Continue minutes and seconds without hours over each full hour, and warn."""
    known = np.flatnonzero(np.isfinite(seconds))
    turns = np.zeros(len(known))
    turns[1:] = np.where(np.abs(np.diff(seconds[known]) + 3600) < 60, 3600.0, 0.0)
    if turns.any() or (len(known) and seconds[known[0]] > 60):
        notes.append(
            Doubt(
                "The times are minutes and seconds without hours, as a spreadsheet shows and "
                "saves them; they were counted on over each full hour."
            )
        )
    result = seconds.copy()
    result[known] += np.cumsum(turns)
    return result


def held_dates(days: Array, empty: Mask, notes: list[str]) -> Array:
    """Let a date that stands in few rows hold for the rows with an empty cell below it."""
    if empty[0] or empty.mean() < MOSTLY:
        return days
    notes.append("The date stands in few rows; it was taken for those under it, too.")
    held = np.maximum.accumulate(np.where(empty, 0, np.arange(len(days))))
    return np.asarray(days[held])
