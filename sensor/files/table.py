"""Columns of a text file, parsed by pyarrow; pandas only where pyarrow cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.beginning import damaged_gzip
from limbwatch.sensor.files.head import Head

BLOCK = 1 << 22
"""Bytes parsed at a time: the fastest of 1, 4 and 16 MiB, and small beside a night."""

EMPTY = ["", "NaN", "nan", "NAN", "NA", "N/A", "#N/A", "null", "NULL", "None", "-", "?"]


@dataclass(slots=True, kw_only=True)
class _Broken:
    """Counts the rows that do not have the right number of cells."""

    rows: int = 0

    def __call__(self, row: Any) -> str:
        del row
        self.rows += 1
        return "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Parsed columns.

    Parameters
    ----------
    columns : mapping of int to pyarrow.ChunkedArray
        By position in the file.
    broken : int
        Rows left out because they have too few or too many cells.
    """

    columns: Mapping[int, pa.ChunkedArray]
    broken: int = field(default=0)

    def __len__(self) -> int:
        return next((len(column) for column in self.columns.values()), 0)


def parse(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse some columns of a file.

    Parameters
    ----------
    head : Head
    types : mapping of int to pyarrow.DataType
        Type of each wanted column, by position. A cell that is not of the type is empty in the
        result.

    Returns
    -------
    Table

    Raises
    ------
    UnreadableFile
        If a gzip file is damaged, or the rows lack a column that is named.
    """
    beyond = max(types)
    if beyond >= head.width:
        raise UnreadableFile(
            f"{head.path}: the names speak of {beyond + 1} columns and the rows have {head.width}. "
            "Export the recording again."
        )
    try:
        if head.separator == " ":
            return _loose(head, types)
        try:
            return _strict(head, types)
        except (pa.ArrowInvalid, UnicodeDecodeError):
            text = _strict(head, dict.fromkeys(types, pa.string()))
            columns = {at: _forced(text.columns[at], kind, head) for at, kind in types.items()}
            return Table(columns=columns, broken=text.broken)
    except (EOFError, OSError) as error:
        if head.zipped:
            raise damaged_gzip(head.path, error) from error
        raise UnreadableFile(f"{head.path} cannot be read: {error}.") from error


def _strict(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse with pyarrow; raises ArrowInvalid when a cell is not of its type."""
    broken = _Broken()
    names = [str(at) for at in range(head.width)]
    source = (
        pa.input_stream(str(head.path), compression="gzip", buffer_size=BLOCK)
        if head.zipped
        else pa.memory_map(str(head.path))
    )
    with source:
        table = pyarrow.csv.read_csv(
            source,
            read_options=pyarrow.csv.ReadOptions(
                skip_rows=head.skip, column_names=names, block_size=BLOCK, encoding=head.encoding
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=head.separator,
                quote_char='"' if head.quoted else False,
                invalid_row_handler=broken,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=[str(at) for at in types],
                column_types={str(at): kind for at, kind in types.items()},
                null_values=EMPTY,
                decimal_point=head.decimal,
            ),
        )
    return Table(columns={at: table.column(str(at)) for at in types}, broken=broken.rows)


def _loose(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse a file separated by runs of white space, which pyarrow does not know."""
    frame = pd.read_csv(
        head.path,
        sep=r"\s+",
        header=None,
        names=range(head.width),
        index_col=False,
        usecols=list(types),
        skiprows=head.skip,
        compression="gzip" if head.zipped else None,
        encoding=head.encoding,
        dtype="str",
        on_bad_lines="skip",
        keep_default_na=False,
    )
    columns = {
        at: _forced(pa.chunked_array([pa.array(frame[at], pa.string())]), kind, head)
        for at, kind in types.items()
    }
    return Table(columns=columns)


def _forced(texts: pa.ChunkedArray, kind: pa.DataType, head: Head) -> pa.ChunkedArray:
    """Convert text cell by cell, leaving those empty that do not fit."""
    if pa.types.is_string(kind):
        return texts
    series = texts.to_pandas()
    if pa.types.is_timestamp(kind):
        times = pd.to_datetime(series, errors="coerce", format="ISO8601", utc=True)
        return pa.chunked_array([pa.array(times.dt.tz_localize(None), pa.timestamp("ns"))])
    if head.decimal == ",":
        series = series.str.replace(",", ".", regex=False)
    return pa.chunked_array([pa.array(pd.to_numeric(series, errors="coerce"), pa.float64())])


def numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Give a parsed column of numbers as float64, NaN where it is empty."""
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
