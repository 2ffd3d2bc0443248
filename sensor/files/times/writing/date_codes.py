"""What a format of ``strptime`` tells of the date."""

import re

WHOLE = frozenset("cx")
"""Codes of a whole date, as the place has it."""

YEARS = frozenset("YyG")
MONTHS = frozenset("mbB")
WEEKS = frozenset("UWV")
WEEKDAYS = frozenset("aAwu")
CLOCKS = frozenset("cXHIMSfp")


def codes_of(form: str) -> frozenset[str]:
    """Give the letters of the codes in a format."""
    return frozenset(re.findall(r"%([A-Za-z])", form.replace("%%", "")))


def tells_year(form: str) -> bool:
    """Tell whether a format has a year."""
    return bool(codes_of(form) & (WHOLE | YEARS))


def tells_day(form: str) -> bool:
    """Tell whether a format has the day of a year: by its month, its number or its week."""
    codes = codes_of(form)
    by_month = "d" in codes and codes & MONTHS
    by_week = codes & WEEKS and codes & WEEKDAYS
    return bool(codes & WHOLE or "j" in codes or by_month or by_week)


def tells_clock(form: str) -> bool:
    """Tell whether a format has any part of a time of day."""
    return bool(codes_of(form) & CLOCKS)


def tells_some_of_date(form: str) -> bool:
    """Tell whether a format has any part of a date; the name of a weekday alone is none."""
    return bool(codes_of(form) & (WHOLE | YEARS | MONTHS | WEEKS | {"d", "j"}))
