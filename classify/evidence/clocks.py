"""How far the clocks of the sensors disagree, told by what shook several of them at once."""

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask

_OFFSET_S = 0.1
_DRIFT = 20e-6
"""How far the clock of a sensor usually is off, seconds, and how fast it drifts: crystals of
wearables are good to some 20 ppm, and stamps of arrival by radio to some tenths of a second."""

_SCATTER_S = 0.015
"""Scatter of one comparison at 50 samples per second."""

_ROUNDS = 20
"""Rounds of weighting; the clocks settle within ten."""

_FEWEST = 4
"""Comparisons that it takes to trust them at all."""

_PARTS = 5
"""What an event tells is never held against itself: the clocks for one part of the events are
learned from the others."""


def disagreement(
    one: Index,
    other: Index,
    *,
    event: Index,
    time: Array,
    behind: Array,
    same_cause: Mask,
) -> Array:
    """Estimate by how much the clock of one sensor is behind that of another.

    Parameters
    ----------
    one, other : ndarray of int, shape (n,)
        Numbers of the two sensors of each comparison.
    event : ndarray of int, shape (n,)
        Number of the event that was compared.
    time : ndarray of float, shape (n,)
        When, seconds.
    behind : ndarray of float, shape (n,)
        By how much later the other sensor showed it, seconds.
    same_cause : ndarray of bool, shape (n,)
        Comparisons of one cause that shook both at once; from these the clocks are learned.

    Returns
    -------
    ndarray of float, shape (n,)
        What of ``behind`` is due to the clocks as other events show them, seconds.
    """
    count = int(max(one.max(initial=0), other.max(initial=0))) + 1
    rows = np.arange(len(time))
    design = np.zeros((len(time), 2 * count))
    for sensor, sign in ((other, 1.0), (one, -1.0)):
        design[rows, sensor] = sign * _OFFSET_S
        design[rows, count + sensor] = sign * _DRIFT * time
    found = np.zeros(len(time))
    for part in range(_PARTS):
        here = event % _PARTS == part
        others = same_cause & ~here
        if np.count_nonzero(others) >= _FEWEST:
            found[here] = design[here] @ _clocks(design[others], behind[others])
    return found


def _clocks(design: Array, seen: Array) -> Array:
    """Fit an offset and a drift for each sensor.

    Least squares with Cauchy weights, so that movements of the limbs themselves, which have true
    lags, hardly count, and held to zero by what is usual: a few comparisons tell little.
    """
    weight = np.full(len(seen), 0.1)
    clocks = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        weighted = (design * weight[:, None] / _SCATTER_S**2).T
        clocks = np.linalg.solve(weighted @ design + np.eye(len(clocks)), weighted @ seen)
        weight = 1 / (1 + np.square((seen - design @ clocks) / _SCATTER_S))
    return clocks
