"""Lines that are much longer than a row: their line ends are lost.

A line without an end is as much of the night as it is long.
"""

from dataclasses import replace

import numpy as np

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
