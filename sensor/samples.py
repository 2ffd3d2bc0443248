"""One contiguous run of acceleration samples: the unit of streaming."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from numbers import Real
from typing import Any

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.one_line import one_line

LACKING = 0.5
"""Periods missing between two runs from which `gaps_between` counts a gap: half a sample, the most
that rounding to whole samples leaves open. Where only the rate changed, runs follow each other
without a gap."""

RATE_CHANGE = 0.05
"""Relative difference beyond which two rates are not those of one clock. Chosen."""

STANDARD_GRAVITY = 9.80665
"""Metres per second squared in one g (3rd CGPM, 1901; SI Brochure, 9th ed.)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """Equally spaced samples of one sensor, without a gap.

    A BLE packet, a block of a file and a test array are all Samples. Consecutive
    Samples of one run have the same ``rate`` and continue each other's time.

    Parameters
    ----------
    start : float
        Time of the first sample, seconds from the recording's start.
    rate : float
        Samples per second as measured against the clock, Hz.
    xyz : ndarray of float32, shape (n, 3)
        Acceleration in g, gravity included. Finite. Other arrays of numbers become one.

    Raises
    ------
    TypeError
        If the start or the rate is not a number.
    ValueError
        If the shape is not (n, 3), the rate is not positive, or a value is not a number, is masked
        or is not finite.
    """

    start: float
    rate: float
    xyz: Values

    __repr__ = one_line

    def __post_init__(self) -> None:
        if type(self.xyz) is not np.ndarray or self.xyz.dtype != np.float32:
            object.__setattr__(self, "xyz", _as_float32(self.xyz))
        if self.xyz.ndim != 2 or self.xyz.shape[1] != 3:
            raise ValueError(f"xyz must have the shape (n, 3), not {self.xyz.shape}")
        for name in ("rate", "start"):
            require_number(getattr(self, name), name)
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
        """Time at which the sample after the last would fall, seconds."""
        return self.start + len(self.xyz) / self.rate


def _as_float32(values: Any) -> Values:
    """Convert any array of numbers to single precision."""
    if np.ma.is_masked(values):
        raise ValueError("xyz has masked samples; put the samples around them in two runs")
    try:
        require_real(values)
        with np.errstate(over="ignore"):  # overflow gives infinity, which __post_init__ refuses
            return np.array(values, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"xyz is no array of numbers ({error}); give the shape (n, 3), in g"
        ) from None


def require_real(values: Any) -> None:
    """Refuse arrays that numpy would convert to meaningless numbers.

    Raises
    ------
    TypeError
        If the array holds complex numbers, which would lose half, or times or their differences.
    """
    kind = np.asarray(values).dtype
    if kind.kind in "cmM":
        raise TypeError(f"{kind} is no real number")


def require_number(value: Any, name: str) -> None:
    """Refuse anything but a single number, such as the text of a cell.

    Raises
    ------
    TypeError
        If it is not one.
    """
    # to numpy, a timedelta is a whole number
    if isinstance(value, bool | np.timedelta64) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, not {value!r}")


def gaps_between(runs: Sequence[Samples]) -> int:
    """Count the gaps between runs in order of time; at least one sample is missing in each."""
    return sum(b.start > a.end + LACKING / b.rate for a, b in pairwise(runs))


def all_finite(values: Values) -> bool:
    """Tell whether every value is finite, without an array of booleans the size of a night.

    NaN anywhere makes both extremes NaN.
    """
    return not values.size or bool(np.isfinite(values.min()) and np.isfinite(values.max()))


def rows_between(
    start: float, rate: float, count: int, begin: float, end: float
) -> tuple[int, int]:
    """Return the first and stop index of the samples of a run between two times."""
    first, stop = (min(max(ceil(round((at - start) * rate, 6)), 0), count) for at in (begin, end))
    return first, stop


def main_rate(runs: Sequence[Samples]) -> float:
    """Return the sampling rate of runs, Hz; where it changes, the rate that lasts longest.

    Rates within ``RATE_CHANGE`` of each other are averaged; rates further apart are not, because
    nothing was recorded at their mean. At least one run is needed.
    """
    return lasting_longest((len(run), run.rate) for run in runs)


def lasting_longest(counts: Iterable[tuple[int, float]]) -> float:
    """Return the `main_rate` of runs, given the sample count and the rate of each."""
    lasting: dict[float, list[tuple[int, float]]] = {}
    for count, own in counts:
        near = next((rate for rate in lasting if abs(own / rate - 1) <= RATE_CHANGE), own)
        lasting.setdefault(near, []).append((count, own))
    longest = max(lasting.values(), key=lambda group: sum(count / own for count, own in group))
    return sum(count for count, _ in longest) / sum(count / own for count, own in longest)


def require_runs(runs: Sequence[object]) -> None:
    """Raise a TypeError unless every run is `Samples`."""
    for run in runs:
        if not isinstance(run, Samples):
            raise TypeError(f"a run must be Samples, not {type(run).__name__}")


def require_in_order(runs: Sequence[Samples]) -> None:
    """Raise a ValueError if there is no run, a run is empty, or runs overlap."""
    if not runs or any(len(run) == 0 for run in runs):
        raise ValueError("a recording has at least one run and no empty run")
    for before, after in pairwise(runs):
        if after.start < before.end - 0.5 / before.rate:
            raise ValueError(
                f"runs overlap: one ends at {before.end:.3f} s, the next starts at "
                f"{after.start:.3f} s"
            )
