"""Three texts of one axis each, whose rows belong together: written as one table."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, zip_longest

from limbwatch.sensor.files.tables.heads.axis_names import AXES, axis_in
from limbwatch.sensor.files.tables.heads.spelling import as_number, holds_number, is_number
from limbwatch.sensor.files.values.unit import unit_named

_SEPARATORS = (";", "\t", "|", ",", " ", "")
"""Separators in the order in which they are tried; a comma may be a decimal mark beside those
before it. Without any, each line is a value."""

_COMPARED = 200
"""Leading rows by which the column of values is found: 3 s at 64 Hz. Chosen."""

_FEWEST = 3
"""Fewest rows that are compared."""

_LINES = re.compile(r"\r\n|\n|\r")
_UNIT = re.compile(r"\s*([(\[][^)\]]*[)\]])\s*$")


class UnlikeRows(Exception):  # noqa: N818 - told with the names of the files by who knows them
    """Rows of three texts that are not of one time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisTexts:
    """How three texts of one axis each are written."""

    separator: str
    """Separator of cells; empty where each line is a value."""
    value: int
    """Column of the values; all other columns are alike in the three."""
    width: int
    """Number of columns."""
    skip: tuple[int, ...]
    """Lines before the first row of each text, without empty ones."""
    above: tuple[str, ...]
    """Those lines of the first text."""
    names: tuple[tuple[str, ...], ...]
    """Cells of the line of names of each text, where there is one."""

    @property
    def is_timed(self) -> bool:
        """Whether cells beside the values show which rows belong together."""
        return self.separator != ""


def axis_texts(starts: Sequence[str]) -> AxisTexts | None:
    """Find the column in which three texts of one axis each differ, by their leading whole lines.

    None when they differ in no column or in several, or the columns they share contain no time or
    may be axes of their own.
    """
    # a last line may be torn: where a beginning is cut, or where the power failed
    texts = [[line for line, _ in _filled_lines(_LINES.split(start))][:-1] for start in starts]
    for separator in _SEPARATORS:
        found = _split_by(separator, texts)
        if found is not None:
            return found
    return None


def _split_by(separator: str, texts: Sequence[Sequence[str]]) -> AxisTexts | None:
    tables = [[_cells(line, separator) for line in text] for text in texts]
    if not all(tables):
        return None
    width = len(tables[0][-1])
    if separator and width < 2:
        return None
    for value in reversed(range(width)):
        skip = tuple(_first_row(table, value, width) for table in tables)
        rows = [table[at : at + _COMPARED] for table, at in zip(tables, skip, strict=True)]
        if min(map(len, rows)) < _FEWEST or not _differ_only_in(value, rows):
            continue
        names = tuple(
            tuple(table[at - 1]) if at and len(table[at - 1]) == width else ()
            for table, at in zip(tables, skip, strict=True)
        )
        if _has_own_axes(value, names, rows[0]):
            return None
        above = tuple(texts[0][: skip[0] - bool(names[0])])
        return AxisTexts(
            separator=separator, value=value, width=width, skip=skip, above=above, names=names
        )
    return None


def _first_row(table: Sequence[Sequence[str]], value: int, width: int) -> int:
    """Find the first row.

    All lines from there on have as many cells, and a number or nothing as value.
    """
    at = len(table)
    while at and len(table[at - 1]) == width and _may_be_value(table[at - 1][value]):
        at -= 1
    return at


def _has_own_axes(
    value: int, names: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]
) -> bool:
    """Tell whether a file may be a whole recording, of a person named ``x`` whose limb lay still.

    Then two of its axes are alike in all three files, as nothing moved along them.
    """
    named = [[found and found.axis for found in map(axis_in, line)] for line in names]
    if any(set(AXES) <= set(line) for line in named):
        return True
    if [line[value : value + 1] for line in named] == [[axis] for axis in AXES]:
        return False
    columns = [cells for at, cells in enumerate(zip(*rows, strict=True)) if at != value]
    return sum(map(_may_be_axis, columns)) >= len(AXES) - 1


