"""What a file gave: its rows with their stamps, before they are judged."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.values.signal import Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedRows:
    """What a file gave, before it is judged."""

    path: Path
    kind: str = ""
    """Of file, for people."""
    seconds: Array | None
    """Stamps from ``start``, NaN where unknown; None when only the rate is known; shape (n,)."""
    xyz: Values
    """In the unit of the file; NaN where a value is missing; shape (n, 3)."""
    start: datetime
    """Aware."""
    clocked: bool
    """Whether ``start`` and ``seconds`` are of one clock; else ``start`` is that of the first
    sample."""
    rate: float | None
    """As stated, Hz."""
    device: str
    expected: Expected
    drift_ppm: float | None = None
    broken: int = 0
    """Rows that could not be parsed."""
    told: int = 0
    """More rows that could not be used, of which the notes tell."""
    notes: tuple[str, ...] = ()
    """A ``Doubt`` among them becomes a warning."""
    asked: float | None = None
    """Rate that the person gives for a file with stamps, Hz."""
    stated: tuple[float, ...] = ()
    """Rates that the file states, Hz, also where they do not settle it."""
    doubt: str = ""
    """Why no column of the file is its time, as a sentence; empty when none looks like it."""
    serial: str = ""
    counted: float = 0.0
    """Seconds that the count of a file without dates had at second 0."""
    held: bool = False
    """Whether rows that only repeat others were left out."""
