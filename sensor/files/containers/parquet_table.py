"""Parquet files of other programs, read by Arrow."""

import os
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.containers.contained import Contained, sheet_of_table
from limbwatch.sensor.files.containers.flat import flat


def read_parquet(path: Path) -> Contained:
    """Read a Parquet file.

    Raises
    ------
    UnreadableFile
        If it is damaged.
    """
    try:
        # by bytes, as the system names files: Arrow takes texts for UTF-8
        with pa.OSFile(os.fsencode(path)) as source, pq.ParquetFile(source) as file:
            told = file.metadata
            require_modest(str(path), path.stat().st_size, 4 * told.num_rows * told.num_columns)
            table = file.read()
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(
            f"{path} cannot be read as Parquet ({error}). Copy or export it again."
        ) from error
    table = flat(table.replace_schema_metadata(None))
    names = [_named(field) for field in table.schema]
    columns = [_plain(column) for column in table.columns]
    return Contained(
        what="a Parquet file of another program",
        sheets=(sheet_of_table("", pa.table(columns, names=names)),),
    )


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
