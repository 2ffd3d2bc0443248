"""Rows with a wrong number of cells: comments stand behind them, or quotes are open.

Programs write behind the cells what was noted while they recorded. If someone typed a quote and did
not close it, a parser takes everything up to the next quote for one cell: rows of the night are
lost without an error.
"""

import re
from functools import cache

import pyarrow as pa

from limbwatch.sensor.files.tables.heads.head import Head

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
