"""When a recording ends: ``--until 07:30`` or ``--duration 8h``."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.typed_clocks import read_time
from limbwatch.sensor.capture.host_clock import ClockPair

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(h|min|m|s)")
_SECONDS = {"h": 3600.0, "m": 60.0, "min": 60.0, "s": 1.0}
_LONGEST = timedelta(hours=36)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """When a recording ends, whatever is done to the wall clock meanwhile.

    A length is measured by the clock that nobody sets. A time of day is the wall clock's; where
    that was set, it is the occurrence of the time that is nearest to the one that was planned.
    """

    duration: timedelta | None
    until: time | None
    """Of day. With neither the recording ends when somebody ends it."""
    begin: ClockPair
    """When the recording began."""
    zone: tzinfo | None = None
    """Of ``until``; None is this machine's, with its daylight saving."""

    def left(self, now: ClockPair) -> float | None:
        """Tell how many seconds the recording still lasts, not above zero when it is over.

        None when nothing ends it.
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
        assert self.until is not None  # noqa: S101 - who asks has one
        day = datetime.fromtimestamp(near, self.zone)
        return [
            datetime.combine((day + timedelta(days=n)).date(), self.until, self.zone).timestamp()
            for n in (-1, 0, 1, 2)
        ]


def ending_of(
    until: str | None, duration: str | None, begin: ClockPair, zone: tzinfo | None = None
) -> Ending:
    """Understand when a recording that begins now shall end: at the next ``07:30``, after ``8h``.

    The zone is that of the time of day; None is this machine's.

    Raises
    ------
    CommandError
        If both are given or one cannot be understood.
    """
    if until is not None and duration is not None:
        raise CommandError("--until and --duration say the same twice; give one of them")
    length = None if duration is None else length_of(duration)
    at = None if until is None else time_of_day(until, "--until")
    return Ending(duration=length, until=at, begin=begin, zone=zone)


def time_of_day(text: str, option: str) -> time:
    """Understand a time of day that was given with an option, such as ``07:30``.

    Raises
    ------
    CommandError
        If it is none.
    """
    try:
        return read_time(text)
    except ValueError as error:
        raise CommandError(f"{option} {error}") from None


def length_of(duration: str) -> timedelta:
    """Understand a length of time above zero, such as ``8h``, ``7h30m`` or ``90min``.

    Raises
    ------
    CommandError
        If it is no length of time.
    """
    text = duration.strip().lower()
    parts = _PART.findall(text)
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if _PART.sub("", text).strip() or not 0 < seconds <= _LONGEST.total_seconds():
        raise CommandError(
            f"--duration {duration!r} is no length up to 36 hours; write it like 8h or 7h30m"
        )
    return timedelta(seconds=seconds)
