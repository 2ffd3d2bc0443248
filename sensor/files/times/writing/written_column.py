"""Columns of dates and times as text, converted to seconds without a loop."""

import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.files.times.writing.months import month_named
from limbwatch.sensor.files.times.writing.patterns import PATTERNS
from limbwatch.sensor.files.times.writing.written_dates import (
    BUDDHIST,
    BUDDHIST_AHEAD,
    YEARS,
    counts_milliseconds,
    is_afternoon,
)
from limbwatch.sensor.files.times.writing.zone import days_since_1970

FRAMES = (24, 25, 30, 50, 60)
"""Frames per second that time codes number (SMPTE ST 12-1)."""

MOST_HOURS = 48
"""Hours up to which loggers that count on past midnight do so: for a night, not for days.
Chosen."""


def seconds_written(column: pa.ChunkedArray, pattern: str) -> tuple[Array, Mask]:
    """Read a column of text by a pattern, a key of ``PATTERNS``, as seconds.

    They count from 1970-01-01T00:00 by the clock that was written: UTC where the text has an
    offset; from midnight where it has no date. NaN where the text does not fit. Also marks the rows
    with an hour of 24 or more.
    """
    expression = PATTERNS[pattern].expression
    first = next((chunk for chunk in column.chunks if len(chunk)), None)
    if first is None:
        return np.empty(0), np.empty(0, np.bool_)
    column = plain_digits(column)
    cells = [cell for cell in first[:20000].to_pylist() if cell]
    matches = [re.match(expression, cell) for cell in cells]
    milliseconds = counts_milliseconds(
        [match["fraction"] for match in matches if match is not None and match["fraction"]] or [""]
    )
    part_s = (
        1e-3 if milliseconds else 1 / frames if (frames := _frames_per_second(matches)) else None
    )
    parts = [_chunk_seconds(chunk, expression, part_s) for chunk in column.chunks if len(chunk)]
    return np.concatenate([part for part, _ in parts]), np.concatenate([late for _, late in parts])


def _frames_per_second(matches: Sequence[re.Match[str] | None]) -> int:
    """Return the frames per second, where the digits behind the seconds number them; else 0.

    Time codes of films do so: `23:17:13:24` is followed by `23:17:14:00`.
    """
    found = [m for m in matches if m is not None and m["fraction"]]
    if not found or any(m.string[m.start("fraction") - 1] != ":" for m in found):
        return 0
    numbers = {int(m["fraction"]) for m in found if len(m["fraction"]) == 2}
    count = max(numbers, default=0) + 1
    return count if count in FRAMES and len(numbers) == count else 0


def plain_digits(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Replace the digits of another script, such as Arabic, Persian and Hindi, by 0 to 9."""
    first = next((chunk[0].as_py() for chunk in column.chunks if len(chunk)), None) or ""
    digit = next((sign for sign in first if sign.isdecimal()), "0")
    if digit.isascii():
        return column
    zero = ord(digit) - int(digit)
    for value in range(10):
        column = pc.replace_substring(column, chr(zero + value), str(value))
    return column


def _chunk_seconds(texts: pa.Array, expression: str, part_s: float | None) -> tuple[Array, Mask]:
    fields = pc.extract_regex(texts, expression)
    kinds = {fields.type.field(k).name: fields.field(k) for k in range(fields.type.num_fields)}
    hour = _as_whole(kinds["hour"]) if "hour" in kinds else np.zeros(len(texts))
    if "half" in kinds:
        hour = _hour_of_day(hour, kinds["half"], kinds["before"])
    total = hour * 3600.0 + _as_whole(kinds["minute"]) * 60.0 + _as_whole(kinds["second"])
    parts = kinds["fraction"]
    total = total + (_as_fraction(parts) if part_s is None else _as_whole(parts) * part_s)
    if "year" in kinds:
        if "name" in kinds:
            month = _look_up(pc.fill_null(pc.utf8_lower(kinds["name"]), ""), month_named)
        else:
            month = _as_whole(kinds["month"])
        year, day = _as_years(kinds["year"]), _as_whole(kinds["day"])
        total += days_since_1970(year, month, day, YEARS) * 86400
    if "days" in kinds:
        total += _as_whole(kinds["days"]) * 86400.0
    if "offset" in kinds:
        total -= _offset_s(kinds["offset"])
    total[np.asarray(fields.is_null()) | (hour >= MOST_HOURS)] = np.nan
    return total, hour >= 24


def _as_whole(digits: pa.Array) -> Array:
    filled = pc.if_else(pc.equal(pc.utf8_length(digits), 0), "0", digits)
    return np.asarray(pc.fill_null(filled, "0").cast(pa.int64()), dtype=np.float64)


def _as_fraction(digits: pa.Array) -> Array:
    lengths = np.asarray(pc.fill_null(pc.utf8_length(digits), 0), dtype=np.float64)
    return _as_whole(digits) / 10.0**lengths


def _as_years(digits: pa.Array) -> Array:
    """Read years: two digits are of this century, 0001 is a clock that was never set."""
    year = _as_whole(digits)
    short = np.asarray(pc.fill_null(pc.utf8_length(digits), 0)) <= 2
    thai = (year >= BUDDHIST[0]) & (year <= BUDDHIST[1])
    return np.where(short, year + 2000, np.where(thai, year - BUDDHIST_AHEAD, year))


def _look_up(texts: pa.Array, meaning: Callable[[str], float | None]) -> Array:
    """Read a column of few different words, each once; NaN for words without a meaning."""
    coded = texts.dictionary_encode()
    known = [meaning(word) for word in coded.dictionary.to_pylist()]
    return np.asarray(np.array(known, np.float64)[np.asarray(coded.indices)])


def _hour_of_day(hour: Array, half: pa.Array, before: pa.Array) -> Array:
    """Return hours of 24, by the half of the day that stands behind the clock or before it."""
    words = pc.binary_join_element_wise(pc.fill_null(half, ""), pc.fill_null(before, ""), "")
    afternoon = _look_up(words, is_afternoon)
    return np.where(np.isnan(afternoon), hour, hour % 12 + 12 * afternoon)


def _offset_s(text: pa.Array) -> Array:
    parts = pc.extract_regex(
        pc.fill_null(text, ""), r"(?P<sign>[+-])(?P<hour>\d{1,2}):?(?P<minute>\d{2})?"
    )
    sign = np.where(
        np.asarray(pc.fill_null(pc.equal(parts.field(0), "-"), fill_value=False)), -1, 1
    )
    return sign * (_as_whole(parts.field(1)) * 3600.0 + _as_whole(parts.field(2)) * 60.0)
