"""Stretches in which the envelope rises above its thresholds."""

from typing import NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask
from limbwatch.sensor.spans import runs_of


class Bursts(NamedTuple):
    """Bursts as half-open index ranges, in order, at least the quiet time apart."""

    first: Index
    """Index of the first value of each; shape (n,)."""
    stop: Index
    """Index after the last value of each; shape (n,)."""
    clear: Mask
    """Whether each is long or strong enough to count by itself; shape (n,)."""


def find_bursts(
    envelope: Array,
    *,
    low: Array,
    high: Array,
    quiet: int,
    sustain: int,
    brief_factor: float = 1.0,
) -> Bursts:
    """Find bursts with hysteresis, as index ranges into the envelope.

    A burst reaches from the first to the last value above ``low``; ``quiet`` values that are not
    above ``low`` end it; it counts if it exceeds ``high`` somewhere. Noise above ``low`` for less
    than ``sustain`` values neither begins nor prolongs a burst. A burst that is no longer than that
    and hardly exceeds ``high`` is not clear.

    Parameters
    ----------
    envelope, low, high : ndarray of float, shape (n,)
        Envelope and thresholds at each grid value, g.
    quiet : int
        Grid values of quiet that end a burst.
    sustain : int
        Least length of an excursion above ``low`` but not above ``high``, grid values.
    brief_factor : float
        Multiple of ``high`` that a burst no longer than ``sustain`` must exceed to be clear.
    """
    first, stop = runs_of(envelope > low)
    above = np.flatnonzero(envelope > high)
    matters = (stop - first >= sustain) | _contain_any(above, first, stop)
    first, stop = first[matters], stop[matters]
    if len(first) == 0:
        return Bursts(first, stop, np.empty(0, np.bool_))
    apart = first[1:] - stop[:-1] >= quiet
    first = first[np.concatenate([[True], apart])]
    stop = stop[np.concatenate([apart, [True]])]
    counts = _contain_any(above, first, stop)
    first, stop = first[counts], stop[counts]
    strong = above[envelope[above] > brief_factor * high[above]]
    return Bursts(first, stop, (stop - first > sustain) | _contain_any(strong, first, stop))


def _contain_any(places: Index, first: Index, stop: Index) -> Mask:
    """Return which half-open ranges contain any of the places, which are sorted."""
    return np.asarray(np.searchsorted(places, stop) > np.searchsorted(places, first))


def united(one: Bursts, other: Bursts, *, quiet: int) -> Bursts:
    """Merge two lists of bursts; those less than ``quiet`` grid values apart are joined."""
    if len(other.first) == 0:
        return one
    first = np.concatenate([one.first, other.first])
    order = np.argsort(first, kind="stable")
    first = first[order]
    reached = np.maximum.accumulate(np.concatenate([one.stop, other.stop])[order])
    clear = np.concatenate([one.clear, other.clear])[order]
    starts = np.concatenate([[True], first[1:] - reached[:-1] >= quiet])
    head = np.flatnonzero(starts)
    stop = reached[np.concatenate([starts[1:], [True]])]
    return Bursts(first[head], stop, np.logical_or.reduceat(clear, head))
