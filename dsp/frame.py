"""Columns as a pandas data frame, with absolute times where the start is known."""

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
    """Return columns, in order, as a data frame.

    If the start, an aware time, is known, a first column ``time`` is in its zone; ``seconds`` is
    when each row begins, counted from it.

    Raises
    ------
    TypeError, ValueError
        If the start is not a datetime, or has no time zone.
    """
    import pandas as pd  # noqa: PLC0415 - scoring a night does not need it

    frame = pd.DataFrame(dict(columns))
    if start is None:
        return frame
    begin = pd.Timestamp(aware(start)).as_unit("us")
    microseconds = np.round(np.asarray(seconds, np.float64) * 1e6).astype("timedelta64[us]")
    times = pd.DatetimeIndex(begin + pd.TimedeltaIndex(microseconds))
    frame.insert(0, "time", times)
    return frame
