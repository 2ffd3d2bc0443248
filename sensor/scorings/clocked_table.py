"""Lists of events with a time of day in each row: Noxturnal's, and any other such table.

Noxturnal lists start, end, event and duration, in the user's language. What the columns are is
recognised by their content, because their names are translated, and by the names that are known.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.candidate_columns import (
    Candidate,
    FirstRows,
    duration_column,
    first_rows,
    named_otherwise,
    refined_seconds,
    second_columns,
    seconds_between,
    separator_of,
)
from limbwatch.sensor.scorings.column_words import (
    BEGINNINGS,
    ELAPSED,
    ENDS,
    LENGTHS,
    PLACES,
    STAGE_CLASSES,
    TIMES,
    places_of,
)
from limbwatch.sensor.scorings.delimited import Lines, cell_of, duration_of, no_unit
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import day_of, read_spans
from limbwatch.sensor.scorings.rows import scoring_of, without_time
from limbwatch.sensor.scorings.spans_of_rows import elapsed_spans, spans_in, timed_rows
from limbwatch.sensor.scorings.table_text import stated_origin
from limbwatch.sensor.scorings.vocabulary import folded, meaning_of, stage_of, tells_stages

_EVENT_WORDS: Final = (
    "event", "ereignis", "evenement", "evento", "type", "typ", "tipo", "name", "haendelse",
    "gebeurtenis", "marker", "label", "annotation",
)  # fmt: skip
_OTHER_WORDS: Final = ("pos", "body", "lage", "korperlage", "stage", "stadium", "schlaf")
_LYING: Final = (
    "supin", "prone", "upright", "back", "rucken", "bauch", "dos", "ventre", "ventral", "dorsal",
    "rug", "ryg", "rygg", "selka", "decubit",
)  # fmt: skip
"""Body positions other than left and right, folded."""
_LONGEST_LISTED_S: Final = 600.0
"""Longest duration written as a clock time, seconds: clock times that are all before ten past
midnight are durations, unless they closely follow the beginnings, as ends do; chosen."""


class ClockedColumns(NamedTuple):
    """Indices of the columns, and of the first row of data."""

    start: int
    elapsed: bool
    """Whether the times count from the start of the recording, not from midnight."""
    end: int | None
    event: int
    duration: int | None
    unit: float | None
    """Unit of the durations, seconds; None if not stated."""
    first: int
    """First row of data."""
    source: str
    places: tuple[int, ...]
    """Columns that may tell the leg, the best first."""
    stage: int | None
    date: int | None
    seconds: tuple[int, int] | None
    """Columns of numbers that say when events begin and end."""
    named: str


def columns_of(lines: Lines) -> ClockedColumns | None:
    """Find the columns; None if rows do not begin with times of day."""
    seen = first_rows(lines) if lines.lines else None
    if seen is None:
        return None
    times = _find_times(seen.columns)
    texts_too = _EVENT_WORDS if any(one.share(_is_stage_class) for one in seen.columns) else ()
    lengths = [
        one
        for one in seen.columns
        if one not in times and one.has_lengths and one.name not in texts_too
    ]
    texts = [one for one in seen.columns if one not in (*times, *lengths) and any(one.cells)]
    start, end = _find_start_and_end(times, seen.header)
    date = next((one for one in texts if day_of([c for c in one.cells if c][:10])), None)
    if start is None or texts in ([], [date]):
        return None
    event = _find_event([one for one in texts if one is not date])
    others = [one for one in texts if one is not event]
    seconds = second_columns(lengths)
    duration = duration_column(lengths, ended=end is not None or seconds is not None)
    untimed = [one for one in seen.columns if one not in (*times, event, duration)]
    stage = next((one for one in untimed if tells_stages(one.name, one.cells)), None)
    return ClockedColumns(
        start=start.at,
        elapsed=start.called(ELAPSED),
        end=_place(end),
        event=event.at,
        duration=_place(duration),
        unit=None if duration is None else duration.unit,
        first=seen.first,
        source=_source(seen),
        places=_find_places([one for one in others if one is not date]),
        stage=_place(stage),
        date=_place(date),
        seconds=seconds,
        named=named_otherwise(duration),
    )


def _place(column: Candidate | None) -> int | None:
    return None if column is None else column.at


def _source(seen: FirstRows) -> str:
    # its second row holds units, mostly empty: [],[],[],[s]
    return "Noxturnal" if any(row[0].startswith("[") for row in seen.heads if row) else "table"


def _find_times(columns: Sequence[Candidate]) -> list[Candidate]:
    """Return the columns of times: the first one, and others that are no durations.

    Times since the start of the recording are used only without times of day.
    """
    found = [one for one in columns if one.has_times]
    times = [one for one in found if not one.called(ELAPSED)] or found
    return times[:1] + [one for one in times[1:] if not _has_durations(one, begins=times[0])]


def _has_durations(column: Candidate, *, begins: Candidate) -> bool:
    """Return whether clock times in a column are durations, not ends."""
    if column.called(LENGTHS):
        return True
    lengths = [duration_of(cell) for cell in column.cells if cell]
    if not np.all(np.isfinite(lengths)) or max(lengths, default=0.0) >= _LONGEST_LISTED_S:
        return False
    _, between = read_spans(list(zip(begins.cells, column.cells, strict=True)))
    return not np.nanmedian(np.append(between, np.inf)) < _LONGEST_LISTED_S


def _find_start_and_end(
    times: Sequence[Candidate], header: Sequence[str]
) -> tuple[Candidate | None, Candidate | None]:
    """Choose the columns of beginnings and ends among those with times.

    They are chosen by name; without known names, the first and the next one are taken. If
    beginnings and durations are named, a time with another name is not an end.
    """
    ends = [one for one in times if one.called(ENDS)]
    possible = [one for one in times if one not in ends]
    begins = [one for one in possible if one.called(BEGINNINGS)]
    clocks = [one for one in possible if one.called(TIMES)]
    start = next(iter([*begins, *clocks, *possible]), None)
    named = bool(begins) and any(name.startswith(LENGTHS) for name in header)
    if start is None or ends or named:
        return start, next(iter(ends), None)
    taken = [*begins, *clocks] if begins else []
    after = (one for one in possible if one.at > start.at and one not in taken)
    return start, next(after, None)


def _find_event(texts: Sequence[Candidate]) -> Candidate:
    """Return the column named for events, else the one with most words that are known."""
    named = (one for one in texts if one.called(_EVENT_WORDS))
    return next(named, None) or max(
        texts, key=lambda one: sum(meaning_of(cell) is not None for cell in one.cells)
    )


def _find_places(texts: Sequence[Candidate]) -> tuple[int, ...]:
    """Order the columns that may tell the leg: those named for it first, unnamed ones last."""
    found = [one for one in texts if _tells_a_leg(one)]
    ordered = [found[n].at for n in places_of([one.name for one in found])]
    return (*ordered, *(one.at for one in found if one.at not in ordered))


def _tells_a_leg(column: Candidate) -> bool:
    """Return whether a column is of channels or sides, not stages (``R``) or positions."""
    if column.called((*PLACES, *_OTHER_WORDS)):
        return column.called(PLACES)
    lies = any(folded(cell).startswith(_LYING) for cell in column.cells if cell)
    return not lies and column.share(lambda cell: stage_of(cell, bare=True) is not None) < 0.8


_APART_S, _APART_SHARE, _APART_MOST = 1.0, 0.02, 0.5
"""A row's end contradicts its duration if they differ by more than these seconds, as times may be
in whole ones, plus this share of the duration. If more than the last share of the rows does, the
durations have another unit. Chosen."""


def read_clocked_table(lines: Lines, columns: ClockedColumns) -> Scoring:
    """Read the rows; second 0 is the first row's start, or that of the recording."""
    mark = separator_of(lines)
    table = [lines.cells(number, line, mark) for number, line in lines.lines[columns.first :]]
    table = _with_named_stages(table, columns.event)
    day = None if columns.date is None else day_of([cell_of(row, columns.date) for row in table])
    if columns.elapsed:
        began, origin_doubts = stated_origin(lines)
        moments, between = elapsed_spans(table, columns.start, columns.end, began)
        moments = moments._replace(doubts=origin_doubts)
    else:
        moments, between = spans_in(table, columns.start, columns.end, day)
    doubts = [*lines.doubts, *moments.doubts, *no_unit(columns.unit)]
    if columns.named:
        doubts.append(
            f"no column is named a duration: {columns.named!r} was taken for it, in seconds"
        )
    times = moments.seconds
    if columns.seconds is not None:
        times = refined_seconds(times, table, columns.seconds[0])
        given = seconds_between(table, columns.seconds)
        between = np.where(np.isfinite(between), between, given)
    lengths = _lengths(table, columns, between, doubts)
    rows = timed_rows(
        table, times, lengths, event=columns.event, places=columns.places, stage=columns.stage
    )
    doubts += without_time(len(table) - len(rows), one="row", many="rows")
    found = scoring_of(rows, source=columns.source, start=moments.start, doubts=doubts)
    return replace(found, from_recording=columns.elapsed)


