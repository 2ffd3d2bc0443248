"""Aware times, and the clock by which the times of a recording are counted."""

from datetime import datetime, timezone
from typing import Any


def aware(when: Any, name: str = "start") -> datetime:
    """Return an aware time, in its own zone, given as datetime, text or pandas Timestamp.

    Text is ISO 8601 with its offset, such as ``2026-03-14T22:00+01:00``; ``name`` is what error
    messages call it.

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If it has no time zone, or is not a time.
    """
    how = f'{name}.replace(tzinfo=ZoneInfo("Europe/Berlin"))'
    if isinstance(when, str):
        how = "2026-03-14T22:00+01:00"
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            raise ValueError(
                f"{name} is not a time: {when!r}; write it as 2026-03-14T22:00+01:00"
            ) from None
    if not isinstance(when, datetime):
        raise TypeError(
            f"{name} must be a time with its zone, not {when!r}; write it as 2026-03-14T22:00+01:00"
        )
    if when != when:  # noqa: PLR0124 - pandas.NaT is a datetime that does not equal itself
        raise ValueError(f"{name} is not a time: {when!r}; write it as 2026-03-14T22:00+01:00")
    if when.utcoffset() is None:
        raise ValueError(
            f"{name} must have a time zone: {when.isoformat()}; give it one, as in {how}"
        )
    return when


def fixed(when: datetime) -> datetime:
    """Return the aware time with a constant UTC offset, so that adding seconds crosses no change.

    Python subtracts, compares and shifts times of one zone by wall clock, which in the night of a
    change of clocks is not the time that passed.
    """
    offset = when.utcoffset()
    if offset is None or (type(when) is datetime and type(when.tzinfo) is timezone):
        return when
    date, clock = when.date(), when.time()
    return datetime.combine(date, clock, tzinfo=timezone(offset)).replace(fold=0)
