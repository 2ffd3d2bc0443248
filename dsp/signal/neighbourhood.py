"""The moment "now" and the half seconds before and after it, in grid values."""

from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
import scipy

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.grid import PIECE, GridValues
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

    def along(self, values: GridValues, measure: Callable[[GridValues], Array]) -> Array:
        """Compute a measure wherever the neighbourhood is complete, piece by piece.

        ``measure`` gives that of grid values, micro-g, shape (3, m), except for ``margin`` of them
        on either side; so of n values the result has the shape (max(0, n - 2 * margin),), and its
        entry 0 belongs to grid value ``margin``.
        """
        count = max(0, values.shape[1] - 2 * self.margin)
        result = np.empty(count)
        for first in range(0, count, PIECE):
            stop = min(first + PIECE, count)
            result[first:stop] = measure(values[:, first : stop + 2 * self.margin])
        return result


def means(values: GridValues | Array, length: int) -> Array:
    """Return the moving average over ``length`` of n values, shape (3, n - length + 1).

    Values are whole numbers, at most 2 ** 53 / ``length``, shape (3, n), so that the running sum is
    exact and a mean does not depend on where they begin.
    """
    centred = scipy.ndimage.uniform_filter1d(values, length, axis=1, output=np.float64)
    first = length // 2
    return np.asarray(centred[:, first : first + values.shape[1] - length + 1])
