"""Columns of time in a format that a person states, as seconds."""

from dataclasses import replace
from datetime import datetime, time, tzinfo

import numpy as np
import pandas as pd
import pyarrow as pa

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Formatted
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table
from limbwatch.sensor.files.times.continued import (
    day_of,
    over_midnight,
    since_start,
)
from limbwatch.sensor.files.times.writing.patterns import tells_day, tells_year
from limbwatch.sensor.files.times.writing.written_column import plain_digits
from limbwatch.sensor.files.times.writing.zone import to_utc

HALF_YEAR = pd.Timedelta(days=183)
"""Distance before the first date from which a date without a year is of the next year."""


def seconds_formatted(
    texts: pa.ChunkedArray,
    form: str,
    dates: pa.ChunkedArray | None = None,
    near: datetime | None = None,
) -> tuple[Array, datetime | None]:
    """Read a column of text by a ``strptime`` format.

    ``dates`` are put before each text, with a space between. ``near``, naive, is the time of the
    first row to half a year, for a format with a date and no year. Gives seconds after the first
    time, NaN where a text does not fit; and that time, aware when the format has an offset, None
    when no text fits.

    Raises
    ------
    ValueError
        If the format itself is wrong.
    """
    series = plain_digits(texts).to_pandas().astype("str").str.strip()
    if dates is not None:
        series = plain_digits(dates).to_pandas().astype("str").str.strip() + " " + series
    if near is not None and tells_day(form) and not tells_year(form):
        times = _parse_without_year(series, form, near)
    else:
        times = _parse(series, form)
    known = times[times.notna()]
    if known.empty:
        return np.full(len(series), np.nan), None
    first = known.iloc[0]
    seconds = ((times - first) / pd.Timedelta(seconds=1)).to_numpy(np.float64)
    return seconds, first.to_pydatetime(warn=False)


def _parse(series: pd.Series, form: str) -> pd.Series:
    aware = "%z" in form or "%Z" in form
    return pd.to_datetime(series, format=form, errors="coerce", utc=aware)


def _parse_without_year(series: pd.Series, form: str, near: datetime) -> pd.Series:
    """Read dates without a year: the first in the year nearest to ``near``, the others after it."""

    def in_year(year: int) -> pd.Series:
        # parse with the year, as 29 February exists only in some
        return _parse(f"{year} " + series, f"%Y {form}")

    def distance(year: int) -> pd.Timedelta:
        known = in_year(year).dropna()
        first = known.iloc[0] if len(known) else pd.Timestamp.max
        return pd.Timedelta(abs(first.tz_localize(None) - pd.Timestamp(near)))

    year = min((near.year, near.year - 1, near.year + 1), key=distance)
    times = in_year(year)
    known = times.dropna()
    if known.empty:
        return times
    return times.where(~(times < known.iloc[0] - HALF_YEAR), in_year(year + 1))


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
    after = first - datetime.combine(first.date(), time())
    if since_start(first, day, notes):
        return seconds + after.total_seconds(), None
    seconds = over_midnight(seconds, notes)
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
