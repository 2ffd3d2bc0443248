"""A JSON list of flat objects, parsed into columns without an object of Python for each.

Sensor Logger writes a night of 8 h as half a gigabyte of them, and gravity in rows of its own,
beside acceleration without it.
"""

import re
from pathlib import Path

import pyarrow as pa

from limbwatch.sensor.files.containers.contained import Contained, sheet_of_table
from limbwatch.sensor.files.json_text import json_object
from limbwatch.sensor.files.packed import read_unpacked

KIND, TIME = "sensor", "time"
"""Columns that say which sensor a row is of, and when."""

FREE, GRAVITY = "Accelerometer", "Gravity"
"""Sensor Logger's names of acceleration without gravity, and of gravity."""

WITH_GRAVITY = frozenset(("TotalAcceleration", "AccelerometerUncalibrated"))
"""Its names of acceleration with gravity, which need no other row."""

MATCHED = 0.9
"""Least share of rows that must have a row of gravity at their time. Chosen: both come from one
filter of the phone, and the last rows of either may be missing."""


def with_gravity_beside(table: pa.Table) -> tuple[pa.Table, tuple[str, ...]]:
    """Put gravity beside the acceleration of the same time, where only their sum has gravity.

    Returns any other table as it is; otherwise also a note.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    if not {KIND, TIME, "x", "y", "z"} <= set(table.column_names):
        return table, ()
    kinds = set(pc.unique(table[KIND]).to_pylist())
    if not {FREE, GRAVITY} <= kinds or kinds & WITH_GRAVITY:
        return table, ()
    free, gravity = (table.filter(pc.equal(table[KIND], kind)) for kind in (FREE, GRAVITY))
    at = pc.index_in(free[TIME], value_set=gravity[TIME].combine_chunks())
    if len(at) - at.null_count < MATCHED * len(at):
        return table, ()
    columns = {TIME: free[TIME]}
    for axis in "xyz":
        columns[f"user_acceleration_{axis}"] = free[axis]
    for axis in "xyz":
        columns[f"gravity_{axis}"] = gravity[axis].take(at)
    note = f"The rows of {GRAVITY} were put beside those of {FREE}, by their times."
    return pa.table(columns), (note,)


_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*(\{[^{}\[\]]*\})\s*,")
"""A list, up to its first object, which holds no other."""

_BETWEEN = re.compile(rb"\}\s*,\s*\{")

_SENML = frozenset(("n", "bn", "v"))
"""Keys of SenML, whose records are no rows."""

FEWEST = 20
"""Fewest objects that are rows; a list of fewer may be one of sensors."""


def read_flat_records(path: Path, start: bytes, *, zipped: bool) -> Contained | None:
    """Read a list of flat objects; None for other or damaged JSON, parsed object by object."""
    begin = _FIRST.match(start)
    first = None if begin is None else json_object(begin[1])
    if first is None or not _SENML.isdisjoint(first):
        return None
    text = read_unpacked(path, zipped=zipped).removeprefix(b"\xef\xbb\xbf").strip()
    if not text.endswith(b"]"):
        return None
    lines = _BETWEEN.sub(b"}\n{", text[1:-1].replace(b"\n", b" ").replace(b"\r", b" "))
    del text
    # slow to import, and few files need it
    import pyarrow.json  # noqa: PLC0415

    try:
        table = pyarrow.json.read_json(pa.BufferReader(lines))
    except pa.ArrowException:
        return None
    plain = all(_is_plain(field.type) for field in table.schema)
    if table.num_rows < FEWEST or not plain or not _SENML.isdisjoint(table.column_names):
        return None
    table, notes = with_gravity_beside(table)
    return Contained(what="JSON", sheets=(sheet_of_table("", table),), notes=notes)


def _is_plain(kind: pa.DataType) -> bool:
    """Tell whether a column holds what the file says: Arrow reads some texts as times."""
    return not (pa.types.is_nested(kind) or pa.types.is_temporal(kind))
