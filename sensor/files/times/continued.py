"""Counters and times of day, continued over their ends."""

from datetime import date, datetime, time, timedelta
from functools import partial

import numpy as np

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.files.counted import counted
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.spans import runs_of

UNKNOWN_EVENING = datetime.combine(date(2000, 1, 1), time(22))
"""Stands for the unknown start of a file without a clock: recognisable, and the same each time."""

AT_ZERO = timedelta(minutes=1)
"""Times of day that begin so soon after midnight may count from a start."""

HOUR_S, HALF_S, DAY_S = 3600.0, 43200.0, 86400.0

ON_S = 60.0
"""Seconds within which a row goes on from the one before. Chosen."""

SAMPLED = 2000
"""Rows, spread over a file, that show whether a clock has 12 hours."""

WRAPS = (2.0**16, 2.0**32, 2.0**24)
"""Sizes of the counters of devices: a step back by one of these is no step back."""

SHORT_GAP = 1000.0
"""Steps at most that are missing where a counter of an odd size wraps: one of milliseconds that was
set back by hours does not go on so. Chosen."""


def unwrapped(counts: Array, notes: list[str]) -> Array:
    """Continue a counter over its end."""
    known = np.flatnonzero(np.isfinite(counts))
    steps = np.diff(counts[known])
    for size in WRAPS:
        # a counter that wrapped goes on where it would have been, give or take a short gap
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
    """Continue times of day over midnight, and those of a clock with 12 hours over noon.

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
        notes.append(counted(days, _passed))
    result = seconds.copy()
    result[known] += np.cumsum(turns)
    return result


def day_of(seconds: Array, near: datetime) -> datetime:
    """Find the midnight, naive, from which times of day begin nearest to a moment.

    They are seconds since midnight, NaN where unknown. ``near`` is when the first row was, roughly,
    by the same clock and naive; one at 0:00 may be a date alone, which is then that of the first
    row, unless that is within a minute of it.
    """
    midnight = datetime.combine(near.date(), time())
    first = next((float(second) for second in seconds if np.isfinite(second)), 0.0)
    off = (midnight - near).total_seconds() + first
    days = round(off / DAY_S)
    if near == midnight and abs(off - DAY_S * days) > ON_S:
        days = int(first // DAY_S)
    return midnight - timedelta(days=days)


def past_midnight(seconds: Array, late: Mask, notes: list[str]) -> Array:
    """Place rows with a date and an hour of 24 or more.

    Some loggers count hours on, and write 25:10 for 1:10 of the day after the date. Others count
    them from 1 to 24, and write 24:10 for 0:10 beside the new date: their time goes on from the
    rows around it once a day is taken off. Seconds are by the date and the hours as written, NaN
    where unknown; ``late`` are the rows with such hours.
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
        notes.append(counted(count, _past))
    return result


def halves_told(seconds: Array, first: float, notes: list[str]) -> Array:
    """Continue dates with the hours of a clock with 12 hours whose AM and PM are missing.

    Seconds are by the clock that was written, NaN where unknown; ``first`` is that of the day at
    second 0. They stay as they are, unless all hours lie between 1 and 12 and the clock jumps by
    half days when it passes twelve. Where the date changes at twelve, it was midnight, else noon; a
    file that passes no twelve with its dates is taken to begin at night.
    """
    sampled_s = (seconds[:: max(1, len(seconds) // SAMPLED)] + first) % DAY_S
    if ((sampled_s < HOUR_S) | (sampled_s >= 13 * HOUR_S)).any():
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
    late, note = _half_of_the_day(written, written + shift)
    notes.append(note)
    result = seconds.copy()
    result[known] += shift + late
    return result


def _half_of_the_day(written: Array, continued: Array) -> tuple[float, str]:
    """Seconds to add to times that go on after twelve, and what tells them."""
    said = "The times count 12 hours and do not say AM or PM; they were continued after twelve"
    hour = written % DAY_S // HOUR_S
    twelve = np.flatnonzero((hour[:-1] == 11) & (hour[1:] == 12)) + 1
    if not len(twelve):
        return -HALF_S, Doubt(
            f"{said}. Which half of the day it was is not told; night was taken. Export the file "
            "with 24 hours or with AM and PM to be sure."
        )
    at = int(twelve[0])
    behind = float(written[at] - continued[at])
    if written[at] - written[at - 1] > HALF_S:
        return behind - HALF_S, f"{said}; midnight was where the date changes."
    return behind, f"{said}; it was noon, as the date stays the same there."


def _wrapped(bits: int, count: int) -> str:
    return f"The {bits}-bit counter of time wrapped {_times(count)}; continued."


def _passed(count: int) -> str:
    return f"The time of day passed midnight {_times(count)}."


def _past(count: int) -> str:
    said = f"{count} rows have an hour of 24 or more"
    return f"{said}: they were put where they go on from those around them."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def half_a_day_off(seconds: Array, start: datetime) -> bool:
    """Tell whether times of day are those of a clock with 12 hours, in the other half."""
    first = next((float(second) for second in seconds if np.isfinite(second)), np.nan)
    told = start.hour * 3600 + start.minute * 60 + start.second
    # at 0:00 it may be a date alone
    return bool(told and first < 46800 and abs(told - first - 43200) < 600)


def since_start(first: datetime, day: datetime | None, notes: list[str]) -> bool:
    """Tell whether times that begin at 0, naive, count from a start at another time of day.

    ``day`` is that start, as a person says it; a warning goes to the notes when they do.
    """
    midnight = datetime.combine(first.date(), time())
    if day is None or first - midnight > AT_ZERO:
        return False
    told = datetime.combine(first.date(), day.time())
    if told - midnight <= AT_ZERO:
        return False
    notes.append(
        Doubt(
            f"The times begin at {first:%H:%M:%S} and the start that was given is "
            f"{day:%H:%M}: they were taken for time since then."
        )
    )
    return True
