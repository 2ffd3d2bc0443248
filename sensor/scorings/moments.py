"""Columns of times of day and dates, as seconds from their first."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.times.writing.months import month_named
from limbwatch.sensor.files.times.writing.patterns import DATES, PATTERNS, UNDATED
from limbwatch.sensor.files.times.writing.written_dates import (
    date_pattern_of,
    orders,
    pattern_of,
    read_date,
)
from limbwatch.sensor.files.times.writing.zone import offset_of
from limbwatch.sensor.scorings.twelve_hours import DAY_S, continued, missing_half_warning

UNKNOWN_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a naive time, as scorers write it
"""Placeholder day for files that have times of day only."""
_MONTHS: Final = 12
_POINTS: Final = re.compile(
    r"\s*(?P<date>(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ]+)?)"
    r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)\."
    r"(?P<rest>[0-5]\d(?:[.,]\d+)?(?: ?[AaPp]\.?[Mm]\.?)?)\s*"
)
"""A time of day written with points, perhaps after a date."""
_FALLBACKS: Final = ("iso", "time of day")


WITHOUT_SECONDS: Final = (
    "its times are written without seconds: each event was taken to begin with its minute"
)
"""Doubt of a column in which no time tells its seconds."""


class WithoutSecondsError(ValueError):
    """Leg movements are told to the minute, and the rules ask for intervals of seconds."""


class Moments(NamedTuple):
    """A column of times."""

    seconds: Array
    """Seconds from second 0; NaN for a cell that is not a time; shape (n,)."""
    start: datetime | None
    """Time of second 0; None if no cell is a time."""
    doubts: tuple[str, ...] = ()


def read_moments(cells: Sequence[str], *, day: datetime | None = None, every: int = 1) -> Moments:
    """Read a column of times of day or of dates and times; the first readable cell is second 0.

    Cells are ``22:41:03``, ``22.41.03``, ``10:41:03 PM``, ISO 8601, or local dates in any order;
    each row has ``every`` cells, its beginning first. ``day`` is that of the first row, for times
    of day. These continue over midnight: neighbours are never more than twelve hours apart. Times
    of a clock of twelve hours without AM or PM continue after twelve.

    Raises
    ------
    HalfOfDayError
        If such a clock's times are ambiguous.
    """
    cells = with_colons(cells)
    filled = [cell for cell in cells if cell.strip()]
    pattern = pattern_of(filled)
    names = [name for name in (pattern, *_FALLBACKS) if name and name != "minutes"]
    found = [_parse_moment(cell, names) for cell in cells]
    read = [one for one in found if one is not None]
    if not read:
        return Moments(np.full(len(cells), np.nan), None)
    known = np.array([one is not None for one in found])
    begins = known & (np.arange(len(cells)) % every == 0)
    whole = any(one.halved for one in read)
    dated = all(one.dated for one in read)
    midnight = midnight_of(read[0].moment) if dated else day or UNKNOWN_DAY
    written = np.array(
        [
            (one.moment - (midnight if dated else midnight_of(one.moment))).total_seconds()
            for one in read
        ]
    )
    doubts: tuple[str, ...] = ()
    continuation = continued(written, begins[known], dated=dated) if not whole else None
    if continuation is not None:
        times, doubts = continuation.seconds, (continuation.note,)
    else:
        times = written if dated else np.unwrap(written, period=DAY_S)
        said = "" if whole else missing_half_warning(times)
        doubts = (said,) if said else ()
    if not any(one.to_the_second for one in read):
        doubts = (*doubts, WITHOUT_SECONDS)
    ways = orders(filled) if dated and pattern and pattern.endswith("first") else ()
    if len(ways) > 1:
        said = f"its dates do not show the order of day and month: {ways[0]} was taken"
        doubts = (*doubts, said)
    seconds = np.full(len(cells), np.nan)
    seconds[known] = times - times[0]
    return Moments(seconds, midnight + timedelta(seconds=float(times[0])), doubts)


def read_spans(
    cells: Sequence[tuple[str, str]], *, day: datetime | None = None
) -> tuple[Moments, Array]:
    """Read two columns of times, beginnings and ends, as `read_moments` does.

    Returns the beginnings, and the seconds from each to its end, shape (n,); NaN if the end is
    missing or before its beginning.
    """
    moments = read_moments([cell for both in cells for cell in both], day=day, every=2)
    begins, ends = moments.seconds[::2], moments.seconds[1::2]
    return moments._replace(seconds=begins), np.where(ends >= begins, ends - begins, np.nan)


def with_colons(cells: Sequence[str]) -> list[str]:
    """Rewrite times such as ``22.41.03``, as many countries write them, with colons.

    The cells are those of one column: without dates beside them, they count as times only if they
    cannot all be dates. Other cells stay as they are.
    """
    found = [_POINTS.fullmatch(cell) for cell in cells]
    filled = sum(bool(cell.strip()) for cell in cells)
    bare = [match for match in found if match is not None and not match["date"]]
    # 14.03.26 may be a date, but its middle part never exceeds 12, as minutes often do
    times = len(bare) == filled and any(int(match["minute"]) > _MONTHS for match in bare)
    return [
        cell
        if match is None or not (match["date"] or times)
        else f"{match['date']}{match['hour']}:{match['minute']}:{match['rest']}"
        for cell, match in zip(cells, found, strict=True)
    ]


def day_of(cells: Sequence[str]) -> datetime | None:
    """Return the first of some dates without times; None if they are not dates."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    pattern = date_pattern_of(filled)
    found = read_date(filled[0], pattern) if filled and pattern in DATES else None
    if found is None:
        return None
    return UNKNOWN_DAY.replace(year=found.year, month=found.month, day=found.day)


class _Moment(NamedTuple):
    """One cell: when, whether it has a date, says AM or PM, and tells its second."""

    moment: datetime
    dated: bool
    halved: bool
    to_the_second: bool


def midnight_of(moment: datetime) -> datetime:
    """Return the beginning of a moment's day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _parse_moment(cell: str, names: Sequence[str]) -> _Moment | None:
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
        when = moment.replace(tzinfo=zone) + timedelta(seconds=fraction)
        return _Moment(when, dated, bool(fields.get("half")), bool(fields.get("second")))
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
