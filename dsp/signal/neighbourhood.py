"""The moment "now" and the half seconds before and after it, in grid values."""

from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
import scipy
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.grid import PIECE
from limbwatch.sensor.arrays import Array


class Neighbourhood(NamedTuple):
    """The grid values around a moment that a measure of movement uses."""

    half: int
    """Grid values on either side of the middle of "now"."""
    reach: int
    """Grid values on either side that "now" is compared with."""

    @classmethod
    def of(cls, rate: float, limits: Limits) -> Self:
        """Return the neighbourhood on a grid of a rate in Hz."""
        return cls(
            half=max(1, round(limits.smooth * rate)) // 2,
            reach=max(2, round(limits.reference * rate)),
        )

    @property
    def width(self) -> int:
        """Grid values in "now"."""
        return 2 * self.half + 1

    @property
    def margin(self) -> int:
        """Grid values needed on either side of a moment."""
        return self.half + self.reach

    def along(
        self, values: NDArray[np.int32], measure: Callable[[NDArray[np.int32]], Array]
    ) -> Array:
        """Compute a measure wherever the neighbourhood is complete, piece by piece.

        Parameters
        ----------
        values : ndarray of int32, shape (3, n)
            Grid values, micro-g.
        measure : callable
            Computes the measure of m values except for ``margin`` of them on either side.

        Returns
        -------
        ndarray of float, shape (max(0, n - 2 * margin),)
            Entry 0 belongs to grid value ``margin``.
        """
        count = max(0, values.shape[1] - 2 * self.margin)
        result = np.empty(count)
        for first in range(0, count, PIECE):
            stop = min(first + PIECE, count)
            result[first:stop] = measure(values[:, first : stop + 2 * self.margin])
        return result


def means(values: NDArray[np.int32] | Array, length: int) -> Array:
    """Return the moving average over ``length`` values.

    Parameters
    ----------
    values : ndarray, shape (3, n)
        Whole numbers, at most 2 ** 53 / ``length``, so that the running sum is exact and a mean
        does not depend on where the values begin.
    length : int
        At most n.

    Returns
    -------
    ndarray of float, shape (3, n - length + 1)
    """
    centred = scipy.ndimage.uniform_filter1d(values, length, axis=1, output=np.float64)
    first = length // 2
    return np.asarray(centred[:, first : first + values.shape[1] - length + 1])
