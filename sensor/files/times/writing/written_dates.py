"""The pattern in which dates and times are written as text."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from limbwatch.sensor.files.times.writing.months import month_named
from limbwatch.sensor.files.times.writing.patterns import (
    AFTERNOON,
    DATES,
    EAST_ASIAN_HALF,
    MORNING,
    NEVER_MONTH_FIRST,
    NUMERIC,
    ORDERS,
    PATTERNS,
    Pattern,
    tells_year,
)
from limbwatch.sensor.files.times.writing.scales import credible

_WITHOUT_HOUR = r"^\s*\d{1,4}:\d{1,2}[.,]\d+\s*$"
"""Times of the pattern "minutes" without the hour; with it they are those of a clock."""

YEARS = (1678, 2261)
"""Years whose nanoseconds since 1970 fit into a 64-bit number; anything outside is no date."""

BUDDHIST = (2444, 2743)
"""Years of the Buddhist calendar, as Thailand writes them, for 1901 to 2200."""

BUDDHIST_AHEAD = 543
"""Years that the Buddhist calendar is ahead."""

_LONG_NUMBER = re.compile(r"\s*\d{3,}(?:[.,]\d*)?\s*")
"""Numbers that only `NUMERIC` patterns fit: dates have two marks, and an hour has two digits at
most."""

_IN_DIGITS = ("iso", "bracketed", "minutes", "time of day", *NUMERIC, "days and clock")
"""Patterns without the name of a month or an ambiguous order, the likeliest first."""

_POINTS = re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d")
"""Dates between points: no country that writes them so puts the month first (Unicode CLDR)."""

_YEAR_LAST = re.compile(r"\s*\d{1,2}[-/.]\d{1,2}[-/.](?P<year>\d{4})(?!\d)")


def pattern_of(cells: Sequence[str]) -> str | None:
    """Find the pattern, a key of ``PATTERNS``, that most cells of a column follow.

    Where several orders of day and month fit, the likeliest is returned.
    """
    if all(map(_LONG_NUMBER.fullmatch, cells)):
        # as in most files: compiling the other patterns takes longer than trying these
        return next((name for name in NUMERIC if _share_of_pattern(name, cells) > 0.8), None)
    for name in _IN_DIGITS:
        alone = name != "minutes" or _fitting(_WITHOUT_HOUR, cells) > 0.8
        if alone and _share_of_pattern(name, cells) > 0.8:
            return name
    for name in ("day name", "name day", "ctime"):
        if _share_of_pattern(name, cells) > 0.8 and any(
            _names_a_month(PATTERNS[name], cell) for cell in cells[:5]
        ):
            return name
    if max(_share_of_pattern(name, cells) for name in ORDERS) < 0.8:
        return None
    return orders(cells)[0]


def is_time_in_digits(cells: Sequence[str]) -> bool:
    """Tell whether numbers can be times of day, HHmmss and parts of a second."""
    return _share_of_pattern("time in digits", cells) > 0.95 and len(set(cells)) > 1


def date_pattern_of(cells: Sequence[str]) -> str | None:
    """Find the pattern of a column of dates, a key of ``DATES``; None when it has none."""
    if not cells:
        return None
    fitting = {name for name in DATES if _fitting(DATES[name], cells) > 0.8}
    if fitting & set(ORDERS):
        return orders(cells)[0]
    return next((name for name in DATES if name in fitting), None)


def orders(cells: Sequence[str], beside: str = "") -> tuple[str, ...]:
    """Find the orders of day, month and year in which dates can be read.

    The dates may have a time; ``beside`` is what other columns of the first row say of it. The
    likeliest order comes first; there is more than one when the
    cells leave it open. Cells that are something else are left out. Dates in the future or before
    2001 rule an order out, unless they rule out all. Between points, beside the words of
    `NEVER_MONTH_FIRST` and in Buddhist years the month comes first only where it cannot come
    second.
    """
    found = [(name, days_by(name, cells)) for name in _order_of_preference(cells, beside)]
    possible = [(name, days) for name, days in found if days]
    if cells and _is_never_month_first(cells[0], beside) and "day first" in dict(possible):
        possible = [(name, days) for name, days in possible if name != "month first"]
    past = [(name, days) for name, days in possible if all(map(_credible, days))]
    kept = past or possible or [("day first", [])]
    # a night takes two days; read in the wrong order they lie a month or more apart
    spans = [(max(days) - min(days)).days if days else 0 for _, days in kept]
    near = [
        name for (name, _), span in zip(kept, spans, strict=True) if span <= 3 * min(spans) + 20
    ]
    return tuple(near)


def _is_never_month_first(cell: str, beside: str) -> bool:
    """Tell whether no country that writes a cell so puts the month first."""
    dated = _YEAR_LAST.match(cell)
    buddhist = dated is not None and BUDDHIST[0] <= int(dated["year"]) <= BUDDHIST[1]
    words = NEVER_MONTH_FIRST.search(f"{cell} {beside}")
    return buddhist or words is not None or _POINTS.match(cell) is not None


def _order_of_preference(cells: Sequence[str], beside: str) -> tuple[str, ...]:
    first = cells[0].strip() if cells else ""
    if EAST_ASIAN_HALF.search(f"{first} {beside}"):
        return "year first", "day first", "month first"
    padded = re.match(r"0\d[-/.]|\d\d[-/.]0\d", first) is not None
    half = re.search(r"[AaPp]\.?[Mm]", first) is not None
    if ("." in first[:3] or padded) and not half:
        return "day first", "month first", "year first"
    return "month first", "day first", "year first"


def days_by(name: str, cells: Sequence[str]) -> list[date]:
    """Read dates in one order, a key of ``ORDERS``.

    Empty unless most are dates and none is impossible.
    """
    expression = re.compile(rf"^\s*{ORDERS[name]}(?!\d)")
    matches = [match for match in map(expression.match, cells) if match is not None]
    if len(matches) < 0.8 * len(cells):
        return []
    fields = {(match["year"], match["month"], match["day"]) for match in matches}
    try:
        return [date(_full_year(y), int(m), int(d)) for y, m, d in fields]
    except ValueError:
        return []


def _full_year(year: str) -> int:
    if BUDDHIST[0] <= int(year) <= BUDDHIST[1]:
        return int(year) - BUDDHIST_AHEAD
    return int(year) + 2000 if len(year) <= 2 else int(year)


def is_buddhist(cell: str, name: str) -> bool:
    """Tell whether a date, by a key of ``PATTERNS`` or ``DATES``, has a Buddhist year."""
    forms = [PATTERNS[name].expression] if name in PATTERNS else []
    forms += [DATES[name]] if name in DATES else []
    match = next(filter(None, (re.match(form, cell) for form in forms)), None)
    year = None if match is None else match.groupdict().get("year")
    return year is not None and BUDDHIST[0] <= int(year) <= BUDDHIST[1]


def _credible(day: date) -> bool:
    return credible(datetime(day.year, day.month, day.day, tzinfo=UTC))


def read_date(cell: str, name: str) -> date | None:
    """Read one date by a key of ``DATES`` or a ``strptime`` format; None when it does not fit."""
    if name not in DATES:
        return _read_formatted(cell.strip(), name)
    match = re.match(DATES[name], cell)
    if match is None:
        return None
    fields = match.groupdict()
    month = month_named(fields["name"]) if fields.get("name") else int(fields["month"])
    try:
        return date(_full_year(fields["year"]), month or 0, int(fields["day"]))
    except ValueError:
        return None


def _read_formatted(cell: str, form: str) -> date | None:
    if not tells_year(form):
        # 1900 was Python's default year, which 3.15 drops
        cell, form = f"1900 {cell}", f"%Y {form}"
    try:
        return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _names_a_month(pattern: Pattern, cell: str) -> bool:
    match = re.match(pattern.expression, cell)
    return match is not None and month_named(match["name"]) is not None


def _share_of_pattern(name: str, cells: Sequence[str]) -> float:
    return _fitting(PATTERNS[name].expression, cells)


def _fitting(expression: str, cells: Sequence[str]) -> float:
    matches = map(re.compile(expression).match, cells)
    return sum(match is not None for match in matches) / max(1, len(cells))


def offset_in(cells: Sequence[str], pattern: str) -> str | None:
    """Return the first offset from UTC among the first cells; None when they have none."""
    return _group_in(cells, pattern, "offset")


def zone_in(cells: Sequence[str], pattern: str) -> str | None:
    """Return the first zone name among the first cells, such as CET; None when they have none."""
    found = _group_in(cells, pattern, "zone")
    return None if found is None else found.strip("[]() ")


def is_afternoon(half: str) -> bool | None:
    """Tell whether a word for half of the day means the afternoon; None when it is no such word."""
    bare = re.sub(r"[\s.]", "", half.casefold())
    if bare in ("pm", "p", *AFTERNOON):
        return True
    return False if bare in ("am", "a", *MORNING) else None


def _group_in(cells: Sequence[str], pattern: str, group: str) -> str | None:
    expression = re.compile(PATTERNS[pattern].expression)
    if group not in expression.groupindex:
        return None
    found = (expression.match(cell) for cell in cells[:5])
    return next((match[group] for match in found if match is not None and match[group]), None)


def counts_milliseconds(fractions: Sequence[str]) -> bool:
    """Tell whether fractions of seconds are milliseconds without leading zeros.

    ``51.4`` after ``50.971`` is 51.004 s. Fractions whose trailing digits were merely cut differ in
    length too, but those below a tenth begin with 0.
    """
    lengths = {len(fraction) for fraction in fractions}
    padded = any(fraction.startswith("0") and len(fraction) > 1 for fraction in fractions)
    return len(lengths) > 1 and max(lengths) == 3 and not padded
