"""How far the limb is, at each moment, from where it just was and from where it will be."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import UNIT
from limbwatch.dsp.signal.neighbourhood import Neighbourhood, means

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
    calibration : Calibration
        Of the sensor; an offset moves no distance.

    Notes
    -----
    Distances are Euclidean norms over the axes and so do not depend on how the sensor is turned.
    """

    def __init__(self, rate: float, *, calibration: Calibration, limits: Limits) -> None:
        self._near = Neighbourhood.of(rate, limits)
        self._scale = calibration.gain[:, None] / UNIT
        self.margin = self._near.margin
        """Values needed on either side of one envelope value."""

    def between(self, values: NDArray[np.int32]) -> Signal:
        """Compute the envelope wherever both neighbourhoods are known.

        Parameters
        ----------
        values : ndarray of int32, shape (3, n)
            Grid values, micro-g.

        Returns
        -------
        ndarray of float, shape (max(0, n - 2 * margin),)
            Envelope in g; entry 0 belongs to grid value ``margin``.
        """
        return self._near.along(values, self._piece)

    def _piece(self, values: NDArray[np.int32]) -> Signal:
        width, reach = self._near.width, self._near.reach
        now = means(values, width)[:, reach:-reach]
        # the mean of the past at one moment is that of the future at an earlier one
        around = means(values, reach)
        past, future = around[:, : now.shape[1]], around[:, reach + width :]
        return np.asarray(
            np.sqrt(np.minimum(self._squared(now - past), self._squared(now - future)))
        )

    def _squared(self, difference: Signal) -> Signal:
        difference *= self._scale
        return np.asarray(np.square(difference, out=difference).sum(axis=0))
