"""Where in sleep and wakefulness an event lies."""

from typing import Final, NamedTuple

import numpy as np

from limbwatch.classify.slept import Sleep
from limbwatch.sensor.arrays import Array

_FIRST_S: Final = 1800.0
"""What still belongs to falling asleep for the first time, seconds after it; chosen."""

NEAR_S: Final = 600.0
"""What is near a moment of falling asleep, seconds; as for trains of foot tremor."""


class AroundSleep(NamedTuple):
    """Columns of shape (events,)."""

    asleep: Array
    """1 asleep, 0 awake."""
    since_wake: Array
    until_wake: Array
    """Time since the last and until the next epoch of wake, seconds; 0 awake, infinite where there
    is none."""
    falling: Array
    """Time to the nearest moment of falling asleep, before or behind, seconds; infinite in a night
    without one."""
    like_it_h: Array
    """How much of the night lies as the event does, hours: near falling asleep once more, or away
    from that; 0 up to half an hour after the first sleep."""


def around_sleep(onset: Array, sleep: Sleep) -> AroundSleep:
    """Place events in the night's sleep.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds.
    """
    never, nothing = np.full(len(onset), np.inf), np.zeros(len(onset))
    if not len(sleep.asleep):
        return AroundSleep(nothing, never, never, never, nothing)
    epoch = sleep.epoch_of(onset)
    asleep = sleep.asleep[epoch]
    wake = np.flatnonzero(~sleep.asleep)
    starts = np.concatenate([[-np.inf], wake * sleep.epoch, [np.inf]])
    place = np.searchsorted(wake, epoch, side="right")
    since = np.maximum(onset - (starts[place] + sleep.epoch), 0.0)
    until = np.maximum(starts[place + 1] - onset, 0.0)
    begun = np.flatnonzero(np.diff(sleep.asleep, prepend=False) & sleep.asleep)
    moments = begun.astype(np.float64) * sleep.epoch
    falling = _nearest(onset, moments)
    return AroundSleep(
        asleep=asleep.astype(np.float64),
        since_wake=np.where(asleep, since, 0.0),
        until_wake=np.where(asleep, until, 0.0),
        falling=falling,
        like_it_h=_like_it(onset, falling, moments, sleep),
    )


def _like_it(onset: Array, falling: Array, moments: Array, sleep: Sleep) -> Array:
    begins = np.arange(len(sleep.asleep), dtype=np.float64) * sleep.epoch
    late = begins > moments[0] + _FIRST_S if len(moments) else np.zeros(len(begins), np.bool_)
    near = _nearest(begins, moments) <= NEAR_S
    hours = sleep.epoch / 3600
    mine = np.where(falling <= NEAR_S, (late & near).sum() * hours, (late & ~near).sum() * hours)
    return np.where(late[sleep.epoch_of(onset)], mine, 0.0)


def _nearest(onset: Array, moments: Array) -> Array:
    """Return the distance to the nearest moment; infinite when there is none."""
    known = np.concatenate([[-np.inf], moments, [np.inf]])
    after = np.searchsorted(moments, onset) + 1
    return np.asarray(np.minimum(onset - known[after - 1], known[after] - onset))
