"""Dates and times in a format that a person says, to seconds."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray


def seconds_formatted(
    texts: pa.ChunkedArray, form: str, dates: pa.ChunkedArray | None = None
) -> tuple[NDArray[np.float64], datetime | None, bool]:
    """Read a column of text by a format.

    Parameters
    ----------
    texts : pyarrow.ChunkedArray of string
    form : str
        As for ``strptime``.
    dates : pyarrow.ChunkedArray of string, optional
        Put before each text, with a space between.

    Returns
    -------
    ndarray of float64, datetime or None, bool
        Seconds after the first, NaN where a text does not fit; the first, aware when the format
        has an offset, None when no text fits; and whether the format has a date.

    Raises
    ------
    ValueError
        If the format itself is wrong.
    """
    series = texts.to_pandas().astype("str").str.strip()
    if dates is not None:
        series = dates.to_pandas().astype("str").str.strip() + " " + series
    aware = "%z" in form or "%Z" in form
    dated = any(code in form for code in ("%Y", "%y", "%c", "%x", "%G", "%D", "%F"))
    times = pd.to_datetime(series, format=form, errors="coerce", utc=aware)
    known = times[times.notna()]
    if known.empty:
        return np.full(len(series), np.nan), None, dated
    first = known.iloc[0]
    seconds = ((times - first) / pd.Timedelta(seconds=1)).to_numpy(np.float64)
    return seconds, first.to_pydatetime(warn=False), dated
