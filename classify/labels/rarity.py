"""How rare sleep starts are in a night that is longer than those that labels were learned from."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

_LEARNED_H: Final = 0.37
"""As much of a night of 1.5 hours lies near falling asleep once more, and as much away from it, on
average, hours: 0.39 and 0.35 on 59 simulated nights of nine worlds. Nights of 8 hours have 3.0 and
4.2."""

_THINNED: Final = 0.7
"""How far starts are thinned by that, from 0, as many in each hour, to 1, as many in each night."""

_JOLT: Final = 0.45
"""From this probability on an event counts in a group, as it would be named."""

_CLUSTER, _CLUSTER_S = 4, 300.0
"""Spasms within this time of each other that are named; one alone could be anything."""


def rarity_of(onset: Column, like_it_h: Column, jolt: Column) -> Column:
    """Say what speaks against each event as a sleep start, because such moments are many.

    Sleep starts come with falling asleep, some in a night (PMID 28007358), and labels were learned
    from nights of 1.5 hours. A longer night holds more of all else: of what was called a start on
    72 simulated nights of 8 hours, later than half an hour after the first sleep, 23 in 100 were
    one, where 61 were claimed.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    like_it_h : ndarray of float, shape (events,)
        How much of the night lies as each event does, hours (`AroundSleep`); NaN tells nothing.
    jolt : ndarray of float, shape (events,)
        Probability of a sleep start or a spasm by the event's own evidence.

    Returns
    -------
    ndarray of float, shape (events,)
        Log odds; 0 in a group of jolts, which is no chance.
    """
    thinned = _THINNED * np.log(np.fmax(like_it_h / _LEARNED_H, 1.0))
    return np.where(clustered(onset, jolt >= _JOLT), 0.0, thinned)


def clustered(onset: Column, jolts: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which events have enough jolts around them, themselves included."""
    times = onset[jolts]
    low = np.searchsorted(times, onset - _CLUSTER_S / 2)
    high = np.searchsorted(times, onset + _CLUSTER_S / 2, side="right")
    return np.asarray(high - low >= _CLUSTER)
