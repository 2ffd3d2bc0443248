"""A simulated night as files: one CSV per sensor, and tables of the truth."""

import csv
import gzip
import io
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import WriteOptions, write_csv

from limbwatch.sample_data.simulator import SimulatedNight
from limbwatch.sample_data.truth import EPOCH_S, Truth
from limbwatch.sensor import SIMULATED, Recording, Samples

_DECIMALS = 6
"""Decimals of accelerations in g: a micro-g is finer than any sensor's step."""


def write_night(night: SimulatedNight, folder: Path, *, compress: bool = False) -> tuple[Path, ...]:
    """Write the recordings and the truth of a night into a folder, made if missing.

    ``<placement>.csv`` holds ``time`` (ISO 8601 with offset, ms), ``x``, ``y``, ``z`` in g, and
    ``simulated``, 1 in each row, which marks the file as simulated even when it is cut or joined;
    ``truth.csv`` one row per movement (``onset_s, offset_s, kind, source, limbs, peak_g``);
    ``truth_parts.csv`` one row per limb of a movement (``movement`` counts the rows of
    ``truth.csv`` from 1); ``sleep.csv`` one row per epoch (``start_s, stage, asleep``);
    ``worn.csv`` the stretches in which each sensor was worn. Recordings may be compressed, equal
    bytes for equal nights; their files are returned in their order.

    Raises
    ------
    FileExistsError
        If one of the files already exists; nothing is written then.
    """
    folder = Path(folder)
    ending = ".csv.gz" if compress else ".csv"
    recordings = {folder / f"{r.placement}{ending}": r for r in night.recordings}
    tables = {folder / name: rows for name, rows in _tables(night.truth).items()}
    existing = [path for path in (*recordings, *tables) if path.exists()]
    if existing:
        names = ", ".join(path.name for path in existing)
        raise FileExistsError(
            f"{folder} already holds {names}; choose another folder or remove them first"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path, recording in recordings.items():
        _write_recording(recording, path)
    for path, rows in tables.items():
        with path.open("x", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return tuple(recordings)


def _write_recording(recording: Recording, path: Path) -> None:
    text = io.BytesIO()
    text.write(f"time,x,y,z,{SIMULATED}\n".encode())
    options = WriteOptions(include_header=False, quoting_style="none")
    for run in recording.runs:
        columns = {"time": _iso(recording, run)}
        for name, values in zip("xyz", run.xyz.T, strict=True):
            columns[name] = pa.array(np.round(values.astype(np.float64), _DECIMALS))
        columns[SIMULATED] = pa.array(np.ones(len(run), np.int8))
        write_csv(pa.table(columns), text, write_options=options)
    # no name or time in the gzip header, so that equal nights are equal files
    plain = text.getvalue()
    content = gzip.compress(plain, compresslevel=9, mtime=0) if path.suffix == ".gz" else plain
    with path.open("xb") as file:
        file.write(content)


def _iso(recording: Recording, run: Samples) -> pa.Array:
    """Return stamps as ISO 8601, formatting each second and each millisecond only once."""
    start = round(recording.start.timestamp() * 1000)
    stamp = start + np.rint((run.start + np.arange(len(run)) / run.rate) * 1000).astype(np.int64)
    second, millisecond = np.divmod(stamp, 1000)
    first = int(second[0])
    names = np.datetime_as_string(np.arange(first, int(second[-1]) + 1).astype("M8[s]"))
    ends = pa.array([f".{number:03d}+00:00" for number in range(1000)])
    whole = pa.array(names).take(pa.array(second - first))
    return pc.binary_join_element_wise(whole, ends.take(pa.array(millisecond)), "")


def _tables(truth: Truth) -> dict[str, list[Sequence[object]]]:
    movements: list[Sequence[object]] = [
        ("onset_s", "offset_s", "kind", "source", "limbs", "peak_g")
    ]
    parts: list[Sequence[object]] = [("movement", "placement", "onset_s", "offset_s", "peak_g")]
    for number, movement in enumerate(truth.movements, start=1):
        limbs = "+".join(movement.limbs)
        movements.append(
            (
                _seconds(movement.onset),
                _seconds(movement.offset),
                movement.kind,
                movement.source,
                limbs,
                _peak(movement.peak_g),
            )
        )
        parts += [
            (
                number,
                part.placement,
                _seconds(part.onset),
                _seconds(part.offset),
                _peak(part.peak_g),
            )
            for part in movement.parts
        ]
    sleep: list[Sequence[object]] = [("start_s", "stage", "asleep")]
    for index, stage in enumerate(truth.stages):
        begin = truth.lights_out + index * EPOCH_S
        sleep.append((_seconds(begin), stage, int(stage != "W")))
    worn: list[Sequence[object]] = [("placement", "start_s", "end_s")]
    for placement, spans in truth.worn.items():
        worn += [(placement, _seconds(begin), _seconds(end)) for begin, end in spans]
    return {"truth.csv": movements, "truth_parts.csv": parts, "sleep.csv": sleep, "worn.csv": worn}


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _peak(value: float) -> str:
    return f"{value:.4f}" if isfinite(value) else ""
