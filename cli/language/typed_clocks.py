"""Times of day as people write them."""

import re
from datetime import datetime, time
from typing import Final

Clock = time | datetime

_SEPARATOR: Final = r"(?:[:.]|\s?h\s?|\s?uhr\s?)"
_TIME_OF_DAY: Final = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:(?P<mark>{_SEPARATOR})(?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?)?"
    r"\s?(?:(?P<half>[ap])\.?\s?m\.?)?\s?(?P<clock>h|uhr|o['\u2019]clock)?"
)
_ONE_DIGIT: Final = re.compile(rf"\d{{1,2}}{_SEPARATOR}\d(?!\d).*", re.IGNORECASE)
"""A time whose minutes have a single digit and are therefore ambiguous."""
_SHARE_OF_A_DAY: Final = re.compile(r"0?[.,](\d{3,})")
"""How a spreadsheet writes a time of day whose format was lost: 0,958333 is 23:00."""
_EMPTY: Final = frozenset({"", "NA", "N/A", "NAN", "NONE", "-", "--", "."})
"""Cells without a value."""
_MIDNIGHT_H: Final = 24


def read_clock(text: str, where: str) -> Clock | None:
    """Parse a time of day, with or without a date; None for an empty value.

    Accepted are ``22:50``, ``10.50 p.m.``, ``22h50``, ``2026-03-14 22:50`` and the fraction of a
    day that a spreadsheet leaves, ``0,951389``. The error begins with ``where``.

    Raises
    ------
    ValueError
        If it is none of these, or ambiguous.
    """
    cleaned = " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())
    if cleaned.upper() in _EMPTY:
        return None
    if re.match(r"\d{4}-\d", cleaned):
        try:
            return datetime.fromisoformat(cleaned).replace(tzinfo=None)
        except ValueError:
            pass
    share = _SHARE_OF_A_DAY.fullmatch(cleaned)
    if share:
        seconds = round(float(f"0.{share[1]}") * 86_400) % 86_400
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    clock = _time_of_day(cleaned)
    if clock is None:
        raise ValueError(
            f"{where}{text!r} is not a time of day{_why(cleaned)}; write it like 22:50"
        )
    return clock


def read_time(text: str) -> time:
    """Parse a time of day typed by a person; unlike in tables, no fraction of a day.

    Raises
    ------
    ValueError
        If it is no time of day.
    """
    found = _time_of_day(" ".join(text.split()))
    if found is None:
        raise ValueError(f"{text!r} is not a time of day{_why(text)}; write it like 22:50")
    return found


def _why(text: str) -> str:
    """Explain what is wrong with a time whose minutes have one digit."""
    if _ONE_DIGIT.fullmatch(text.strip()) is None:
        return ""
    return ", as its minutes need two digits"


def _time_of_day(text: str) -> time | None:
    found = _TIME_OF_DAY.fullmatch(text.lower())
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = found["half"]
    bare = found["minute"] is None and found["clock"] is None
    if half is None and (bare or f"{found['hour']}{found['mark']}" == "0."):
        return None  # a bare number, or 0.50: ten to one, or noon as a fraction of a day
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    if (hour, minute) == (_MIDNIGHT_H, 0):
        hour = 0
    try:
        return time(hour, minute, int(found["second"] or 0))
    except ValueError:
        return None
