"""How much a limb shakes faster than the movement envelope can follow."""

import numpy as np

from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import UNIT, GridValues
from limbwatch.dsp.signal.neighbourhood import Neighbourhood, means
from limbwatch.sensor.arrays import Array

_EXACT = 1 << 25
"""Largest value with exact sums, micro-g (34 g): above it sums of squares need more than 53 bits,
and over half a second more than 63."""

_STEP = 64
"""Unit that larger values are divided by so that their sums stay exact, micro-g."""


def shaking_of(values: GridValues, *, near: Neighbourhood, calibration: Calibration) -> Array:
    """Compute the root mean square of the motion that the envelope averages away.

    The envelope's "now" is a mean over 0.12 s, which all but removes 6 to 12 Hz: it would miss weak
    tremor and the trembling of a cramp. The variance within that short mean is exactly what it
    removes. It is averaged over the half seconds before and after each moment; the smaller of the
    two begins and ends with the shaking, as the envelope does with a movement.

    Units and shapes are those of `envelope_of`. Sums of whole numbers are exact, so values do not
    depend on how the recording was cut into pieces; a sum over the three axes does not depend on
    the sensor's orientation, and the mean gain of the axes is used for each.
    """
    gain = float(calibration.gain.mean())
    # a mean over one value averages nothing away, so its width - 1 must not divide by zero
    unit = gain / (UNIT * np.sqrt(near.reach * near.width * max(near.width - 1, 1)))
    return near.along(values, lambda piece: unit * _unscaled_shaking(piece, near))


def _unscaled_shaking(values: GridValues, near: Neighbourhood) -> Array:
    """Return the shaking in unscaled integer units, for values of any size."""
    count = values.shape[1] - 2 * near.margin
    if near.width == 1:
        return np.zeros(count)
    if max(values.max(), -values.min()) <= _EXACT:
        return _root_of_smaller_side(values, near)
    beyond_exact = (np.abs(values) > _EXACT).any(axis=0)
    shaking = _root_of_smaller_side(np.where(beyond_exact, 0, values), near)
    # decided by a value's own neighbourhood, or it would depend on where a recording was cut
    beyond_before = np.cumsum(np.concatenate([[0], beyond_exact]))
    near_beyond = beyond_before[len(beyond_before) - count :] > beyond_before[:count]
    shaking[near_beyond] = _STEP * _root_of_smaller_side(values // _STEP, near)[near_beyond]
    return shaking


def _root_of_smaller_side(values: GridValues, near: Neighbourhood) -> Array:
    """Return the root of the smaller sum of scatter, before or after each value."""
    width, reach = near.width, near.reach
    running = np.zeros(values.shape[1] - width + 2, np.int64)
    running[1:] = _scatter(values, width)
    # int64 may wrap but its differences stay exact; floats are not exact above 4 g of shaking
    np.cumsum(running, out=running)
    summed = running[reach:] - running[:-reach]
    return np.asarray(np.sqrt(np.minimum(summed[: len(summed) - reach - 1], summed[reach + 1 :])))


def _scatter(values: GridValues, width: int) -> Array:
    """Return ``width`` squared times the variance of each ``width`` values, micro-g squared."""
    exact = values.astype(np.float64)
    mean = means(exact, width)
    scatter = means(np.square(exact, out=exact), width)
    scatter -= np.square(mean, out=mean)
    return np.asarray(np.rint(np.maximum(scatter.sum(axis=0), 0.0) * width**2))
