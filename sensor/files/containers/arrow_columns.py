"""Columns of an Arrow table as a table of text: nested ones laid flat, types made plain."""

import re

import pyarrow as pa

from limbwatch.sensor.files.containers.contained import Sheet, sheet_of_table
from limbwatch.sensor.files.containers.flat import flat


def sheet_of_arrow(table: pa.Table) -> Sheet:
    """Write an Arrow table of any columns as text."""
    table = flat(table.replace_schema_metadata(None))
    names = [_named(field) for field in table.schema]
    columns = [_plain(column) for column in table.columns]
    return sheet_of_table("", pa.table(columns, names=names))


def _named(field: pa.Field) -> str:
    """Name the index that pandas writes without a name by what it is."""
    unnamed = re.fullmatch(r"__index_level_\d+__|index|", field.name)
    return "time" if unnamed and pa.types.is_timestamp(field.type) else str(field.name)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    if pa.types.is_duration(kind):
        return column.cast(pa.int64())
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return column.cast(pa.timestamp(kind.unit, tz="UTC"))
    return column
