"""Aware times: what is one, and by which clock the times of a recording are counted."""

from datetime import datetime, timezone
from typing import Any


def aware(when: Any, name: str = "start") -> datetime:
    """Take an aware time, also as text or as that of pandas.

    Parameters
    ----------
    when : datetime or str
        Text is ISO 8601 with its offset, such as ``2026-03-14T22:00+01:00``.
    name : str
        What it is called where it was given.

    Returns
    -------
    datetime
        With the zone that it was given.

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If it has no time zone, or is no time.
    """
    how = f'{name}.replace(tzinfo=ZoneInfo("Europe/Berlin"))'
    if isinstance(when, str):
        how = "2026-03-14T22:00+01:00"
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            raise ValueError(
                f"{name} is no time: {when!r}; write it as 2026-03-14T22:00+01:00"
            ) from None
    if not isinstance(when, datetime):
        raise TypeError(
            f"{name} must be a time with its zone, not {when!r}; write it as 2026-03-14T22:00+01:00"
        )
    if when != when:  # noqa: PLR0124 - pandas has a time that is none, which is equal to nothing
        raise ValueError(f"{name} is no time: {when!r}; write it as 2026-03-14T22:00+01:00")
    if when.utcoffset() is None:
        raise ValueError(
            f"{name} must have a time zone: {when.isoformat()}; give it one, as in {how}"
        )
    return when


def fixed(when: datetime) -> datetime:
    """Give an aware time a constant offset, so that adding seconds crosses no change of clock.

    Times of one zone that changes its clocks are subtracted, compared and added to by their hands,
    which in the night of a change is not the time that passed.
    """
    offset = when.utcoffset()
    if offset is None or (type(when) is datetime and type(when.tzinfo) is timezone):
        return when
    date, clock = when.date(), when.time()
    return datetime.combine(date, clock, tzinfo=timezone(offset)).replace(fold=0)
