"""The start of a recording, as the lines above its table state it."""

import re
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.times.writing.months import date_in_words
from limbwatch.sensor.files.times.writing.patterns import ORDERS, UNDATED
from limbwatch.sensor.files.times.writing.scales import SERIAL, credible
from limbwatch.sensor.files.times.writing.written_dates import (
    date_pattern_of,
    offset_in,
    orders,
    pattern_of,
)
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970, offset_of

_START = re.compile(
    r"(?:\b|(?<=_))(?:start(?:ed|ing)?|begin|began|recorded"
    r"|recording(?=[ _]*(?:date|time|on)\b)|t_?0(?=\s*[:=])"
    r"|(?:mess(?:ungs)?|aufnahme|aufzeichnungs)-?(?:start|beginn)|beginn|begonnen|gestartet"
    r"|d[ée]but|in[ií]cio|inizio|comienzo|putty log)"
    # words are written together too: StartTime, start_time, Startzeit
    r"(?:\b|(?=_|date|time|at|on|datum|zeit|utc|unix|epoch))[ _]*"
    r"(?:on|at|am|um)?[ _]*(date[ _/]?time|timestamp|time|date|datum|zeit(?:punkt)?)?"
    r"(?:[ _(\[]*(utc|gmt|unix|epoch|local)(?![a-z])[)\]]*)?"
    r"(?:[ _(\[]*(?:s|ms|us|ns)\b[)\]]*(?=\s*[:=,;\t]))?"
    r"(?:[\s\"']*[:=,;\t][\s\"']*|[\s\"']+)"
    r"([^\"\n]+)",
    re.IGNORECASE,
)
_LONE = re.compile(
    r"^\W*(date[ _/]?time|date|time|datum|fecha|uhrzeit|heure|hora)()"
    r"(?:[\s\"']*[:=,;\t])+[\s\"']*([^\"\n]+)",
    re.IGNORECASE,
)
_SINCE_1970 = re.compile(r"(\d{10}(?:\d{3}|\d{6}|\d{9})?)(\.\d+)?")
"""Unix seconds, ms, us or ns: dates of 2001 to 2286 have so many digits."""
_UTC = ("utc", "gmt")
"""Words for the zone of a start that stand in its name."""

_BEHIND = re.compile(r"\s+(?:[=~*#-]{2,}|\[(?:[A-Z]+=|<)).*")
"""What programs that log a session write after its start: PuTTY a rule, script the terminal."""

_EXCEL = re.compile(r"\W*ExcelDateTime\W*[=:,;\t]\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\s+(\S.*)")
"""LabChart: days of a spreadsheet, and the same time in words."""


DAYS_OF_2200 = 110_000.0
"""Days of a spreadsheet from which it is no date of a recording: 2201."""

_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{1,2}):(\d{1,2})(?![\d:])")
_LONG_PARTS = re.compile(r"(?<=:\d\d:\d\d)[.,](\d{1,6})\d*")


def stated_start(lines: list[str]) -> tuple[datetime | None, tuple[str, ...]]:
    """Find the start in the lines above a table, in one line or as a date and a time of day in two.

    Naive, unless the text has an offset. Also returns notes for the person.
    """
    for twice in filter(None, map(_EXCEL.match, lines)):
        found = _read_excel_start(twice[1], twice[2])
        if found is not None:
            return found
    day = clock = zone = None
    for form in (_START, _LONE):
        for line in lines:
            match = form.search(line)
            if match is None or re.search(r"stop|end|download|export|birth", line, re.IGNORECASE):
                continue
            text = _pad(_BEHIND.sub("", match[3]).strip(" \t,;"))
            whole = _read_unix(text) or _read_moment(text)
            if whole is not None:
                return _apply_zone(whole, match[2])
            zone = zone or match[2]
            day = day or (text if date_pattern_of([text]) is not None else None)
            clock = clock or (text if pattern_of([text]) == "time of day" else None)
        if day is not None:
            break
    if day is None:
        return None, ()
    whole = _read_moment(f"{day} {clock or '00:00:00'}")
    return (None, ()) if whole is None else _apply_zone(whole, zone)


def _apply_zone(
    whole: tuple[datetime, tuple[str, ...]], zone: str | None
) -> tuple[datetime, tuple[str, ...]]:
    """Set UTC on a naive start whose name says so."""
    start, notes = whole
    if start.tzinfo is None and zone is not None and zone.casefold() in _UTC:
        start = start.replace(tzinfo=UTC)
    return start, notes


def _read_unix(text: str) -> tuple[datetime, tuple[str, ...]] | None:
    """Read a start that is counted from 1970."""
    count = _SINCE_1970.fullmatch(text)
    if count is None:
        return None
    whole, part = int(count[1]), float(count[2] or 0)
    start = datetime.fromtimestamp((whole + part) / 10 ** (len(count[1]) - 10), UTC)
    return (start, ()) if credible(start) else None


def _pad(text: str) -> str:
    """Pad date and clock to two digits each, and cut fractions of a second after six."""
    text = _DAY.sub(lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", text)
    text = _CLOCK.sub(lambda found: f"{found[1]:0>2}:{found[2]:0>2}:{found[3]:0>2}", text)
    return _LONG_PARTS.sub(r".\1", text)


def _read_excel_start(days: str, text: str) -> tuple[datetime, tuple[str, ...]] | None:
    """Read a start that is stated twice, in days of a spreadsheet and in words.

    The days settle which number of the words is the month. Where they give another day, such as
    those of a program with another epoch, the words are used.
    """
    counted = float(days)
    if counted < DAYS_OF_2200:
        when = SERIAL + timedelta(milliseconds=round(counted * 86_400_000))
        stated_numbers = {int(digits) for digits in re.findall(r"(?<!\d)\d{1,4}(?!\d)", text)}
        # LabChart writes the year as the computer does, most with two digits
        dated = {when.day, when.month} <= stated_numbers and bool(
            {when.year, when.year % 100} & stated_numbers
        )
        if dated and credible(when.replace(tzinfo=UTC)):
            return when, ()
    return _read_moment(_pad(text.strip()))


def _read_moment(text: str) -> tuple[datetime, tuple[str, ...]] | None:
    """Read a date and a time; where day and month can be swapped, the likelier order is used."""
    # imported late: Arrow's functions take longer to import than timing a night of numbers
    from limbwatch.sensor.files.times.writing.written_column import seconds_written  # noqa: PLC0415

    pattern = pattern_of([text])
    if pattern is None or pattern in UNDATED:
        return None
    seconds = float(seconds_written(pa.chunked_array([[text]]), pattern)[0][0])
    if seconds != seconds:  # noqa: PLR0124 - not a number
        return None
    start = LOCAL_1970 + timedelta(seconds=seconds)
    offset = offset_in([text], pattern)
    if offset is not None:
        start = start.replace(tzinfo=UTC).astimezone(offset_of(offset) or UTC)
    if not credible(start if start.tzinfo is not None else start.replace(tzinfo=UTC)):
        return None
    notes: tuple[str, ...] = ()
    if pattern in ORDERS and len(orders([text])) > 1:
        day = date_in_words(start)
        notes = (
            Doubt(
                f"The start that the file states, {text}, was read as {day}; its day and month "
                "could be the other way round."
            ),
        )
    return start, notes
