"""Lists of events with a time of day in each row: Noxturnal's, and any other such table.

Noxturnal lists start, end, event and duration, in the user's language.
"""

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.candidate_columns import separator_of
from limbwatch.sensor.scorings.clocked_columns import ClockedColumns
from limbwatch.sensor.scorings.column_words import combined_place
from limbwatch.sensor.scorings.delimited import Lines, cell_of, duration_of
from limbwatch.sensor.scorings.duration_columns import refined_seconds, seconds_between
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import Moments, day_of, read_moments, read_spans
from limbwatch.sensor.scorings.rows import ListedRow, scoring_of, without_time
from limbwatch.sensor.scorings.units import no_unit

_APART_S, _APART_SHARE, _APART_MOST = 1.0, 0.02, 0.5
"""A row's end contradicts its duration if they differ by more than these seconds, as times may be
in whole ones, plus this share of the duration. If more than the last share of the rows does, the
durations have another unit. Chosen."""


def read_clocked_table(lines: Lines, columns: ClockedColumns) -> Scoring:
    """Read the rows; second 0 is the first row's start."""
    mark = separator_of(lines)
    table = [lines.cells(number, line, mark) for number, line in lines.lines[columns.first :]]
    moments, between = _spans(table, columns)
    doubts = [*lines.doubts, *moments.doubts, *no_unit(columns.unit)]
    if columns.named:
        doubts.append(
            f"no column is named a duration: {columns.named!r} was taken for it, in seconds"
        )
    times = moments.seconds
    if columns.seconds is not None:
        times = refined_seconds(times, table, columns.seconds)
        given = seconds_between(table, columns.seconds)
        between = np.where(np.isfinite(between), between, given)
    lengths = _lengths(table, columns, between, doubts)
    rows = [
        ListedRow(
            float(second),
            float(length),
            cell_of(row, columns.event),
            combined_place([cell_of(row, k) for k in columns.places]),
            cell_of(row, columns.stage),
        )
        for row, second, length in zip(table, times, lengths, strict=True)
        if np.isfinite(second)
    ]
    doubts += without_time(len(table) - len(rows), one="row", many="rows")
    return scoring_of(rows, source=columns.source, start=moments.start, doubts=doubts)


def _spans(table: list[list[str]], columns: ClockedColumns) -> tuple[Moments, Array]:
    """Return the beginnings, and the seconds to the ends, NaN without them."""
    # the day of the first row: the times go on over midnight from there
    day = None if columns.date is None else day_of([cell_of(row, columns.date) for row in table])
    if columns.end is None:
        begins = [cell_of(row, columns.start) for row in table]
        return read_moments(begins, day=day), np.full(len(table), np.nan)
    spans = [(cell_of(row, columns.start), cell_of(row, columns.end)) for row in table]
    return read_spans(spans, day=day)


def _lengths(
    table: list[list[str]], columns: ClockedColumns, between: Array, notes: list[str]
) -> Array:
    """Return durations, or else the time to the ends; note rows in which the two disagree."""
    given = np.array([duration_of(cell_of(row, columns.duration), columns.unit) for row in table])
    both = np.isfinite(given) & np.isfinite(between)
    apart = both & (np.abs(given - between) > _APART_S + _APART_SHARE * between)
    if apart.any():
        of = f"{int(apart.sum())} of {int(both.sum())} rows end otherwise than their durations say"
        if apart.sum() > _APART_MOST * both.sum():
            notes.append(f"{of}, so their unit is not what it seems: the ends were used")
            return between
        notes.append(f"{of}: the durations were used")
    return np.where(np.isfinite(given), given, between)