def _is_stage_class(cell: str) -> bool:
    return folded(cell) in STAGE_CLASSES


def _with_named_stages(table: list[list[str]], event: int) -> list[list[str]]:
    """Write the class before a stage that is a number: Snooz has ``stage`` and ``2`` apart."""
    return [
        [*row[:event], f"stage {row[event]}", *row[event + 1 :]]
        if cell_of(row, event).isdigit() and any(map(_is_stage_class, row))
        else row
        for row in table
    ]


def _lengths(
    table: Sequence[Sequence[str]], columns: ClockedColumns, between: Array, notes: list[str]
) -> Array:
    """Return durations, or else the time to the ends; note rows in which the two disagree."""
    given = np.array([duration_of(cell_of(row, columns.duration), columns.unit) for row in table])
    both = np.isfinite(given) & np.isfinite(between)
    apart = both & (np.abs(given - between) > _APART_S + _APART_SHARE * between)
    if apart.any():
        of = f"{int(apart.sum())} of {int(both.sum())} rows end otherwise than their durations say"
        if apart.sum() > _APART_MOST * both.sum():
            notes.append(f"{of}, so their unit is not what it seems: the ends were used")
            return between
        notes.append(f"{of}: the durations were used")
    return np.where(np.isfinite(given), given, between)
