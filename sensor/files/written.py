"""Dates and times written as text: which pattern, and text to seconds without a loop."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

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


def seconds_written(column: pa.ChunkedArray, pattern: str) -> NDArray[np.float64]:
    """Read a column of text as seconds.

    Parameters
    ----------
    column : pyarrow.ChunkedArray of string
    pattern : str
        Key of ``PATTERNS``.

    Returns
    -------
    ndarray of float64, shape (n,)
        Seconds since 1970-01-01T00:00 by the clock that was written: UTC where the text has an
        offset. Since midnight where it has no date. NaN where the text does not fit.
    """
    expression = PATTERNS[pattern].expression
    first = next((chunk for chunk in column.chunks if len(chunk)), None)
    if first is None:
        return np.empty(0)
    some = [re.match(expression, cell) for cell in first[:20000].to_pylist() if cell]
    milliseconds = counts_milliseconds(
        [match["fraction"] for match in some if match is not None and match["fraction"]] or [""]
    )
    parts = [
        _seconds(chunk, expression, milliseconds=milliseconds)
        for chunk in column.chunks
        if len(chunk)
    ]
    return np.concatenate(parts)


def _seconds(texts: pa.Array, expression: str, *, milliseconds: bool) -> NDArray[np.float64]:
    fields = pc.extract_regex(texts, expression)
    kinds = {fields.type.field(k).name: fields.field(k) for k in range(fields.type.num_fields)}
    hour = _whole(kinds["hour"]) if "hour" in kinds else np.zeros(len(texts))
    if "half" in kinds:
        hour = _hour_of_day(hour, kinds["half"])
    total = hour * 3600.0 + _whole(kinds["minute"]) * 60.0 + _whole(kinds["second"])
    total = total + (
        _whole(kinds["fraction"]) / 1000.0 if milliseconds else _fraction(kinds["fraction"])
    )
    if "year" in kinds:
        total += _days(_whole(kinds["year"]), _whole(kinds["month"]), _whole(kinds["day"])) * 86400
    if "offset" in kinds:
        total -= _offset(kinds["offset"])
    total[np.asarray(fields.is_null())] = np.nan
    return total


def _whole(digits: pa.Array) -> NDArray[np.float64]:
    filled = pc.if_else(pc.equal(pc.utf8_length(digits), 0), "0", digits)
    return np.asarray(pc.fill_null(filled, "0").cast(pa.int64()), dtype=np.float64)


def _fraction(digits: pa.Array) -> NDArray[np.float64]:
    lengths = np.asarray(pc.fill_null(pc.utf8_length(digits), 0), dtype=np.float64)
    return _whole(digits) / 10.0**lengths


def _hour_of_day(hour: NDArray[np.float64], half: pa.Array) -> NDArray[np.float64]:
    folded = pc.fill_null(pc.utf8_lower(half), "")
    afternoon = np.asarray(pc.starts_with(folded, "p"))
    marked = np.asarray(pc.greater(pc.utf8_length(folded), 0))
    return np.where(marked, hour % 12 + 12 * afternoon, hour)


def _offset(text: pa.Array) -> NDArray[np.float64]:
    parts = pc.extract_regex(
        pc.fill_null(text, ""), r"(?P<sign>[+-])(?P<hour>\d{1,2}):?(?P<minute>\d{2})?"
    )
    sign = np.where(
        np.asarray(pc.fill_null(pc.equal(parts.field(0), "-"), fill_value=False)), -1, 1
    )
    return sign * (_whole(parts.field(1)) * 3600.0 + _whole(parts.field(2)) * 60.0)


def _days(
    year: NDArray[np.float64], month: NDArray[np.float64], day: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Days since 1970-01-01; a two-digit year is in this century."""
    years = np.where(year < 100, year + 2000, year)
    months = ((years - 1970) * 12 + month - 1).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.float64) + day - 1
