"""Flexion, quiet hold and return: two bursts that are one movement."""

import numpy as np

from limbwatch.dsp.limits import Limits
from limbwatch.sensor.arrays import Array, Index


def hold_groups(
    *,
    before: Array,
    after: Array,
    gap: Array,
    floor: Array,
    strength: Array,
    limits: Limits,
) -> Index:
    """Return the number of the movement that each burst belongs to, from 0, not falling.

    A burst that takes the limb away from rest joins the bursts after it, up to one that brings the
    limb back within ``limits.hold``. A burst that leaves the limb in a new place for good is a
    movement by itself: a change of posture. So is one whose return is far weaker: no muscle lets
    go so gently, it is the limb and its bedding that settle.

    Parameters
    ----------
    before, after : ndarray of float, shape (3, n)
        Mean acceleration of the quiet stretch before and after each burst, g.
    gap : ndarray of float, shape (n - 1,)
        Quiet time from each burst to the next, seconds.
    floor : ndarray of float, shape (n,)
        Noise floor at each burst, g.
    strength : ndarray of float, shape (n,)
        Largest envelope of each burst, g.
    """
    count = before.shape[1]
    starts = np.ones(count, np.bool_)
    departure = np.linalg.norm(after - before, axis=0)
    away = departure > np.maximum(limits.hold_away * floor, limits.high_minimum / 2)
    for first in np.flatnonzero(away[:-1] & (gap <= limits.hold)).tolist():
        if not starts[first]:
            continue
        last = _returning_burst(
            first,
            before=before[:, first],
            after=after,
            gap=gap,
            away=departure[first],
            strength=strength,
            limits=limits,
        )
        starts[first + 1 : last + 1] = False
    return np.cumsum(starts) - 1


def _returning_burst(
    first: int,
    *,
    before: Array,
    after: Array,
    gap: Array,
    away: float,
    strength: Array,
    limits: Limits,
) -> int:
    held = 0.0
    strongest = strength[first]
    for last in range(first + 1, after.shape[1]):
        held += gap[last - 1]
        if held > limits.hold:
            break
        distance = float(np.linalg.norm(after[:, last] - before))
        if strength[last] >= limits.hold_strength * strongest:
            strongest = max(strongest, strength[last])
            if distance < limits.hold_return * away:
                return last
        away = max(away, distance)
    return first
