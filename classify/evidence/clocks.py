"""Disagreement of the sensors' clocks, estimated from shocks that reached several at once."""

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask

_OFFSET_S = 0.1
"""Prior standard deviation of a clock's offset, seconds: radio arrival stamps are good to some
tenths of a second."""
_DRIFT = 20e-6
"""Prior standard deviation of a clock's drift: crystals of wearables are good to some 20 ppm."""

_SCATTER_S = 0.015
"""Scatter of one comparison at 50 samples per second, seconds."""

_ROUNDS = 20
"""Rounds of reweighting; the fit converges within ten."""

_FEWEST = 4
"""Fewest comparisons for a fit."""

_PARTS = 5
"""Number of folds: the clocks for one part of the events are fitted to the others, so that no event
is compared with itself."""


def disagreement(
    one: Index,
    other: Index,
    *,
    event: Index,
    time: Array,
    behind: Array,
    same_cause: Mask,
) -> Array:
    """Estimate how far the clock of one sensor is behind that of another.

    Parameters
    ----------
    one, other : ndarray of int, shape (n,)
        Numbers of the two sensors of each comparison.
    event : ndarray of int, shape (n,)
        Number of the event that was compared.
    time : ndarray of float, shape (n,)
        Time of the event, seconds.
    behind : ndarray of float, shape (n,)
        How much later the other sensor showed it, seconds.
    same_cause : ndarray of bool, shape (n,)
        Comparisons of one cause that shook both sensors at once; the clocks are fitted to these.

    Returns
    -------
    ndarray of float, shape (n,)
        The part of ``behind`` due to the clocks, by the fit to other events, seconds.
    """
    count = int(max(one.max(initial=0), other.max(initial=0))) + 1
    rows = np.arange(len(time))
    design = np.zeros((len(time), 2 * count))
    for sensor, sign in ((other, 1.0), (one, -1.0)):
        design[rows, sensor] = sign * _OFFSET_S
        design[rows, count + sensor] = sign * _DRIFT * time
    found = np.zeros(len(time))
    for part in range(_PARTS):
        fold = event % _PARTS == part
        others = same_cause & ~fold
        if np.count_nonzero(others) >= _FEWEST:
            found[fold] = design[fold] @ _fit_clocks(design[others], behind[others])
    return found


def _fit_clocks(design: Array, behind_s: Array) -> Array:
    """Fit an offset and a drift for each sensor.

    Least squares with Cauchy weights, so that the limbs' own movements, which have true lags,
    hardly count, and with a prior around zero, as a few comparisons say little.
    """
    weight = np.full(len(behind_s), 0.1)
    clocks = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        weighted = (design * weight[:, None] / _SCATTER_S**2).T
        clocks = np.linalg.solve(weighted @ design + np.eye(len(clocks)), weighted @ behind_s)
        weight = 1 / (1 + np.square((behind_s - design @ clocks) / _SCATTER_S))
    return clocks
