"""What a container of another program holds: tables, written as text for the reader of text."""

import csv
import importlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.csv

from limbwatch.sensor.errors import UnreadableFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of a container."""

    name: str
    """As the container calls it; empty when it has only one."""
    text: bytes
    """Comma-separated, UTF-8, the first line the names of the columns where there are any."""
    named: bool = False
    """Whether the container knows the names of its columns, so that the first line is they."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contained:
    """A container, opened."""

    what: str
    """Kind of file, for people."""
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    """What was met in opening it."""
    otherwise: str = ""
    """What to say where no sheet holds acceleration; empty where that is said of a sheet."""


def library(
    name: str,
    path: Path,
    what: str,
    instead: str = "export raw acceleration as CSV: time, x, y, z",
) -> ModuleType:
    """Import the library that opens a kind of file, or say what can be done ``instead``.

    Raises
    ------
    UnreadableFile
        If it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UnreadableFile(
            f"{path} is {what}; the library that reads it is not installed. Install "
            f"limbwatch[files] (pip install 'limbwatch[files]'), or {instead}."
        ) from error


def sheet_of_rows(name: str, rows: Iterable[Sequence[Any]]) -> Sheet:
    """Write rows of numbers and texts as text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return Sheet(name=name, text=text.getvalue().encode())


def sheet_of_table(name: str, table: pa.Table) -> Sheet:
    """Write an Arrow table of plain columns as text."""
    sink = io.BytesIO()
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    pyarrow.csv.write_csv(table, sink, options)
    return Sheet(name=name, text=sink.getvalue(), named=True)
