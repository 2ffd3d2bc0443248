"""Recordings on disk: one Parquet file per placement, readable by everybody's tools.

Columns ``x``, ``y``, ``z`` (float32, g) hold the samples of all runs in order; the schema's
metadata holds, as JSON under ``limbwatch.recording``, where each run begins, its time and rate,
and what else a ``Recording`` knows. A column of time would repeat what the runs say exactly, at a
third of the size and twice the time of reading.
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
from numpy.typing import NDArray

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
"""Under which the metadata of the schema have what a recording says of itself."""

_FIELDS = [pa.field(name, pa.float32(), nullable=False) for name in "xyz"]


def write_recording(recording: Recording, path: Path) -> None:
    """Write a recording whole, or not at all, in place of what was there; the folder must exist.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written; ``path`` is then as it was.
    """
    fields = pa.schema(_FIELDS, metadata={KEY: json.dumps(_facts(recording))})
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            # sensors and text files know few different values: a dictionary of them is smaller and
            # sooner written and read than the values; Arrow gives it up where they are many
            with pq.ParquetWriter(file, fields, compression="zstd") as writer:
                for run in recording.runs:
                    writer.write_table(_table_of(run, fields))
            file.flush()
            os.fsync(file.fileno())
        replace_file(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_pieces(pieces: Iterable[Recording], told: Callable[[], Quality], path: Path) -> None:
    """Write recordings that follow each other as one, without ever holding all of them.

    They are of one second 0, in order of time, one at least; ``told`` gives what was met in all of
    them, once they are written. What is there after an error is no recording.
    """
    bare = pa.schema(_FIELDS)
    facts: dict[str, Any] = {}
    # without Arrow's own schema, in which what is said last is not found again
    kind = {"compression": "zstd", "store_schema": False}
    with path.open("wb") as file, pq.ParquetWriter(file, bare, **kind) as writer:
        for piece in pieces:
            of_piece = _facts(piece)
            runs = facts.get("runs", []) + of_piece["runs"]
            facts = (facts or of_piece) | {"runs": runs}
            for run in piece.runs:
                writer.write_table(_table_of(run, bare))
            del piece, run  # the next is read
        rate = lasting_longest((run["samples"], run["rate"]) for run in facts["runs"])
        facts |= {"rate": rate, "quality": asdict(told())}
        writer.add_key_value_metadata({KEY: json.dumps(facts)})


def is_stored(path: Path) -> bool:
    """Tell whether a Parquet file is a recording that ``write_recording`` wrote."""
    try:
        with pa.OSFile(os.fsencode(path)) as source:
            return KEY in (pq.read_schema(source).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def read_stored(path: Path) -> Recording:
    """Read a recording that ``write_recording`` wrote; it is equal to the last bit.

    Raises
    ------
    UnreadableFile
        If it is missing, damaged or of another program.
    """
    with parquet_of(path) as file:
        return believed(file.read(), path)


@contextmanager
def parquet_of(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a file, and say in words what is wrong with it."""
    try:
        # by bytes, as the system names files: Arrow takes texts for UTF-8, which a name need not be
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
    """Read what a recording says of itself; a Parquet file of another kind is refused."""
    facts: dict[str, Any] = json.loads((schema.metadata or {}).get(KEY, b"{}"))
    if facts.get("schema") != SCHEMA or schema.names != ["x", "y", "z"]:
        raise UnreadableFile(
            f"{path} is a Parquet file of another kind ({facts.get('schema')!r}, not {SCHEMA!r}). "
            "Give a file from the recording folder of a night."
        )
    return facts


def believed(table: pa.Table, path: Path) -> Recording:
    """Make a recording of a table, if it can be one; what cannot be is a ValueError."""
    facts = facts_in(table.schema, path)
    # each axis in one piece, as it is stored and will be averaged
    xyz = np.empty((3, table.num_rows), dtype=np.float32).T
    for axis, column in enumerate(table.columns):
        at = 0
        for chunk in column.chunks:
            xyz[at : at + len(chunk), axis] = np.from_dlpack(chunk)
            at += len(chunk)
    largest = max(float(xyz.max(initial=0)), -float(xyz.min(initial=0)))
    if largest > BOUNDS.largest_g:
        raise ValueError(f"an acceleration of {largest:g} g")
    recording = _recording(facts, xyz, path)
    require_length(str(path), recording.runs[-1].end - recording.runs[0].start)
    if recording.start.year not in BOUNDS.years:
        raise ValueError(f"it is of the year {recording.start.year}")
    return recording


def _table_of(run: Samples, fields: pa.Schema) -> pa.Table:
    return pa.Table.from_arrays([_column(run.xyz[:, axis]) for axis in range(3)], schema=fields)


def _column(values: NDArray[np.float32]) -> pa.Array:
    """Hand a column to Arrow as it is; ``pa.array`` would import pandas to ask about its type."""
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.float32(), len(values), [None, data])


def _facts(recording: Recording) -> dict[str, Any]:
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


def _recording(facts: dict[str, Any], xyz: NDArray[np.float32], path: Path) -> Recording:
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
        quality=quality_told(facts),
    )


def quality_told(facts: dict[str, Any]) -> Quality:
    """Give what was met in a recording, of what it says of itself."""
    told = facts["quality"]
    # stored before there were warnings: none
    sentences = {name: tuple(told.get(name, ())) for name in ("notes", "warnings")}
    steps = tuple((int(run), float(jump)) for run, jump in told.get("taken_off_steps", ()))
    return Quality(**told | sentences | {"taken_off_steps": steps})
