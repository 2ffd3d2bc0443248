"""Which of the numbers of a date is the day and which the month: all of a file tells."""

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
from limbwatch.sensor.files.times.writing.date_codes import tells_day
from limbwatch.sensor.files.times.writing.in_names import day_in
from limbwatch.sensor.files.times.writing.patterns import ORDERS
from limbwatch.sensor.files.times.writing.written_dates import date_pattern_of, days_by, orders

_WORDS = {
    "month first": "month/day/year",
    "day first": "day/month/year",
    "year first": "two digits of the year first",
}
"""How each of ``ORDERS`` is told."""
_OF_A_BLOCK = 20
"""Cells of each block of a file that are looked at: one for some minutes. Chosen."""


NEAR_DAYS = 1
"""Days by which the date in a file's name may be off those in it: it is that of the evening, or of
the morning after. In the other order of day and month dates are a month off. Chosen."""


def day_order(
    cells: Sequence[str], pattern: str, name: str, likely: str = ""
) -> tuple[str, tuple[str, ...]]:
    """Decide between day and month by dates from all of a file, and say so where nothing tells.

    ``pattern``, a key of ``ORDERS`` as the one that is given back, stands where no cell is a
    date. A date in the ``name`` of the file tells, where its month is in letters or its year first.
    Where nothing tells, ``likely`` is taken: what the program writes that made the file.
    """
    possible = tuple(sorted(orders(cells), key=lambda one: one != likely))
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
        f"The dates ({cells[0].strip()}) can be read as {chosen} or as "
        f"{' or as '.join(others)}; {chosen} was taken. --time-format says it otherwise."
    )
    return possible[0], (doubt,)


def _is_near(told: date, days: Sequence[date]) -> bool:
    """Tell whether some dates are of a day, or of that before or after it."""
    return any(abs((day - told).days) <= NEAR_DAYS for day in days)


def with_day_order(head: Head, layout: Layout) -> Layout:
    """Look through a file for the order of its dates, so that a part of it can be read alone."""
    when = layout.time
    if isinstance(when, Formatted) and tells_day(when.form):
        return layout
    if not isinstance(when, Written | Formatted):
        return layout
    if when.date is not None:
        if isinstance(when, Written) and when.form:
            return layout  # a person says it
        cells = _cells(head, when.date)
        pattern = date_pattern_of(cells)
        if pattern not in ORDERS:
            return layout
        pattern, doubts = day_order(cells, pattern, head.path.name, when.likely)
        when = replace(when, day=pattern)
    elif isinstance(when, Written) and when.pattern in ORDERS and not when.stated:
        pattern, doubts = day_order(_cells(head, when.column), when.pattern, head.path.name)
        when = replace(when, pattern=pattern, stated=True)
    else:
        return layout
    return replace(layout, time=when, notes=(*layout.notes, *doubts))


def _cells(head: Head, column: int) -> list[str]:
    """Give some texts of a column from every block of a file."""
    found: dict[str, None] = {}
    for batch in batches(head, {column: pa.string()}, Broken()):
        places = np.unique(np.linspace(0, len(batch) - 1, _OF_A_BLOCK).astype(int))
        cells = batch.column(0).take(pa.array(places)).to_pylist()
        found |= dict.fromkeys(cell for cell in cells if cell)
    return list(found)
