"""The first lines of a text file: encoding, separator, preamble, column names, some rows."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from limbwatch.sensor.errors import NoTable
from limbwatch.sensor.files.packed import read_unpacked
from limbwatch.sensor.files.tables.heads.beginning import HEAD_BYTES, decoded
from limbwatch.sensor.files.tables.heads.columns import Columns
from limbwatch.sensor.files.tables.heads.name_lines import (
    channels_above,
    cleaned_names,
    counts_samples,
    filled_cells,
    is_moment,
    name_line,
)
from limbwatch.sensor.files.tables.heads.no_table import in_place_of, is_wfdb_header, no_rows
from limbwatch.sensor.files.tables.heads.spelling import (
    as_number,
    cells_of,
    is_number,
    is_row,
    spelling_of,
)

SHOWN_ROWS = 250
"""Rows kept as evidence: 5 s at 50 Hz, enough to see the spacing and several BLE batches."""

HEAD_LINES = SHOWN_ROWS + 200
"""Lines that are examined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChoice:
    """Selects the rows that have one of some texts in a column."""

    column: int
    """Position of the column."""
    values: frozenset[str]
    """Texts to accept, stripped."""

    def takes(self, row: tuple[str, ...]) -> bool:
        """Tell whether a row of cells is selected."""
        return len(row) > self.column and row[self.column].strip() in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the first lines of a text file show."""

    path: Path
    zipped: bool
    """Whether the file is compressed with gzip."""
    encoding: str
    """Python's name of the encoding."""
    separator: str
    """One character; a space stands for any run of white space."""
    decimal: str
    """``.`` or ``,``."""
    preamble: tuple[str, ...]
    """Lines before the column names, unchanged."""
    names: tuple[str, ...]
    """Column names; empty when the file has none."""
    units: tuple[str, ...]
    """Row of units below the names; empty when the file has none."""
    rows: tuple[tuple[str, ...], ...]
    """Cells of the first data rows; at least one row."""
    skip: int
    """Lines before the first data row."""
    quoted: bool
    """Whether cells are in quotes."""
    content: bytes | Columns | None = field(default=None, repr=False)
    """The table as text or as columns, when the file itself is of another kind."""
    choices: tuple[RowChoice, ...] = ()
    """Rows to read; all of them when empty."""
    unnamed: int = 0
    """Surplus of cells in the rows over names, so that no name is certain."""
    begun: bytes | None = field(default=None, repr=False)
    """Table of starts and pauses, as text, when the workbook has one in another sheet."""

    @property
    def width(self) -> int:
        """Number of cells in a row: the commonest, since one row may be cut or broken."""
        lengths = [len(row) for row in self.rows]
        return max(set(lengths), key=lambda length: (lengths.count(length), length))

    @property
    def filled_width(self) -> int:
        """Number of cells up to the last that any of the first rows fills."""
        return max(map(filled_cells, self.rows))

    @property
    def folded(self) -> tuple[str, ...]:
        """Column names in lower case, stripped, in Unicode's composed form."""
        return tuple(map(_folded, self.names))

    def column(self, name: str) -> int | None:
        """Return the position of a column by its name, ignoring case; None when there is none."""
        try:
            return self.folded.index(_folded(name))
        except ValueError:
            return None

    def columns(self, *names: str) -> tuple[int, ...] | None:
        """Return the positions of several columns; None unless all are present."""
        found = [self.column(name) for name in names]
        return tuple(at for at in found if at is not None) if None not in found else None

    def axes(self, *names: str) -> tuple[int, int, int] | None:
        """Return the positions of the columns of x, y and z; None unless all are present."""
        found = self.columns(*names)
        return None if found is None else (found[0], found[1], found[2])

    def numbers(self, column: int) -> list[float]:
        """Return the numbers in the first rows of a column, without cells that hold none."""
        cells = (row[column].strip() for row in self.rows if len(row) > column)
        return [as_number(cell, self.decimal) for cell in cells if is_number(cell, self.decimal)]

    def texts(self, column: int) -> list[str]:
        """Return the cells of a column in the first rows, stripped."""
        return [row[column].strip() for row in self.rows if len(row) > column]

    def filled(self, column: int) -> list[str]:
        """Return the cells of a column in the first rows, without empty ones."""
        return [cell for cell in self.texts(column) if cell]

    def with_rows_between(self, count: int) -> "Head":
        """Return the head with empty rows behind each: the samples that share a row's time."""
        empty = (("",) * self.width,) * count
        return replace(self, rows=tuple(item for row in self.rows for item in (row, *empty)))

    def whole(self) -> bytes:
        """Return the whole table as text, decompressed."""
        if isinstance(self.content, Columns):
            return self.content.text()
        if self.content is not None:
            return self.content
        return read_unpacked(self.path, zipped=self.zipped)

    def with_text(self, text: str) -> "Head":
        """Return the head of the same table rewritten as ``text``."""
        return replace(self, content=text.encode(), encoding="utf8", zipped=False)


def _folded(name: str) -> str:
    # macOS decomposes letters with accents
    together = name if name.isascii() else unicodedata.normalize("NFC", name)
    return together.strip().casefold()


