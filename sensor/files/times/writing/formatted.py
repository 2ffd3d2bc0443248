"""Dates and times in a format that a person states, as seconds."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.times.writing.date_codes import tells_day, tells_year
from limbwatch.sensor.files.times.writing.written_column import plain_digits

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
