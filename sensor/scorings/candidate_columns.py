"""The columns of a list of events, with name, unit and cells, and which of them tell how long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.scorings.column_words import (
    BEGINNINGS,
    COUNTS,
    ENDS,
    LENGTHS,
    is_called,
)
from limbwatch.sensor.scorings.delimited import Lines, cell_of, duration_of, number_of, split_unit
from limbwatch.sensor.scorings.moments import read_moments, with_colons
from limbwatch.sensor.scorings.vocabulary import folded

_LOOKED_AT: Final = 200


@dataclass(frozen=True, eq=False)
class Candidate:
    """A column whose role is to be found."""

    at: int
    """Its place in a row."""
    name: str
    """Folded; empty without one."""
    unit: float | None
    """The unit that it states, seconds; None if it states none."""
    cells: list[str]
    """Those of the first rows, empty where a row is shorter."""

    def called(self, words: tuple[str, ...]) -> bool:
        """Return whether its name begins with one of some folded words, or has it as a word."""
        return is_called(self.name, words)

    def share(self, test: Callable[[str], bool]) -> float:
        """Return the share of the filled cells that pass a test; 0 without any."""
        filled = [cell for cell in self.cells if cell]
        return sum(map(test, filled)) / max(1, len(filled))

    @property
    def has_times(self) -> bool:
        """Whether most of its cells are times of day."""
        return self.share(_is_time) > 0.8

    @property
    def has_lengths(self) -> bool:
        """Whether more than half of its cells can be durations."""
        return self.share(_is_length) > 0.5


class FirstRows(NamedTuple):
    """The first rows of a list, by column, and the lines above them."""

    first: int
    """First row of data."""
    heads: list[list[str]]
    header: list[str]
    """Folded names, of which there may be more than columns."""
    columns: list[Candidate]


def first_rows(lines: Lines) -> FirstRows | None:
    """Read the columns of a list; None if none of the first rows holds a time of day."""
    mark = separator_of(lines)
    table = _with_colon_times(
        [lines.cells(number, line, mark) for number, line in lines.lines[:_LOOKED_AT]]
    )
    first = next((k for k, row in enumerate(table[:10]) if any(map(_is_time, row))), None)
    if first is None:
        return None
    heads, rows = table[:first], table[first:]
    header, units = _header(heads), _units(heads)
    columns = [
        Candidate(
            at=k,
            name=header[k] if k < len(header) else "",
            unit=units.get(k),
            cells=[row[k] if k < len(row) else "" for row in rows],
        )
        for k in range(max(map(len, rows)))
    ]
    return FirstRows(first, heads, header, columns)


def separator_of(lines: Lines) -> str:
    """Return what separates the cells of a row: a tab, a semicolon or a comma."""
    for mark in ("\t", ";"):
        if sum(mark in line for _, line in lines.lines[:5]) > 0.5 * min(5, len(lines.lines)):
            return mark
    return ","


def _header(heads: list[list[str]]) -> list[str]:
    """Return the folded column names: the last line above the rows that is not one of units."""
    named = [row for row in heads if not all(c[:1] in ("[", "(") for c in row if c)]
    return [folded(cell) for cell in named[-1]] if named else []


def _units(heads: list[list[str]]) -> dict[int, float]:
    """Return the unit, in seconds, of each column that states one in its name or a row of units."""
    found = {}
    for row in heads[:1] + [row for row in heads[1:] if any(c.startswith("[") for c in row)]:
        for place, cell in enumerate(row):
            _, factor = split_unit(cell)
            if factor is not None:
                found[place] = factor
    return found


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


def duration_column(lengths: Sequence[Candidate], *, ended: bool) -> Candidate | None:
    """Choose the column of durations: by its name, its unit, or as the only one that can be.

    Numbers that only grow count epochs or rows, what an actigraph counts is no time, and no column
    of zeros tells how long.
    """
    named = [one for one in lengths if one.called(LENGTHS)]
    named = named or [one for one in lengths if one.unit is not None]
    if named or ended:
        return named[0] if named else None
    possible = [
        one
        for one in lengths
        if not (one.called(COUNTS) or _only_grows(one.cells))
        and any(duration_of(cell) > 0 for cell in one.cells)
    ]
    return possible[0] if len(possible) == 1 else None


def named_otherwise(column: Candidate | None) -> str:
    """Return the name of a column of durations that neither its name nor its unit calls so."""
    if column is None or column.unit is not None or column.called(LENGTHS):
        return ""
    return column.name


def _only_grows(cells: list[str]) -> bool:
    numbers = [number_of(cell) for cell in cells if np.isfinite(number_of(cell))]
    return len(numbers) > 1 and bool(np.all(np.diff(numbers) >= 0)) and numbers[0] < numbers[-1]


_CLOCK_S: Final = 1.0
"""Difference between seconds and clock times up to which they are of the same events: clocks are
cut to whole seconds."""


def second_columns(numeric: Sequence[Candidate]) -> tuple[int, int] | None:
    """Return the places of the columns of numbers that are named for beginnings and ends.

    None where they are missing or an end lies before its beginning.
    """
    timed = [one for one in numeric if not one.called(COUNTS)]
    begin = next((one for one in timed if one.called(BEGINNINGS)), None)
    end = next((one for one in timed if one.called(ENDS)), None)
    if begin is None or end is None:
        return None
    rows = zip(begin.cells, end.cells, strict=True)
    numbers = np.array([(number_of(first), number_of(last)) for first, last in rows])
    known = np.isfinite(numbers).all(axis=1)
    if not known.any() or np.any(numbers[known, 1] < numbers[known, 0]):
        return None
    return begin.at, end.at


def seconds_between(table: Sequence[Sequence[str]], columns: tuple[int, int]) -> Array:
    """Read the seconds from each beginning to its end, NaN where one of them is missing."""
    numbers = [[number_of(cell_of(row, at)) for at in columns] for row in table]
    begins, ends = np.array(numbers, np.float64).reshape(-1, 2).T
    return np.asarray(ends - begins)


def refined_seconds(clock: Array, table: Sequence[Sequence[str]], begin: int) -> Array:
    """Return clock times the decimals of seconds beside them, where both tell the same events.

    ``clock`` is in seconds from the first row, and so is what is returned; the others stand in the
    column ``begin``.
    """
    begins = np.array([number_of(cell_of(row, begin)) for row in table])
    since = begins - begins[0] if len(begins) else begins
    if not np.isfinite(since).all() or not np.isfinite(clock).all():
        return clock
    return since if np.all(np.abs(since - clock) <= _CLOCK_S) else clock
