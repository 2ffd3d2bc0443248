"""Quotes that open in a row and do not close there, as notes have them that a hand typed.

A parser takes all that follows, up to the next quote, for one cell: rows of the night are gone,
and it says nothing.
"""

import re
from dataclasses import replace

import pyarrow as pa

from limbwatch.sensor.files.packed import whole
from limbwatch.sensor.files.tables.head import Head

_BLOCK = 1 << 22
"""Bytes looked at in one go."""

_LINE = re.compile(r"[^\r\n]+")


def most_rows(head: Head, source: pa.NativeFile) -> int:
    """Count the lines behind the head of a table, but for empty ones.

    Parameters
    ----------
    head : Head
    source : pyarrow.NativeFile
        The table from its beginning.

    Returns
    -------
    int
        As many rows as there can be; some more where several empty lines follow each other.
    """
    lines, last = -head.skip, b"\n"
    while block := source.read(_BLOCK):
        lines += block.count(b"\n") - block.count(b"\n\n") - block.count(b"\n\r\n")
        last = block[-1:]
    return lines + (last != b"\n")


def with_rows_ending_quotes(head: Head) -> tuple[Head, int]:
    """Have each row end what was opened in it.

    Returns
    -------
    Head, int
        With the table as its content, without the quotes of rows that have an odd number of them;
        and how many rows those are.
    """
    content = head.content
    if content is None:
        content = whole(head.path, zipped=head.zipped)
    text = content.decode("utf-8" if head.encoding == "utf8" else head.encoding, errors="replace")
    odd = 0

    def ended(line: re.Match[str]) -> str:
        nonlocal odd
        if line[0].count('"') % 2 == 0:
            return line[0]
        odd += 1
        return line[0].replace('"', "")

    closed = _LINE.sub(ended, text).encode()
    return replace(head, content=closed, encoding="utf8", zipped=False), odd
