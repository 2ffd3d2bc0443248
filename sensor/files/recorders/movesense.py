"""Movesense logs as JSON: chunks of samples with one time stamp each.

``{"Samples": [{"MeasIMU9": {"Timestamp": 1000, "ArrayAcc": [{"x": 0.1, "y": 9.8, "z": 0.2}]}}]}``
as the converter of its SBEM logs writes them: m/s2, and milliseconds since the device started. Its
DataLogger app wraps the same in ``{"data": [{"acc": {...}}]}``.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.times.continued import UNKNOWN_EVENING
from limbwatch.sensor.files.values.signal import Expected
from limbwatch.sensor.files.values.unit import METRES


def movesense_log(content: Any, path: Path) -> StampedRows | None:
    """Read a Movesense log, whose start is unknown, from parsed JSON; None for other JSON."""
    chunks = _chunks(content)
    if not chunks:
        return None
    samples = pa.array([chunk["ArrayAcc"] for chunk in chunks])
    values = samples.flatten()
    xyz = np.column_stack([values.field(axis).to_numpy(zero_copy_only=False) for axis in "xyz"])
    stamps = np.array([chunk["Timestamp"] for chunk in chunks], dtype=np.float64) * 1e-3
    sizes = np.diff(samples.offsets.to_numpy())
    # the stamp is that of a chunk's first sample
    spacing = float(np.median(np.diff(stamps) / sizes[:-1])) if len(stamps) > 1 else 0.0
    place = np.arange(len(xyz)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return StampedRows(
        path=path,
        kind="Movesense JSON",
        seconds=np.repeat(stamps - stamps[0], sizes) + place * spacing,
        xyz=xyz.astype(np.float32),
        start=UNKNOWN_EVENING,
        clocked=False,
        rate=None,
        device="Movesense",
        expected=Expected(unit=METRES, given=None, has_gravity=True),
    )


def _chunks(content: Any) -> list[dict[str, Any]]:
    entries = content
    if isinstance(content, dict):
        entries = content.get("Samples") or content.get("data") or []
    measured = (
        value
        for entry in entries
        if isinstance(entry, dict)
        for name, value in entry.items()
        if (name.startswith("Meas") or name == "acc") and isinstance(value, dict)
    )
    return [chunk for chunk in measured if chunk.get("ArrayAcc") and "Timestamp" in chunk]
