"""When a recording ends: ``--until 07:30`` or ``--duration 8h``."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.typed_clocks import read_time
from limbwatch.sensor.capture.host_clock import ClockPair

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(h|min|m|s)")
"""One part of a duration."""
_SECONDS = {"h": 3600.0, "m": 60.0, "min": 60.0, "s": 1.0}
"""Seconds in each unit of a duration."""
_LONGEST = timedelta(hours=36)
"""Longest duration accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """When a recording ends, robust against changes of the wall clock.

    A duration is measured by the monotonic clock. A time of day is one of the wall clock; if that
    was set, the occurrence nearest to the planned end counts.
    """

    duration: timedelta | None
    """Length of the recording."""
    until: time | None
    """Time of day of the end. With neither, a person ends the recording."""
    begin: ClockPair
    """Start of the recording."""
    zone: tzinfo | None = None
    """Time zone of ``until``; None for this computer's, with its daylight saving."""

    def left(self, now: ClockPair) -> float | None:
        """Return the seconds until the end, zero or less once it is over.

        None if nothing ends the recording.
        """
        passed = (now.host - self.begin.host) / 1e9
        if self.duration is not None:
            return self.duration.total_seconds() - passed
        if self.until is None:
            return None
        begun = self.begin.wall / 1e9
        planned = min(one for one in self._occurrences(begun) if one > begun) - begun
        wall = now.wall / 1e9
        expected = wall + planned - passed
        return min(self._occurrences(expected), key=lambda one: abs(one - expected)) - wall

    def _occurrences(self, near: float) -> list[float]:
        assert self.until is not None  # noqa: S101 - callers check
        day = datetime.fromtimestamp(near, self.zone)
        return [
            datetime.combine((day + timedelta(days=n)).date(), self.until, self.zone).timestamp()
            for n in (-1, 0, 1, 2)
        ]


def ending_of(
    until: str | None, duration: str | None, begin: ClockPair, zone: tzinfo | None = None
) -> Ending:
    """Parse the end of a recording that begins now: the next ``07:30``, or after ``8h``.

    ``zone`` is that of the time of day; None for this computer's.

    Raises
    ------
    CommandError
        If both are given or one is invalid.
    """
    if until is not None and duration is not None:
        raise CommandError("--until and --duration both set the end; give one of them")
    length = None if duration is None else length_of(duration)
    at = None if until is None else time_of_day(until, "--until")
    return Ending(duration=length, until=at, begin=begin, zone=zone)


def time_of_day(text: str, option: str) -> time:
    """Parse a time of day, such as ``07:30``, given with an option.

    Raises
    ------
    CommandError
        If it is not a time of day.
    """
    try:
        return read_time(text)
    except ValueError as error:
        raise CommandError(f"{option} {error}") from None


def length_of(duration: str) -> timedelta:
    """Parse a positive duration, such as ``8h``, ``7h30m`` or ``90min``.

    Raises
    ------
    CommandError
        If it is not a duration.
    """
    text = duration.strip().lower()
    parts = _PART.findall(text)
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if _PART.sub("", text).strip() or not 0 < seconds <= _LONGEST.total_seconds():
        raise CommandError(
            f"--duration {duration!r} is not a length up to 36 hours; write it like 8h or 7h30m"
        )
    return timedelta(seconds=seconds)
