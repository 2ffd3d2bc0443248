"""Tables as files: CSV, Parquet, and a data dictionary beside them."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from limbwatch.cli.errors import CommandError
from limbwatch.cli.export.bids import sidecar
from limbwatch.cli.export.plain import defused
from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.study.tabled.figure_columns import Column
from limbwatch.version import __version__

_ARROW: Final = {int: pa.int64(), float: pa.float64(), str: pa.string()}


@contextmanager
def reading_study(out: Path) -> Iterator[None]:
    """Turn errors of reading a study's folder, inside the block, into one error.

    Raises
    ------
    CommandError
        If the folder holds no finished study.
    """
    try:
        yield
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CommandError(
            f"{out} holds no study that has been scored ({error}). Make one with: "
            "limbwatch study run manifest.csv -o FOLDER"
        ) from error


def read_rows(
    path: Path, columns: Sequence[str], *, newer: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Read columns of a table of a study, row by row.

    ``newer`` columns, which tables of an earlier limbwatch lack, are read if present.

    Raises
    ------
    ValueError
        If it lacks one of the other columns.
    """
    # through Python: Arrow takes names for UTF-8, which those of folders need not be
    content = path.read_bytes()
    names = pq.read_schema(io.BytesIO(content)).names
    if lacking := [name for name in columns if name not in names]:
        raise ValueError(f"{path.name} has no column {', '.join(map(repr, lacking))}")
    wanted = [*columns, *(name for name in newer if name in names)]
    found: list[dict[str, Any]] = pq.read_table(io.BytesIO(content), columns=wanted).to_pylist()
    return found


def cells(columns: Sequence[Column], of: object) -> dict[str, Any]:
    """Return a row: the value of each column, None for unknown."""
    row = {}
    for column in columns:
        value = column.value_of(of)
        row[column.name] = None if value is None else column.kind(value)
    return row


def csv_bytes(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as CSV: comma, UTF-8, decimal points, empty for unknown."""
    names = [column.name for column in columns]
    return csv_table(names, ([defused(row[name]) for name in names] for row in rows))


def parquet_bytes(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> bytes:
    """Return rows as Parquet, with the types and meanings of the columns."""
    fields = [
        pa.field(
            column.name,
            _ARROW[column.kind],
            metadata={"description": column.description, "unit": column.unit},
        )
        for column in columns
    ]
    schema = pa.schema(fields, metadata={"generated_by": f"limbwatch {__version__}"})
    out = io.BytesIO()
    # through Python: Arrow takes names for UTF-8, which those of folders need not be
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), out, compression="zstd")
    return out.getvalue()


def dictionary_bytes(columns: Sequence[Column]) -> bytes:
    """Return meanings, types and units of columns as a BIDS sidecar."""
    return sidecar(
        {
            column.name: {"Description": column.description, "Format": _FORMATS[column.kind]}
            | ({"Units": column.unit} if column.unit else {})
            for column in columns
        }
    )


_FORMATS: Final = {int: "integer", float: "number", str: "string"}
"""Types of columns as BIDS names them."""
