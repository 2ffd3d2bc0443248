"""Rows of a text file, parsed: as arrays, those torn, run together or of no table, the end.

Programs write behind the cells what was noted while they recorded. If someone typed a quote and did
not close it, a parser takes everything up to the next quote for one cell: rows of the night are
lost without an error. A line that is much longer than a row has lost its line ends; it is as much
of the night as it is long.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.head import Head

_TOGETHER = 10
"""Rows that a line is as long as before their ends are taken for lost. Chosen: torn lines are two
or three rows, and notes may be long."""


def row_length(head: Head) -> float:
    """Return the mean length of the first rows with their ends, characters."""
    return 1 + sum(len(head.separator.join(row)) for row in head.rows) / len(head.rows)


def rows_in_line(length: int, cells: int, head: Head, typical: float) -> int:
    """Return how many rows of typical length a line is; 0 where it may be a single one."""
    many = cells > _TOGETHER * (head.width - 1) and length >= _TOGETHER * typical
    return round(length / typical) if many else 0


def without_long_lines(head: Head) -> tuple[Head, int, int]:
    """Leave out the lines that are much longer than a row.

    Counts the rows that run together in them, and the lines that are no rows.
    """
    if head.encoding.startswith("utf-16"):
        head = head.with_text(head.whole().decode(head.encoding, errors="replace"))
    text = head.whole()
    kinds = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero((kinds == ord("\n")) | (kinds == ord("\r")))
    edges = np.concatenate([[-1], ends, [len(text)]])[head.skip :]
    typical, kept, rows, others = row_length(head), [text[: int(edges[0]) + 1]], 0, 0
    long = np.flatnonzero(np.diff(edges) > _TOGETHER * typical)
    begin = int(edges[0]) + 1
    for at in long.tolist():
        first, stop = int(edges[at]) + 1, int(edges[at + 1])
        kept.append(text[begin:first])
        cells = 1 + text.count(head.separator.encode(), first, stop)
        together = rows_in_line(stop - first, cells, head, typical)
        rows, others, begin = rows + together, others + (not together), stop
    content = b"".join((*kept, text[begin:]))
    return replace(head, content=content, zipped=False) if len(long) else head, rows, others


@dataclass(slots=True, kw_only=True)
class Broken:
    """Counts rows of another width, and remembers what some of them may be.

    A row may be a line of names, have quotes or, where ``head`` is given, a comment behind its
    cells.
    """

    head: Head | None = None
    """Head of the table; None to skip the search for comments."""
    rows: int = 0
    """Number of such rows."""
    first: str = ""
    """Width of the first of them, in words."""
    named: bool = False
    """Whether one may be a line of names."""
    commented: bool = False
    """Whether one has a comment behind its cells."""
    quoted: bool = False
    """Whether one has quotes."""
    run_together: int = 0
    """Rows that are as long as the lines of which each is several, without an end between them."""
    _typical: float = field(default=0.0, init=False)

    def __call__(self, row: Any) -> str:
        """Skip a row, as a callback of pyarrow."""
        if self.head is not None and not self._typical:
            self._typical = row_length(self.head)
        if self.head is not None and (
            together := rows_in_line(len(row.text), row.actual_columns, self.head, self._typical)
        ):
            self.run_together += together
            return "skip"
        self.first = self.first or f"{row.actual_columns} cells instead of {row.expected_columns}"
        self.rows += 1
        # a letter may begin a line of names, with which the table changes its columns
        self.named = self.named or row.text[:1].isalpha() or row.text[:1] in ('"', "#", "%")
        self.quoted = self.quoted or '"' in row.text
        if self.head is not None and row.actual_columns > row.expected_columns:
            self.commented = self.commented or is_commented(row.text, self.head)
        return "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Parsed columns."""

    columns: Mapping[int, pa.ChunkedArray]
    """Columns by position in the file."""
    broken: int = field(default=0)
    """Rows left out because they have too few or too many cells."""
    reported: int = 0
    """Rows left out that the notes report."""
    notes: tuple[str, ...] = ()
    """Sentences for the person."""
    texts: int = 0
    """Rows with text in place of a number, where the notes report them."""
    run_together: int = 0
    """Rows in lines that were left out, because the ends of their rows are lost."""

    def __len__(self) -> int:
        return next((len(column) for column in self.columns.values()), 0)


def numbers(column: pa.ChunkedArray) -> Array:
    """Return a parsed column of numbers as float64, NaN where it is empty or infinite."""
    result = np.empty(len(column))
    copy_numbers(column, result)
    result[np.isinf(result)] = np.nan
    return result


def copy_numbers(column: pa.ChunkedArray, out: NDArray[np.floating[Any]]) -> None:
    """Copy a parsed column of numbers to an array of floats, with NaN where it is empty.

    It does so from Arrow's buffers, because Arrow's ``to_numpy`` imports pandas first.
    """
    at = 0
    for chunk in column.chunks:
        part = out[at : at + len(chunk)]
        with np.errstate(over="ignore"):  # beyond float32 it is no acceleration
            part[:] = _values(chunk)
        if chunk.null_count:
            part[~_known(chunk)] = np.nan
        at += len(chunk)


