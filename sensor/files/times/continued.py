"""Counters and times of day, continued past their wrap-around."""

from datetime import date, datetime, time, timedelta
from functools import partial

import numpy as np

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.files.doubt import Doubt, counted
from limbwatch.sensor.spans import runs_of

UNKNOWN_EVENING = datetime.combine(date(2000, 1, 1), time(22))
"""Placeholder for the unknown start of a file without a clock: recognisable, and always the
same."""

AT_ZERO = timedelta(minutes=1)
"""Latest first time of day, after midnight, that may be a count from a start."""

HOUR_S, HALF_S, DAY_S = 3600.0, 43200.0, 86400.0

ON_S = 60.0
"""Tolerance, seconds, within which a row follows the one before. Chosen."""

SAMPLED = 2000
"""Rows, spread over a file, that show whether its clock has 12 hours."""

WRAPS = (2.0**16, 2.0**32, 2.0**24)
"""Sizes of device counters, in counts: a step back by one of these is a wrap."""

SHORT_GAP = 1000.0
"""Most steps missing at the wrap of a counter of an unusual size: after a millisecond counter is
set back by hours, more would be missing. Chosen."""


def unwrapped(counts: Array, notes: list[str]) -> Array:
    """Continue a counter past its wrap-around."""
    known = np.flatnonzero(np.isfinite(counts))
    steps = np.diff(counts[known])
    for size in WRAPS:
        # a wrapped counter goes on where it would have been, give or take a short gap
        wrapped = np.flatnonzero((steps < -0.5 * size) & (steps + size >= 0) & (steps >= -size))
        if size == WRAPS[-1] and len(wrapped):
            wrapped = wrapped[steps[wrapped] + size <= SHORT_GAP * float(np.median(steps))]
        if len(wrapped):
            counts = counts.copy()
            turns = np.zeros(len(known))
            turns[wrapped + 1] = size
            counts[known] += np.cumsum(turns)
            bits = round(np.log2(size))
            notes.append(counted(len(wrapped), partial(_wrapped, bits)))
            break
    return counts


def over_midnight(seconds: Array, notes: list[str]) -> Array:
    """Continue times of day past midnight, and those of a 12-hour clock past noon.

    They are seconds since midnight; NaN where unknown.
    """
    known = np.flatnonzero(np.isfinite(seconds))
    written = seconds[known]
    turns = np.zeros(len(written))
    steps = np.diff(written)
    turns[1:] = np.where(steps < -43260, 86400.0, 0.0)
    # 12:59:59 is followed by 1:00:00
    noon = np.flatnonzero(np.abs(steps + 43200) < 60) + 1
    if len(noon) and written.max() < 46800:
        turns[noon] = 43200.0
        notes.append("The times of day count 12 hours; they were continued after twelve.")
    days = int((turns == 86400).sum())
    if days:
        notes.append(counted(days, _note_on_midnights))
    result = seconds.copy()
    result[known] += np.cumsum(turns)
    return result


