"""Times without a date, dated by a column beside them or by the name of their file."""

from dataclasses import replace

from limbwatch.sensor.files.tables.clock_columns.time_columns import as_time
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Layout, Written, tells_date
from limbwatch.sensor.files.times.writing.in_names import moment_in
from limbwatch.sensor.files.times.writing.patterns import NUMERIC, UNDATED
from limbwatch.sensor.files.times.writing.scales import UNIX

_NEAR_S = 60.0
"""Between the time in a name and the first sample: names often leave the seconds out."""


def with_date_beside(head: Head, layout: Layout) -> Layout:
    """Date a count, or times of day, by another column that tells dates, whatever it is called.

    The count keeps the spacing of the samples: dates are often of whole seconds. Where its unit
    is only guessed, the dates are the time.
    """
    time = layout.time
    if not isinstance(time, Counter | Written) or tells_date(time) or layout.anchor is not None:
        return layout
    taken = {time.column, *layout.axes, *(layout.gravity or ())}
    taken.update(column for axes in layout.more for column in axes)
    for at in (at for at in range(head.width) if at not in taken):
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
    """Tell dates that are sure also under a name that says nothing."""
    if isinstance(source, Counter):
        return source.epoch is UNIX and source.zero == 0
    return source.pattern not in NUMERIC and tells_date(source)


def dated_by_name(head: Head, layout: Layout) -> Layout:
    """Take the date of a file's name, where the time of day beside it is that of the first row.

    A date and a time in a name alone may be of the start, of the end or of a download; the rows
    tell which.
    """
    source, moment = layout.time, moment_in(head.path.name)
    if moment is None or not isinstance(source, Written) or tells_date(source):
        return layout
    anchored = layout.anchor is not None or layout.start is not None
    counted = source.elapsed or source.pattern in ("minutes", "days and clock")
    if anchored or counted or source.pattern not in UNDATED or source.half is not None:
        return layout
    # here, because Arrow's functions take longer to import than a night of numbers to time
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
