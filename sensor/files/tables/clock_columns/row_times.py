"""The time of every row: columns of time, parsed as their type, to seconds and second 0."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.aware_time import fixed
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.tables.clock_columns.time_shapes import TimeShapes
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import (
    Columned,
    Counter,
    Formatted,
    Layout,
    Steady,
    TimeParts,
    Written,
)
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart, spread_between
from limbwatch.sensor.files.times.tie import tie_clocks
from limbwatch.sensor.files.times.writing.patterns import (
    UNDATED,
    tells_day,
    tells_some_of_date,
    tells_year,
)
from limbwatch.sensor.files.times.writing.written_dates import (
    YEARS,
    counts_milliseconds,
    offset_in,
    zone_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTimes:
    """The time of every row."""

    seconds: Array | None
    """Seconds from ``start``, NaN where a row has no time; None when the file has no column of
    time; shape (n,)."""
    start: datetime | None
    """Aware time of second 0; None when the file does not contain it."""
    drift_ppm: float | None = None
    """Rate of the sensor's clock against the one it was tied to, parts per million."""
    notes: tuple[str, ...] = ()
    """Sentences for the person."""
    dated: bool = True
    """Whether the file contains the date of ``start``."""
    yearless: bool = False
    """Whether it contains day and month, but no year."""
    counted: float = 0.0
    """Seconds that a count from an unknown start had reached at second 0."""


def read_clock(
    head: Head, table: Table, layout: Layout, *, zone: tzinfo, start: datetime | None
) -> RowTimes:
    """Turn the columns of time of a table, those of ``column_types``, into seconds.

    ``zone`` applies to local times whose zone the file does not state. ``start``, as a person
    states it, gives the date where the file has only times of day.
    """
    if isinstance(layout.time, Steady):
        return RowTimes(seconds=None, start=_with_zone(layout.start, zone))
    notes: list[str] = []
    columns = TimeShapes(head=head, table=table, zone=zone, day=layout.start or start, notes=notes)
    source = layout.time if layout.anchor is None else layout.anchor
    seconds, begin = columns.read(layout.time)
    _require_times(head, source, seconds)
    seconds = _fill_blocks(seconds, notes)
    if layout.later:
        paused, behind = np.array([(0.0, 0.0), *layout.later]).T
        seconds += behind[np.searchsorted(paused[1:], columns.counted + seconds, side="right")]
    drift = None
    if layout.anchor is not None:
        host, begin = columns.read(layout.anchor)
        seconds, drift = tie_clocks(seconds, host, notes)
    start_known = layout.start is not None or layout.counts_from is not None
    dated = begin is None or start_known or not (columns.of_day or _is_time_of_day(source))
    if begin is None and layout.counts_from is not None:
        begin = layout.counts_from + timedelta(seconds=columns.counted)
    if begin is None:
        begin = _with_zone(layout.start, zone)
    return RowTimes(
        seconds=seconds,
        start=begin,
        drift_ppm=drift,
        notes=tuple(notes),
        dated=dated,
        yearless=isinstance(source, Formatted)
        and tells_day(source.form)
        and not tells_year(source.form),
        counted=columns.counted,
    )


def _fill_blocks(seconds: Array, notes: list[str]) -> Array:
    """Time the rows of blocks of which only the first row has a time."""
    apart = rows_apart(np.isfinite(seconds))
    if apart is None:
        return seconds
    notes.append(
        f"The time stands in one row of {apart} only, regularly: it was taken for that row, and "
        "the rows up to the next were spread evenly."
    )
    return spread_between(seconds)


def _require_times(head: Head, source: Columned, seconds: Array) -> None:
    """Refuse a column that looked like time in the first rows but cannot be read at all."""
    if not isinstance(source, Written) or np.isfinite(seconds).any():
        return
    cell = (head.texts(source.column) or [""])[0]
    raise UnreadableFile(
        f"{head.path}: no time is a date that can be: the first is {cell!r}, and dates are of the "
        f"years {YEARS[0]} to {YEARS[1]}. Where a clock was never set, or has the years of another "
        "calendar, the times can be left out: --columns time=none with --rate, and --start."
    )


def _is_time_of_day(source: Columned) -> bool:
    """Tell whether times are times of day without a date."""
    if isinstance(source, Formatted):
        return source.date is None and not tells_some_of_date(source.form)
    if isinstance(source, TimeParts):
        return source.year is None and source.date is None
    if not isinstance(source, Written) or source.elapsed:
        return False
    return source.date is None and source.pattern in UNDATED


def _with_zone(start: datetime | None, zone: tzinfo) -> datetime | None:
    if start is None or start.tzinfo is not None:
        return start
    return fixed(start.replace(tzinfo=zone))


_OFFSET_LAST = re.compile(r".{19}(?:\.\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)")
"""Times with an offset that pyarrow can read: no blank before the offset, and no zone behind it."""

_BARE = re.compile(r".{19}(?:\.\d*)?\s*")
"""Times without an offset that pyarrow can read: no AM or PM behind them."""


def column_types(head: Head, layout: Layout) -> dict[int, pa.DataType]:
    """Return the type in which each column of time is parsed: the fastest that keeps all of it."""
    types: dict[int, pa.DataType] = {}
    for source in (layout.time, layout.anchor):
        if isinstance(source, Counter):
            # 19 digits of nanoseconds do not fit a float64
            whole = all(cell.lstrip("+-").isdigit() for cell in head.texts(source.column))
            types[source.column] = pa.int64() if whole else pa.float64()
        elif isinstance(source, TimeParts):
            types.update(dict.fromkeys(source.columns.values(), pa.float64()))
        elif isinstance(source, Formatted):
            types[source.column] = pa.string()
        elif isinstance(source, Written):
            types[source.column] = _text_type(head, source)
        if isinstance(source, TimeParts | Formatted | Written) and source.date is not None:
            types[source.date] = pa.string()
        if isinstance(source, Written) and source.half is not None:
            types[source.half] = pa.string()
        if isinstance(source, Counter | Written | TimeParts) and source.part is not None:
            types[source.part.column] = pa.float64()
    return types


def _text_type(head: Head, source: Written) -> pa.DataType:
    """Choose pyarrow's own ISO 8601 parser, several times faster than fields, where it fits."""
    cells = head.texts(source.column)
    padded = all(
        c.isascii() and len(c) >= 19 and c[4] == c[7] == "-" and c[10] in "T " for c in cells
    )
    plain = all(c[:4] <= str(YEARS[1]) for c in cells) and all(
        c[13] == c[16] == ":" and c[19:20] in ("", ".", "Z", "+", "-") for c in cells if padded
    )
    if source.pattern != "iso" or not (padded and plain) or source.date is not None:
        return pa.string()
    if counts_milliseconds([re.split(r"[Z+-]", cell[20:])[0] for cell in cells]):
        return pa.string()
    if offset_in(cells, "iso") is None:
        bare = zone_in(cells, "iso") is None and all(map(_BARE.fullmatch, cells))
        return pa.timestamp("ns") if bare else pa.string()
    known = all(map(_OFFSET_LAST.fullmatch, cells))
    return pa.timestamp("ns", tz="UTC") if known else pa.string()


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
