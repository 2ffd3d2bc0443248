"""How far the limb is, at each moment, from where it just was and from where it will be."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.grid import UNIT
from limbwatch.dsp.limits import Limits

Values = NDArray[np.int64]
Signal = NDArray[np.float64]


class Envelope:
    """Movement envelope with exact, finite memory.

    "Now" is a short mean; it is compared with the mean of the half second before and with the
    mean of the half second after. The distance to the past is zero until a movement begins and
    the distance to the future is zero from the moment it ends, so the smaller of the two has
    sharp edges at both ends, which no causal or zero-phase filter has: the former rings on after
    a change of orientation, the latter rings ahead of it.

    Parameters
    ----------
    rate : float
        Grid rate, Hz.
    limits : Limits

    Notes
    -----
    Distances are Euclidean norms over the axes and so do not depend on how the sensor is turned.
    """

    def __init__(self, rate: float, *, limits: Limits) -> None:
        self.half = max(1, round(limits.smooth * rate)) // 2
        self.reach = max(2, round(limits.reference * rate))
        self.margin = self.half + self.reach
        """Values needed on either side of one envelope value."""

    def between(self, values: Values) -> Signal:
        """Compute the envelope wherever both neighbourhoods are known.

        Parameters
        ----------
        values : ndarray of int64, shape (3, n)
            Grid values, micro-g.

        Returns
        -------
        ndarray of float, shape (max(0, n - 2 * margin),)
            Envelope in g; entry 0 belongs to grid value ``margin``.
        """
        count = values.shape[1] - 2 * self.margin
        if count <= 0:
            return np.empty(0)
        past = np.zeros(count)
        future = np.zeros(count)
        for axis in values:
            before, now, after = self._means(axis, count)
            past += np.square(now - before)
            future += np.square(now - after)
        return np.sqrt(np.minimum(past, future)) / UNIT

    def _means(self, values: Values, count: int) -> tuple[Signal, Signal, Signal]:
        total = np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
        margin, half, reach = self.margin, self.half, self.reach

        def mean(first: int, length: int) -> Signal:
            summed = total[first + length : first + length + count] - total[first : first + count]
            return np.asarray(summed / length)

        width = 2 * half + 1
        return mean(0, reach), mean(margin - half, width), mean(margin + half + 1, reach)
