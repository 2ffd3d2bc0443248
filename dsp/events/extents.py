"""Many index ranges of one signal processed at once, end to end in one compact array."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Counts, Index

_SWELL_RISE = 0.4
"""Share of the range's peak above which a swell begins."""

_SWELL_DIP = 0.2
"""Share of the range's peak below which a swell ends: half of `_SWELL_RISE`, as between other on
and off thresholds."""

_SWELL_SMOOTH = 1
"""Values on either side that the signal is averaged over for swells (0.12 s at 25 Hz)."""

_DIGITS = 2**24
"""Base in which squares are split into high and low digits: 2^39 low digits can be added up."""


class Extents:
    """Half-open index ranges in order, shape (m,), that are not empty and do not overlap."""

    def __init__(self, first: Index, stop: Index) -> None:
        self.first = first
        self.stop = stop
        self.length = stop - first
        self._begin = np.cumsum(self.length) - self.length
        self._owner = np.repeat(np.arange(len(first)), self.length)
        self.index = np.arange(len(self._owner)) + (first - self._begin)[self._owner]
        """Every index inside a range, end to end; compact arrays have one value for each."""

    def per_sample(self, column: NDArray[Any]) -> NDArray[Any]:
        """Repeat the value of each range for every index inside it."""
        return np.asarray(column[self._owner])

    def sum(self, compact: NDArray[Any]) -> Counts:
        """Add up whole numbers or booleans over each range."""
        return np.asarray(np.add.reduceat(compact.astype(np.int64), self._begin))

    def energy(self, compact: Counts) -> Array:
        """Add up the squares of whole numbers over each range, rounded once.

        Sums over minutes at full scale exceed 64 bits, so high and low digits are added separately.
        """
        high, low = np.divmod(np.square(compact), _DIGITS)
        return np.asarray(self.sum(high) * float(_DIGITS) + self.sum(low))

    def largest(self, compact: NDArray[Any]) -> tuple[NDArray[Any], Index]:
        """Return the largest value of each range and the index of its first occurrence."""
        peak = np.maximum.reduceat(compact, self._begin)
        hits = np.flatnonzero(compact == self.per_sample(peak))
        owner, place = np.unique(self._owner[hits], return_index=True)
        assert len(owner) == len(peak)  # noqa: S101 - every range holds its own maximum
        return peak, self.index[hits[place]]

    def swells(self, compact: Counts, peak: Counts) -> Array:
        """Count the separate swells of each range, at least 1.

        The signal inside the ranges is not negative; ``peak``, shape (m,), is its largest value in
        each.
        """
        total = np.concatenate([[0], np.cumsum(compact)])
        place = np.arange(len(compact))
        low = np.maximum(place - _SWELL_SMOOTH, self.per_sample(self._begin))
        high = np.minimum(place + _SWELL_SMOOTH + 1, self.per_sample(self._begin + self.length))
        smooth = (total[high] - total[low]) / (high - low)
        level = self.per_sample(peak)
        state = (smooth > _SWELL_RISE * level).astype(np.int8) - (smooth < _SWELL_DIP * level)
        known = np.flatnonzero(state)
        owner = self._owner[known]
        rising = state[known] > 0
        fresh = np.ones(len(known), np.bool_)
        fresh[1:] = (owner[1:] != owner[:-1]) | ~rising[:-1]
        counts = np.bincount(owner[rising & fresh], minlength=len(self.first))
        return np.maximum(counts, 1).astype(np.float64)
