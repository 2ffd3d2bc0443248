"""Dates and times written as text: by which pattern."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})[:.](?P<second>\d{1,2})(?:[.,:](?P<fraction>\d{1,9}))?"
    r"\d*\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
)
_OFFSET = r"\s*(?P<offset>[Zz]|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?"
_GLUE = r"(?:[T_,]|\s)+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A way to write a time; the expression is understood by ``re`` and by RE2 alike.

    Parameters
    ----------
    words : str
        For people.
    expression : str
        With groups year, month, day, hour, minute, second, fraction, half, offset.
    """

    words: str
    expression: str


PATTERNS = {
    "iso": Pattern(
        words="date and time, year first",
        expression=r"^\s*(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
        + _GLUE
        + _CLOCK
        + _OFFSET
        + r"\s*$",
    ),
    "month first": Pattern(
        words="date and time, month/day/year",
        expression=r"^\s*(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4}|\d{2})"
        + _GLUE
        + _CLOCK
        + _OFFSET
        + r"\s*$",
    ),
    "day first": Pattern(
        words="date and time, day/month/year",
        expression=r"^\s*(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})"
        + _GLUE
        + _CLOCK
        + _OFFSET
        + r"\s*$",
    ),
    "time of day": Pattern(
        words="time of day without a date", expression=r"^\s*" + _CLOCK + r"\s*$"
    ),
    "minutes": Pattern(
        words="minutes and seconds since the start",
        expression=r"^\s*(?P<minute>\d{1,4}):(?P<second>\d{1,2})[.,](?P<fraction>\d{1,9})\d*\s*$",
    ),
}

DATES = {
    "iso": re.compile(r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})$"),
    "month first": re.compile(r"^(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4})$"),
    "day first": re.compile(r"^(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})$"),
}


def pattern_of(cells: Sequence[str]) -> str | None:
    """Find the pattern that most cells of a column follow.

    Parameters
    ----------
    cells : sequence of str

    Returns
    -------
    str or None
        A key of ``PATTERNS``. Where day and month can be told apart by no cell, ``day first``
        is given for dates with points or padded with zeros and ``month first`` otherwise.
    """
    for name in ("iso", "time of day", "minutes"):
        if _share(name, cells) > 0.8:
            return name
    if _share("month first", cells) < 0.8 and _share("day first", cells) < 0.8:
        return None
    return day_or_month(cells)


def day_or_month(cells: Sequence[str]) -> str:
    """Tell ``day first`` from ``month first`` by what the cells show."""
    fields = [re.split(r"[-/.]", cell.strip())[:2] for cell in cells]
    pairs = [
        (int(a), int(b))
        for a, b in (f for f in fields if len(f) == 2)
        if a.isdigit() and b.isdigit()
    ]
    if any(a > 12 for a, _ in pairs):
        return "day first"
    if any(b > 12 for _, b in pairs):
        return "month first"
    first = cells[0].strip()
    padded = re.match(r"0\d[-/.]|\d\d[-/.]0\d", first) is not None
    half = re.search(r"[AaPp]\.?[Mm]", first) is not None
    return "day first" if ("." in first[:3] or padded) and not half else "month first"


def _share(name: str, cells: Sequence[str]) -> float:
    expression = re.compile(PATTERNS[name].expression)
    return sum(expression.match(cell) is not None for cell in cells) / max(1, len(cells))


def has_offset(cells: Sequence[str]) -> bool:
    """Tell whether the times carry an offset from UTC."""
    expression = re.compile(PATTERNS["iso"].expression)
    found = (expression.match(cell) for cell in cells[:5])
    return any(match is not None and match["offset"] for match in found)


def counts_milliseconds(fractions: Sequence[str]) -> bool:
    """Tell whether fractions of seconds are milliseconds without leading zeros.

    ``51.4`` after ``50.971`` is 51.004 s. Fractions that were merely cut after their last digit
    differ in length too, but those below a tenth begin with 0.
    """
    lengths = {len(fraction) for fraction in fractions}
    padded = any(fraction.startswith("0") and len(fraction) > 1 for fraction in fractions)
    return len(lengths) > 1 and max(lengths) == 3 and not padded
