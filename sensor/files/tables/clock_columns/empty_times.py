"""Columns of time that exist but are empty: the program that wrote them had no time."""

from dataclasses import replace

import pyarrow as pa

from limbwatch.sensor.files.tables.clock_columns.time_columns import time_column
from limbwatch.sensor.files.tables.clock_columns.time_doubts import steady
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Formatted, Layout, Steady
from limbwatch.sensor.files.tables.parsed.parsed_rows import Broken
from limbwatch.sensor.files.tables.parsed.table import batches


def without_empty_times(head: Head, layout: Layout) -> Layout:
    """Replace a column of time that is empty throughout the file.

    Another column may be the time; where none is, the rows follow each other at a stated rate.
    """
    if layout.anchor is not None and is_empty(head, layout.anchor.column):
        layout = replace(layout, anchor=None)
    time = layout.time
    if isinstance(time, Steady | Formatted) or not is_empty(head, time.column):
        return layout
    return replace(layout, time=time_column(head, layout.axes) or steady(head, layout.axes))


def is_empty(head: Head, column: int) -> bool:
    """Tell whether a column is empty throughout the file; the first rows mostly decide."""
    if head.filled(column):
        return False
    for batch in batches(head, {column: pa.string()}, Broken()):
        if any(cell and cell.strip() for cell in batch.column(0).unique().to_pylist()):
            return False
    return True
