"""The rows of a file with their stamps, before they are judged."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.values.signal import Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedRows:
    """The rows of a file, before they are judged."""

    path: Path
    kind: str = ""
    """Kind of file, for people."""
    seconds: Array | None
    """Stamps, seconds from ``start``, NaN where unknown; None when only the rate is known; shape
    (n,)."""
    xyz: Values
    """Acceleration in the unit of the file; NaN where a value is missing; shape (n, 3)."""
    start: datetime
    """Time of second 0, aware."""
    clocked: bool
    """Whether ``start`` and ``seconds`` are of one clock; else ``start`` is the time of the first
    sample."""
    rate: float | None
    """Rate as stated, Hz."""
    device: str
    expected: Expected
    """What is known about the values."""
    drift_ppm: float | None = None
    """Rate error of the sensor's clock against the host's, parts per million; None when unknown."""
    broken: int = 0
    """Rows that could not be parsed."""
    reported: int = 0
    """Further unusable rows, which the notes already report."""
    run_together: int = 0
    """Samples in lines that were left out, because the ends of their rows are lost."""
    pauses_stated: bool = True
    """Whether the file states its pauses, as that of a device does; other long gaps may be those
    of a clock that was set."""
    notes: tuple[str, ...] = ()
    """Sentences for the person; a ``Doubt`` among them becomes a warning."""
    asked: float | None = None
    """Rate that the person gives for a file with stamps, Hz."""
    stated: tuple[float, ...] = ()
    """Rates that the file states, Hz, even where they contradict each other."""
    doubt: str = ""
    """Why no column of the file is its time, as a sentence; empty when none looks like it."""
    serial: str = ""
    counted: float = 0.0
    """Seconds that the count of a file without dates had reached at second 0."""
    held: bool = False
    """Whether rows that only repeat others were left out."""
