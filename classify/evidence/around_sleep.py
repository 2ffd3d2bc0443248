"""Where in sleep and wakefulness an event lies."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.slept import Sleep

Column = NDArray[np.float64]


class AroundSleep(NamedTuple):
    """Columns of shape (events,).

    Attributes
    ----------
    asleep : ndarray
        1 asleep, 0 awake.
    since_wake, until_wake : ndarray
        Time since the last and until the next epoch of wake, seconds; 0 awake, infinite where
        there is none.
    falling : ndarray
        Time to the nearest moment of falling asleep, before or behind, seconds; infinite in a
        night without one.
    """

    asleep: Column
    since_wake: Column
    until_wake: Column
    falling: Column


def around_sleep(onset: Column, sleep: Sleep) -> AroundSleep:
    """Place events in the night's sleep.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds.
    sleep : Sleep
    """
    never = np.full(len(onset), np.inf)
    if not len(sleep.asleep):
        return AroundSleep(np.zeros(len(onset)), never, never, never)
    epoch = sleep.epoch_of(onset)
    asleep = sleep.asleep[epoch]
    wake = np.flatnonzero(~sleep.asleep)
    starts = np.concatenate([[-np.inf], wake * sleep.epoch, [np.inf]])
    place = np.searchsorted(wake, epoch, side="right")
    since = np.maximum(onset - (starts[place] + sleep.epoch), 0.0)
    until = np.maximum(starts[place + 1] - onset, 0.0)
    moments = np.flatnonzero(np.diff(sleep.asleep, prepend=False) & sleep.asleep)
    return AroundSleep(
        asleep=asleep.astype(np.float64),
        since_wake=np.where(asleep, since, 0.0),
        until_wake=np.where(asleep, until, 0.0),
        falling=_nearest(onset, moments.astype(np.float64) * sleep.epoch),
    )


def _nearest(onset: Column, moments: Column) -> Column:
    """Return the distance to the nearest moment; infinite when there is none."""
    known = np.concatenate([[-np.inf], moments, [np.inf]])
    after = np.searchsorted(moments, onset) + 1
    return np.asarray(np.minimum(onset - known[after - 1], known[after] - onset))
