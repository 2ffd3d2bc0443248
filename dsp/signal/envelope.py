"""The movement envelope: how far the limb is from where it just was and from where it will be."""

import numpy as np

from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import UNIT, GridValues
from limbwatch.dsp.signal.neighbourhood import Neighbourhood, means
from limbwatch.sensor.arrays import Array


def envelope_of(values: GridValues, *, near: Neighbourhood, calibration: Calibration) -> Array:
    """Compute the movement envelope wherever both neighbourhoods are known.

    "Now" is a short mean; it is compared with the mean of the half second before and with the
    mean of the half second after. The distance to the past is zero until a movement begins and
    the distance to the future is zero from the moment it ends, so the smaller of the two has
    sharp edges at both ends, which no causal or zero-phase filter has: the former rings on after
    a change of orientation, the latter rings ahead of it.

    Grid values are in micro-g, shape (3, n), and the envelope in g, shape (max(0, n - 2 *
    near.margin),); its entry 0 belongs to grid value ``near.margin``. Distances are Euclidean norms
    over the axes, so they do not depend on the sensor's orientation, and the offset of its
    calibration cancels out of them.
    """
    scale = calibration.gain[:, None] / UNIT

    def squared(difference: Array) -> Array:
        difference *= scale
        return np.asarray(np.square(difference, out=difference).sum(axis=0))

    def piece(values: GridValues) -> Array:
        now = means(values, near.width)[:, near.reach : -near.reach]
        # the past mean of one moment is the future mean of an earlier one: compute both at once
        around = means(values, near.reach)
        past, future = around[:, : now.shape[1]], around[:, near.reach + near.width :]
        return np.asarray(np.sqrt(np.minimum(squared(now - past), squared(now - future))))

    return near.along(values, piece)
