"""Columns of times of day and dates, as seconds from their first, also by a clock of 12 hours."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.files.times.continued import DAY_S, HALF_S, HOUR_S
from limbwatch.sensor.files.times.writing.months import month_named
from limbwatch.sensor.files.times.writing.patterns import (
    DATES,
    HALF_OF_DAY,
    PATTERNS,
    UNDATED,
)
from limbwatch.sensor.files.times.writing.written_dates import (
    date_pattern_of,
    is_afternoon,
    orders,
    pattern_of,
    read_date,
)
from limbwatch.sensor.files.times.writing.zone import offset_of

UNKNOWN_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a naive time, as scorers write it
"""Placeholder day for files that have times of day only."""
_MONTHS: Final = 12
_POINTS: Final = re.compile(
    r"\s*(?P<date>(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ]+)?)"
    r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)\."
    rf"(?P<rest>[0-5]\d(?:[.,]\d+)?{HALF_OF_DAY})\s*"
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
        times, doubts = continuation[0], continuation[1:]
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
            half = fields.get("half") or fields.get("before")
            hour = _hour(int(fields["hour"]), half)
            moment = day.replace(
                hour=hour, minute=int(fields["minute"]), second=int(fields.get("second") or 0)
            )
        except ValueError:
            continue
        fraction = float(f"0.{fields.get('fraction') or 0}")
        zone = _zone(fields.get("offset"))
        when = moment.replace(tzinfo=zone) + timedelta(seconds=fraction)
        return _Moment(when, dated, bool(half), bool(fields.get("second")))
    return None


def _day(fields: dict[str, str | None]) -> datetime:
    name = fields.get("name")
    month = month_named(name) if name else int(fields["month"] or 0)
    year = int(fields["year"] or 0)
    return UNKNOWN_DAY.replace(
        year=year + 2000 if year < 100 else year, month=month or 0, day=int(fields["day"] or 0)
    )


def _hour(hour: int, half: str | None) -> int:
    afternoon = None if half is None else is_afternoon(half)
    return hour if afternoon is None else hour % 12 + 12 * afternoon


def _zone(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    return UTC if offset.strip().upper() in {"Z", "UTC", "GMT"} else offset_of(offset)


_BACK_S: Final = 60.0
"""Time by which a row must be earlier than the one before to go back, seconds; chosen."""
_QUIET_S: Final = 1800.0
"""Least part of a half day without events, so that its beginning can be told, seconds; chosen."""
_NIGHT_S: Final = 3 * HOUR_S
"""Middle of a night, seconds: the half of the day nearer to it is taken; chosen."""


class HalfOfDayError(ValueError):
    """The times are ambiguous."""


def continued(written: Array, begins: Mask, *, dated: bool) -> tuple[Array, str] | None:
    """Continue times of a 12-hour clock; return None for a 24-hour clock.

    Gives the seconds since the first day's midnight, shape (n,), and a sentence on what was done.

    ``written`` has the seconds since the first day's midnight as the file states them, in its
    order, or since any midnight if there are no dates. ``begins`` marks beginnings of rows; the
    others are ends. A clock has 24 hours if an hour of 13 or later is written, or if rows do not
    go forward better with twelve.

    Raises
    ------
    HalfOfDayError
        If the rows go back by half a day and no half of the day is free of events, or the dates
        fit no continuation.
    """
    times = written % DAY_S
    if not len(times) or times.max() >= 13 * HOUR_S:
        return None
    circle = np.sort(times % HALF_S)
    gaps = np.diff(np.append(circle, circle[0] + HALF_S))
    widest = int(np.argmax(gaps))
    first = float(circle[(widest + 1) % len(circle)])
    passed = (times - first) % HALF_S
    if gaps[widest] < _QUIET_S:
        if (np.diff(written[begins]) < -HALF_S / 2).any():
            raise HalfOfDayError("its times go back by half a day, and events fill all 12 hours")
        return None
    if _goes_back(passed[begins]) >= _goes_back(written[begins]):
        return None
    days = written // DAY_S if dated else np.zeros(len(written))
    if days.any():
        begin, told = first + HALF_S, "with midnight where the date changes"
    elif dated and first + passed.max() >= HALF_S:
        begin, told = first, "with noon at twelve, as the date stays the same there"
    else:
        begin, told = _at_night(first, float(passed.max())), "and taken to be of the night"
    if dated and ((begin + passed) // DAY_S != days).any():
        raise HalfOfDayError("its times go back by half a day, and its dates do not show which")
    said = (
        "its times count 12 hours and do not say AM or PM: they were continued after twelve, "
        f"{told}; export it with 24 hours or with AM and PM to be sure"
    )
    return begin + passed, said


def missing_half_warning(seconds: Array) -> str:
    """Return a warning that times without AM or PM are read as written, if evening is likelier.

    ``seconds`` count from the first day's midnight. The warning is empty if an hour of 0 or of 13
    or later shows a 24-hour clock, or if the written times are nearer to the middle of a night than
    half a day later.
    """
    if not len(seconds) or seconds.min() < HOUR_S or seconds.max() >= 13 * HOUR_S:
        return ""
    first = float(seconds.min())
    if _at_night(first, float(seconds.max()) - first) == first:
        return ""
    return (
        "its times lie between one and one o'clock without AM or PM: they were read as written, "
        "before noon; if they are of the evening, export it with 24 hours or with AM and PM"
    )


def _goes_back(times: Array) -> int:
    return int((np.diff(times) < -_BACK_S).sum())


def _at_night(first: float, passed: float) -> float:
    def away(moment: float) -> float:
        apart = (moment - _NIGHT_S) % DAY_S
        return min(apart, DAY_S - apart)

    middle = first + passed / 2
    return first if away(middle) <= away(middle + HALF_S) else first + HALF_S
