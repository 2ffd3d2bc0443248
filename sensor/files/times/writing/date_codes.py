"""What a ``strptime`` format contains of date and time."""

import re

WHOLE = frozenset("cx")
"""Codes of a whole date, as the locale writes it."""

YEARS = frozenset("YyG")
"""Codes of a year."""

MONTHS = frozenset("mbB")
"""Codes of a month."""

WEEKS = frozenset("UWV")
"""Codes of the week of a year."""

WEEKDAYS = frozenset("aAwu")
"""Codes of a day of the week."""

CLOCKS = frozenset("cXHIMSfp")
"""Codes of a time of day or a part of it."""


def codes_of(form: str) -> frozenset[str]:
    """Return the letters of the codes in a format."""
    return frozenset(re.findall(r"%([A-Za-z])", form.replace("%%", "")))


def tells_year(form: str) -> bool:
    """Tell whether a format has a year."""
    return bool(codes_of(form) & (WHOLE | YEARS))


def tells_day(form: str) -> bool:
    """Tell whether a format fixes the day of a year: by month, by its number or by its week."""
    codes = codes_of(form)
    by_month = "d" in codes and codes & MONTHS
    by_week = codes & WEEKS and codes & WEEKDAYS
    return bool(codes & WHOLE or "j" in codes or by_month or by_week)


def tells_clock(form: str) -> bool:
    """Tell whether a format has any part of a time of day."""
    return bool(codes_of(form) & CLOCKS)


def tells_some_of_date(form: str) -> bool:
    """Tell whether a format has any part of a date; the name of a weekday alone does not count."""
    return bool(codes_of(form) & (WHOLE | YEARS | MONTHS | WEEKS | {"d", "j"}))
