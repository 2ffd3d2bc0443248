"""Times of day and dates in a column, as seconds from its first one."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.files.times.written import PATTERNS, UNDATED, month_named, orders, pattern_of
from limbwatch.sensor.files.times.zone import offset_of

UNKNOWN_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a naive time, as scorers write it
"""Stands for the day of a file that has times of day only."""
_DAY_S: Final = 86_400.0
_FALLBACKS: Final = ("iso", "time of day")


class Moments(NamedTuple):
    """A column of times: seconds from second 0 (NaN where a cell is none), and when that was."""

    seconds: NDArray[np.float64]
    start: datetime | None
    doubts: tuple[str, ...] = ()


def read_moments(cells: Sequence[str], *, day: datetime | None = None) -> Moments:
    """Read a column of times of day or of dates and times.

    Parameters
    ----------
    cells : sequence of str
        ``22:41:03``, ``22.41.03``, ``10:41:03 PM``, ISO 8601, or local dates in any order.
    day : datetime, optional
        The day of the first, for times of day.

    Returns
    -------
    Moments
        The first readable cell is second 0. Times of day go on over midnight: two neighbours
        are never more than twelve hours apart.
    """
    filled = [cell for cell in cells if cell.strip()]
    pattern = pattern_of(filled)
    names = [name for name in (pattern, *_FALLBACKS) if name and name != "minutes"]
    found = [_moment(cell, names) for cell in cells]
    first = next((one for one in found if one is not None), None)
    if first is None:
        return Moments(np.full(len(cells), np.nan), None)
    dated = [one is not None and one[1] for one in found]
    doubts: tuple[str, ...] = ()
    if all(one or moment is None for one, moment in zip(dated, found, strict=True)):
        start = first[0]
        seconds = [np.nan if one is None else (one[0] - start).total_seconds() for one in found]
        ways = orders(filled) if pattern and pattern.endswith("first") else ()
        if len(ways) > 1:
            doubts = (f"its dates do not tell the order of day and month: {ways[0]} was taken",)
        return Moments(np.array(seconds, np.float64), start, doubts)
    times = np.array([np.nan if one is None else _time_of_day(one[0]) for one in found])
    known = np.isfinite(times)
    unwrapped = np.full(len(cells), np.nan)
    unwrapped[known] = np.unwrap(times[known], period=_DAY_S)
    begin = unwrapped[known][0]
    return Moments(
        unwrapped - begin, (day or UNKNOWN_DAY) + timedelta(seconds=float(begin)), doubts
    )


def read_spans(
    cells: Sequence[tuple[str, str]],
) -> tuple[Moments, NDArray[np.float64]]:
    """Read two columns of times, of beginnings and of ends.

    Parameters
    ----------
    cells : sequence of (str, str)
        As `read_moments` reads them, one after the other.

    Returns
    -------
    Moments, ndarray of float64, shape (n,)
        Of the beginnings, and the seconds from each to its end; NaN where there is no end, or an
        end before its beginning.
    """
    moments = read_moments([cell for both in cells for cell in both])
    begins, ends = moments.seconds[::2], moments.seconds[1::2]
    return moments._replace(seconds=begins), np.where(ends >= begins, ends - begins, np.nan)


def _time_of_day(moment: datetime) -> float:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return (moment - midnight).total_seconds()


def _moment(cell: str, names: Sequence[str]) -> tuple[datetime, bool] | None:
    """Read one cell; with whether it has a date."""
    for name in names:
        match = re.match(PATTERNS[name].expression, cell)
        if match is None:
            continue
        fields = match.groupdict()
        dated = name not in UNDATED
        try:
            day = _day(fields) if dated else UNKNOWN_DAY
            hour = _hour(int(fields["hour"]), fields.get("half"))
            moment = day.replace(
                hour=hour, minute=int(fields["minute"]), second=int(fields.get("second") or 0)
            )
        except ValueError:
            continue
        fraction = float(f"0.{fields.get('fraction') or 0}")
        zone = _zone(fields.get("offset"))
        return moment.replace(tzinfo=zone) + timedelta(seconds=fraction), dated
    return None


def _day(fields: dict[str, str | None]) -> datetime:
    name = fields.get("name")
    month = month_named(name) if name else int(fields["month"] or 0)
    year = int(fields["year"] or 0)
    return UNKNOWN_DAY.replace(
        year=year + 2000 if year < 100 else year, month=month or 0, day=int(fields["day"] or 0)
    )


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % 12 + (12 if half.lower().startswith("p") else 0)


def _zone(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    return UTC if offset.strip().upper() in {"Z", "UTC", "GMT"} else offset_of(offset)
