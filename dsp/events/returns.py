"""The slow return to rest that follows some movements."""

import numpy as np

from limbwatch.dsp.limits import Limits
from limbwatch.dsp.signal.totals import Totals
from limbwatch.sensor.arrays import Array, Index, Mask


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
