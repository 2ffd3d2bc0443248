"""Channels of equal rate as a table: names with units, and the time of every sample."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.containers.contained import Sheet, sheet_of_table
from limbwatch.sensor.files.unit import unit_named


def named(label: str, unit: str) -> str:
    """Give the name of a column: the label, with the unit when it is one of acceleration."""
    return f"{label.strip()} ({unit.strip()})" if unit_named(unit) is not None else label.strip()


def sheet_of_channels(
    name: str,
    columns: Mapping[str, NDArray[np.floating]],
    *,
    seconds: Array,
    start: datetime | time | None,
) -> Sheet:
    """Write channels of shape (n,) as a table of text, with their seconds from the start.

    The start is that of second 0; naive is local, a time of day where no date is known, None when
    nobody knows.
    """
    values = {key: pa.array(np.asarray(column, np.float32)) for key, column in columns.items()}
    if start is None:
        return sheet_of_table(name, pa.table({"time (s)": pa.array(seconds), **values}))
    if isinstance(start, time):
        since = ((start.hour * 60 + start.minute) * 60 + start.second) * 10**6 + start.microsecond
        of_day = (since + np.round(seconds * 1e6).astype(np.int64)) % (86_400 * 10**6)
        clock = pa.array(of_day, pa.time64("us"))
        return sheet_of_table(name, pa.table({"time": clock, **values}))
    naive = start.replace(tzinfo=None)
    offset = start.utcoffset()
    zone = None if offset is None else "UTC"
    base = naive - (offset or timedelta())
    since = round((base - datetime(1970, 1, 1)) / timedelta(microseconds=1))  # noqa: DTZ001
    stamps = since + np.round(seconds * 1e6).astype(np.int64)
    times = pa.array(stamps, pa.timestamp("us", tz=zone))
    return sheet_of_table(name, pa.table({"time": times, **values}))
