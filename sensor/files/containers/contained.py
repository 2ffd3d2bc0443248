"""The content of another program's container: tables, flattened."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.tables.heads.beginning import HEAD_BYTES
from limbwatch.sensor.files.tables.heads.columns import Columns, fact_lines
from limbwatch.sensor.files.tables.heads.head import HEAD_LINES
from limbwatch.sensor.files.times.writing.zone import LOCAL_1970
from limbwatch.sensor.files.values.unit import is_other_unit, unit_named

EDF, BDF = b"0       ", b"\xffBIOSEMI"
"""First bytes of recordings in EDF and BDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of a container."""

    name: str
    """Its name in the container; empty if it is the only one."""
    content: bytes | Columns
    """Its columns; as comma-separated UTF-8 if all its cells are texts, such as those above it."""

    @property
    def named(self) -> bool:
        """Whether the first line of its text surely has the names of its columns."""
        columns = self.content
        return isinstance(columns, Columns) and columns.named and not columns.above

    @property
    def size(self) -> int:
        """How much it holds, compared with other sheets of its container."""
        held = self.content
        return held.table.nbytes if isinstance(held, Columns) else len(held)

    def beginning(self) -> bytes:
        """Return the lines by which its kind is found, as text."""
        held = self.content
        text = held.text(HEAD_LINES + 1) if isinstance(held, Columns) else held
        return text[:HEAD_BYTES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contained:
    """An opened container."""

    what: str
    """Kind of file, for people."""
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    """What was found while opening it."""
    otherwise: str = ""
    """Error message if no sheet holds acceleration; empty to use that of a sheet."""


def library(
    name: str,
    path: Path,
    what: str,
    instead: str = "export raw acceleration as CSV: time, x, y, z",
) -> ModuleType:
    """Import the library that opens a kind of file; ``instead`` is the remedy without it.

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


def sheet_of_columns(
    name: str,
    columns: Sequence[Sequence[Any]],
    names: Sequence[str] = (),
    facts: Sequence[str] = (),
) -> Sheet:
    """Return columns of numbers and texts, named or not, as a sheet with facts about it."""
    keys = names or [str(at) for at in range(len(columns))]
    table = pa.table([column_of(one) for one in columns], names=[str(key) for key in keys])
    held = Columns(table=table, named=bool(names), above=fact_lines(facts))
    return Sheet(name=name, content=held)


def column_of(cells: Sequence[Any]) -> pa.Array:
    """Return cells as one column: numbers or texts, as they are, or texts if they are mixed."""
    if isinstance(cells, pa.Array):
        return cells
    try:
        return pa.array(cells)
    except (pa.ArrowException, OverflowError):
        # mixed numbers and texts, or numbers too long for a column: keep text, as in a text file
        return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())


UTC_OFFSET = "+00:00"
"""UTC as a zone of Arrow columns that are written as text: for a zone with a name pyarrow wants a
database of zones, which Windows may lack."""


def sheet_of_table(name: str, table: pa.Table, above: tuple[str, ...] = ()) -> Sheet:
    """Return an Arrow table of flat columns as a sheet with lines above it."""
    return Sheet(name=name, content=Columns(table=table, above=above))


def named(label: str, unit: str) -> str:
    """Return the name of a column: its label, with the unit if that tells acceleration or not."""
    tells = unit_named(unit) is not None or is_other_unit(unit)
    return f"{label.strip()} ({unit.strip()})" if tells else label.strip()


def sheet_of_channels(
    name: str,
    columns: Mapping[str, NDArray[np.floating]],
    *,
    seconds: Array,
    start: datetime | time | None,
    above: tuple[str, ...] = (),
) -> Sheet:
    """Put channels of shape (n,) side by side, with their times.

    ``seconds`` count from the start, which is naive if local, a time of day if the date is
    unknown, and None if unknown.
    """
    values = {key: pa.array(np.asarray(column, np.float32)) for key, column in columns.items()}
    if start is None:
        return sheet_of_table(name, pa.table({"time (s)": pa.array(seconds), **values}), above)
    passed = np.round(seconds * 1e6).astype(np.int64)
    if isinstance(start, time):
        since = ((start.hour * 60 + start.minute) * 60 + start.second) * 10**6 + start.microsecond
        times = pa.array((since + passed) % (86_400 * 10**6), pa.time64("us"))
    else:
        offset = start.utcoffset()
        base = start.replace(tzinfo=None) - (offset or timedelta())
        since = round((base - LOCAL_1970) / timedelta(microseconds=1))
        zone = None if offset is None else UTC_OFFSET
        times = pa.array(since + passed, pa.timestamp("us", tz=zone))
    return sheet_of_table(name, pa.table({"time": times, **values}), above)


_AXES = "xyz"
_DEPTH = 8
"""Deepest nesting of records: messages of brokers and databases nest three or four. Chosen."""


def flat(table: pa.Table) -> pa.Table:
    """Convert a table to flat columns.

    A record becomes a column for each field (``acc.x``), a vector of three numbers one for each
    axis, and a row with lists of samples becomes as many rows, repeating the other columns.
    Anything nested in another way is left out.
    """
    for _ in range(_DEPTH):
        if any(pa.types.is_struct(field.type) for field in table.schema):
            table = table.flatten()
        lists = [field.name for field in table.schema if _is_list(field.type)]
        if lists:
            table = _split_vectors(table, lists)
        lists = [field.name for field in table.schema if _is_list(field.type)]
        table = _split_samples(table, lists) if lists else table
        if not any(pa.types.is_nested(field.type) for field in table.schema):
            break
    plain = [field.name for field in table.schema if not pa.types.is_nested(field.type)]
    return table.select(plain)


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )


def _split_vectors(table: pa.Table, names: list[str]) -> pa.Table:
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    for name in names:
        column = table.column(name)
        kind = column.type.value_type
        lengths = pc.unique(pc.list_value_length(column)).to_pylist()
        number = pa.types.is_floating(kind) or pa.types.is_integer(kind)
        # three lists of three numbers are samples; fewer are vectors
        if number and set(lengths) - {None} == {3} and len(names) < len(_AXES):
            at = table.schema.get_field_index(name)
            table = table.remove_column(at)
            for place, axis in enumerate(_AXES):
                table = table.append_column(f"{name}_{axis}", pc.list_element(column, place))
    return table


def _split_samples(table: pa.Table, names: list[str]) -> pa.Table:
    """Expand rows with lists to one row per sample."""
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    first = table.column(names[0]).combine_chunks()
    lengths = pc.list_value_length(first)
    alike = [
        name
        for name in names
        if pc.list_value_length(table.column(name).combine_chunks()).equals(lengths)
    ]
    parents = pc.list_parent_indices(first)
    columns = {}
    for field in table.schema:
        column = table.column(field.name).combine_chunks()
        if field.name in alike:
            columns[field.name] = pc.list_flatten(column)
        elif not _is_list(field.type):
            columns[field.name] = column.take(parents)
    return pa.table(columns)