def _may_be_axis(cells: Sequence[str]) -> bool:
    """Tell whether a column holds numbers that do not grow, unlike times and counts."""
    bare = [cell.strip().strip('"') for cell in cells]
    mark = next((mark for mark in ".," if all(is_number(cell, mark) for cell in bare)), None)
    if mark is None:
        return False
    values = [as_number(cell, mark) for cell in bare]
    return values[0] == values[-1] or any(after < before for before, after in pairwise(values))


def _differ_only_in(value: int, rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """Tell whether rows of three tables differ in one column only, and others vary by row."""
    together = list(zip(*rows, strict=False))
    others = [[_other_cells(cells, value) for cells in row] for row in together]
    alike = all(row.count(row[0]) == len(row) for row in others)
    values = [[cells[value] for cells in row] for row in together]
    if not alike or all(row.count(row[0]) == len(row) for row in values):
        return False
    # `0,98` is not a time of 0 and a value of 98: a time changes
    return not others[0][0] or any(row[0] != others[0][0] for row in others)


def _other_cells(cells: Sequence[str], value: int) -> list[str]:
    return [*cells[:value], *cells[value + 1 :]]


def side_by_side_axes(files: Sequence[Iterator[str]], laid: AxisTexts) -> tuple[bytes, int]:
    """Write three texts of one axis each, given their lines, as one table.

    Also returns the number of rows at the end that not all three have: they are left out.

    Raises
    ------
    UnlikeRows
        If cells beside the values are not alike in a row, or it is unknown which row is missing.
    """
    separator, at = laid.separator or ";", laid.value
    out = io.StringIO()
    out.writelines(f"{line}\n" for line in laid.above)
    if names := _column_names(laid):
        out.write(separator.join(names) + "\n")
    rows = [
        islice(_filled_lines(file), skip, None) for file, skip in zip(files, laid.skip, strict=True)
    ]
    count = lost = 0
    torn = ""
    for found in zip_longest(*rows):
        if None in found:
            lost += 1
            continue
        if torn:
            raise UnlikeRows(torn)
        lines = [line for line, _ in found]
        first, *others = (_cells(line, laid.separator) for line in lines)
        for other in others:
            if _other_cells(other, at) != _other_cells(first, at):
                torn = (
                    f"row {count + 1} is {lines[0]!r} in one and {separator.join(other)!r} in "
                    "another"
                )
                break
        if torn:  # harmless in the last row, which may be cut off
            lost += 1
            continue
        count += 1
        if not laid.is_timed and len({empty for _, empty in found}) > 1:
            raise UnlikeRows(
                f"an empty line stands before row {count} in one and not in another, and nothing "
                "in them tells which are missing"
            )
        values = [cells[at] if len(cells) > at else "" for cells in (first, *others)]
        out.write(separator.join([*first[:at], *values, *first[at + 1 :]]) + "\n")
    if lost and not laid.is_timed:
        raise UnlikeRows(
            f"one has {count} rows and another {count + lost}, and nothing in them tells which are "
            "missing"
        )
    return out.getvalue().encode(), lost


def _column_names(laid: AxisTexts) -> list[str]:
    """Name the columns: by the three names of the axis, or by its letters and the unit."""
    at = laid.value
    if not all(laid.names):
        # between blanks an empty name would be lost
        none = "" if laid.separator != " " else "-"
        return [*[none] * at, *AXES, *[none] * (laid.width - at - 1)]
    first = list(laid.names[0])
    own = [names[at].strip().strip('"') for names in laid.names]
    if len(set(own)) < len(own):
        unit = _UNIT.search(own[0])
        bare = f"({own[0]})" if unit_named(own[0]) is not None else ""
        unit_text = unit[1] if unit is not None else bare
        own = [f"{axis} {unit_text}".strip() for axis in AXES]
    return [*first[:at], *own, *first[at + 1 :]]


def _filled_lines(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the lines that are not empty, and how many empty ones precede each."""
    empty = 0
    for line in lines:
        bare = line.rstrip("\r\n")
        if bare.strip():
            yield bare, empty
            empty = 0
        else:
            empty += 1


def _cells(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    return line.split(separator) if separator else [line]


def _may_be_value(cell: str) -> bool:
    bare = cell.strip().strip('"')
    return not bare or holds_number(bare)
