"""Rows as a typed table that drops nothing, and as a Parquet file."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from limbwatch.version import __version__


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


def typed_parquet(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> bytes:
    """Return rows as Parquet, zstd, with the columns of a schema and the version that wrote it."""
    out = io.BytesIO()
    stamped = schema.with_metadata({"generated_by": f"limbwatch {__version__}"})
    # through Python: Arrow takes names for UTF-8, which those of folders need not be
    pq.write_table(typed_rows(rows, stamped), out, compression="zstd")
    return out.getvalue()
