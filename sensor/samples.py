"""One contiguous run of acceleration samples: the unit of streaming."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LACKING = 0.5
"""Periods between two runs, beyond the one between samples, from which a sample is missing: half of
one, the most that rounding to whole samples leaves open. A run may follow another at once, where
the rate was followed."""

STANDARD_GRAVITY = 9.80665
"""Metres per second squared in one g (3rd CGPM, 1901; SI Brochure, 9th ed.)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """Equally spaced samples of one sensor, without a gap.

    A BLE packet, a block of a file and a test array all are Samples. Consecutive
    Samples of one run have the same ``rate`` and continue each other's time.

    Parameters
    ----------
    start : float
        Time of the first sample, seconds from the recording's start.
    rate : float
        Samples per second as measured against the clock, Hz.
    xyz : ndarray of float32, shape (n, 3)
        Acceleration in g, gravity included. Finite.

    Raises
    ------
    ValueError
        If the shape is not (n, 3), the rate is not positive or a value is not finite.
    """

    start: float
    rate: float
    xyz: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.xyz.ndim != 2 or self.xyz.shape[1] != 3:
            raise ValueError(f"xyz must have the shape (n, 3), not {self.xyz.shape}")
        if self.xyz.dtype != np.float32:
            raise ValueError(f"xyz must be float32, not {self.xyz.dtype}")
        if not (np.isfinite(self.rate) and self.rate > 0):
            raise ValueError(f"rate must be positive, not {self.rate} Hz")
        if not np.isfinite(self.start):
            raise ValueError(f"start must be finite, not {self.start} s")
        if not all_finite(self.xyz):
            raise ValueError("xyz must be finite; put the samples around a missing one in two runs")

    def __len__(self) -> int:
        return len(self.xyz)

    @property
    def end(self) -> float:
        """Time at which the sample after the last one would fall, seconds."""
        return self.start + len(self.xyz) / self.rate


def gaps_between(runs: Sequence[Samples]) -> int:
    """Count the gaps between runs in order of time in which at least one sample is missing."""
    return sum(b.start > a.end + LACKING / b.rate for a, b in pairwise(runs))


def all_finite(values: NDArray[np.float32]) -> bool:
    """Tell whether every value is finite, without an array of booleans the size of a night.

    Parameters
    ----------
    values : ndarray of float32
        NaN anywhere makes both extremes NaN.
    """
    return not values.size or bool(np.isfinite(values.min()) and np.isfinite(values.max()))
