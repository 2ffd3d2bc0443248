"""Running sums of grid values, which give the mean of any range by two look-ups."""

import numpy as np

from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import UNIT, GridValues
from limbwatch.sensor.arrays import Array, Index


class Totals:
    """Grid values of one stretch, micro-g, shape (3, n), with their running sums.

    Sums are whole numbers below 2 ** 53 micro-g (1 g for years) and so exact: a mean does not
    depend on where the running sum began. The calibration is applied to every result.
    """

    def __init__(self, values: GridValues, *, calibration: Calibration) -> None:
        self._calibration = calibration
        # column k is the sum of the first k values
        self._total = np.zeros((3, values.shape[1] + 1), np.int64)
        self._total[:, 1:] = values
        # in place: numpy adds several times as slowly where it converts on the way
        np.cumsum(self._total, axis=1, out=self._total)

    def __len__(self) -> int:
        return int(self._total.shape[1]) - 1

    def mean(self, first: Index, stop: Index) -> Array:
        """Return the mean acceleration of index ranges, clipped to the stretch, g, shape (3, ...).

        Ranges are half-open; an empty one gives the value at ``first``.
        """
        first = np.clip(first, 0, len(self) - 1)
        stop = np.minimum(np.maximum(stop, first + 1), len(self))
        return self._calibrated(first, stop, np.asarray((stop - first) * UNIT))

    def value(self, index: Index) -> Array:
        """Return single grid values, g, shape (3, ...)."""
        index = np.clip(index, 0, len(self) - 1)
        return self._calibrated(index, index + 1, UNIT)

    def _calibrated(self, first: Index, stop: Index, unit: Array | float) -> Array:
        """Divide the sums of index ranges inside the stretch by a unit, and calibrate."""
        result = np.empty((3, *first.shape))
        offset, gain = self._calibration.offset, self._calibration.gain
        for axis, row in enumerate(self._total):
            # row by row, as rows are contiguous; mode="clip" skips the check of the indices
            summed = row.take(stop, mode="clip") - row.take(first, mode="clip")
            mean = np.divide(summed, unit, out=result[axis])
            mean += offset[axis]
            mean *= gain[axis]
        return result
