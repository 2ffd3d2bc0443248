"""Rows that are not as many cells as the others: comments stand behind them, or quotes are open.

Programs keep behind the cells what was noted while they recorded. Of quotes that a hand typed and
did not close, a parser takes all that follows, up to the next quote, for one cell: rows of the
night are gone, and it says nothing.
"""

import re
from functools import cache

import pyarrow as pa

from limbwatch.sensor.files.tables.heads.head import Head

_BLOCK = 1 << 22
"""Bytes looked at in one go."""

_LINE = re.compile(r"[^\r\n]+")

_SIGNED = rb'[ "]*#[^\r\n]*'
"""A comment with its sign, such as LabChart's `#* lights off`."""

_NAMED = rb'[ "]*[#*A-Za-z][^\r\n]*'
"""One under a name of its own, as in LabVIEW's column of comments, which its rows leave out. What
begins with a number may be of a row whose line end was lost."""


def is_commented(row: str, head: Head) -> bool:
    """Tell a row that has all its cells, and a comment behind them.

    Other text behind them may be of rows of another kind, whose numbers are no samples.
    """
    return not head.quoted and _form_of(head).fullmatch(row.rstrip("\r\n").encode()) is not None


def without_comments(head: Head) -> tuple[bytes, int]:
    """Leave out the comments behind the cells of rows, and count the rows that had one.

    Of a table whose cells are not in quotes and not between blanks.
    """
    return _form_of(head).subn(rb"\1\2", head.whole())


def _form_of(head: Head) -> re.Pattern[bytes]:
    return _form(head.separator, head.width, named=len(head.names) > head.width)


@cache
def _form(separator: str, width: int, *, named: bool) -> re.Pattern[bytes]:
    """Give the form of a row with a comment: its cells, the comment and the end of the line."""
    sign = re.escape(separator.encode())
    cell = rb"[^\r\n" + sign + rb"]*"
    last = rb"[ ]*[-+\d.]" + cell
    cells = (cell + sign) * (width - 1) + last
    comment = _NAMED if named else _SIGNED
    return re.compile(rb"^(" + cells + rb")" + sign + comment + rb"(\r?)$", re.MULTILINE)


def most_rows(head: Head, source: pa.NativeFile) -> int:
    """Count the lines behind the head of a table, but for empty ones, from its beginning on.

    As many rows as there can be; some more where several empty lines follow each other.
    """
    lines, last = -head.skip, b"\n"
    while block := source.read(_BLOCK):
        lines += block.count(b"\n") - block.count(b"\n\n") - block.count(b"\n\r\n")
        last = block[-1:]
    return lines + (last != b"\n")


def with_rows_ending_quotes(head: Head) -> tuple[Head, int]:
    """Have each row end what was opened in it.

    Rows that have an odd number of quotes lose them; gives how many those are, too.
    """
    text = head.whole().decode(head.encoding, errors="replace")
    odd = 0

    def ended(line: re.Match[str]) -> str:
        nonlocal odd
        if line[0].count('"') % 2 == 0:
            return line[0]
        odd += 1
        return line[0].replace('"', "")

    return head.with_text(_LINE.sub(ended, text)), odd
