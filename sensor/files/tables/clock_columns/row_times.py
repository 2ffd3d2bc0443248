"""The time of every row: columns of time to seconds and the aware time of second 0."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.aware_time import fixed
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.tables.clock_columns.time_shapes import TimeShapes
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import (
    Columned,
    Formatted,
    Layout,
    Steady,
    TimeParts,
    Written,
)
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart, spread_between
from limbwatch.sensor.files.times.tie import tie_clocks
from limbwatch.sensor.files.times.writing.date_codes import (
    tells_day,
    tells_some_of_date,
    tells_year,
)
from limbwatch.sensor.files.times.writing.patterns import UNDATED
from limbwatch.sensor.files.times.writing.written_dates import YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTimes:
    """The time of every row."""

    seconds: Array | None
    """Seconds from ``start``, NaN where a row has no time; None when the file has no column of
    time; shape (n,)."""
    start: datetime | None
    """Aware time of second 0; None when the file does not contain it."""
    drift_ppm: float | None
    """Rate of the sensor's clock against the one it was tied to, parts per million."""
    notes: tuple[str, ...]
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
        return RowTimes(
            seconds=None, start=_with_zone(layout.start, zone), drift_ppm=None, notes=()
        )
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
