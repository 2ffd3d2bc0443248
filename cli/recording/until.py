"""When a recording ends: ``--until 07:30`` or ``--duration 8h``."""

import re
from datetime import datetime, timedelta

from limbwatch.cli.errors import CommandError, ExitCode

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(h|min|m|s)")
_SECONDS = {"h": 3600.0, "m": 60.0, "min": 60.0, "s": 1.0}
_LONGEST = timedelta(hours=36)


def end_of(until: str | None, duration: str | None, now: datetime) -> datetime | None:
    """Find the end of a recording that begins now.

    Parameters
    ----------
    until : str or None
        Time of day, ``07:30``: the next one.
    duration : str or None
        Such as ``8h``, ``7h30m`` or ``90min``.
    now : datetime
        Aware.

    Returns
    -------
    datetime or None
        None when neither is given: until somebody ends it.

    Raises
    ------
    CommandError
        If both are given or one cannot be understood.
    """
    if until is not None and duration is not None:
        raise CommandError(
            "--until and --duration say the same twice; give one of them", exit_code=ExitCode.USAGE
        )
    if duration is not None:
        return now + length_of(duration)
    if until is None:
        return None
    try:
        time = datetime.strptime(until.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError:
        raise CommandError(
            f"--until {until!r} is no time of day; write it like 07:30", exit_code=ExitCode.USAGE
        ) from None
    end = now.replace(hour=time.hour, minute=time.minute, second=0, microsecond=0)
    return end if end > now else end + timedelta(days=1)


def length_of(duration: str) -> timedelta:
    """Understand a length of time.

    Parameters
    ----------
    duration : str
        Such as ``8h``, ``7h30m`` or ``90min``.

    Returns
    -------
    timedelta
        Above zero, at most 36 hours.

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
            f"--duration {duration!r} is no length up to 36 hours; write it like 8h or 7h30m",
            exit_code=ExitCode.USAGE,
        )
    return timedelta(seconds=seconds)
