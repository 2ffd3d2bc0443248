"""Running sums of grid values, from which any mean follows by two look-ups."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import PIECE, UNIT

Index = NDArray[np.intp]
Signal = NDArray[np.float64]


class Totals:
    """Grid values of one stretch with their running sums.

    Sums are of whole numbers and, below 2 ** 53 micro-g (1 g for years), exact as floats: a mean is
    the same whichever stretch it is taken from.

    Parameters
    ----------
    total : ndarray of float, shape (3, n + 1)
        ``total[:, k]`` is the sum of the first ``k`` values, plus any constant, micro-g; whole.
    calibration : Calibration
        Applied to whatever is read.
    """

    def __init__(self, total: Signal, *, calibration: Calibration) -> None:
        self._total = total
        self._calibration = calibration

    @classmethod
    def empty(cls, calibration: Calibration) -> Self:
        """Return totals of no value."""
        return cls(np.zeros((3, 1)), calibration=calibration)

    def __len__(self) -> int:
        return int(self._total.shape[1]) - 1

    def extended(self, values: NDArray[np.int32]) -> "Totals":
        """Append values.

        Parameters
        ----------
        values : ndarray of int32, shape (3, n)
            Micro-g.

        Returns
        -------
        Totals
        """
        held = self._total.shape[1]
        total = np.empty((3, held + values.shape[1]))
        total[:, :held] = self._total
        more = np.cumsum(values, axis=1, dtype=np.float64, out=total[:, held:])
        more += self._total[:, -1:]
        return Totals(total, calibration=self._calibration)

    def part(self, first: int, stop: int | None = None) -> "Totals":
        """Return the totals of a stretch of the values."""
        end = None if stop is None else stop + 1
        return Totals(self._total[:, first:end], calibration=self._calibration)

    def mean(self, first: Index, stop: Index) -> Signal:
        """Average the acceleration over index ranges, clipped to the stretch.

        Parameters
        ----------
        first, stop : ndarray of int, any shape
            Half-open ranges. An empty range gives the value at ``first``.

        Returns
        -------
        ndarray of float, shape (3, ...)
            g.
        """
        first = np.clip(first, 0, len(self) - 1)
        stop = np.minimum(np.maximum(stop, first + 1), len(self))
        return self._calibrated(first, stop, np.asarray((stop - first) * UNIT))

    def value(self, index: Index) -> Signal:
        """Return single grid values, g, shape (3, ...)."""
        index = np.clip(index, 0, len(self) - 1)
        return self._calibrated(index, index + 1, UNIT)

    def _calibrated(self, first: Index, stop: Index, unit: Signal | float) -> Signal:
        """Divide the sums over index ranges inside the stretch by a unit, and calibrate."""
        result = np.empty((3, *first.shape))
        offset, gain = self._calibration.offset, self._calibration.gain
        for axis, row in enumerate(self._total):
            # a row is contiguous where the array need not be, and indices are inside
            summed = row.take(stop, mode="clip") - row.take(first, mode="clip")
            mean = np.divide(summed, unit, out=result[axis])
            mean += offset[axis]
            mean *= gain[axis]
        return result

    @property
    def gain(self) -> float:
        """Mean gain of the axes, for what is summed over them."""
        return float(self._calibration.gain.mean())

    def spread(self, width: int) -> NDArray[np.int64]:
        """Return how far values scatter around the mean of each ``width`` consecutive ones.

        Parameters
        ----------
        width : int
            At least 2.

        Returns
        -------
        ndarray of int64, shape (n - width + 1,)
            ``width`` squared times the variance, summed over the axes, micro-g squared;
            without calibration; exact while an axis stays below 13 g, and above that the same
            whichever stretch it is taken from.
        """
        count = len(self) - width + 1
        result = np.empty(count, np.int64)
        for first in range(0, count, PIECE):
            stop = min(first + PIECE, count)
            result[first:stop] = self._scatter(first, stop - first, width)
        return result

    def _scatter(self, first: int, count: int, width: int) -> Signal:
        scatter = np.zeros(count)
        for row in self._total[:, first : first + count + width]:
            values = row[1:] - row[:-1]
            np.square(values, out=values)
            squares = values[:count] + values[1 : count + 1]
            for k in range(2, width):
                squares += values[k : count + k]
            squares *= width
            summed = row[width:] - row[:-width]
            squares -= np.square(summed, out=summed)
            scatter += squares
        return np.maximum(scatter, 0.0, out=scatter)

    def sliding(self, axis: int, first: int, length: int, out: Signal) -> Signal:
        """Average ``length`` values from each of consecutive places, without offset.

        Parameters
        ----------
        axis : int
        first, length : int
            Place of the first mean, values per mean.
        out : ndarray of float, shape (count,)
            Receives the means, g.

        Returns
        -------
        ndarray of float, shape (count,)
            ``out``.
        """
        row, count = self._total[axis], len(out)
        begin, end = row[first : first + count], row[first + length : first + length + count]
        np.subtract(end, begin, out=out)
        out *= self._calibration.gain[axis] / (length * UNIT)
        return out
