"""Columns as a data frame, with the time of day where the start is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.aware_time import aware

if TYPE_CHECKING:
    import pandas as pd


def frame_of(
    columns: Mapping[str, Any], *, seconds: Array, start: datetime | None
) -> "pd.DataFrame":
    """Put columns in a data frame.

    Parameters
    ----------
    columns : mapping of str to sequence, shape (n,)
        In order.
    seconds : ndarray of float, shape (n,)
        When each row begins, seconds from the start.
    start : datetime or None
        Aware time of second 0; None when it is unknown, and then no time is made up.

    Returns
    -------
    pandas.DataFrame
        With a first column ``time``, in the zone of the start, if that is known.

    Raises
    ------
    TypeError, ValueError
        If the start is no time, or has no time zone.
    """
    import pandas as pd  # noqa: PLC0415 - a night is scored without it

    frame = pd.DataFrame(dict(columns))
    if start is None:
        return frame
    begin = pd.Timestamp(aware(start)).as_unit("us")
    microseconds = np.round(np.asarray(seconds, np.float64) * 1e6).astype("timedelta64[us]")
    times = pd.DatetimeIndex(begin + pd.TimedeltaIndex(microseconds))
    frame.insert(0, "time", times)
    return frame
