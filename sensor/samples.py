"""One contiguous run of acceleration samples: the unit of streaming."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.one_line import one_line

LACKING = 0.5
"""Periods between two runs, beyond the one between samples, from which a sample is missing: half of
one, the most that rounding to whole samples leaves open. A run may follow another at once, where
the rate was followed."""

RATE_CHANGE = 0.05
"""Share by which rates differ that are not those of one clock. Chosen."""

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
        Acceleration in g, gravity included. Finite. Other arrays of numbers become one.

    Raises
    ------
    TypeError
        If the start or the rate is no number.
    ValueError
        If the shape is not (n, 3), the rate is not positive, or a value is no number, masked or not
        finite.
    """

    start: float
    rate: float
    xyz: NDArray[np.float32]

    __repr__ = one_line

    def __post_init__(self) -> None:
        if type(self.xyz) is not np.ndarray or self.xyz.dtype != np.float32:
            object.__setattr__(self, "xyz", _single(self.xyz))
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
        """Time at which the sample after the last one would fall, seconds."""
        return self.start + len(self.xyz) / self.rate


def _single(values: Any) -> NDArray[np.float32]:
    """Take any array of numbers in single precision."""
    if np.ma.is_masked(values):
        raise ValueError("xyz has masked samples; put the samples around them in two runs")
    try:
        require_real(values)
        with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused
            return np.array(values, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"xyz is no array of numbers ({error}); give the shape (n, 3), in g"
        ) from None


def require_real(values: Any) -> None:
    """Refuse an array of what numpy turns into numbers that mean nothing here.

    Raises
    ------
    TypeError
        If it holds complex numbers, of which half would be lost, or times or their differences.
    """
    kind = np.asarray(values).dtype
    if kind.kind in "cmM":
        raise TypeError(f"{kind} is no real number")


def require_number(value: Any, name: str) -> None:
    """Refuse what is no single number, such as text that a file was read into.

    Raises
    ------
    TypeError
        If it is none.
    """
    # a difference of times is a whole number to numpy
    if isinstance(value, bool | np.timedelta64) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, not {value!r}")


def gaps_between(runs: Sequence[Samples]) -> int:
    """Count the gaps between runs in order of time in which at least one sample is missing."""
    return sum(b.start > a.end + LACKING / b.rate for a, b in pairwise(runs))


def all_finite(values: NDArray[np.float32]) -> bool:
    """Tell whether every value is finite, without an array of booleans the size of a night.

    NaN anywhere makes both extremes NaN.
    """
    return not values.size or bool(np.isfinite(values.min()) and np.isfinite(values.max()))


def rows_between(
    start: float, rate: float, count: int, begin: float, end: float
) -> tuple[int, int]:
    """Find the samples of a run, of a start and a rate, that lie in a stretch: first and stop."""
    first, stop = (min(max(ceil(round((at - start) * rate, 6)), 0), count) for at in (begin, end))
    return first, stop


def main_rate(runs: Sequence[Samples]) -> float:
    """Give the samples per second of runs, Hz: where they change, those that last longest.

    It is the mean of all, one at least, unless the rates are more than ``RATE_CHANGE`` apart:
    nobody recorded their mean.
    """
    return lasting_longest((len(run), run.rate) for run in runs)


def lasting_longest(counts: Iterable[tuple[int, float]]) -> float:
    """Give the `main_rate` of runs by how many samples each has, and their rate."""
    lasting: dict[float, list[tuple[int, float]]] = {}
    for count, own in counts:
        near = next((rate for rate in lasting if abs(own / rate - 1) <= RATE_CHANGE), own)
        lasting.setdefault(near, []).append((count, own))
    longest = max(lasting.values(), key=lambda group: sum(count / own for count, own in group))
    return sum(count for count, _ in longest) / sum(count / own for count, own in longest)


def require_runs(runs: Sequence[object]) -> None:
    """Refuse, with a TypeError, what are no runs."""
    for run in runs:
        if not isinstance(run, Samples):
            raise TypeError(f"a run must be Samples, not {type(run).__name__}")


def require_in_order(runs: Sequence[Samples]) -> None:
    """Refuse, with a ValueError, no run at all, an empty one, and runs that overlap."""
    if not runs or any(len(run) == 0 for run in runs):
        raise ValueError("a recording has at least one run and no empty run")
    for before, after in pairwise(runs):
        if after.start < before.end - 0.5 / before.rate:
            raise ValueError(
                f"runs overlap: one ends at {before.end:.3f} s, the next starts at "
                f"{after.start:.3f} s"
            )