def read_head(
    path: Path,
    start: bytes,
    *,
    zipped: bool,
    content: bytes | Columns | None = None,
    named: bool = False,
) -> Head:
    """Find separator, preamble, column names and the first rows of a text, decompressed.

    ``content`` is the whole table, when the file itself is of another kind; ``named`` tells that
    its first line is known to hold the names of its columns.

    Raises
    ------
    UnreadableFile
        If it is not text; as ``NoTable`` if no row with three numbers follows another.
    """
    text, encoding = decoded(start, path)
    lines = re.split(r"\r\n|\n|\r", text)
    if len(start) >= HEAD_BYTES:
        lines.pop()
    lines = lines[:HEAD_LINES]
    separator, decimal = spelling_of(lines)
    table = [cells_of(line, separator) for line in lines]
    first = _first_row(table, decimal)
    if first is None or is_wfdb_header(lines) or in_place_of(lines):
        raise NoTable(no_rows(path, lines))
    at, names, units = name_line(table, first)
    channels = channels_above(lines[:at], names)
    if channels is not None:
        names, units = channels
        first += counts_samples(table[first]) and is_row(table[first + 1], decimal)
    if named and first and all("" in cells for cells in table[1:first]):
        # incomplete records, such as one about the recording itself, are no names
        at, names, units = 0, cleaned_names(table[0]), tuple[str, ...]()
    rows = [tuple(row) for row in table[first : first + SHOWN_ROWS] if is_row(row, decimal)]
    unnamed = (
        _count_unnamed(table[at], rows) if names else _count_split_numbers(table[:first], rows)
    )
    if unnamed == 1 and _numbers_rows([row[0] for row in rows]):
        # R names no column for the numbers of its rows
        names, units, unnamed = ("", *names), (("", *units) if units else ()), 0
    elif unnamed and separator == " ":
        names, unnamed = _name_date_columns(names, unnamed, rows)
        units = ()
    return Head(
        path=path,
        zipped=zipped,
        encoding=encoding,
        separator=separator,
        decimal=decimal,
        preamble=tuple(lines[:at]),
        names=names,
        units=units,
        rows=tuple(rows),
        skip=first,
        quoted='"' in lines[first],
        content=content,
        unnamed=unnamed,
    )


def _count_unnamed(named: list[str], rows: list[tuple[str, ...]]) -> int:
    """Count the cells beyond the names that most rows fill, without always empty columns."""
    known = filled_cells(named)
    beyond = [min(len(row) - len(named), filled_cells(row) - known) for row in rows]
    beyond = [count for count in beyond if count > 0]
    return min(beyond) if len(beyond) > len(rows) / 2 else 0


def _name_date_columns(
    names: tuple[str, ...], unnamed: int, rows: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], int]:
    """Name date and clock, separated by a blank, where they share one name."""
    numbered = unnamed == 2 and _numbers_rows([row[0] for row in rows])
    found = ("", *names) if numbered else names
    for at in range(min(map(len, rows)) - 1):
        if all(is_moment((row[at], row[at + 1])) for row in rows):
            found = (*found[:at], "date", *found[at:])
            return (found, 0) if len(found) == len(names) + unnamed else (names, unnamed)
    return names, unnamed


def _count_split_numbers(above: list[list[str]], rows: list[tuple[str, ...]]) -> int:
    """Count the surplus cells of rows in which decimal commas split three numbers or more."""
    last = cleaned_names(next((cells for cells in reversed(above) if any(cells)), []))
    words = len(last) >= 4 and not any(is_number(cell, ".") for cell in last)
    alike = len({len(row) for row in rows}) == 1
    beyond = max(map(filled_cells, rows), default=0) - len(last)
    return beyond if words and alike and 3 <= beyond <= len(last) else 0


def _numbers_rows(cells: list[str]) -> bool:
    """Tell whether a column numbers the rows."""
    digits = [cell.strip().strip('"') for cell in cells]
    if not all(map(str.isdigit, digits)):
        return False
    return len(digits) > 1 and all(
        int(after) == int(before) + 1 for before, after in pairwise(digits)
    )


def _is_sparse(cells: list[str], full: list[str], decimal: str) -> bool:
    """Tell whether a line is mostly empty: a time alone, or a row of another sensor."""
    filled = [cell for cell in cells[1:] if cell.strip()]
    numbers = all(is_number(cell, decimal) for cell in filled)
    has_content = bool(filled) or cells[0].strip()[:1].isdigit()
    return len(cells) == len(full) and has_content and len(filled) < len(cells) - 1 and numbers


def _first_row(table: list[list[str]], decimal: str) -> int | None:
    """Find the first line from which on nearly all lines are data."""
    data: list[bool] = []
    for at in range(len(table)):
        ahead = min(at + 20, len(table))
        data.extend(is_row(cells, decimal) for cells in table[len(data) : ahead])
        if not data[at]:
            continue
        following = [
            data[k] or _is_sparse(table[k], table[at], decimal)
            for k in range(at, ahead)
            if any(table[k])
        ]
        if len(following) < 2 or sum(following) < 0.8 * len(following):
            continue
        if not _is_labelled(table[at], table[at + 1 : ahead], decimal):
            return at
    return None


def _is_labelled(cells: list[str], following: list[list[str]], decimal: str) -> bool:
    """Tell whether a line begins with a word where the rows have a number.

    LabChart states a range so, LabVIEW a step; others name columns 1, 2, 3 behind their time.
    """
    if not cells[0].strip(" \"'")[:1].isalpha() or is_number(cells[0], decimal):
        return False
    behind = [row[0] for row in following if row and is_row(row, decimal)]
    return bool(behind) and sum(is_number(cell, decimal) for cell in behind) > len(behind) / 2
