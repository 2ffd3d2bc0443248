"""Rows that continue earlier ones: times of day, and numbers that count from an arbitrary start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

import pyarrow as pa

from limbwatch.sensor.files.tables.clock_columns.row_times import RowTimes, read_clock
from limbwatch.sensor.files.tables.clock_columns.time_types import column_types
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Layout
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRow:
    """The last row that was read, and its time."""

    cells: Mapping[int, pa.ChunkedArray]
    """Its columns of time, one value each."""
    at: datetime
    """Its time, aware."""


def last_row(head: Head, layout: Layout, table: Table, at: datetime) -> LastRow:
    """Keep the columns of time of the last row of a table, without the rest of it in memory."""
    end = len(table) - 1
    place = pa.array([end])
    cells = {column: table.columns[column].take(place) for column in column_types(head, layout)}
    return LastRow(cells=cells, at=at)


def clock_after(
    last: LastRow, head: Head, table: Table, layout: Layout, *, zone: tzinfo
) -> RowTimes:
    """Read the times of rows, like `read_clock`, as a continuation of an earlier row.

    ``start`` of the result is the time of that row.
    """
    columns = {
        at: pa.chunked_array([*cell.chunks, *table.columns[at].chunks])
        for at, cell in last.cells.items()
    }
    joined = read_clock(
        head,
        Table(columns=columns),
        replace(layout, start=None),
        zone=zone,
        start=last.at.astimezone(zone),
    )
    seconds = joined.seconds
    return replace(
        joined, seconds=None if seconds is None else seconds[1:] - seconds[0], start=last.at
    )
