"""The time of every row: columns of time to seconds and the aware time of second 0."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.layout import UNIX, Counter, Layout, Steady, Written
from limbwatch.sensor.files.tables.table import Table, numbers, whole_numbers
from limbwatch.sensor.files.times.tie import tied
from limbwatch.sensor.files.times.written import (
    DATES,
    counts_milliseconds,
    day_or_month,
    has_offset,
)
from limbwatch.sensor.files.times.zone import LOCAL_1970, fixed, to_utc

Array = NDArray[np.float64]

WRAPS = (2.0**16, 2.0**32)
"""Sizes of the counters of devices: a step back by one of these is no step back."""

EARLIEST = datetime(2005, 1, 1, tzinfo=UTC)
"""Clocks before this were never set: they show the year of their chip (1970, 2000)."""

UNKNOWN_EVENING = datetime.combine(date(2000, 1, 1), time(22))
"""Stands for the unknown start of a file without a clock: recognisable, and the same each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time of every row.

    Parameters
    ----------
    seconds : ndarray of float64, shape (n,), or None
        Seconds from ``start``, NaN where a row has no time; None when the file has no column
        of time.
    start : datetime or None
        Aware time of second 0; None when the file does not tell.
    drift_ppm : float or None
        Rate of the sensor's clock against the one it was tied to.
    notes : tuple of str
    """

    seconds: Array | None
    start: datetime | None
    drift_ppm: float | None
    notes: tuple[str, ...]


def column_types(head: Head, layout: Layout) -> dict[int, pa.DataType]:
    """Give the type in which each column of time is parsed."""
    types: dict[int, pa.DataType] = {}
    for source in (layout.time, layout.anchor):
        if isinstance(source, Counter):
            # 19 digits of nanoseconds do not fit a float64
            whole = all(cell.lstrip("+-").isdigit() for cell in head.texts(source.column))
            types[source.column] = pa.int64() if whole else pa.float64()
        elif isinstance(source, Written):
            types[source.column] = _text_type(head, source)
            if source.date is not None:
                types[source.date] = pa.string()
    return types


def _text_type(head: Head, source: Written) -> pa.DataType:
    """Choose pyarrow's own ISO 8601, several times faster than fields, where it understands."""
    cells = head.texts(source.column)
    padded = all(len(c) >= 19 and c[4] == c[7] == "-" and c[10] in "T " for c in cells)
    plain = all(
        c[13] == c[16] == ":" and c[19:20] in ("", ".", "Z", "+", "-") for c in cells if padded
    )
    if source.pattern != "iso" or not (padded and plain) or source.date is not None:
        return pa.string()
    if counts_milliseconds([re.split(r"[Z+-]", cell[20:])[0] for cell in cells]):
        return pa.string()
    if not has_offset(cells):
        return pa.timestamp("ns")
    tight = all(" " not in cell[11:] for cell in cells)
    return pa.timestamp("ns", tz="UTC") if tight else pa.string()


def read_clock(
    head: Head, table: Table, layout: Layout, *, zone: tzinfo, start: datetime | None
) -> Clock:
    """Turn the columns of time into seconds.

    Parameters
    ----------
    head : Head
    table : Table
        With the columns of ``column_types``.
    layout : Layout
    zone : tzinfo
        Zone of local times of which the file does not tell the zone.
    start : datetime or None
        As the person tells it: gives the date where the file has only times of day.

    Returns
    -------
    Clock
    """
    if isinstance(layout.time, Steady):
        return Clock(seconds=None, start=_aware(layout.start, zone), drift_ppm=None, notes=())
    notes: list[str] = []
    columns = _Columns(head=head, table=table, zone=zone, day=layout.start or start, notes=notes)
    seconds, begin = columns.read(layout.time)
    drift = None
    if layout.anchor is not None:
        host, begin = columns.read(layout.anchor)
        seconds, drift = tied(seconds, host, notes)
    if begin is None:
        begin = _aware(layout.start, zone)
    return Clock(seconds=seconds, start=begin, drift_ppm=drift, notes=tuple(notes))


