"""Day and month in ambiguous dates, told apart by the dates of the whole file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Formatted, Layout, Written
from limbwatch.sensor.files.tables.parsed.parsed_rows import Broken
from limbwatch.sensor.files.tables.parsed.table import batches
from limbwatch.sensor.files.times.writing.in_names import day_in
from limbwatch.sensor.files.times.writing.patterns import ORDERS, tells_day
from limbwatch.sensor.files.times.writing.written_dates import date_pattern_of, days_by, orders

_WORDS = {
    "month first": "month/day/year",
    "day first": "day/month/year",
    "year first": "two digits of the year first",
}
"""Description of each of ``ORDERS``."""
_OF_A_BLOCK = 20
"""Cells examined per block of a file: one for some minutes. Chosen."""


NEAR_DAYS = 1
"""Days by which the date in a file's name may be off those in it: it is that of the evening, or of
the morning after. In the other order of day and month dates are a month off. Chosen."""


Dated = Written | Formatted
"""The layouts of time that may have a column of dates."""


def day_order(
    cells: Sequence[str], pattern: str, name: str, likely: str = "", beside: str = ""
) -> tuple[str, tuple[str, ...]]:
    """Decide between day and month by dates from the whole file, and warn where it stays open.

    ``pattern``, a key of ``ORDERS`` like the result, is returned where no cell is a date. A date in
    the ``name`` of the file decides, if its month is in letters or its year comes first. Where
    nothing decides, ``likely`` is used: the order that the program writes which made the file.
    ``beside`` is as for `orders`.
    """
    possible = tuple(sorted(orders(cells, beside), key=lambda one: one != likely))
    if len(possible) < 2:
        return (possible[0] if possible else pattern), ()
    told = day_in(name)
    near = [one for one in possible if told is not None and _is_near(told, days_by(one, cells))]
    if len(near) == 1:
        note = (
            f"The dates ({cells[0].strip()}) were read as {_WORDS[near[0]]}: so they are of the "
            f"day that the name of the file says, {told}."
        )
        return near[0], (note,)
    chosen, *others = (_WORDS[one] for one in possible)
    doubt = Doubt(
        f"The dates ({cells[0].strip()}) can be read as {chosen} or as {' or as '.join(others)}; "
        f"{chosen} was taken. --time-format changes that."
    )
    return possible[0], (doubt,)


def first_cells(head: Head, source: Dated) -> str:
    """Return the first cells of the time of day and of AM or PM beside a column of dates."""
    half = source.half if isinstance(source, Written) else None
    columns = (source.column,) if half is None else (source.column, half)
    return " ".join(cell for one in columns for cell in head.texts(one)[:1])


def _is_near(told: date, days: Sequence[date]) -> bool:
    """Tell whether any of the days is ``told``, or one day off it."""
    return any(abs((day - told).days) <= NEAR_DAYS for day in days)


def with_day_order(head: Head, layout: Layout) -> Layout:
    """Search the whole file for the order of its dates, so that a part of it can be read alone."""
    time_source = layout.time
    if isinstance(time_source, Formatted) and tells_day(time_source.form):
        return layout
    if not isinstance(time_source, Written | Formatted):
        return layout
    if time_source.date is not None:
        if isinstance(time_source, Written) and time_source.form:
            return layout  # a person states the format
        cells = _sample_cells(head, time_source.date)
        pattern = date_pattern_of(cells)
        if pattern not in ORDERS:
            return layout
        beside = first_cells(head, time_source)
        pattern, doubts = day_order(cells, pattern, head.path.name, time_source.likely, beside)
        time_source = replace(time_source, day=pattern)
    elif (
        isinstance(time_source, Written)
        and time_source.pattern in ORDERS
        and not time_source.stated
    ):
        pattern, doubts = day_order(
            _sample_cells(head, time_source.column), time_source.pattern, head.path.name
        )
        time_source = replace(time_source, pattern=pattern, stated=True)
    else:
        return layout
    return replace(layout, time=time_source, notes=(*layout.notes, *doubts))


def _sample_cells(head: Head, column: int) -> list[str]:
    """Return some texts of a column from every block of a file."""
    found: dict[str, None] = {}
    for batch in batches(head, {column: pa.string()}, Broken()):
        places = np.unique(np.linspace(0, len(batch) - 1, _OF_A_BLOCK).astype(int))
        cells = batch.column(0).take(pa.array(places)).to_pylist()
        found |= dict.fromkeys(cell for cell in cells if cell)
    return list(found)
