"""Noxturnal's lists: start, end, event and duration, in the user's language.

Columns are recognised by their content, because their names are translated. Any other table of
events with a date and time in each row is read the same way.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.column_words import (
    BEGINNINGS,
    ENDS,
    LENGTHS,
    PLACES,
    TIMES,
    combined_place,
    places_of,
)
from limbwatch.sensor.scorings.delimited import Lines, cell_of, duration_of
from limbwatch.sensor.scorings.duration_columns import (
    SecondColumns,
    duration_column,
    named_otherwise,
    refined_seconds,
    second_columns,
    seconds_between,
)
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import Moments, day_of, read_moments, read_spans, with_colons
from limbwatch.sensor.scorings.rows import ListedRow, scoring_of, without_time
from limbwatch.sensor.scorings.units import no_unit, split_unit
from limbwatch.sensor.scorings.vocabulary import column_of_stages, folded, meaning_of, stage_of

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
_LOOKED_AT: Final = 200
_LONGEST_LISTED_S: Final = 600.0
"""Longest duration written as a clock time, seconds: clock times that are all before ten past
midnight are durations, unless they closely follow the beginnings, as ends do; chosen."""


_APART_S, _APART_SHARE, _APART_MOST = 1.0, 0.02, 0.5
"""A row's end contradicts its duration if they differ by more than these seconds, as times may be
in whole ones, plus this share of the duration. If more than the last share of the rows does, the
durations have another unit. Chosen."""


class _Columns(NamedTuple):
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


def columns_of(lines: Lines) -> _Columns | None:
    """Find the columns; None if rows do not begin with times of day."""
    if not lines.lines:
        return None
    mark = _separator(lines)
    table = _with_colon_times(
        [lines.cells(number, line, mark) for number, line in lines.lines[:_LOOKED_AT]]
    )
    first = next((k for k, row in enumerate(table[:10]) if any(map(_is_time, row))), None)
    if first is None:
        return None
    rows = table[first:]
    header = _header(table[:first])
    width = max(map(len, rows))
    columns = [[row[k] if k < len(row) else "" for row in rows] for k in range(width)]
    times = [k for k, cells in enumerate(columns) if _share(cells, _is_time) > 0.8]
    times = times[:1] + [
        k for k in times[1:] if not _are_durations(columns[k], columns[times[0]], header[k : k + 1])
    ]
    start, end = _begin_and_end(times, header)
    lengths = [
        k for k, cells in enumerate(columns) if k not in times and _share(cells, _is_length) > 0.5
    ]
    texts = [k for k in range(width) if k not in (*times, *lengths) and any(columns[k])]
    if start is None or not texts:
        return None
    units = _units(table[:first])
    named = [k for k in texts if k < len(header) and header[k].startswith(_EVENT_WORDS)]
    known = max(texts, key=lambda k: sum(meaning_of(cell) is not None for cell in columns[k]))
    event = named[0] if named else known
    seconds = second_columns(header, columns, lengths)
    ended = end is not None or seconds is not None
    duration = duration_column(lengths, header, columns, units, ended=ended)
    date = next(
        (k for k in texts if k != event and day_of([c for c in columns[k] if c][:10])), None
    )
    return _Columns(
        start=start,
        end=end,
        event=event,
        duration=duration,
        unit=None if duration is None else units.get(duration),
        first=first,
        stage=column_of_stages(header, columns, beside=(*times, event, duration)),
        date=date,
        seconds=seconds,
        named=named_otherwise(duration, header, units),
        places=_places(
            [
                k
                for k in texts
                if k not in (event, date) and _tells_a_leg(columns[k], header[k : k + 1])
            ],
            header,
        ),
        # its second row holds units, mostly empty: [],[],[],[s],
        source="Noxturnal"
        if any(row[0].startswith("[") for row in table[:first] if row)
        else "table",
    )


def _header(heads: list[list[str]]) -> list[str]:
    """Return the folded column names: the last line above the rows that is not one of units."""
    named = [row for row in heads if not all(c[:1] in ("[", "(") for c in row if c)]
    return [folded(cell) for cell in named[-1]] if named else []


def _begin_and_end(times: list[int], header: list[str]) -> tuple[int | None, int | None]:
    """Choose the columns of beginnings and ends among those with times.

    They are chosen by name; without known names, the first and the next one are taken. If
    beginnings and durations are named, a time with another name is not an end.
    """
    names = {k: header[k] if k < len(header) else "" for k in times}
    ends = [k for k in times if names[k].startswith(ENDS)]
    possible = [k for k in times if k not in ends]
    begins = [k for k in possible if names[k].startswith(BEGINNINGS)]
    clocks = [k for k in possible if names[k].startswith(TIMES)]
    start = next(iter([*begins, *clocks, *possible]), None)
    named = bool(begins) and any(name.startswith(LENGTHS) for name in header)
    if start is None or ends or named:
        return start, next(iter(ends), None)
    others = [k for k in possible if k > start and k not in begins and not (begins and k in clocks)]
    return start, next(iter(others), None)


def _places(found: list[int], header: list[str]) -> tuple[int, ...]:
    """Order the columns that may tell the leg: those named for it first, unnamed ones last."""
    ordered = [found[n] for n in places_of([header[k] if k < len(header) else "" for k in found])]
    return (*ordered, *(k for k in found if k not in ordered))


def _units(heads: list[list[str]]) -> dict[int, float]:
    """Return the unit, in seconds, of each column that states one in its name or a row of units."""
    found = {}
    for row in heads[:1] + [row for row in heads[1:] if any(c.startswith("[") for c in row)]:
        for place, cell in enumerate(row):
            _, factor = split_unit(cell)
            if factor is not None:
                found[place] = factor
    return found


def _are_durations(cells: list[str], begins: list[str], name: list[str]) -> bool:
    """Return whether clock times in a column are durations, not ends."""
    if name and name[0].startswith(LENGTHS):
        return True
    lengths = [duration_of(cell) for cell in cells if cell]
    if not np.all(np.isfinite(lengths)) or max(lengths, default=0.0) >= _LONGEST_LISTED_S:
        return False
    _, between = read_spans(list(zip(begins, cells, strict=True)))
    return not np.nanmedian(np.append(between, np.inf)) < _LONGEST_LISTED_S


def read_noxturnal(lines: Lines, columns: _Columns) -> Scoring:
    """Read the rows; second 0 is the first row's start."""
    mark = _separator(lines)
    table = [lines.cells(number, line, mark) for number, line in lines.lines[columns.first :]]
    moments, between = _spans(table, columns)
    doubts = [*lines.doubts, *moments.doubts, *no_unit(columns.unit)]
    if columns.named:
        doubts.append(
            f"no column is named a duration: {columns.named!r} was taken for it, in seconds"
        )
    times = moments.seconds
    if columns.seconds is not None:
        times = refined_seconds(times, table, columns.seconds)
        given = seconds_between(table, columns.seconds)
        between = np.where(np.isfinite(between), between, given)
    lengths = _lengths(table, columns, between, doubts)
    rows = [
        ListedRow(
            float(second),
            float(length),
            cell_of(row, columns.event),
            combined_place([cell_of(row, k) for k in columns.places]),
            cell_of(row, columns.stage),
        )
        for row, second, length in zip(table, times, lengths, strict=True)
        if np.isfinite(second)
    ]
    doubts += without_time(len(table) - len(rows), one="row", many="rows")
    return scoring_of(rows, source=columns.source, start=moments.start, doubts=doubts)


