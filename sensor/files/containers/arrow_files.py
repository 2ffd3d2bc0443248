"""Files that Arrow reads: Parquet, and its own (Feather, which are IPC files, and streams)."""

import os
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.containers.contained import (
    UTC_OFFSET,
    Contained,
    Sheet,
    flat,
    sheet_of_table,
)
from limbwatch.sensor.store import PARQUET

FEATHER = b"ARROW1"
"""First bytes of an Arrow file ("IPC File Format")."""


def read_arrow(path: Path, start: bytes) -> Contained | None:
    """Read a file of Arrow, given its first bytes; None if it is of another kind.

    Raises
    ------
    UnreadableFile
        If it is damaged, or unpacks to more than any recording.
    """
    if start.startswith(PARQUET):
        return _read_parquet(path)
    return _read_feather(path) if start.startswith(FEATHER) else _read_stream(path)


def _read_parquet(path: Path) -> Contained:
    try:
        with _open(path) as source, pyarrow.parquet.ParquetFile(source) as file:
            told = file.metadata
            require_modest(str(path), path.stat().st_size, 4 * told.num_rows * told.num_columns)
            table = file.read()
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(
            f"{path} cannot be read as Parquet ({error}). Copy or export it again."
        ) from error
    return Contained(what="a Parquet file of another program", sheets=(_sheet(table),))


def _read_feather(path: Path) -> Contained:
    try:
        with _open(path) as source:
            file = pyarrow.ipc.open_file(source)
            batches = (file.get_batch(at) for at in range(file.num_record_batches))
            table = _join_batches(path, file.schema, batches)
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(
            f"{path} cannot be read as Feather ({error}). Copy or export it again."
        ) from error
    return Contained(what="a Feather file", sheets=(_sheet(table),))


def _read_stream(path: Path) -> Contained | None:
    with _open(path) as source:
        try:
            stream = pyarrow.ipc.open_stream(source)
        except (OSError, pa.ArrowException):
            return None  # many files begin with these bytes, such as erased memory of a chip
        try:
            table = _join_batches(path, stream.schema, stream)
        except (OSError, pa.ArrowException) as error:
            raise UnreadableFile(
                f"{path} cannot be read as a stream of Arrow ({error}). Copy or export it again."
            ) from error
    return Contained(what="a stream of Arrow", sheets=(_sheet(table),))


def _open(path: Path) -> Any:
    # as bytes, like the system: Arrow takes text for UTF-8
    return pa.OSFile(os.fsencode(path))


def _join_batches(path: Path, schema: pa.Schema, batches: Any) -> pa.Table:
    """Join batches, each of which may unpack to much more than it takes on disk.

    Arrow trusts the lengths and offsets of a file: unvalidated, damaged ones end the process.
    """
    kept, room = [], 0
    for batch in batches:
        batch.validate(full=True)
        room += batch.nbytes
        require_modest(str(path), path.stat().st_size, room)
        kept.append(batch)
    return pa.Table.from_batches(kept, schema)


def _sheet(table: pa.Table) -> Sheet:
    """Return an Arrow table of any columns as a sheet, with nested columns flattened."""
    table = flat(table.replace_schema_metadata(None))
    names = [_column_name(field) for field in table.schema]
    columns = [_flat_type(column) for column in table.columns]
    return sheet_of_table("", pa.table(columns, names=names))


def _column_name(field: pa.Field) -> str:
    """Return a column's name; the unnamed index of pandas is a time if its type is."""
    unnamed = re.fullmatch(r"__index_level_\d+__|index|", field.name)
    return "time" if unnamed and pa.types.is_timestamp(field.type) else str(field.name)


def _flat_type(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    if pa.types.is_duration(kind):
        return column.cast(pa.int64())
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return column.cast(pa.timestamp(kind.unit, tz=UTC_OFFSET))
    return column
