"""The ways in which dates and times are written as text, and what a ``strptime`` format has."""

import re
from dataclasses import dataclass

# JavaScript and Flutter put U+202F before PM since 2023; the engine of Arrow knows no Unicode \s.
_GAP = "[\\s\u00a0\u202f\u2009]"
MORNING = ("오전", "上午", "午前", "πμ", "sa", "ص")
"""Words for the morning in Korean, Chinese, Japanese, Greek, Vietnamese and Arabic (CLDR), without
points; the first three stand before the clock, the others behind it."""

AFTERNOON = ("오후", "下午", "午後", "μμ", "ch", "م")
"""Words for the afternoon, in the same order."""

_BEFORE_CLOCK = "오전|오후|上午|下午|午前|午後"
_BEHIND_CLOCK = rf"[πμ]\.?{_GAP}?μ\.?|(?:SA|CH)\b|[صم]"
HALF_OF_DAY = rf"(?:{_GAP}*(?P<half>[AaPp]\.?{_GAP}?[Mm]\b\.?|{_BEHIND_CLOCK}))?"
"""Expression of the half of the day behind a clock, in any of these languages; group half."""

_CLOCK = (
    rf"(?:(?P<before>{_BEFORE_CLOCK}){_GAP}*)?"
    r"(?P<hour>\d{1,2})(?: ?h ?|[:.]|[時时點点시] ?)(?P<minute>\d{1,2})"
    r"(?:(?:[:.]| ?m(?:in)? ?|[分분] ?)(?P<second>\d{1,2})"
    r"(?:(?:[.,:_秒초]| ?s ?)(?P<fraction>\d{1,9})\d*)?(?: ?s|[秒초])?)?" + HALF_OF_DAY
)
_OFFSET = (
    # mosquitto_sub writes Z before the offset of a local time
    rf"{_GAP}*(?P<offset>[Zz]?[+-]\d{{2}}:?\d{{2}}|[Zz]|(?:UTC|GMT)?{_GAP}*[+-]\d{{1,2}}(?::?\d{{2}})?|UTC|GMT)?"
    # a zone's name after the offset, or alone
    rf"(?:{_GAP}*(?P<zone>[\[(][^\])]*[\])]|[A-Z]{{3,5}}|[A-Za-z]+/[A-Za-z_/]+))?"
)
# as French and German write it: 14 mars 2026 à 23:10; and Kibana: Mar 14, 2026 @ 23:10
_AT_BESIDE_DAY_FIRST = r"à|às|um|om|alle|kl\.?|klo"
_AT = rf"(?:at|@|a las|{_AT_BESIDE_DAY_FIRST}){_GAP}+"
# a colon as SAS (17FEB2026:23:10:00) and logs of web servers write it
_GLUE = rf"(?:[T_,:日일]|{_GAP})+(?:{_AT})?"
# Latin with diacritics, and Cyrillic
_LETTER = "[A-Za-z\u00c0-\u024f\u0400-\u052f]"
_MONTH = f"(?P<name>{_LETTER}{{3,12}})"
_WEEKDAY = f"(?:{_LETTER}{{2,14}}[.]?,?{_GAP}+)?"
_MARK = rf"(?:[-/.,_]|{_GAP})+"
_YEAR = r"(?P<year>\d{4}|\d{2})"

# with blanks as in Hungarian and Korean: 2026. 11. 14.
ISO_DATE = (
    r"(?P<year>\d{4})(?:[-/.]|\. |[年년] ?)(?P<month>\d{1,2})(?:[-/.]|\. |[月월] ?)"
    r"(?P<day>\d{1,2})[.日일]?"
)
MONTH_FIRST = r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.]" + _YEAR
DAY_FIRST = r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.]" + _YEAR
YEAR_FIRST = r"(?P<year>\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DAY_NAME = f"{_WEEKDAY}{_NTH}(?:{_MARK})?{_MONTH}(?:{_MARK})?{_YEAR}"
NAME_DAY = f"{_WEEKDAY}{_MONTH}{_MARK}{_NTH}{_MARK}{_YEAR}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A way to write a time; its expression works in both ``re`` and RE2."""

    words: str
    """Description for people."""
    expression: str
    """Regular expression with groups year, month, name, day, hour, minute, second, fraction,
    before, half, offset, zone, days."""


def _date_and_time(words: str, day: str) -> Pattern:
    return Pattern(words=words, expression=rf"^\s*{day}{_GLUE}{_CLOCK}{_OFFSET}\s*$")