def _spans(table: list[list[str]], columns: _Columns) -> tuple[Moments, Array]:
    """Return the beginnings, and the seconds to the ends, NaN without them."""
    # the day of the first row: the times go on over midnight from there
    day = None if columns.date is None else day_of([cell_of(row, columns.date) for row in table])
    if columns.end is None:
        begins = [cell_of(row, columns.start) for row in table]
        return read_moments(begins, day=day), np.full(len(table), np.nan)
    spans = [(cell_of(row, columns.start), cell_of(row, columns.end)) for row in table]
    return read_spans(spans, day=day)


def _lengths(table: list[list[str]], columns: _Columns, between: Array, notes: list[str]) -> Array:
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


def _separator(lines: Lines) -> str:
    for mark in ("\t", ";"):
        if sum(mark in line for _, line in lines.lines[:5]) > 0.5 * min(5, len(lines.lines)):
            return mark
    return ","


def _tells_a_leg(cells: list[str], name: list[str]) -> bool:
    """Return whether a column is of channels or sides, not stages (``R``) or positions."""
    if name and name[0].startswith((*PLACES, *_OTHER_WORDS)):
        return name[0].startswith(PLACES)
    filled = [cell for cell in cells if cell]
    lies = any(folded(cell).startswith(_LYING) for cell in filled)
    return not lies and _share(filled, lambda cell: stage_of(cell, bare=True) is not None) < 0.8


def _with_colon_times(table: list[list[str]]) -> list[list[str]]:
    """Rewrite times with points with colons; column names stay."""
    width = max(map(len, table), default=0)
    columns = [[cell_of(row, k) for row in table] for k in range(width)]
    for k, cells in enumerate(columns):
        # a name, and perhaps a unit, stands above the times
        head = next((n for n, cell in enumerate(cells) if cell[:1].isdigit()), 0)
        columns[k] = cells[:head] + with_colons(cells[head:])
    return [[columns[k][n] for k in range(len(row))] for n, row in enumerate(table)]


def _is_time(cell: str) -> bool:
    return ":" in cell and read_moments([cell]).start is not None


def _is_length(cell: str) -> bool:
    return bool(np.isfinite(duration_of(cell)))


def _share(cells: list[str], test: Callable[[str], bool]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(map(test, filled)) / max(1, len(filled))
