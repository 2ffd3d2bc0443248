"""Columns of a text file, parsed by pyarrow, or cell by cell where it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.tables.beginning import damaged_gzip
from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.row_choice import RowChoice

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
    chosen = dict.fromkeys((choice.column for choice in head.choices), pa.string())
    beyond = max((*types, *chosen))
    if beyond >= head.width:
        raise UnreadableFile(
            f"{head.path}: the names speak of {beyond + 1} columns and the rows have {head.width}. "
            "Export the recording again."
        )
    try:
        table = _parsed(head, {**types, **chosen})
    except (EOFError, OSError) as error:
        if head.zipped:
            raise damaged_gzip(head.path, error) from error
        raise UnreadableFile(f"{head.path} cannot be read: {error}.") from error
    return _only(table, types, head.choices) if head.choices else table


def counted_texts(head: Head, column: int) -> Mapping[str, int]:
    """Count the different texts of a column, over the whole file.

    Returns
    -------
    mapping of str to int
        Without white space at their ends.
    """
    texts = parse(head, {column: pa.string()}).columns[column].combine_chunks()
    found: dict[str, int] = {}
    for entry in texts.value_counts().to_pylist():
        name = (entry["values"] or "").strip()
        found[name] = found.get(name, 0) + int(entry["counts"])
    return found


def _only(table: Table, types: Mapping[int, pa.DataType], choices: Sequence[RowChoice]) -> Table:
    """Keep the chosen rows of the wanted columns."""
    import pyarrow.compute as pc  # noqa: PLC0415 - dear to import, and few files need it

    mask = None
    for choice in choices:
        texts = pc.utf8_trim_whitespace(table.columns[choice.column])
        taken = pc.is_in(texts, value_set=pa.array(sorted(choice.values), pa.string()))
        mask = taken if mask is None else pc.and_(mask, taken)
    return Table(columns={at: table.columns[at].filter(mask) for at in types}, broken=table.broken)


def _parsed(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    if head.separator == " ":
        return _lenient(head, types)
    try:
        return _strict(head, types)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return _lenient(head, types)


def _strict(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse with pyarrow; raises ArrowInvalid when a cell is not of its type."""
    broken = _Broken()
    names = [str(at) for at in range(head.width)]
    with _source(head) as source:
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


def _source(head: Head) -> Any:
    if head.content is not None:
        return pa.BufferReader(head.content)
    if head.zipped:
        return pa.input_stream(str(head.path), compression="gzip", buffer_size=BLOCK)
    return pa.memory_map(str(head.path))


def _lenient(head: Head, types: Mapping[int, pa.DataType]) -> Table:
    """Parse as text, then cell by cell; cells that are not of their type are empty."""
    # here, because pandas takes longer to import than a night to read
    from limbwatch.sensor.files.tables.cells import converted, spaced_texts  # noqa: PLC0415

    if head.separator == " ":
        text = Table(columns=spaced_texts(head, types))
    else:
        text = _strict(head, dict.fromkeys(types, pa.string()))
    columns = {
        at: converted(text.columns[at], kind, decimal=head.decimal) for at, kind in types.items()
    }
    return Table(columns=columns, broken=text.broken)


def numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Give a parsed column of numbers as float64, NaN where it is empty."""
    result = np.empty(len(column))
    copy_numbers(column, result)
    return result


def copy_numbers(column: pa.ChunkedArray, out: NDArray[np.floating[Any]]) -> None:
    """Copy a parsed column of numbers, with NaN where it is empty.

    Parameters
    ----------
    column : pyarrow.ChunkedArray of numbers
    out : ndarray of floats, shape (n,)
        Receives the values.

    Notes
    -----
    From Arrow's buffers, because its own ``to_numpy`` imports pandas first.
    """
    at = 0
    for chunk in column.chunks:
        part = out[at : at + len(chunk)]
        part[:] = _values(chunk)
        if chunk.null_count:
            part[~_known(chunk)] = np.nan
        at += len(chunk)


def whole_numbers(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Give a parsed column of whole numbers, of which none is empty."""
    return np.concatenate([np.empty(0, np.int64), *map(_values, column.chunks)], dtype=np.int64)


def _values(chunk: pa.Array) -> NDArray[Any]:
    """Look at the numbers of a chunk; those of empty cells mean nothing."""
    kind = np.dtype(chunk.type.to_pandas_dtype())
    if len(chunk) == 0:
        return np.empty(0, kind)
    return np.frombuffer(chunk.buffers()[1], kind)[chunk.offset : chunk.offset + len(chunk)]


def _known(chunk: pa.Array) -> NDArray[np.bool_]:
    bits = np.frombuffer(chunk.buffers()[0], np.uint8)
    stop = chunk.offset + len(chunk)
    return np.unpackbits(bits, count=stop, bitorder="little")[chunk.offset :].astype(np.bool_)
