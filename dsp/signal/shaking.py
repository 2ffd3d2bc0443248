"""How much a limb shakes faster than the movement envelope can follow."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import UNIT
from limbwatch.dsp.signal.neighbourhood import Neighbourhood, means

Signal = NDArray[np.float64]

_EXACT = 1 << 25
"""Above this, 34 g in micro-g, sums of squares need more than 53 bits, and over half a second more
than 63: there values are taken in steps of `_STEP`, 64 micro-g."""
_STEP = 64


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
    calibration : Calibration
        Of the sensor; the mean gain of its axes stands for each.

    Notes
    -----
    Sums are of whole numbers and exact, so values do not depend on how the recording
    was cut in pieces; a sum over the three axes does not depend on how the sensor is turned.
    """

    def __init__(self, rate: float, *, calibration: Calibration, limits: Limits) -> None:
        self._near = Neighbourhood.of(rate, limits)
        self._gain = float(calibration.gain.mean())
        self.margin = self._near.margin
        """Values needed on either side of one value, as many as the envelope needs."""

    def between(self, values: NDArray[np.int32]) -> Signal:
        """Compute the shaking wherever both neighbourhoods are known.

        Parameters
        ----------
        values : ndarray of int32, shape (3, n)
            Grid values, micro-g.

        Returns
        -------
        ndarray of float, shape (max(0, n - 2 * margin),)
            g; entry 0 belongs to grid value ``margin``.
        """
        return self._near.along(values, self._piece)

    def _piece(self, values: NDArray[np.int32]) -> Signal:
        width, reach = self._near.width, self._near.reach
        count = values.shape[1] - 2 * self.margin
        if width == 1:
            return np.zeros(count)
        if max(values.max(), -values.min()) <= _EXACT:
            shaking = self._root(values)
        else:
            far = (np.abs(values) > _EXACT).any(axis=0)
            shaking = self._root(np.where(far, 0, values))
            # by what is near a value alone, or it would depend on where a recording was cut
            seen = np.cumsum(np.concatenate([[0], far]))
            wide = seen[len(seen) - count :] > seen[:count]
            shaking[wide] = _STEP * self._root(values // _STEP)[wide]
        shaking *= self._gain / (UNIT * np.sqrt(reach * width * (width - 1)))
        return np.asarray(shaking)

    def _root(self, values: NDArray[np.int32]) -> Signal:
        """Root of the smaller sum of scatter, before a value and after it."""
        width, reach = self._near.width, self._near.reach
        running = np.zeros(values.shape[1] - width + 2, np.int64)
        running[1:] = _scatter(values, width)
        # whole numbers that may wrap: a running sum of floats is not exact above 4 g of shaking
        np.cumsum(running, out=running)
        near = running[reach:] - running[:-reach]
        return np.asarray(np.sqrt(np.minimum(near[: len(near) - reach - 1], near[reach + 1 :])))


def _scatter(values: NDArray[np.int32], width: int) -> Signal:
    """``width`` squared times the variance of each ``width`` values, whole, micro-g squared."""
    exact = values.astype(np.float64)
    mean = means(exact, width)
    scatter = means(np.square(exact, out=exact), width)
    scatter -= np.square(mean, out=mean)
    return np.asarray(np.rint(np.maximum(scatter.sum(axis=0), 0.0) * width**2))
