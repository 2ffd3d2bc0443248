"""Flattening nested columns: records in records, vectors, several samples per row."""

import pyarrow as pa

_AXES = "xyz"
_DEPTH = 8
"""Deepest nesting of records: messages of brokers and databases nest three or four. Chosen."""


def flat(table: pa.Table) -> pa.Table:
    """Convert a table to flat columns.

    A record becomes a column for each field (``acc.x``), a vector of three numbers one for each
    axis, and a row with lists of samples becomes as many rows, repeating the other columns.
    Anything nested in another way is left out.
    """
    for _ in range(_DEPTH):
        if any(pa.types.is_struct(field.type) for field in table.schema):
            table = table.flatten()
        lists = [field.name for field in table.schema if _is_list(field.type)]
        if lists:
            table = _split_vectors(table, lists)
        lists = [field.name for field in table.schema if _is_list(field.type)]
        table = _split_samples(table, lists) if lists else table
        if not any(pa.types.is_nested(field.type) for field in table.schema):
            break
    plain = [field.name for field in table.schema if not pa.types.is_nested(field.type)]
    return table.select(plain)


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )


def _split_vectors(table: pa.Table, names: list[str]) -> pa.Table:
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    for name in names:
        column = table.column(name)
        kind = column.type.value_type
        lengths = pc.unique(pc.list_value_length(column)).to_pylist()
        number = pa.types.is_floating(kind) or pa.types.is_integer(kind)
        # three lists of three numbers are samples; fewer are vectors
        if number and set(lengths) - {None} == {3} and len(names) < len(_AXES):
            at = table.schema.get_field_index(name)
            table = table.remove_column(at)
            for place, axis in enumerate(_AXES):
                table = table.append_column(f"{name}_{axis}", pc.list_element(column, place))
    return table


def _split_samples(table: pa.Table, names: list[str]) -> pa.Table:
    """Expand rows with lists to one row per sample."""
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    first = table.column(names[0]).combine_chunks()
    lengths = pc.list_value_length(first)
    alike = [
        name
        for name in names
        if pc.list_value_length(table.column(name).combine_chunks()).equals(lengths)
    ]
    parents = pc.list_parent_indices(first)
    columns = {}
    for field in table.schema:
        column = table.column(field.name).combine_chunks()
        if field.name in alike:
            columns[field.name] = pc.list_flatten(column)
        elif not _is_list(field.type):
            columns[field.name] = column.take(parents)
    return pa.table(columns)
