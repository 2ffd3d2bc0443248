"""What a file gave: its rows with their stamps, before they are judged."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.files.signal import Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedRows:
    """What a file gave, before it is judged.

    Parameters
    ----------
    path : Path
    kind : str
        Of file, for people.
    seconds : ndarray of float64, shape (n,), or None
        Stamps from ``start``, NaN where unknown; None when only the rate is known.
    xyz : ndarray of float32, shape (n, 3)
        In the unit of the file; NaN where a value is missing.
    start : datetime
        Aware.
    clocked : bool
        Whether ``start`` and ``seconds`` are of one clock; else ``start`` is that of the first
        sample.
    rate : float or None
        As stated, Hz.
    device : str
    expected : Expected
    drift_ppm : float or None
    broken : int
        Rows that could not be parsed.
    told : int
        More rows that could not be used, of which the notes tell.
    notes : tuple of str
        A ``Doubt`` among them becomes a warning.
    asked : float or None
        Rate that the person gives for a file with stamps, Hz.
    stated : tuple of float
        Rates that the file states, Hz, also where they do not settle it.
    doubt : str
        Why no column of the file is its time, as a sentence; empty when none looks like it.
    counted : float
        Seconds that the count of a file without dates had at second 0.
    held : bool
        Whether rows that only repeat others were left out.
    """

    path: Path
    kind: str = ""
    seconds: NDArray[np.float64] | None
    xyz: NDArray[np.float32]
    start: datetime
    clocked: bool
    rate: float | None
    device: str
    expected: Expected
    drift_ppm: float | None = None
    broken: int = 0
    told: int = 0
    notes: tuple[str, ...] = ()
    asked: float | None = None
    stated: tuple[float, ...] = ()
    doubt: str = ""
    serial: str = ""
    counted: float = 0.0
    held: bool = False
