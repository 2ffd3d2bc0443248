"""Columns of a container, in the types that are wanted of a table."""

import pyarrow as pa

from limbwatch.sensor.files.tables.heads.columns import texts

EMPTY = ["", "NaN", "nan", "NAN", "NA", "N/A", "#N/A", "null", "NULL", "None", "-", "?", "."]
"""Cells without a value; a point alone is SAS's."""


def typed_column(column: pa.ChunkedArray, kind: pa.DataType, *, decimal: str) -> pa.ChunkedArray:
    """Convert a column to a type; cells without a value are empty.

    A number keeps the digits that it was written with: a float of 32 bits becomes the float of 64
    bits that its shortest digits make.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a cell is not of that type.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    held = column.type
    if pa.types.is_string(kind):
        return texts(column)
    if pa.types.is_timestamp(kind) and pa.types.is_timestamp(held):
        return column.cast(kind)
    if not (pa.types.is_integer(held) or pa.types.is_float64(held) or held == kind):
        written = pc.utf8_trim_whitespace(texts(column))
        lacking = pc.is_in(written, value_set=pa.array(EMPTY))
        column = pc.if_else(lacking, pa.scalar(None, pa.string()), written)
        if decimal != "." and pa.types.is_floating(kind):
            column = pc.replace_substring(column, ".", "?")  # no decimal mark here
            column = pc.replace_substring(column, decimal, ".")
    elif pa.types.is_floating(held):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, held), column)
    return column.cast(kind, safe=not pa.types.is_floating(kind))
