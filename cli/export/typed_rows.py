"""Rows as a typed table that drops nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa


def typed_rows(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return rows as a table whose columns are those of a schema.

    Arrow alone leaves out a value whose name the schema lacks, and writes null where a row lacks a
    name.

    Raises
    ------
    ValueError
        If a row has other names than the schema.
    """
    names = set(schema.names)
    for row in rows:
        if other := names ^ row.keys():
            raise ValueError(
                f"a row and the columns of its table differ in {', '.join(sorted(other))}: "
                "name it in both"
            )
    return pa.Table.from_pylist(list(rows), schema=schema)
