"""The type in which each column of time is parsed: the fastest that keeps all of it."""

import re

import pyarrow as pa

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, Formatted, Layout, TimeParts, Written
from limbwatch.sensor.files.times.writing.written_dates import (
    YEARS,
    counts_milliseconds,
    offset_in,
    zone_in,
)

_OFFSET_LAST = re.compile(r".{19}(?:\.\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)")
"""Times with an offset that pyarrow can read: no blank before the offset, and no zone behind it."""

_BARE = re.compile(r".{19}(?:\.\d*)?\s*")
"""Times without an offset that pyarrow can read: no AM or PM behind them."""


def column_types(head: Head, layout: Layout) -> dict[int, pa.DataType]:
    """Return the type in which each column of time is parsed."""
    types: dict[int, pa.DataType] = {}
    for source in (layout.time, layout.anchor):
        if isinstance(source, Counter):
            # 19 digits of nanoseconds do not fit a float64
            whole = all(cell.lstrip("+-").isdigit() for cell in head.texts(source.column))
            types[source.column] = pa.int64() if whole else pa.float64()
        elif isinstance(source, TimeParts):
            types.update(dict.fromkeys(source.columns.values(), pa.float64()))
        elif isinstance(source, Formatted):
            types[source.column] = pa.string()
        elif isinstance(source, Written):
            types[source.column] = _text_type(head, source)
        if isinstance(source, TimeParts | Formatted | Written) and source.date is not None:
            types[source.date] = pa.string()
        if isinstance(source, Written) and source.half is not None:
            types[source.half] = pa.string()
        if isinstance(source, Counter | Written | TimeParts) and source.part is not None:
            types[source.part.column] = pa.float64()
    return types


def _text_type(head: Head, source: Written) -> pa.DataType:
    """Choose pyarrow's own ISO 8601 parser, several times faster than fields, where it fits."""
    cells = head.texts(source.column)
    padded = all(
        c.isascii() and len(c) >= 19 and c[4] == c[7] == "-" and c[10] in "T " for c in cells
    )
    plain = all(c[:4] <= str(YEARS[1]) for c in cells) and all(
        c[13] == c[16] == ":" and c[19:20] in ("", ".", "Z", "+", "-") for c in cells if padded
    )
    if source.pattern != "iso" or not (padded and plain) or source.date is not None:
        return pa.string()
    if counts_milliseconds([re.split(r"[Z+-]", cell[20:])[0] for cell in cells]):
        return pa.string()
    if offset_in(cells, "iso") is None:
        bare = zone_in(cells, "iso") is None and all(map(_BARE.fullmatch, cells))
        return pa.timestamp("ns") if bare else pa.string()
    known = all(map(_OFFSET_LAST.fullmatch, cells))
    return pa.timestamp("ns", tz="UTC") if known else pa.string()
