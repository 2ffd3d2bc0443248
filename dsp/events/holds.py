"""Flexion, quiet hold and return: two bursts that are one movement, or a slow way back to rest."""

import numpy as np

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.totals import Totals
from limbwatch.sensor.arrays import Array, Index, Mask


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


def stops_at_rest(
    totals: Totals,
    *,
    stop: Index,
    following: Index,
    before: Array,
    near: Array,
    rate: float,
    limits: Limits,
) -> Index:
    """Move the end of each movement, never back, to where the limb is at rest again.

    While a limb sinks back slowly, its envelope is quiet although it is still away from where it
    rested. If it is back within ``limits.hold`` and before the next burst, the movement ends there.
    If it never is, it has changed its posture and the end stays.

    Parameters
    ----------
    totals : Totals
        Grid values of the stretch.
    stop, following : ndarray of int, shape (m,)
        End of each movement, and start of the next one (or of the unknown).
    before : ndarray of float, shape (3, m)
        Resting acceleration before each movement, g.
    near : ndarray of float, shape (m,)
        Distance from rest within which the limb is back, g.
    rate : float
        Grid values per second, Hz.
    """
    half = round(0.5 * limits.slow * rate)
    quiet = max(1, round(limits.quiet * rate))
    reach = np.arange(round(limits.hold * rate) + quiet)
    away = _distance(totals, stop[:, None] + half, before, half)[:, 0] > near
    moved = np.array(stop)
    rows = np.flatnonzero(away)
    place = stop[rows, None] + reach
    back = _distance(totals, place, before[:, rows], half) <= near[rows, None]
    back &= place + half < following[rows, None]
    stays = np.cumsum(back, axis=1)
    stays = stays[:, quiet - 1 :] - np.pad(stays, ((0, 0), (1, 0)))[:, :-quiet]
    returned: Mask = stays == quiet
    found = np.asarray(returned.any(axis=1))
    # the mean reaches back half its length and so arrives that much too late
    moved[rows[found]] += np.maximum(np.argmax(returned[found], axis=1) - half, 0)
    return moved


def _distance(totals: Totals, place: Index, before: Array, half: int) -> Array:
    gap = totals.mean(place - half, place + half + 1) - before[:, :, None]
    return np.asarray(np.sqrt(gap[0] ** 2 + gap[1] ** 2 + gap[2] ** 2))
