"""Columns of counts: of the rows, with lost samples, or of what is left in a packet."""

import re
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import groupby, pairwise

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.clock_columns.row_times import RowTimes, read_clock
from limbwatch.sensor.files.tables.clock_columns.time_names import COUNTS, column_name
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Layout, Steady
from limbwatch.sensor.files.tables.parsed.parsed_rows import Table, numbers
from limbwatch.sensor.files.tables.parsed.table import parse
from limbwatch.sensor.files.times.writing.scales import counts_rows

SIZES = (*(2**bits for bits in (8, 10, 12, 16, 24, 32)), *(10**digits for digits in range(2, 10)))
"""Sizes of counters, after which they begin again at 0."""

MOSTLY = 0.8
"""Share of rows that count on by one from the row before; `counts_rows` requires as much.
Chosen."""


def clock_by_counter(
    head: Head, table: Table, layout: Layout, *, zone: tzinfo, start: datetime | None
) -> RowTimes | None:
    """Time the rows of a file without times, like `read_clock`, by the column that numbers them.

    None where no column numbers the rows, or no number is skipped.
    """
    at = _find_row_counter(head, layout)
    if at is None or layout.rate is None:
        return None
    column = parse(head, {at: pa.float64()}).columns[at]
    index = _unwrap(numbers(column)) if len(column) == len(table) else None
    if index is None or index[-1] == len(index) - 1:
        return None
    if float(np.diff(index).max()) / layout.rate > BOUNDS.night_s:
        return None  # an identifier, or a counter set elsewhere: no night has such a gap
    name = repr(head.names[at]) if head.names else str(at + 1)
    places = int(np.count_nonzero(np.diff(index) > 1))
    lost = int(index[-1]) + 1 - len(index)
    note = Doubt(
        f"Column {name} numbers the rows, and {lost} of {lost + len(index)} numbers are left out, "
        f"in {places} places: samples that were lost. They are gaps of the time that they take at "
        f"{layout.rate:g} Hz."
    )
    clock = read_clock(head, table, layout, zone=zone, start=start)
    return replace(clock, seconds=index / layout.rate, notes=(*clock.notes, note))


def _find_row_counter(head: Head, layout: Layout) -> int | None:
    """Find the column that numbers the rows, by its name or as the first."""
    several = head.choices or layout.only or layout.worn or layout.more
    if not isinstance(layout.time, Steady) or several:
        return None
    for at in range(head.width):
        named = at == 0 or COUNTS.search(column_name(head, at)) is not None
        values = head.numbers(at) if named and at not in layout.axes else []
        if len(values) == len(head.rows) and counts_rows(values):
            return at
    return None


def _unwrap(count: Array) -> Array | None:
    """Continue a row number from 0 across wraps of the counter; None where it is no counter."""
    if len(count) < 2 or not np.isfinite(count).all():
        return None
    steps = np.diff(count)
    if (steps < 0).any():
        size = min((size for size in SIZES if size > count.max()), default=0)
        wrapped = np.where(steps < 0, steps + size, steps)
        if wrapped.max() > max(1, steps.max()):
            return None  # not a wrap but a restart, after an unknown time
        steps = wrapped
    if steps.min() < 1 or np.mean(steps == 1) < MOSTLY:
        return None
    return np.concatenate([[0.0], np.cumsum(steps)])


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
