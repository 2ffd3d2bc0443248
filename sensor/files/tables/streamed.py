"""A text file of any length, parsed block by block."""

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.csv

from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.parsed_rows import Broken
from limbwatch.sensor.files.tables.table import csv_options, unmapped


def batches(
    head: Head, types: Mapping[int, pa.DataType], broken: Broken
) -> Iterator[pa.RecordBatch]:
    """Parse some columns of a file, of which only a block is ever in memory.

    Parameters
    ----------
    head : Head
    types : mapping of int to pyarrow.DataType
        Type of each wanted column, by position.
    broken : Broken
        Is told of the rows of another width.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a cell is not of its type.
    """
    with (
        unmapped(head) as source,
        pyarrow.csv.open_csv(source, **csv_options(head, types, broken)) as reader,
    ):
        yield from filter(len, reader)
