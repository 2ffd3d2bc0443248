"""Rows with a wrong number of cells: with comments, in open quotes, or without their line ends.

Programs write behind the cells what was noted while they recorded. If someone typed a quote and did
not close it, a parser takes everything up to the next quote for one cell: rows of the night are
lost without an error. A line without an end is as much of the night as it is long.
"""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.tables.heads.head import Head

_BLOCK = 1 << 22
"""Bytes read at a time."""

_LINE = re.compile(r"[^\r\n]+")

_TOGETHER = 10
"""Rows that a line is as long as before their ends are taken for lost. Chosen: torn lines are two
or three rows, and notes may be long."""

_SIGNED = rb'[ "]*#[^\r\n]*'
"""A comment with its sign, such as LabChart's `#* lights off`."""

_NAMED = rb'[ "]*[#*A-Za-z][^\r\n]*'
"""A comment under a column name of its own, such as LabVIEW's, which its rows leave out. Text that
begins with a number may be a row whose line end was lost."""


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
