"""Tables as files: CSV, Parquet, a data dictionary, and hashes that tell if one was changed."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.export.bids import sidecar
from limbwatch.cli.export.plain import defused
from limbwatch.cli.export.typed_rows import typed_parquet
from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.night.listed.people import Person
from limbwatch.cli.night.whole_files import write_whole
from limbwatch.cli.study.tabled.figure_columns import Column

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


def place_of_night(row: Mapping[str, Any]) -> str:
    """Return the folder of the night of a row, relative to the study."""
    return "/".join((*Person(row["subject"], row["session"] or None).folders, row["night"]))


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
    return typed_parquet(rows, pa.schema(fields))


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


_LIST: Final = ".made.txt"
"""Holds the SHA-256 of the tables beside them, so that a study can move to another computer."""


def require_unchanged(out: Path, names: Iterable[str]) -> None:
    """Refuse to replace tables if somebody else changed one.

    Raises
    ------
    CommandError
        If one has content that was not written here. Without hashes, as from an earlier
        version, none is refused.
    """
    known = _read_digests(out)
    for name in names if known else ():
        path = out / name
        if path.is_file() and _digest(path.read_bytes()) not in known:
            raise CommandError(
                f"{path} was changed since limbwatch made it, and would be made again. Rename it "
                "or move it away, then run the same again.",
                exit_code=ExitCode.USAGE,
            )


def write_tables_whole(out: Path, contents: Mapping[str, bytes]) -> None:
    """Write tables, and their hashes."""
    digests = {_digest(content) for content in contents.values()}
    # after an interruption both old and new tables are recognised
    _write_digests(out, _read_digests(out) | digests)
    for name, content in contents.items():
        write_whole(out / name, content)
    _write_digests(out, digests)


def _write_digests(out: Path, digests: set[str]) -> None:
    write_whole(out / _LIST, "".join(f"{mark}\n" for mark in sorted(digests)).encode("ascii"))


def _read_digests(out: Path) -> set[str]:
    try:
        return set((out / _LIST).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return set()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
