"""Offset and gain of a sensor, fitted to its own still periods."""

from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.one_line import one_line

_STILL_S = 10
"""Length of a still period, seconds (van Hees et al. 2014, J Appl Physiol 117:738)."""

_STILL_SPREAD = 0.013
"""Largest standard deviation of an axis in a still period, g (van Hees et al. 2014)."""

_ENOUGH = 12
"""Fewest still periods (two minutes) for a fit; with fewer nothing is corrected."""

_OFFSET_SD, _GAIN_SD, _ERROR_SD = 0.05, 0.03, 0.01
"""Spread of zero-g offset (g) and sensitivity in data sheets of consumer sensors (50 mg, 3 %), and
of a still period's length around 1 g: the prior of the fit, needed because a sleeper seldom turns a
sensor through all six sides."""

_ROUNDS = 20
"""Gauss-Newton steps of the fit."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Corrected acceleration is ``gain * (raw + offset)``, axis by axis.

    Parameters
    ----------
    offset : ndarray of float, shape (3,)
        Added to the raw acceleration, g.
    gain : ndarray of float, shape (3,)
        Factor after the offset.
    error_before, error_after : float
        Mean distance of the still periods from 1 g, before and after, g; NaN without a still
        period.
    still_epochs : int
        Still periods used by the fit; 0 when they were too few and nothing is corrected.
    """

    offset: Array
    gain: Array
    error_before: float
    error_after: float
    still_epochs: int

    __repr__ = one_line


UNCALIBRATED = Calibration(
    offset=np.zeros(3), gain=np.ones(3), error_before=np.nan, error_after=np.nan, still_epochs=0
)
"""Leaves samples as they are."""


def calibrate(gravity: Array, spread: Array) -> Calibration:
    """Fit offset and gain so that still periods measure 1 g.

    ``gravity`` and ``spread``, shape (n, 3), are the mean and standard deviation of each axis in
    each second, g, not calibrated; NaN where nothing was recorded.

    Notes
    -----
    Still periods and the unit sphere are from van Hees et al. 2014. Their regression needs still
    periods on all sides; here a prior on offset and gain stands in for sides never turned up, and
    all periods of one posture count as one, so that the longest posture does not decide alone.
    """
    still = _still_periods(gravity, spread)
    if len(still) < _ENOUGH:
        error = float(np.mean(np.abs(np.linalg.norm(still, axis=1) - 1))) if len(still) else np.nan
        return replace(UNCALIBRATED, error_before=error, error_after=error)
    postures = _postures(still)
    offset, gain = np.zeros(3), np.ones(3)
    for _ in range(_ROUNDS):
        corrected = (postures + offset) * gain
        length = np.linalg.norm(corrected, axis=1)
        direction = corrected / length[:, None]
        slope = np.hstack([direction * gain, direction * (postures + offset)]) / _ERROR_SD
        prior = np.diag(np.repeat([1 / _OFFSET_SD, 1 / _GAIN_SD], 3))
        left = np.vstack([slope, prior])
        right = np.concatenate(
            [(1 - length) / _ERROR_SD, -offset / _OFFSET_SD, (1 - gain) / _GAIN_SD]
        )
        step = np.linalg.lstsq(left, right, rcond=None)[0]
        offset, gain = offset + step[:3], gain + step[3:]
    return Calibration(
        offset=offset,
        gain=gain,
        error_before=float(np.mean(np.abs(np.linalg.norm(still, axis=1) - 1))),
        error_after=float(np.mean(np.abs(np.linalg.norm((still + offset) * gain, axis=1) - 1))),
        still_epochs=len(still),
    )


def _still_periods(gravity: Array, spread: Array) -> Array:
    whole = len(gravity) // _STILL_S * _STILL_S
    shape = (-1, _STILL_S, 3)
    gravity, spread = gravity[:whole].reshape(shape), spread[:whole].reshape(shape)
    with np.errstate(invalid="ignore"):
        steady = np.square(spread).mean(axis=1) + gravity.var(axis=1) < _STILL_SPREAD**2
    mean = gravity.mean(axis=1)
    return np.asarray(mean[steady.all(axis=1) & np.isfinite(mean).all(axis=1)])


def _postures(still: Array) -> Array:
    """Average the still periods whose axes agree to a tenth of a g."""
    _, owner = np.unique(np.rint(still * 10).astype(np.int64), axis=0, return_inverse=True)
    number = np.bincount(owner)
    return np.stack([np.bincount(owner, axis) / number for axis in still.T], axis=1)
