"""Columns that look like time and cannot be: why, and those that are empty."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from limbwatch.sensor.files.tables.clock_columns.counting import readings
from limbwatch.sensor.files.tables.clock_columns.time_cells import finite_numbers, looks_cut
from limbwatch.sensor.files.tables.clock_columns.time_columns import time_column
from limbwatch.sensor.files.tables.clock_columns.time_names import TIMELY, column_name
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.heads.spelling import is_number
from limbwatch.sensor.files.tables.layout import Formatted, Layout, Steady
from limbwatch.sensor.files.tables.parsed.parsed_rows import Broken
from limbwatch.sensor.files.tables.parsed.table import batches
from limbwatch.sensor.files.times.writing.scales import (
    counts_by,
    counts_events,
    counts_rows,
    only_grows,
    typical_spacing,
    unit_name,
)

FEWEST_DIGITS = 4
"""Fewest digits of a time of day."""


def steady(head: Head, taken: tuple[int, ...]) -> Steady:
    """Return the layout of a file without a usable time, with the evidence against its columns."""
    refused = " ".join(itertools.islice(_doubts(head, taken), 2))
    return Steady(doubt=refused or _doubt_unknown_text(head, taken) or _doubt_growing(head, taken))


def _doubts(head: Head, taken: tuple[int, ...]) -> Iterator[str]:
    """Explain of each column that looks like time why it cannot be."""
    for at in range(head.width):
        timely = not head.names or TIMELY.search(column_name(head, at)) is not None
        if at in taken or not (timely or at == 0):
            continue
        if not head.names and at > 0:
            return
        cells = head.filled(at)
        if not cells:
            continue
        shown = f"column {head.names[at]!r}" if head.names else f"column {at + 1}"
        values = finite_numbers(head, at)
        if not timely:
            yield from _doubt_count(shown, cells, values)
        elif len(values) <= 0.8 * len(cells):
            odd = next((cell for cell in cells if not is_number(cell, head.decimal)), cells[0])
            yield (
                f"Its {shown} ({odd!r}) is not a known kind of date and time; ISO 8601 "
                "(2026-03-14T22:41:00.050) is understood best."
            )
        elif len(set(values)) == 1 and not looks_cut(cells[0], values[0], named=bool(head.names)):
            if head.names:
                yield f"Its {shown} is {cells[0]} in each of the first {len(cells)} rows."
        elif len(set(values)) == 1:
            yield (
                f"Its {shown} is {cells[0]} in each of the first {len(cells)} rows: its digits "
                "were cut off, as spreadsheets do. Export it anew, without a spreadsheet."
            )
        elif head.names:
            yield _doubt_pace(shown, cells, values)


def _doubt_unknown_text(head: Head, taken: tuple[int, ...]) -> str:
    """Report a column of texts with the digits of a clock that are written in no known way."""
    for at in range(head.width):
        cells = head.filled(at) if at not in taken else []
        if len(cells) <= 0.8 * len(head.rows) or len(finite_numbers(head, at)) > 0.2 * len(cells):
            continue
        digits = [sum(sign.isdigit() for sign in cell) for cell in cells]
        if min(digits) < FEWEST_DIGITS or len(set(cells)) < 2:
            continue
        name = repr(head.names[at]) if at < len(head.names) and head.names[at] else str(at + 1)
        letters = (
            ""
            if head.encoding.startswith("utf")
            else (" If its letters look wrong here, save the file as UTF-8 first.")
        )
        return (
            f"Its column {name} ({cells[0]!r}) may be its time, but is not written in a known "
            f"way.{letters}"
        )
    return ""


def _doubt_growing(head: Head, taken: tuple[int, ...]) -> str:
    """Report the columns that grow without evidence that they are times."""
    grow = []
    for at in range(head.width if head.names else 0):
        values = finite_numbers(head, at) if at not in taken else []
        if len(values) <= 0.8 * len(head.rows) or counts_rows(values) or counts_events(values):
            continue
        if only_grows(values):
            grow.append(f"{column_name(head, at)!r}" if column_name(head, at) else f"{at + 1}")
    if not grow:
        return ""
    return f"Nothing shows that one of its columns that grow is a time: {', '.join(grow[:6])}."


def _doubt_count(shown: str, cells: list[str], values: list[float]) -> Iterator[str]:
    """Report that a first column, not named as time, counts by more than one."""
    by = counts_by(values)
    if by is not None and by > 1:
        yield (
            f"Its {shown} ({cells[0]}, {cells[1]}, ...) counts on by {by:g} a row, and nothing "
            "says that it is time, or in which unit."
        )


def _doubt_pace(shown: str, cells: list[str], values: list[float]) -> str:
    spacing = typical_spacing(values)
    if spacing is None:
        return (
            f"Its {shown} ({cells[0]}, {cells[1]}, ...) does not grow, so it is not time. If it "
            "is one, sort the rows by it first."
        )
    units = readings(values)
    if len(units) > 1 and not counts_rows(values):
        paces = " or ".join(
            f"{1 / (spacing * s.step):.4g} samples per second in {s.words}" for s in units
        )
        names = " or ".join(f"--time-unit {unit_name(s.step)}" for s in units)
        return (
            f"Its {shown} ({cells[0]}, {cells[1]}, ...) grows by {spacing:.3g} a row and states no "
            f"unit: it is {paces}, and sensors have both. Say which: {names}."
        )
    return (
        f"Its {shown} ({cells[0]}, {cells[1]}, ...) grows by {spacing:.3g} a row: in seconds "
        f"{1 / spacing:.3g} samples per second, and in no unit a rate that sensors have, of 5 to "
        "1000."
        f"{' It may count rows.' if counts_rows(values) else ''}"
    )


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
