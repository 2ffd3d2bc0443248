"""Recordings on disk: one Parquet file per placement, readable by everybody's tools.

Columns ``x``, ``y``, ``z`` (float32, g) hold the samples of all runs in order. The schema's
metadata holds, as JSON under ``limbwatch.recording``, where each run begins, its time and rate,
and the other fields of a ``Recording``. A time column would repeat exactly what the runs state,
at a third of the size and twice the reading time.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.bounds import BOUNDS, require_length, require_modest
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.open_elsewhere import replace_file
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.recording import Recording
from limbwatch.sensor.samples import Samples, lasting_longest

SCHEMA = "limbwatch.recording/1"

PARQUET = b"PAR1"
"""First bytes of a Parquet file."""

KEY = b"limbwatch.recording"
"""Metadata key of the JSON that describes a recording."""

_FIELDS = [pa.field(name, pa.float32(), nullable=False) for name in "xyz"]


def write_recording(recording: Recording, path: Path) -> None:
    """Write a recording atomically in place of what was there; the folder must exist.

    Raises
    ------
    OSError
        If the disk is full or the folder not writable; ``path`` is then unchanged.
    """
    fields = pa.schema(_FIELDS, metadata={KEY: json.dumps(_describe(recording))})
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            # samples have few distinct values: a dictionary of them is smaller and faster than the
            # values, to which Arrow falls back where they are many
            with pq.ParquetWriter(file, fields, compression="zstd") as writer:
                for run in recording.runs:
                    writer.write_table(_table_of(run, fields))
            file.flush()
            os.fsync(file.fileno())
        replace_file(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_pieces(pieces: Iterable[Recording], quality: Callable[[], Quality], path: Path) -> None:
    """Write consecutive recordings as one, holding one of them at a time.

    The pieces, at least one, share second 0 and are in order of time; ``quality`` is called after
    the last and returns the quality of all. After an error the file is not a recording.
    """
    bare = pa.schema(_FIELDS)
    facts: dict[str, Any] = {}
    # with Arrow's own schema, metadata added at the end would not be found again
    kind = {"compression": "zstd", "store_schema": False}
    with path.open("wb") as file, pq.ParquetWriter(file, bare, **kind) as writer:
        for piece in pieces:
            of_piece = _describe(piece)
            runs = facts.get("runs", []) + of_piece["runs"]
            facts = (facts or of_piece) | {"runs": runs}
            for run in piece.runs:
                writer.write_table(_table_of(run, bare))
            del piece, run  # free it before the next is read
        rate = lasting_longest((run["samples"], run["rate"]) for run in facts["runs"])
        facts |= {"rate": rate, "quality": asdict(quality())}
        writer.add_key_value_metadata({KEY: json.dumps(facts)})


def is_stored(path: Path) -> bool:
    """Return whether a Parquet file is a recording that ``write_recording`` wrote."""
    try:
        with pa.OSFile(os.fsencode(path)) as source:
            return KEY in (pq.read_schema(source).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def read_stored(path: Path) -> Recording:
    """Read a recording that ``write_recording`` wrote; samples are equal to the last bit.

    Raises
    ------
    UnreadableFile
        If the file is missing, damaged or from another program.
    """
    with parquet_of(path) as file:
        return recording_of_table(file.read(), path)


@contextmanager
def parquet_of(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file; turn failures into an UnreadableFile that says what is wrong."""
    try:
        # as bytes, like the system: Arrow takes text for UTF-8, which a file name need not be
        with pa.OSFile(os.fsencode(path)) as source, pq.ParquetFile(source) as file:
            told = file.metadata
            require_modest(str(path), path.stat().st_size, 4 * told.num_rows * told.num_columns)
            yield file
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file. Check the name.") from None
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(
            f"{path} cannot be read as Parquet ({error}). Replay the original recording again."
        ) from error
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise UnreadableFile(
            f"{path} holds what limbwatch never writes ({type(error).__name__}: {error}): it is "
            "damaged. Replay the original recording again."
        ) from error


def facts_in(schema: pa.Schema, path: Path) -> dict[str, Any]:
    """Read the description of a recording; refuse a Parquet file of another kind."""
    facts: dict[str, Any] = json.loads((schema.metadata or {}).get(KEY, b"{}"))
    if facts.get("schema") != SCHEMA or schema.names != ["x", "y", "z"]:
        raise UnreadableFile(
            f"{path} is a Parquet file of another kind ({facts.get('schema')!r}, not {SCHEMA!r}). "
            "Give a file from the recording folder of a night."
        )
    return facts


def recording_of_table(table: pa.Table, path: Path) -> Recording:
    """Convert a table to a recording; raise a ValueError if it cannot be one."""
    facts = facts_in(table.schema, path)
    # each axis contiguous, as it is stored and will be averaged
    xyz = np.empty((3, table.num_rows), dtype=np.float32).T
    for axis, column in enumerate(table.columns):
        at = 0
        for chunk in column.chunks:
            xyz[at : at + len(chunk), axis] = np.from_dlpack(chunk)
            at += len(chunk)
    largest = max(float(xyz.max(initial=0)), -float(xyz.min(initial=0)))
    if largest > BOUNDS.largest_g:
        raise ValueError(f"an acceleration of {largest:g} g")
    recording = _parse_recording(facts, xyz, path)
    require_length(str(path), recording.runs[-1].end - recording.runs[0].start)
    return recording


def _table_of(run: Samples, fields: pa.Schema) -> pa.Table:
    return pa.Table.from_arrays([_column(run.xyz[:, axis]) for axis in range(3)], schema=fields)


def _column(values: Values) -> pa.Array:
    """Hand a column to Arrow without a copy; ``pa.array`` would import pandas to check its type."""
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.float32(), len(values), [None, data])


def _describe(recording: Recording) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "unit": "g",
        "start": recording.start.isoformat(),
        "placement": recording.placement.value,
        "device": recording.device,
        "rate_nominal": recording.rate_nominal,
        "rate": recording.rate,
        "runs": [
            {"start": run.start, "rate": run.rate, "samples": len(run)} for run in recording.runs
        ],
        "quality": asdict(recording.quality),
    }


def _parse_recording(facts: dict[str, Any], xyz: Values, path: Path) -> Recording:
    counts = [run["samples"] for run in facts["runs"]]
    if sum(counts) != len(xyz):
        raise UnreadableFile(
            f"{path} has {len(xyz)} samples where {sum(counts)} were written. Replay the original "
            "recording again."
        )
    parts = np.split(xyz, np.cumsum(counts)[:-1])
    runs = tuple(
        Samples(start=run["start"], rate=run["rate"], xyz=part)
        for run, part in zip(facts["runs"], parts, strict=True)
    )
    return Recording(
        start=datetime.fromisoformat(facts["start"]),
        placement=Placement(facts["placement"]),
        device=facts["device"],
        rate_nominal=facts["rate_nominal"] or None,
        rate=facts["rate"],
        runs=runs,
        quality=parse_quality(facts),
    )


def parse_quality(facts: dict[str, Any]) -> Quality:
    """Return the quality of a recording, given its description."""
    told = facts["quality"]
    # recordings stored before there were warnings lack the key
    sentences = {name: tuple(told.get(name, ())) for name in ("notes", "warnings")}
    steps = tuple((int(run), float(jump)) for run, jump in told.get("taken_off_steps", ()))
    return Quality(**told | sentences | {"taken_off_steps": steps})
