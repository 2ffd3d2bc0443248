"""Parquet files of other programs, read by Arrow."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.containers.arrow_columns import sheet_of_arrow
from limbwatch.sensor.files.containers.contained import Contained


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
    return Contained(
        what="a Parquet file of another program",
        sheets=(sheet_of_arrow(table),),
    )