def _aware(start: datetime | None, zone: tzinfo) -> datetime | None:
    if start is None or start.tzinfo is not None:
        return start
    return fixed(start.replace(tzinfo=zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Columns of time and what is needed to read them."""

    head: Head
    table: Table
    zone: tzinfo
    day: datetime | None
    notes: list[str]

    def read(self, source: Counter | Written) -> tuple[Array, datetime | None]:
        """Give the seconds of a column and the aware time of second 0, when it tells."""
        if isinstance(source, Counter):
            return self._counted(source)
        seconds, base = _text(self.table.columns[source.column], source.pattern)
        if source.pattern == "minutes":
            return seconds, None
        if source.pattern == "time of day":
            seconds = _over_midnight(seconds, self.notes)
            day = datetime.combine(self._date(source), time())
        elif has_offset(self.head.texts(source.column)):
            return seconds, UNIX + timedelta(microseconds=base // 1000)
        else:
            day = LOCAL_1970
        begin = day + timedelta(microseconds=base // 1000)
        return to_utc(begin, seconds, source.zone or self.zone, self.notes)

    def _counted(self, source: Counter) -> tuple[Array, datetime | None]:
        counts, base = _counts(self.table.columns[source.column])
        if source.epoch is None:
            return _unwrapped(counts, self.notes) * source.step, None
        begin = source.epoch + timedelta(seconds=base * source.step)
        if begin.tzinfo is None:
            return to_utc(begin, counts * source.step, self.zone, self.notes)
        return counts * source.step, begin

    def _date(self, source: Written) -> date:
        if source.date is not None:
            cells = self.head.texts(source.date)
            name = "iso" if DATES["iso"].match(cells[0]) else day_or_month(cells)
            match = DATES[name].match(cells[0])
            if match is not None:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
        return UNKNOWN_EVENING.date() if self.day is None else self.day.date()


def _counts(column: pa.ChunkedArray) -> tuple[Array, float]:
    """Give numbers as differences to the first, which keeps 19 digits of nanoseconds exact."""
    if pa.types.is_integer(column.type) and column.null_count == 0 and len(column):
        values = whole_numbers(column)
        return (values - values[0]).astype(np.float64), float(values[0])
    counts = numbers(column)
    base = next((float(count) for count in counts if np.isfinite(count)), 0.0)
    counts -= base
    return counts, base


def _text(column: pa.ChunkedArray, pattern: str) -> tuple[Array, int]:
    """Give times as seconds after the first, and the first in nanoseconds."""
    if not pa.types.is_timestamp(column.type):
        # here, because Arrow's functions take longer to import than a night of numbers to time
        from limbwatch.sensor.files.times.written_column import seconds_written  # noqa: PLC0415

        seconds = seconds_written(column, pattern)
        finite = seconds[np.isfinite(seconds)]
        base = round(float(finite[0]) * 1e6) * 1000 if len(finite) else 0
        return seconds - base * 1e-9, base
    nanoseconds = pa.chunked_array([c.view(pa.int64()) for c in column.chunks], pa.int64())
    base = next((cell.as_py() for cell in nanoseconds if cell.is_valid), 0)
    if nanoseconds.null_count == 0:
        return (whole_numbers(nanoseconds) - base) * 1e-9, base
    return (numbers(nanoseconds) - base) * 1e-9, base


def _unwrapped(counts: Array, notes: list[str]) -> Array:
    """Continue a counter over its end."""
    steps = np.diff(counts)
    for size in WRAPS:
        # a counter that wrapped goes on where it would have been, give or take a short gap
        wrapped = np.flatnonzero((steps < -0.5 * size) & (steps + size >= 0) & (steps >= -size))
        if len(wrapped):
            counts = counts.copy()
            turns = np.zeros(len(counts))
            turns[wrapped + 1] = size
            counts += np.cumsum(turns)
            bits = round(np.log2(size))
            notes.append(f"The {bits}-bit counter of time wrapped {len(wrapped)} times; continued.")
            break
    return counts


def _over_midnight(seconds: Array, notes: list[str]) -> Array:
    """Continue times of day over midnight."""
    turns = np.zeros(len(seconds))
    turns[1:] = np.where(np.diff(seconds) < -43200, 86400.0, 0.0)
    days = int(turns.sum() // 86400)
    if days:
        notes.append(f"The time of day passed midnight {days} time{'s' if days > 1 else ''}.")
    return seconds + np.cumsum(turns)