def whole_numbers(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return a parsed column of whole numbers, none of them empty."""
    return np.concatenate([np.empty(0, np.int64), *map(_values, column.chunks)], dtype=np.int64)


def _values(chunk: pa.Array) -> NDArray[Any]:
    """View the numbers of a chunk; those of empty cells are arbitrary."""
    kind = np.dtype(chunk.type.to_pandas_dtype())
    if len(chunk) == 0:
        return np.empty(0, kind)
    return np.frombuffer(chunk.buffers()[1], kind)[chunk.offset : chunk.offset + len(chunk)]


def _known(chunk: pa.Array) -> Mask:
    bits = np.frombuffer(chunk.buffers()[0], np.uint8)
    stop = chunk.offset + len(chunk)
    return np.unpackbits(bits, count=stop, bitorder="little")[chunk.offset :].astype(np.bool_)


LOOKED_AT = 200
"""Lines among which a cut last one is the shortest. Chosen: among numbers of any length the last is
the shortest once in so many files."""

SHEET_LINES = (2**20, 2**16)
"""Lines of a sheet of Excel since 2007, and before; anything beyond is not saved."""


def is_cut(head: Head) -> bool:
    """Tell whether the last row of an uncompressed file ends in the middle of a number.

    The last line has no line end, all cells, and is shorter than those before it: the rest of a cut
    number is a number too.
    """
    if head.zipped or head.content is not None:
        return False
    with head.path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - BOUNDS.line_bytes))
        end = file.read()
    if end.endswith((b"\n", b"\r")) or b"\x00" in end:
        return False
    *before, last = end.splitlines()[-LOOKED_AT:]
    # the first may be cut
    before = [line for line in before[1:] if line.strip()]
    separators = [line.count(head.separator.encode()) for line in (*before, last)]
    alike = len(before) >= LOOKED_AT // 2 and len(set(separators)) == 1
    return alike and len(last) < min(map(len, before))


def sheet_is_full(head: Head, table: Table) -> Iterator[Doubt]:
    """Warn of a table that ends at the line limit of a spreadsheet."""
    lines = head.skip + len(table) + table.broken + table.reported
    if lines in SHEET_LINES:
        yield Doubt(
            f"The file has {lines} lines, as many as a spreadsheet holds: if it was saved in one, "
            "what came after them is lost. Give the file that the sensor or app wrote."
        )


_BLOCK = 1 << 22
"""Bytes read at a time."""

_LINE = re.compile(r"[^\r\n]+")

_SIGNED = rb'[ "]*#[^\r\n]*'
"""A comment with its sign, such as LabChart's `#* lights off`."""

_NAMED = rb'[ "]*[#*A-Za-z][^\r\n]*'
"""A comment under a column name of its own, such as LabVIEW's, which its rows leave out. Text that
begins with a number may be a row whose line end was lost."""


def is_commented(row: str, head: Head) -> bool:
    """Tell whether a row has all its cells, and a comment behind them.

    Other text behind them may belong to rows of another kind, whose numbers are no samples.
    """
    return (
        not head.quoted
        and _comment_pattern(head).fullmatch(row.rstrip("\r\n").encode()) is not None
    )


def without_comments(head: Head) -> tuple[bytes, int]:
    """Remove the comments behind the cells of rows, and count the rows that had one.

    The cells must be neither in quotes nor separated by blanks.
    """
    return _comment_pattern(head).subn(rb"\1\2", head.whole())


def _comment_pattern(head: Head) -> re.Pattern[bytes]:
    return _row_with_comment(head.separator, head.width, named=len(head.names) > head.width)


@cache
def _row_with_comment(separator: str, width: int, *, named: bool) -> re.Pattern[bytes]:
    """Return the pattern of a row with a comment, grouped into cells and line end."""
    sign = re.escape(separator.encode())
    cell = rb"[^\r\n" + sign + rb"]*"
    last = rb"[ ]*[-+\d.]" + cell
    cells = (cell + sign) * (width - 1) + last
    comment = _NAMED if named else _SIGNED
    return re.compile(rb"^(" + cells + rb")" + sign + comment + rb"(\r?)$", re.MULTILINE)


def most_rows(head: Head, source: pa.NativeFile) -> int:
    """Count the non-empty lines behind the head of a table, from its beginning on.

    The result is an upper bound of the rows: it is too high where several empty lines follow each
    other.
    """
    lines, last = -head.skip, b"\n"
    while block := source.read(_BLOCK):
        lines += block.count(b"\n") - block.count(b"\n\n") - block.count(b"\n\r\n")
        last = block[-1:]
    return lines + (last != b"\n")


def with_rows_ending_quotes(head: Head) -> tuple[Head, int]:
    """Close open quotes at the end of their row.

    Rows that have an odd number of quotes lose them; also returns the number of such rows.
    """
    text = head.whole().decode(head.encoding, errors="replace")
    odd = 0

    def balanced(line: re.Match[str]) -> str:
        nonlocal odd
        if line[0].count('"') % 2 == 0:
            return line[0]
        odd += 1
        return line[0].replace('"', "")

    return head.with_text(_LINE.sub(balanced, text)), odd
