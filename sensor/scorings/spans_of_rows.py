"""When the rows of a table of events begin and end, by its columns of times."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.column_words import combined_place
from limbwatch.sensor.scorings.delimited import cell_of, duration_of
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.moments import Moments, read_moments, read_spans


def spans_in(
    table: Sequence[Sequence[str]], start: int, end: int | None, day: datetime | None
) -> tuple[Moments, Array]:
    """Return the beginnings of rows, and the seconds to their ends, NaN without them.

    ``day`` is that of the first row: the times go on over midnight from there.
    """
    if end is None:
        begins = [cell_of(row, start) for row in table]
        return read_moments(begins, day=day), np.full(len(table), np.nan)
    return read_spans([(cell_of(row, start), cell_of(row, end)) for row in table], day=day)


def elapsed_spans(
    table: Sequence[Sequence[str]], start: int, end: int | None, began: datetime | None
) -> tuple[Moments, Array]:
    """Return what `spans_in` does, of times that count from the start of the recording.

    ``began`` is that start, if the file states it.
    """
    begins, ends = (
        np.array([duration_of(cell_of(row, at)) for row in table]) for at in (start, end)
    )
    return Moments(begins, began), np.where(ends >= begins, ends - begins, np.nan)


def timed_rows(
    table: Sequence[Sequence[str]],
    times: Array,
    lengths: Array,
    *,
    event: int,
    places: Sequence[int],
    stage: int | None,
) -> list[ListedRow]:
    """Return the rows that have a time, given the columns of event, leg and stage."""
    return [
        ListedRow(
            float(second),
            float(length),
            cell_of(row, event),
            combined_place([cell_of(row, k) for k in places]),
            cell_of(row, stage),
        )
        for row, second, length in zip(table, times, lengths, strict=True)
        if np.isfinite(second)
    ]
