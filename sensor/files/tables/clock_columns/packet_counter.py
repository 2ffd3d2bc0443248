"""A column that counts down within the rows of one stamp: the newest sample stands first."""

import re
from itertools import groupby, pairwise

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.clock_columns.time_names import column_name
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Layout, Steady
from limbwatch.sensor.files.tables.parsed.parsed_rows import numbers
from limbwatch.sensor.files.tables.parsed.table import parse

FEWEST_PACKETS = 3
"""Packets in the first rows that must count down. Chosen: by chance no column does so thrice."""

LEFT = re.compile(r"left|remain|rest|level|fill|avail|pending")
"""Part of the name of a column that counts what is still to come, in the order of time."""

SHORTEST = 3
"""Rows of the shortest packet that shows a count. Chosen."""

DOWN = 0.99
"""Least share of the rows within packets of the whole file whose number is one less than that
before. Chosen: rows may be lost."""


def counts_down(head: Head, layout: Layout) -> int | None:
    """Find the column whose numbers go down by one from row to row of one stamp."""
    if isinstance(layout.time, Steady) or head.choices or layout.only or layout.worn:
        return None
    taken = {layout.time.column, *(at for axes in (layout.axes, *layout.more) for at in axes)}
    packets = _packets(head, layout.time.column)
    if len(packets) < FEWEST_PACKETS:
        return None
    for at in set(range(head.width)) - taken:
        if LEFT.search(column_name(head, at)):
            continue
        found = [[row[at].strip() for row in rows if len(row) > at] for rows in packets]
        if all(cell.isdigit() for cells in found for cell in cells) and all(
            int(after) == int(before) - 1 for cells in found for before, after in pairwise(cells)
        ):
            return at
    return None


def with_packets_turned(
    head: Head, layout: Layout, seconds: Array
) -> tuple[Index, tuple[str, ...]] | None:
    """Order the rows of each stamp by the column that counts down within it.

    Gives the positions of the rows, and notes; None where no column of the whole file does so.
    ``seconds`` are the stamps of all rows of the file.
    """
    at = counts_down(head, layout)
    if at is None:
        return None
    count = numbers(parse(head, {at: pa.float64()}).columns[at])
    if len(count) != len(seconds):
        return None
    within = np.diff(seconds) == 0
    steps = np.diff(count)[within]
    if not len(steps) or (steps == -1).mean() < DOWN:
        return None
    packet = np.r_[0, np.cumsum(~within)]
    name = repr(head.names[at]) if head.names else str(at + 1)
    note = Doubt(
        f"Column {name} counts down within the rows of one time: they were taken to stand newest "
        "first, and were turned round by it. If it counts what is left, take it out of the file."
    )
    return np.lexsort((count, packet)), (note,)


def _packets(head: Head, column: int) -> list[list[tuple[str, ...]]]:
    """Find the rows of each stamp among the first rows, without the last, which may be cut."""
    rows = [row for row in head.rows if len(row) > column]
    found = [list(group) for _, group in groupby(rows, key=lambda row: row[column].strip())]
    return [group for group in found[:-1] if len(group) >= SHORTEST]
