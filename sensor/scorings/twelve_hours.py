"""Times of a 12-hour clock without AM and PM, continued by the order of the rows."""

from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array, Mask

HOUR_S: Final = 3600.0
HALF_S: Final = 43_200.0
DAY_S: Final = 86_400.0
_BACK_S: Final = 60.0
"""Time by which a row must be earlier than the one before to go back, seconds; chosen."""
_QUIET_S: Final = 1800.0
"""Least part of a half day without events, so that its beginning can be told, seconds; chosen."""
_NIGHT_S: Final = 3 * HOUR_S
"""Middle of a night, seconds: the half of the day nearer to it is taken; chosen."""


class HalfOfDayError(ValueError):
    """The times are ambiguous."""


class TwelveHours(NamedTuple):
    """Continued times."""

    seconds: Array
    """Seconds since the first day's midnight; shape (n,)."""
    note: str
    """What was done, as a sentence."""


def continued(written: Array, begins: Mask, *, dated: bool) -> TwelveHours | None:
    """Continue times of a 12-hour clock; return None for a 24-hour clock.

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
    return TwelveHours(begin + passed, said)


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
