"""RemLogic and Embla: a preamble of any length, a tab-separated header, and one event per row."""

import re
from datetime import datetime
from typing import Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.column_words import (
    BEGINNINGS,
    ELAPSED,
    ENDS,
    EVENT,
    LENGTHS,
    TIMES,
    called,
    first_named,
    places_of,
    with_unread_places,
)
from limbwatch.sensor.scorings.delimited import Lines, cell_of, duration_of, no_unit, split_unit
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import day_of
from limbwatch.sensor.scorings.rows import scoring_of, without_time
from limbwatch.sensor.scorings.spans_of_rows import spans_in, timed_rows
from limbwatch.sensor.scorings.vocabulary import column_of_stages

_DATES: Final = ("date", "datum", "fecha", "data", "dato", "pvm")
_DATE_LINE: Final = re.compile(r"^\s*(?:recording |study |start )?date\b[^\d]*(?P<date>\S+)", re.I)


def header_of(lines: Lines) -> int | None:
    """Return the index of the header; None if the file is not an export of RemLogic."""
    for place, (_, line) in enumerate(lines.lines):
        names = _names(line)
        if not set(EVENT).isdisjoint(names) and _time_column(names) is not None:
            return place
    return None


def read_remlogic(lines: Lines, header: int) -> Scoring:
    """Read the events below the header; second 0 is the first event's.

    Raises
    ------
    UnreadableFile
        If no row has a time.
    """
    written = lines.lines[header][1].split("\t")
    names = _names(lines.lines[header][1])
    event = next(k for k, name in enumerate(names) if name in EVENT)
    time = _time_column(names) or 0
    length, end = first_named(names, LENGTHS), first_named(names, ENDS)
    places = [k for k in places_of(names) if k not in (event, time, length, end)]
    _, unit = split_unit(written[length]) if length is not None else ("", None)
    table = [[cell.strip() for cell in line.split("\t")] for _, line in lines.lines[header + 1 :]]
    whole = [row for row in table if len(row) > max(event, time)]
    columns = [[cell_of(row, k) for row in whole] for k in range(len(names))]
    stage = column_of_stages(names, columns, beside=(event, time, length, end, *places))
    day = _day_in_rows(names, columns) or _day(lines, header)
    moments, between = spans_in(whole, time, end, day)
    given = np.array([duration_of(cell_of(row, length), unit) for row in whole])
    lengths = np.where(np.isfinite(given), given, between)
    rows = timed_rows(whole, moments.seconds, lengths, event=event, places=places, stage=stage)
    if table and not rows:
        raise UnreadableFile(
            f"{lines.where(lines.lines[header][0])}: no row below it has a time such as 23:41:05 "
            "in the column of times. Export the events again as text."
        )
    doubts = [*lines.doubts, *moments.doubts, *no_unit(unit)]
    doubts += without_time(len(table) - len(rows), one="row", many="rows")
    found = scoring_of(rows, source="RemLogic", start=moments.start, doubts=doubts)
    unread = [k for k in range(len(names)) if k not in (event, time, length, end, stage, *places)]
    return with_unread_places(found, [written[k] for k in unread], [columns[k] for k in unread])


def _time_column(names: list[str]) -> int | None:
    """Return the column of beginnings: a time of day that is no end and no duration."""
    timed = [name if name.startswith(TIMES) else "" for name in names]
    other = (*LENGTHS, *ENDS, *ELAPSED)
    begin = first_named(timed, BEGINNINGS, but=other)
    return first_named(timed, TIMES, but=other) if begin is None else begin


def _names(line: str) -> list[str]:
    return called(line.split("\t"))


def _day_in_rows(names: list[str], columns: list[list[str]]) -> datetime | None:
    """Return the day of the first row from a column of dates, if there is one."""
    place = first_named(names, _DATES)
    return None if place is None else day_of(columns[place])


def _day(lines: Lines, header: int) -> datetime | None:
    found = [m["date"] for _, line in lines.lines[:header] if (m := _DATE_LINE.match(line))]
    return day_of(found)
