"""How far the limb is, at each moment, from where it just was and from where it will be."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.grid import PIECE
from limbwatch.dsp.signal.neighbourhood import Neighbourhood
from limbwatch.dsp.signal.totals import Totals

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
        self._near = Neighbourhood.of(rate, limits)
        self.margin = self._near.margin
        """Values needed on either side of one envelope value."""

    def between(self, totals: Totals) -> Signal:
        """Compute the envelope wherever both neighbourhoods are known.

        Parameters
        ----------
        totals : Totals
            Of n grid values.

        Returns
        -------
        ndarray of float, shape (max(0, n - 2 * margin),)
            Envelope in g; entry 0 belongs to grid value ``margin``.
        """
        count = len(totals) - 2 * self.margin
        if count <= 0:
            return np.empty(0)
        result = np.empty(count)
        for first in range(0, count, PIECE):
            self._piece(totals, first, result[first : first + PIECE])
        return result

    def _piece(self, totals: Totals, begin: int, out: Signal) -> None:
        near = self._near
        past, future = np.zeros(len(out)), np.zeros(len(out))
        now, other = np.empty(len(out)), np.empty(len(out))
        ahead = near.reach + near.width
        means = np.empty(len(out) + ahead)
        for axis in range(3):
            totals.sliding(axis, begin + near.reach, near.width, now)
            # the mean of the past at one moment is that of the future at an earlier one
            totals.sliding(axis, begin, near.reach, means)
            for mean, distance in ((means[: len(out)], past), (means[ahead:], future)):
                np.subtract(now, mean, out=other)
                np.add(distance, np.square(other, out=other), out=distance)
        np.sqrt(np.minimum(past, future, out=past), out=out)
