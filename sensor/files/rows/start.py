"""When a recording began, according to its file, to a person, or to neither."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.clock_columns.row_times import RowTimes
from limbwatch.sensor.files.times.continued import UNKNOWN_EVENING
from limbwatch.sensor.files.times.writing.in_names import day_in, moment_in
from limbwatch.sensor.files.times.writing.months import date_in_words
from limbwatch.sensor.files.times.writing.scales import CREDIBLE_FROM, credible, latest


class Midnight(datetime):
    """The start of a recording for which a person gave the date without a time of day."""


def decide_start(
    clock: RowTimes,
    start: datetime | None,
    zone: tzinfo,
    name: str = "",
    seconds: Array | None = None,
) -> tuple[datetime, tuple[str, ...]]:
    """Decide the time of second 0 between the file and the person.

    Where the ``clock`` of the file is without a date, or has day and month alone, the rest is that
    of ``start``, if the person gives it. A time in the ``name`` of the file may be that of the
    start, of the end or of a download, so that it is reported but not used. The clock may have been
    set after the first of the rows' stamps, ``seconds``. Also returns notes for the person.
    """
    stated = clock.start
    if stated is not None and stated == start:
        return stated, ()
    if stated is not None and (credible(stated) or credible(stated + _middle(seconds))):
        first = stated + (timedelta() if start is None else _first_dated(stated, seconds))
        return stated, tuple(_compare_starts(first, start, clock))
    if start is not None:
        return start, (*_doubt_given_start(start), *_doubt_count_below_zero(start, clock.counted))
    if stated is not None and not clock.dated:
        unknown_evening = date_in_words(UNKNOWN_EVENING)
        said = (
            f"The file gives the time of day but no date; {unknown_evening} is used. "
            "Give --start, with the date, for the real one."
        )
        return stated, (Doubt(said), *(_time_in_name(name) or _date_in_name(name)))
    if stated is not None:
        begin, doubt = _replace_incredible(stated, zone)
        return begin, (doubt, *_time_in_name(name))
    return UNKNOWN_EVENING.replace(tzinfo=zone), (
        Doubt(
            "The file does not give the time of day; 22:00 on 1 January 2000 is used. Give "
            "--start for the real one."
        ),
        *_time_in_name(name),
    )


def _replace_incredible(stated: datetime, zone: tzinfo) -> tuple[datetime, Doubt]:
    """Keep an incredible date, unless no night can have it, and warn."""
    if stated.year not in BOUNDS.years:
        own = stated.tzinfo if stated.tzinfo is UTC else zone
        unknown_evening = date_in_words(UNKNOWN_EVENING)
        return datetime.combine(UNKNOWN_EVENING, stated.time(), own), Doubt(
            f"The date of the recording, {stated.date()}, is not one a night can have: "
            f"{unknown_evening} is used instead, with the time of day of the file. Give "
            "--start for the real one."
        )
    why = "it lies in the future" if stated > latest() else "the clock was never set"
    return stated, Doubt(
        f"The date of the recording, {stated.date()}, is not credible: {why}. Give --start for "
        "the real one."
    )


def _doubt_given_start(start: datetime) -> tuple[str, ...]:
    """Warn of what is doubtful about a start that only the person states."""
    doubts = []
    if isinstance(start, Midnight):
        doubts.append(
            f"The start given, {start.date()}, has no time of day: midnight, the first minute of "
            "that day, is used, and the night and every hour go by it. Give --start with the "
            f"time, as in {start.date()}T22:41."
        )
    if start > datetime.now(UTC) + timedelta(days=1):
        doubts.append(
            f"The start given, {start.date()}, lies in the future by this computer's clock: it was "
            "taken, for that clock may be wrong. Give --start with the real date."
        )
    return tuple(map(Doubt, doubts))


def _doubt_count_below_zero(start: datetime, counted: float) -> tuple[str, ...]:
    """Warn of a count that begins before its own second 0, which the start may be meant for."""
    if counted > -BELOW_ZERO_S:
        return ()
    first = (start + timedelta(seconds=counted)).replace(tzinfo=None)
    return (
        Doubt(
            f"The times count from {counted:.0f} s: their second 0 is {-counted:.0f} s after the "
            "first sample. The start given was taken for the first sample. If it is that of second "
            f"0 (of polysomnography, say), give --start {first.isoformat(timespec='seconds')}."
        ),
    )


BELOW_ZERO_S = 1.0
"""Seconds below 0 from which a count has an origin of its own: by less the times of a night do not
change to the second."""

NAME_SAYS = "The name of the file says"
"""Beginning of notes about a time in the name of the file."""


def _time_in_name(name: str) -> tuple[str, ...]:
    """Warn of a time that only the name of a file has, and say how to use it."""
    moment = moment_in(name)
    if moment is None:
        return ()
    when = moment.isoformat()
    return (Doubt(f"{NAME_SAYS} {when}; if that is when it began, give --start {when}."),)


def _date_in_name(name: str) -> tuple[str, ...]:
    """Warn of a date that only the name of a file has, where its rows state the time of day."""
    day = day_in(name)
    if day is None:
        return ()
    return (Doubt(f"{NAME_SAYS} {day}; if it began on that day, give --start {day}."),)


def _compare_starts(first: datetime, start: datetime | None, clock: RowTimes) -> Iterator[Doubt]:
    """Warn where the file and the person state different starts."""
    if start is None or abs((first - start).total_seconds()) < 1:
        return
    if (
        (clock.yearless or not clock.dated)
        and start.time() == time()
        and first.date() == start.date()
    ):
        return  # the person gave only the date, and the file took it
    if clock.yearless:
        yield Doubt(
            "The times of the file have no year: that of the start given was taken, and the "
            f"file begins at {first.isoformat(sep=' ', timespec='seconds')}."
        )
    elif clock.dated:
        begins = first.isoformat(timespec="seconds")
        yield Doubt(
            f"The file has its own clock and starts at {begins}; the start given for it was not "
            "used."
        )
    else:
        yield Doubt(
            "The file gives the time of day but no date: of the possible days, the one nearest "
            f"to the start given, {start.isoformat(sep=' ', timespec='minutes')}, was taken, and "
            f"the file begins at {first.isoformat(sep=' ', timespec='seconds')}."
        )


def _first_dated(stated: datetime, seconds: Array | None) -> timedelta:
    """Return the time of the first dated row, from second 0.

    Rows stamped before the clock was set are moved before the rest: they do not date the file.
    """
    if seconds is None:
        return timedelta()
    known = seconds[np.isfinite(seconds)]
    since, until = ((end - stated).total_seconds() for end in (CREDIBLE_FROM, latest()))
    dated = known[(known >= since) & (known <= until)]
    first = dated[:1] if len(dated) else known[:1]
    return timedelta(seconds=float(first[0])) if len(first) else timedelta()


def _middle(seconds: Array | None) -> timedelta:
    if seconds is None or not np.isfinite(seconds).any():
        return timedelta()
    return timedelta(seconds=float(np.nanmedian(seconds[:: max(1, len(seconds) // 2000)])))


TICKS_S = (1e-2, 1e-3)
"""Ticks to which people's programs write times, seconds; a coarser one exceeds the sample
period."""

CRYSTAL_S = 1 / 32768
"""Tick of a watch crystal, seconds, for stamps that are finer than `TICKS_S`."""

EXACT_S = 1e-5
"""Distance from a tick, seconds, that is no shift: a float64 of Unix seconds is good to a
microsecond."""

HEAD = 2000
"""Stamps that are examined. Chosen."""


def begun_at_stamp(start: float, stamps: Array | None, rate: float, zero: datetime) -> float:
    """Return the second at which a recording begins: a stamp within a tick, if of another second.

    Stamps are cut or rounded to a tick of their clock, so ``start``, where the line through them
    begins by the clock of ``zero``, is a fraction of a tick off the first: 0.3 ms before
    23:10:00.000, which a person reads as 23:09. It is kept where no stamp is as near, where several
    samples share a stamp, which may not be that of the first, and where only the rate, Hz, is
    known.
    """
    begin = start if stamps is None else _nearest_stamp(start, stamps, 0.5 / rate)
    seconds = [math.floor(zero.microsecond * 1e-6 + at + EXACT_S / 10) for at in (start, begin)]
    begin = start if seconds[0] == seconds[1] else begin
    return begin if abs(begin) > EXACT_S else 0.0


def _nearest_stamp(start: float, stamps: Array, tolerance: float) -> float:
    """Return the stamp next to ``start``, or ``start`` where none is near.

    A stamp is near within a tick of its clock and ``tolerance`` seconds.
    """
    at = int(np.searchsorted(stamps, start))
    at -= at == len(stamps) or (at > 0 and start - stamps[at - 1] < stamps[at] - start)
    head = stamps[at : at + HEAD]
    if len(head) < 2 or float(np.diff(head).min()) <= 0:
        return start
    stamp = float(head[0])
    return stamp if abs(stamp - start) < min(_find_tick(head - stamp), tolerance) else start


def _find_tick(since: Array) -> float:
    """Find the tick that all stamps are whole numbers of, seconds."""
    for tick in TICKS_S:
        if float(np.abs(since - tick * np.rint(since / tick)).max()) < EXACT_S:
            return tick
    return CRYSTAL_S
