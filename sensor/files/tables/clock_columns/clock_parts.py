"""A time whose parts are in columns of their own: year to second, or fractions of a second."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.tables.clock_columns.time_cells import finite_numbers
from limbwatch.sensor.files.tables.clock_columns.time_names import column_name
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Part, TimeParts, Written
from limbwatch.sensor.files.times.continued import DAY_S
from limbwatch.sensor.files.times.writing.zone import days_since_1970

_NAMES = {
    "year": r"year|yyyy|yr|jahr|ann[e\u00e9]e|a\u00f1o",
    "month": r"month|mon|monat|mois|mes",
    "day": r"day|dd|tag|jour|d\u00eda|day[ _]?of[ _]?month",
    "hour": r"hours?|hh?|hrs?|stunden?|heures?|horas?",
    "minute": r"minutes?|mins?|mm|minuten?|minutos?",
    "second": r"seconds?|secs?|ss?|sekunden?|secondes?|segundos?",
}
_FRACTIONS = (
    (1e-3, r"ms|msecs?|millis?|milliseconds?|millisekunden?"),
    (1e-6, r"us|\u00b5s|\u03bcs|usecs?|micros?|microseconds?"),
    (1e-9, r"ns|nsecs?|nanos?|nanoseconds?"),
)
_MOST = {"year": 2100, "month": 12, "day": 31, "hour": 47, "minute": 59, "second": 61}
"""Largest value of each part; hours that count on past midnight do so for one night."""

_PREFIX = r"(?:(?:rtc|gps|utc|time|clock|t)[ _.])?"
_UNIT = r"(?:\s*[\[(].*[\])])?"


def find_time_parts(head: Head, taken: tuple[int, ...]) -> TimeParts | None:
    """Find the columns of the parts of a time among those that hold no acceleration.

    None unless minutes and seconds have columns of their own.
    """
    found = {part: _find_part(head, taken, part, words) for part, words in _NAMES.items()}
    minute, second = found["minute"], found["second"]
    if minute is None or second is None or len({minute, second, found["hour"]}) < 3:
        return None
    source = TimeParts(column=second, minute=minute, hour=found["hour"])
    year, month, day = found["year"], found["month"], found["day"]
    if None not in (year, month, day):
        source = replace(source, year=year, month=month, day=day)
        if head.folded[second].startswith("utc"):
            source = replace(source, zone=UTC)
    for step, words in _FRACTIONS:
        at = _find_column(head, taken, words)
        values = [] if at is None else head.numbers(at)
        if at is not None and values and min(values) >= 0 and max(values) < 1 / step:
            return replace(source, part=Part(column=at, step=step))
    return source


def _find_part(head: Head, taken: tuple[int, ...], part: str, words: str) -> int | None:
    at = _find_column(head, taken, words)
    if at is None:
        return None
    known = [value for value in head.numbers(at) if np.isfinite(value)]
    whole = part == "second" or all(value == int(value) for value in known)
    least = 1 if part in ("month", "day") else 0
    fits = bool(known) and least <= min(known) and max(known) <= _MOST[part]
    return at if whole and fits else None


def _find_column(head: Head, taken: tuple[int, ...], words: str) -> int | None:
    expression = re.compile(f"{_PREFIX}(?:{words}){_UNIT}")
    columns = (at for at, name in enumerate(head.folded) if expression.fullmatch(name))
    return next((at for at in columns if at not in taken), None)


def seconds_of(parts: Mapping[str, Array]) -> Array:
    """Add up the parts of times: ``second``, ``minute``, and ``hour`` to ``year`` where present.

    Gives seconds since 1970-01-01T00:00 by the clock that was written; since midnight where there
    is no date, and since a full hour where there is no hour. NaN where a part is impossible.
    """
    hour = parts.get("hour", np.zeros(len(parts["second"])))
    total: Array = hour * 3600.0 + parts["minute"] * 60.0 + parts["second"]
    impossible = np.zeros(len(total), dtype=bool)
    for name in ("hour", "minute", "second"):
        if name in parts:
            impossible |= ~((parts[name] >= 0) & (parts[name] < _MOST[name] + 1))
    if "year" in parts:
        year, month, day = (parts[name] for name in ("year", "month", "day"))
        year = np.where(year < 100, year + 2000, year)
        total = total + DAY_S * days_since_1970(year, month, day, (1900, _MOST["year"]))
    total[impossible] = np.nan
    return total


PARTS = re.compile(r"m(illi)?s(ec)?|milli|frac|sub|usec|micro|nsec|nano|\.ns$")
"""Part of the name of a column of fractions of a second."""


def with_parts(head: Head, source: Counter | Written, taken: tuple[int, ...]) -> Counter | Written:
    """Add a column of fractions of the second beside one of whole seconds."""
    if not _has_whole_seconds(head, source):
        return source
    stamps = head.texts(source.column)
    for at in range(head.width):
        if at in taken or at == source.column or not PARTS.search(column_name(head, at) or "ms"):
            continue
        values = finite_numbers(head, at)
        if len(values) != len(stamps) or not _restarts(stamps, values):
            continue
        # the least power that they stay below; nobody writes more digits than needed
        size = next((s for s in (1e3, 1e6, 1e9) if max(values) < s), None)
        if size is not None and min(values) >= 0:
            return replace(source, part=Part(column=at, step=1 / size))
    return source


def _has_whole_seconds(head: Head, source: Counter | Written) -> bool:
    cells = head.texts(source.column)
    if len(set(cells)) > 0.5 * len(cells):
        return False
    if isinstance(source, Counter):
        return all(value * source.step % 1 == 0 for value in head.numbers(source.column))
    return not any(re.search(r"[.,]\d*[1-9]", cell[8:]) for cell in cells)


def _restarts(stamps: list[str], values: list[float]) -> bool:
    """Tell whether numbers grow within each stamp and fall when it changes."""
    rows = list(itertools.pairwise(zip(stamps, values, strict=True)))
    falls = [after < before for (a, before), (b, after) in rows if a != b]
    grows = [after > before for (a, before), (b, after) in rows if a == b]
    return bool(falls) and sum(falls) > 0.8 * len(falls) and sum(grows) > 0.9 * len(grows)
