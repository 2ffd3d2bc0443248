"""Comments behind the cells of a row, as programs keep what was noted while they recorded."""

import re
from functools import cache

from limbwatch.sensor.files.packed import whole
from limbwatch.sensor.files.tables.head import Head

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
    """Leave out the comments behind the cells of rows.

    Parameters
    ----------
    head : Head
        Of a table whose cells are not in quotes and not between blanks.

    Returns
    -------
    bytes, int
        The whole table, and how many rows had one.
    """
    content = head.content
    if content is None:
        content = whole(head.path, zipped=head.zipped)
    return _form_of(head).subn(rb"\1\2", content)


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
