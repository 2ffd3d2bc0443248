"""Recordings on disk: one Parquet file per placement, readable by everybody's tools.

Columns ``x``, ``y``, ``z`` (float32, g) hold the samples of all runs in order; the schema's
metadata holds, as JSON under ``limbwatch.recording``, where each run begins, its time and rate,
and what else a ``Recording`` knows. A column of time would repeat what the runs say exactly, at a
third of the size and twice the time of reading.
"""

import json
import os
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
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Quality, Recording
from limbwatch.sensor.samples import Samples

SCHEMA = "limbwatch.recording/1"

PARQUET = b"PAR1"
"""First bytes of a Parquet file."""

_KEY = b"limbwatch.recording"


def write_recording(recording: Recording, path: Path) -> None:
    """Write a recording whole, or not at all.

    Parameters
    ----------
    recording : Recording
    path : Path
        Replaced when it exists; its folder must.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written; ``path`` is then as it was.
    """
    fields = pa.schema(
        [pa.field(name, pa.float32(), nullable=False) for name in "xyz"],
        metadata={_KEY: json.dumps(_facts(recording))},
    )
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            # sensors and text files know few different values: a dictionary of them is smaller and
            # sooner written and read than the values; Arrow gives it up where they are many
            with pq.ParquetWriter(file, fields, compression="zstd") as writer:
                for run in recording.runs:
                    columns = [_column(run.xyz[:, axis]) for axis in range(3)]
                    writer.write_table(pa.Table.from_arrays(columns, schema=fields))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def is_stored(path: Path) -> bool:
    """Tell whether a Parquet file is a recording that ``write_recording`` wrote."""
    try:
        return _KEY in (pq.read_schema(path).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def read_stored(path: Path) -> Recording:
    """Read a recording that ``write_recording`` wrote.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Recording
        Equal to the one written, to the last bit.

    Raises
    ------
    UnreadableFile
        If it is missing, damaged or of another program.
    """
    try:
        with pq.ParquetFile(path) as file:
            told = file.metadata
            require_modest(str(path), path.stat().st_size, 4 * told.num_rows * told.num_columns)
            table = file.read()
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file. Check the name.") from None
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(
            f"{path} cannot be read as Parquet ({error}). Replay the original recording again."
        ) from error
    try:
        return _believed(table, path)
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


def _believed(table: pa.Table, path: Path) -> Recording:
    facts = json.loads((table.schema.metadata or {}).get(_KEY, b"{}"))
    if facts.get("schema") != SCHEMA or table.column_names != ["x", "y", "z"]:
        raise UnreadableFile(
            f"{path} is a Parquet file of another kind ({facts.get('schema')!r}, not {SCHEMA!r}). "
            "Give a file from the recording folder of a night."
        )
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
    told = facts["quality"]
    # stored before there were warnings: none
    sentences = {name: tuple(told.get(name, ())) for name in ("notes", "warnings")}
    quality = told | sentences
    return Recording(
        start=datetime.fromisoformat(facts["start"]),
        placement=Placement(facts["placement"]),
        device=facts["device"],
        rate_nominal=facts["rate_nominal"],
        rate=facts["rate"],
        runs=runs,
        quality=Quality(**quality),
    )
