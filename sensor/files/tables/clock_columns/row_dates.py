"""The dates of rows: beside times without one, in the name of the file, and their order of day."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.clock_columns.time_columns import as_time
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Formatted, Layout, Written, tells_date
from limbwatch.sensor.files.tables.parsed.parsed_rows import Broken
from limbwatch.sensor.files.tables.parsed.table import batches
from limbwatch.sensor.files.times.writing.in_names import day_in, moment_in
from limbwatch.sensor.files.times.writing.patterns import NUMERIC, ORDERS, UNDATED, tells_day
from limbwatch.sensor.files.times.writing.scales import UNIX
from limbwatch.sensor.files.times.writing.written_dates import date_pattern_of, days_by, orders

_NEAR_S = 60.0
"""Largest distance, seconds, of the time in a name from the first sample: names often omit
seconds."""


def with_date_beside(head: Head, layout: Layout) -> Layout:
    """Date a count, or times of day, by another column that contains dates, whatever its name.

    The count keeps the spacing of the samples: dates often have whole seconds only. Where its unit
    is only guessed, the dates replace it.
    """
    time = layout.time
    if not isinstance(time, Counter | Written) or tells_date(time) or layout.anchor is not None:
        return layout
    used = {time.column, *layout.axes, *(layout.gravity or ())}
    used.update(column for axes in layout.more for column in axes)
    for at in (at for at in range(head.width) if at not in used):
        # one date in all rows may be that of an export, or of a birth
        if len(set(head.texts(at))) < 2:
            continue
        source = as_time(head, at)
        if source is None or not _is_date(source):
            continue
        if isinstance(time, Counter) and time.guessed:
            return replace(layout, time=source)
        return replace(layout, anchor=source)
    return layout


def _is_date(source: Counter | Written) -> bool:
    """Tell whether a column is certainly a date, even under a name that says nothing."""
    if isinstance(source, Counter):
        return source.epoch is UNIX and source.zero == 0
    return source.pattern not in NUMERIC and tells_date(source)


def dated_by_name(head: Head, layout: Layout) -> Layout:
    """Use the date of a file's name, where the time of day beside it is that of the first row.

    Alone, a date and a time in a name may be of the start, of the end or of a download; the rows
    decide.
    """
    source, moment = layout.time, moment_in(head.path.name)
    if moment is None or not isinstance(source, Written) or tells_date(source):
        return layout
    anchored = layout.anchor is not None or layout.start is not None
    counted = source.elapsed or source.pattern in ("minutes", "days and clock")
    if anchored or counted or source.pattern not in UNDATED or source.half is not None:
        return layout
    # imported late: Arrow's functions take longer to import than timing a night of numbers
    import pyarrow as pa  # noqa: PLC0415

    from limbwatch.sensor.files.times.writing.written_column import seconds_written  # noqa: PLC0415

    first = pa.chunked_array([head.texts(source.column)[:1]])
    clock = float(seconds_written(first, source.pattern)[0][0])
    named = moment.hour * 3600.0 + moment.minute * 60.0 + moment.second
    if not abs(clock - named) < _NEAR_S:
        return layout
    note = (
        f"The date is that of the file's name, {moment.isoformat(sep=' ')}: the first time of day "
        "in the file is the same. If it is not, give --start."
    )
    return replace(layout, start=moment, notes=(*layout.notes, note))


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
    near = [
        one
        for one in possible
        if told and any(abs((day - told).days) <= NEAR_DAYS for day in days_by(one, cells))
    ]
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
