"""Columns of time in a format that a person states."""

from dataclasses import replace
from datetime import datetime, time, tzinfo

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Formatted
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table
from limbwatch.sensor.files.times.continued import (
    UNKNOWN_EVENING,
    day_of,
    over_midnight,
    since_start,
)
from limbwatch.sensor.files.times.writing.date_codes import tells_day, tells_year
from limbwatch.sensor.files.times.writing.formatted import seconds_formatted
from limbwatch.sensor.files.times.writing.zone import to_utc


def read_formatted(
    head: Head,
    table: Table,
    source: Formatted,
    *,
    zone: tzinfo,
    day: datetime | None,
    notes: list[str],
) -> tuple[Array, datetime | None]:
    """Turn a column in a stated format into seconds and the aware time of second 0.

    ``zone`` applies to times without an offset. ``day`` is the rough time of the first row, naive
    and by the clock of the zone; for a format that has no date, or no year.

    Raises
    ------
    UnreadableFile
        If no text has the format, or the year is unknown.
    """
    dates = None if source.date is None else table.columns[source.date]
    if day is None and tells_day(source.form) and not tells_year(source.form):
        raise UnreadableFile(
            f"{head.path}: the time format {source.form!r} has no year, and the file tells none. "
            "Give --start, with the date of the first sample."
        )
    seconds, first = seconds_formatted(table.columns[source.column], source.form, dates, day)
    if first is None:
        cell = (head.texts(source.column) or [""])[0]
        beside = head.texts(source.date)[:1] if source.date is not None else []
        no_date_column = source.date is None and tells_day(source.form)
        remedy = "Give --time-format as it is written there, or leave it out."
        if no_date_column:
            remedy += " If the date stands in another column, say which: --columns date=NAME."
        raise UnreadableFile(
            f"{head.path}: no time is written as the time format {source.form!r} says; "
            f"the first is {' '.join([*beside, cell])!r}. {remedy}"
        )
    if first.tzinfo is not None:
        return seconds, first
    if tells_day(source.form):
        return to_utc(first, seconds, zone, notes)
    if since_start(first, day, notes):
        return seconds + (first - datetime.combine(first.date(), time())).total_seconds(), None
    seconds = over_midnight(seconds, notes)
    after = first - datetime.combine(first.date(), time())
    begin = datetime.combine(UNKNOWN_EVENING.date(), time())
    if day is not None:
        begin = day_of(seconds + after.total_seconds(), day)
    return to_utc(begin + after, seconds, zone, notes)


def dated_clock(
    table: Table, source: Formatted, days: Array, begin: datetime
) -> tuple[Formatted, Table]:
    """Prepend dates, already parsed, to times of day whose format a person states.

    Gives the format of both and the table with the dates written out: ``days`` after ``begin``, NaN
    where a row has none.
    """
    known = np.isfinite(days)
    whole = np.where(known, days, 0).astype("timedelta64[D]")
    dates = (np.datetime64(begin.date()) + whole).astype("datetime64[D]").astype(str)
    written = pa.chunked_array([pa.array(dates, pa.string(), mask=~known)])
    columns = dict(table.columns)
    columns[source.date if source.date is not None else source.column] = written
    return replace(source, form=f"%Y-%m-%d {source.form}"), replace(table, columns=columns)
