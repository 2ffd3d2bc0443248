"""How much a limb shakes faster than the movement envelope can follow."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import UNIT
from limbwatch.dsp.signal.neighbourhood import Neighbourhood, means
from limbwatch.sensor.arrays import Array

_EXACT = 1 << 25
"""Above this, 34 g in micro-g, sums of squares need more than 53 bits, and over half a second more
than 63: there values are taken in steps of `_STEP`, 64 micro-g."""
_STEP = 64


def shaking_of(
    values: NDArray[np.int32], *, near: Neighbourhood, calibration: Calibration
) -> Array:
    """Compute the root mean square of what the envelope averages away, where that is known.

    The envelope's "now" is a mean over 0.12 s, which all but removes 6 to 12 Hz: weak tremor and
    the trembling of a cramp would go unseen. The variance inside that short mean is just what it
    removes. Averaged over the half second before and over the half second after a moment, the
    smaller of the two begins and ends with the shaking, as the envelope does with a movement.

    Parameters
    ----------
    values : ndarray of int32, shape (3, n)
        Grid values, micro-g.
    calibration : Calibration
        Of the sensor; the mean gain of its axes stands for each.

    Returns
    -------
    ndarray of float, shape (max(0, n - 2 * near.margin),)
        g; entry 0 belongs to grid value ``near.margin``.

    Notes
    -----
    Sums are of whole numbers and exact, so values do not depend on how the recording
    was cut in pieces; a sum over the three axes does not depend on how the sensor is turned.
    """
    gain = float(calibration.gain.mean())
    # a mean over one value averages nothing away
    unit = gain / (UNIT * np.sqrt(near.reach * near.width * max(near.width - 1, 1)))
    return near.along(values, lambda piece: unit * _whole(piece, near))


def _whole(values: NDArray[np.int32], near: Neighbourhood) -> Array:
    """Return the shaking in whole units, whatever the size of the values."""
    count = values.shape[1] - 2 * near.margin
    if near.width == 1:
        return np.zeros(count)
    if max(values.max(), -values.min()) <= _EXACT:
        return _root(values, near)
    far = (np.abs(values) > _EXACT).any(axis=0)
    shaking = _root(np.where(far, 0, values), near)
    # by what is near a value alone, or it would depend on where a recording was cut
    seen = np.cumsum(np.concatenate([[0], far]))
    wide = seen[len(seen) - count :] > seen[:count]
    shaking[wide] = _STEP * _root(values // _STEP, near)[wide]
    return shaking


def _root(values: NDArray[np.int32], near: Neighbourhood) -> Array:
    """Root of the smaller sum of scatter, before a value and after it."""
    width, reach = near.width, near.reach
    running = np.zeros(values.shape[1] - width + 2, np.int64)
    running[1:] = _scatter(values, width)
    # whole numbers that may wrap: a running sum of floats is not exact above 4 g of shaking
    np.cumsum(running, out=running)
    summed = running[reach:] - running[:-reach]
    return np.asarray(np.sqrt(np.minimum(summed[: len(summed) - reach - 1], summed[reach + 1 :])))


def _scatter(values: NDArray[np.int32], width: int) -> Array:
    """``width`` squared times the variance of each ``width`` values, whole, micro-g squared."""
    exact = values.astype(np.float64)
    mean = means(exact, width)
    scatter = means(np.square(exact, out=exact), width)
    scatter -= np.square(mean, out=mean)
    return np.asarray(np.rint(np.maximum(scatter.sum(axis=0), 0.0) * width**2))