def day_of(seconds: Array, near: datetime | None) -> datetime:
    """Find the midnight, naive, from which times of day begin nearest to ``near``.

    Times of day are seconds since midnight, NaN where unknown. ``near`` is the rough time of the
    first row, by the same clock and naive. At 0:00 it may be a date alone, which is then the date
    of the first row, unless that is within a minute of it. None stands for `UNKNOWN_EVENING`.
    """
    if near is None:
        return datetime.combine(UNKNOWN_EVENING.date(), time())
    midnight = datetime.combine(near.date(), time())
    first = next((float(second) for second in seconds if np.isfinite(second)), 0.0)
    off = (midnight - near).total_seconds() + first
    days = round(off / DAY_S)
    if near == midnight and abs(off - DAY_S * days) > ON_S:
        days = int(first // DAY_S)
    return midnight - timedelta(days=days)


def past_midnight(seconds: Array, late: Mask, notes: list[str]) -> Array:
    """Place rows with a date and an hour of 24 or more.

    Some loggers keep counting hours, and write 25:10 for 1:10 of the day after the date. Others
    count them from 1 to 24, and write 24:10 for 0:10 beside the new date: such a row follows its
    neighbours once a day is subtracted. Seconds are by the date and the hours as written, NaN where
    unknown; ``late`` marks the rows with such hours.
    """
    known = np.flatnonzero(np.isfinite(seconds))
    after = late[known]
    if not after.any():
        return seconds
    written = seconds[known]
    result = seconds.copy()
    for first, stop in np.column_stack(runs_of(after)).tolist():
        around = (written[max(0, first - 1)], written[min(stop, len(written) - 1)])
        steps = (written[first] - around[0], written[stop - 1] - around[1])
        if any(abs(step - DAY_S) < ON_S for step in steps):
            result[known[first:stop]] -= DAY_S
    count = int(after.sum())
    if after.all():
        said = f"{count} rows have an hour of 24 or more"
        notes.append(Doubt(f"{said}, as all do: they were taken for the day after their date."))
    else:
        notes.append(counted(count, _note_on_late_hours))
    return result


def continue_half_days(seconds: Array, first: float, notes: list[str]) -> Array:
    """Continue dates with the hours of a 12-hour clock whose AM and PM are missing.

    Seconds are by the clock that was written, NaN where unknown; ``first`` is the time of day at
    second 0. They stay as they are, unless all hours lie between 1 and 12 and the clock jumps by
    half days when it passes twelve. Where the date changes at twelve, it was midnight, else noon; a
    file that never passes twelve together with its dates is assumed to begin at night.
    """
    hours = (seconds[:: max(1, len(seconds) // SAMPLED)] + first) % DAY_S
    if ((hours < HOUR_S) | (hours >= 13 * HOUR_S)).any():
        return seconds
    known = np.flatnonzero(np.isfinite(seconds))
    written = seconds[known] + first
    steps = np.diff(written)
    at = np.flatnonzero(np.abs(steps) > 11 * HOUR_S)
    turns = np.round(steps[at] / HALF_S)
    rest = steps[at] - HALF_S * turns
    after = written[at + 1] % DAY_S // HOUR_S
    if not len(at) or (np.abs(rest) > 60).any() or not np.isin(after, (1, 12)).all():
        return seconds
    undone = np.zeros(len(written))
    undone[at + 1] = HALF_S * turns
    shift = -np.cumsum(undone)
    late, note = _find_half_day(written, written + shift)
    notes.append(note)
    result = seconds.copy()
    result[known] += shift + late
    return result


def _find_half_day(written: Array, continued: Array) -> tuple[float, str]:
    """Return the seconds to add to times continued past twelve, and a note on the evidence."""
    said = "The times count 12 hours and do not say AM or PM; they were continued after twelve"
    hour = written % DAY_S // HOUR_S
    twelve = np.flatnonzero((hour[:-1] == 11) & (hour[1:] == 12)) + 1
    if not len(twelve):
        return -HALF_S, Doubt(
            f"{said}. Which half of the day it was is not stated; night was taken. Export the "
            "file with 24 hours or with AM and PM to be sure."
        )
    at = int(twelve[0])
    behind = float(written[at] - continued[at])
    if written[at] - written[at - 1] > HALF_S:
        return behind - HALF_S, f"{said}; midnight was where the date changes."
    return behind, f"{said}; it was noon, as the date stays the same there."


def _wrapped(bits: int, count: int) -> str:
    return f"The {bits}-bit counter of time wrapped {_times(count)}; continued."


def _note_on_midnights(count: int) -> str:
    return f"The time of day passed midnight {_times(count)}."


def _note_on_late_hours(count: int) -> str:
    said = f"{count} rows have an hour of 24 or more"
    return f"{said}: they were put where they go on from those around them."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def half_a_day_off(seconds: Array, start: datetime) -> bool:
    """Tell whether times of day are those of a 12-hour clock, in the other half of the day."""
    first = next((float(second) for second in seconds if np.isfinite(second)), np.nan)
    given = start.hour * 3600 + start.minute * 60 + start.second
    # at 0:00 it may be a date alone
    return bool(given and first < 46800 and abs(given - first - 43200) < 600)


def since_start(first: datetime, day: datetime | None, notes: list[str]) -> bool:
    """Tell whether naive times that begin at 0 count from a start at another time of day.

    ``day`` is that start, as the person states it; if so, a warning is added to the notes.
    """
    midnight = datetime.combine(first.date(), time())
    if day is None or first - midnight > AT_ZERO:
        return False
    given = datetime.combine(first.date(), day.time())
    if given - midnight <= AT_ZERO:
        return False
    notes.append(
        Doubt(
            f"The times begin at {first:%H:%M:%S} and the start that was given is "
            f"{day:%H:%M}: they were taken for time since then."
        )
    )
    return True
