"""How much a limb shakes faster than the movement envelope can follow."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.grid import UNIT
from limbwatch.dsp.signal.neighbourhood import Neighbourhood
from limbwatch.dsp.signal.totals import Totals

Signal = NDArray[np.float64]


class Shaking:
    """Root mean square of what the envelope averages away.

    The envelope's "now" is a mean over 0.12 s, which all but removes 6 to 12 Hz: weak tremor and
    the trembling of a cramp would go unseen. The variance inside that short mean is just what it
    removes. Averaged over the half second before and over the half second after a moment, the
    smaller of the two begins and ends with the shaking, as the envelope does with a movement.

    Parameters
    ----------
    rate : float
        Grid rate, Hz.
    limits : Limits

    Notes
    -----
    Sums are of whole numbers and exact, so values do not depend on how the recording
    was cut in pieces; a sum over the three axes does not depend on how the sensor is turned.
    """

    def __init__(self, rate: float, *, limits: Limits) -> None:
        self._near = Neighbourhood.of(rate, limits)
        self.margin = self._near.margin
        """Values needed on either side of one value, as many as the envelope needs."""

    def between(self, totals: Totals) -> Signal:
        """Compute the shaking wherever both neighbourhoods are known.

        Parameters
        ----------
        totals : Totals
            Of n grid values.

        Returns
        -------
        ndarray of float, shape (max(0, n - 2 * margin),)
            g; entry 0 belongs to grid value ``margin``.
        """
        count = len(totals) - 2 * self.margin
        width, reach = self._near.width, self._near.reach
        if count <= 0 or width == 1:
            return np.zeros(max(0, count))
        spread = totals.spread(width)
        running = np.zeros(len(spread) + 1, np.int64)
        np.cumsum(spread, out=running[1:])
        near = running[reach:] - running[:-reach]
        shaking = np.sqrt(np.minimum(near[:count], near[reach + 1 : reach + 1 + count]))
        shaking *= totals.gain / (UNIT * np.sqrt(reach * width * (width - 1)))
        return np.asarray(shaking)
