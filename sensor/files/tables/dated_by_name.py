"""Times of day without a date, dated by the name of their file where both tell one time."""

from dataclasses import replace

from limbwatch.sensor.files.tables.followed import tells_date
from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.layout import Layout, Written
from limbwatch.sensor.files.times.in_names import moment_in
from limbwatch.sensor.files.times.written import UNDATED

_NEAR_S = 60.0
"""Between the time in a name and the first sample: names often leave the seconds out."""


def dated_by_name(head: Head, layout: Layout) -> Layout:
    """Take the date of a file's name, where the time of day beside it is that of the first row.

    A date and a time in a name alone may be of the start, of the end or of a download; the rows
    tell which.

    Returns
    -------
    Layout
        The same where the file tells the date itself, or the name does not fit.
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

    from limbwatch.sensor.files.times.written_column import seconds_written  # noqa: PLC0415

    first = pa.chunked_array([head.texts(source.column)[:1]])
    clock = float(seconds_written(first, source.pattern)[0][0])
    named = moment.hour * 3600.0 + moment.minute * 60.0 + moment.second
    if not abs(clock - named) < _NEAR_S:
        return layout
    said = (
        f"The date is that of the file's name, {moment.isoformat(sep=' ')}: the first time of day "
        "in the file is the same. If it is not, give --start."
    )
    return replace(layout, start=moment, notes=(*layout.notes, said))
