"""How far the limb is, at each moment, from where it just was and from where it will be."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.neighbourhood import Neighbourhood
from limbwatch.dsp.totals import Totals

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
        past = np.zeros(count)
        future = np.zeros(count)
        now, other = np.empty(count), np.empty(count)
        near = self._near
        for axis in range(3):
            totals.sliding(axis, near.reach, near.width, now)
            for first, distance in ((0, past), (near.reach + near.width, future)):
                totals.sliding(axis, first, near.reach, other)
                np.subtract(now, other, out=other)
                np.add(distance, np.square(other, out=other), out=distance)
        return np.asarray(np.sqrt(np.minimum(past, future, out=past), out=past))
