"""A column of dates beside one that counts from a start, whatever it is called."""

from dataclasses import replace

from limbwatch.sensor.files.tables.followed import tells_date
from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Layout, Written
from limbwatch.sensor.files.tables.time_columns import as_time
from limbwatch.sensor.files.times.scales import UNIX
from limbwatch.sensor.files.times.written import NUMERIC


def with_date_beside(head: Head, layout: Layout) -> Layout:
    """Date a count, or times of day, by another column that tells dates.

    The count keeps the spacing of the samples: dates are often of whole seconds. Where its unit
    is only guessed, the dates are the time.

    Returns
    -------
    Layout
        The same where its time tells the date, or no other column does.
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
