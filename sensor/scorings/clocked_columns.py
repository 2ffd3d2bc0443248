"""What the columns of a list with times of day are: start, end, event, duration, leg, stage.

They are recognised by their content, because their names are translated, and by the names that are
known.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.scorings.candidate_columns import Candidate, FirstRows, first_rows
from limbwatch.sensor.scorings.column_words import (
    BEGINNINGS,
    ENDS,
    LENGTHS,
    PLACES,
    TIMES,
    places_of,
)
from limbwatch.sensor.scorings.delimited import Lines, duration_of
from limbwatch.sensor.scorings.duration_columns import (
    SecondColumns,
    duration_column,
    named_otherwise,
    second_columns,
)
from limbwatch.sensor.scorings.moments import day_of, read_spans
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
    seconds: SecondColumns | None
    named: str


def columns_of(lines: Lines) -> ClockedColumns | None:
    """Find the columns; None if rows do not begin with times of day."""
    seen = first_rows(lines) if lines.lines else None
    if seen is None:
        return None
    times = _find_times(seen.columns)
    lengths = [one for one in seen.columns if one not in times and one.has_lengths]
    texts = [one for one in seen.columns if one not in (*times, *lengths) and any(one.cells)]
    start, end = _find_start_and_end(times, seen.header)
    if start is None or not texts:
        return None
    event = _find_event(texts)
    others = [one for one in texts if one is not event]
    date = _find_date(others)
    seconds = second_columns(lengths)
    duration = duration_column(lengths, ended=end is not None or seconds is not None)
    untimed = [one for one in seen.columns if one not in (*times, event, duration)]
    return ClockedColumns(
        start=start.at,
        end=_place(end),
        event=event.at,
        duration=_place(duration),
        unit=None if duration is None else duration.unit,
        first=seen.first,
        source=_source(seen),
        places=_find_places([one for one in others if one is not date]),
        stage=_place(_find_stage(untimed)),
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
    """Return the columns of times of day: the first one, and others that are no durations."""
    times = [one for one in columns if one.has_times]
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


def _find_date(texts: Sequence[Candidate]) -> Candidate | None:
    """Return the first column of dates without times."""
    return next((one for one in texts if day_of([c for c in one.cells if c][:10])), None)


def _find_stage(columns: Sequence[Candidate]) -> Candidate | None:
    """Return the first column of sleep stages."""
    return next((one for one in columns if tells_stages(one.name, one.cells)), None)


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