PATTERNS = {
    "iso": _date_and_time("date and time, year first", ISO_DATE),
    "month first": _date_and_time("date and time, month/day/year", MONTH_FIRST),
    "day first": _date_and_time("date and time, day/month/year", DAY_FIRST),
    "year first": _date_and_time("date and time, two digits of the year first", YEAR_FIRST),
    "day name": _date_and_time("date and time, day and name of the month", DAY_NAME),
    "name day": _date_and_time("date and time, name of the month and day", NAME_DAY),
    "ctime": Pattern(
        words="date and time, the year last",
        expression=rf"^\s*{_WEEKDAY}{_MONTH}{_GAP}+(?P<day>\d{{1,2}}){_GAP}+{_CLOCK}{_OFFSET}"
        rf"{_GAP}+(?P<year>\d{{4}})\s*$",
    ),
    "digits": Pattern(
        words="date and time in one number, yyyyMMddHHmmss",
        expression=r"^\s*(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])[T _-]?"
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)"
        rf"(?:[.,]?(?P<fraction>\d{{1,9}}))?{_OFFSET}\s*$",
    ),
    "short digits": Pattern(
        words="date and time in one number, yyMMddHHmmss",
        expression=r"^\s*(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])[T _-]?"
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)"
        r"(?:[.,]?(?P<fraction>\d{1,9}))?\s*$",
    ),
    "time of day": Pattern(
        words="time of day without a date",
        # in brackets as rdsamp of PhysioNet writes it where a record has no date
        expression=rf"^\s*\[?{_CLOCK}{_OFFSET}\]?\s*$",
    ),
    "bracketed": Pattern(
        words="time and date in brackets, day/month/year",
        # mstimstr of the WFDB library: the day comes first, by datstr beside it
        expression=rf"^\s*\[{_CLOCK}{_GAP}+{DAY_FIRST}\]\s*$",
    ),
    "time in digits": Pattern(
        words="time of day in one number, HHmmss",
        expression=r"^\s*(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)"
        r"(?:[.,]?(?P<fraction>\d{1,9}))?\s*$",
    ),
    "minutes": Pattern(
        words="minutes and seconds since some start or hour",
        # the hour comes before them from the first full one on, as rdsamp of PhysioNet writes
        expression=r"^\s*(?:(?P<hour>\d{1,2}):)?(?P<minute>\d{1,4}):(?P<second>\d{1,2})[.,]"
        r"(?P<fraction>\d{1,9})\d*\s*$",
    ),
    "days and clock": Pattern(
        words="days, hours, minutes and seconds since some start",
        # pandas' Timedelta, and Python's from the second day on
        expression=r"^\s*(?P<days>\d{1,4}) days?,? (?P<hour>\d{1,2}):(?P<minute>\d{2}):"
        r"(?P<second>\d{2})(?:\.(?P<fraction>\d{1,9}))?\s*$",
    ),
}
"""Patterns of times, by key."""

UNDATED = ("time of day", "time in digits", "minutes", "days and clock")
"""Patterns of times without a date."""

NUMERIC = ("digits", "short digits")
"""Patterns that a number parser would accept as numbers."""

ORDERS = {"day first": DAY_FIRST, "month first": MONTH_FIRST, "year first": YEAR_FIRST}
"""Dates in digits, by the order of day, month and year."""

EAST_ASIAN_HALF = re.compile(_BEFORE_CLOCK)
"""Words for half of the day where dates are written with the year first (Unicode CLDR: Korean,
Japanese and most of Chinese)."""

NEVER_MONTH_FIRST = re.compile(
    rf"{_BEFORE_CLOCK}|(?<![A-Za-z])(?:{_BEHIND_CLOCK})|{_GAP}(?:{_AT_BESIDE_DAY_FIRST}){_GAP}"
)
"""Words beside a date that no country writes which puts the month first (Unicode CLDR): those for
half of the day, except AM and PM, and those for "at", except the English and the Spanish one, as
Puerto Rico and Panama write the month first."""

DATES = {
    name: rf"^\s*{expression}\s*$"
    for name, expression in {
        "iso": ISO_DATE,
        **ORDERS,
        "day name": DAY_NAME,
        "name day": NAME_DAY,
        "digits": r"(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])",
    }.items()
}
"""Expressions of cells that hold a date alone, by key."""


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
