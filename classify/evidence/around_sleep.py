"""The position of events relative to sleep and wake."""

from typing import Final, NamedTuple

import numpy as np

from limbwatch.classify.slept import Sleep
from limbwatch.sensor.arrays import Array

_FIRST_S: Final = 1800.0
"""Time after the first sleep that still counts as falling asleep for the first time, seconds;
chosen."""

NEAR_S: Final = 600.0
"""Time around a moment of falling asleep that counts as near it, seconds; as for trains of foot
tremor."""


class AroundSleep(NamedTuple):
    """Position of each event relative to sleep; columns of shape (events,)."""

    asleep: Array
    """1 asleep, 0 awake."""
    since_wake: Array
    """Time since the last epoch of wake, seconds; 0 awake, infinite without one."""
    until_wake: Array
    """Time until the next epoch of wake, seconds; 0 awake, infinite without one."""
    falling: Array
    """Time to the nearest moment of falling asleep, before or after, seconds; infinite in a night
    without one."""
    similar_hours: Array
    """Hours of the night near falling asleep again, or away from it, whichever applies to the
    event; 0 up to half an hour after the first sleep."""


def around_sleep(onset: Array, sleep: Sleep) -> AroundSleep:
    """Return the position of events, by their onsets in seconds, relative to the night's sleep."""
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
    sleep_onsets = np.flatnonzero(np.diff(sleep.asleep, prepend=False) & sleep.asleep)
    moments = sleep_onsets.astype(np.float64) * sleep.epoch
    falling = _nearest(onset, moments)
    return AroundSleep(
        asleep=asleep.astype(np.float64),
        since_wake=np.where(asleep, since, 0.0),
        until_wake=np.where(asleep, until, 0.0),
        falling=falling,
        similar_hours=_hours_like_it(onset, falling, moments, sleep),
    )


def _hours_like_it(onset: Array, falling: Array, moments: Array, sleep: Sleep) -> Array:
    begins = np.arange(len(sleep.asleep), dtype=np.float64) * sleep.epoch
    late = begins > moments[0] + _FIRST_S if len(moments) else np.zeros(len(begins), np.bool_)
    near = _nearest(begins, moments) <= NEAR_S
    hours = sleep.epoch / 3600
    like_event = np.where(
        falling <= NEAR_S, (late & near).sum() * hours, (late & ~near).sum() * hours
    )
    return np.where(late[sleep.epoch_of(onset)], like_event, 0.0)


def _nearest(onset: Array, moments: Array) -> Array:
    """Return the time to the nearest moment, seconds; infinite without one."""
    known = np.concatenate([[-np.inf], moments, [np.inf]])
    after = np.searchsorted(moments, onset) + 1
    return np.asarray(np.minimum(onset - known[after - 1], known[after] - onset))
