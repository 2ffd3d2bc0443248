"""Sleep and wake, sleep onset and time in bed, from movement and posture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy

from limbwatch.classify.sleep.activity import Activity, activity_of
from limbwatch.classify.sleep.model import SLEEP_MODEL, scored_from, sleep_probability
from limbwatch.classify.sleep.noted_bed import NotedBed
from limbwatch.classify.sleep.restless import Restlessness, restlessness_of
from limbwatch.classify.slept import Sleep
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.spans import runs_of

METHOD = (
    "posture changes of more than 5 degrees (van Hees 2015) in a hidden Markov model of active "
    "wake, quiet wake and sleep (after Li 2020); longest block as in HDCZA (van Hees 2018)"
)

_SAME_NIGHT_S = 3600.0
"""Longest wake within one block of sleep, seconds (van Hees 2018)."""

_UP_WINDOW_S = 300.0
"""Window of which half the epochs hold lasting movement when a person is out of bed, seconds."""

_UNSEEN_S = 900.0
"""Longest time without any worn sensor that may count as time in bed, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SleepEstimate:
    """The sleep of a night, as it is reported and as events are judged by it."""

    reported: Sleep
    """Sleep of which the total is nearest to the truth: an epoch needs more than even odds, since
    people lie awake without stirring."""
    probable: Sleep
    """Sleep wherever it is more probable than not: what is known of events near sleep was learned
    with it."""

    def with_known(self, known: Callable[[Sleep], Sleep]) -> Self:
        """Return both after what is known of the night has replaced what was estimated."""
        return type(self)(reported=known(self.reported), probable=known(self.probable))


def estimate_sleep(
    tracks: Sequence[Track],
    *,
    single: Sequence[Mask],
    rhythmic: Sequence[Mask] = (),
    hurried: Sequence[Mask] = (),
    noted: NotedBed | None = None,
) -> SleepEstimate:
    """Estimate sleep from whichever sensors were worn.

    Parameters
    ----------
    tracks : sequence of Track
        One per sensor of the night; at least one.
    single : sequence of ndarray of bool, shape (movements,)
        For each track, the movements that indicate wake: the limb's own, outside any rhythm.
    rhythmic : sequence of ndarray of bool, shape (movements,), optional
        For each track, the movements in a rhythm; by default none.
    hurried : sequence of ndarray of bool, shape (movements,), optional
        For each track, the movements that indicate wake only before the first sleep; by default
        none.
    noted : NotedBed, optional
        Time in bed that a person noted.

    Returns
    -------
    SleepEstimate
        The longest block of sleep; sleep outside of it (a nap before) is not counted. Epochs
        without a worn sensor are not asleep.

    Notes
    -----
    Each epoch of 30 s is judged by the changes of posture that any sensor recorded [1]_ and by
    whether legs and arms stirred outside any rhythm; the epochs are joined by a hidden Markov
    model. A brief arousal in sleep does not become wake, and stillness becomes sleep only after the
    time that people lie still awake. Restless legs before the first sleep delay it.

    References
    ----------
    .. [1] van Hees V. T. et al. PLoS ONE 2015;10:e0142533. doi:10.1371/journal.pone.0142533
    .. [2] van Hees V. T. et al. Sci Rep 2018;8:12975. doi:10.1038/s41598-018-31266-z
    .. [3] Li X. et al. Chronobiol Int 2020;37:1002-1015. doi:10.1080/07420528.2020.1754848
    """
    activity = activity_of(tracks, single=single, rhythmic=rhythmic)
    waking = [a | b for a, b in zip(single, hurried, strict=True)] if hurried else single
    evening = activity_of(tracks, single=waking, rhythmic=rhythmic)
    recorded = (
        float(min(track.spans[0, 0] for track in tracks)),
        float(max(track.spans[-1, 1] for track in tracks)),
    )
    chances = _Chances(
        activity=activity,
        sleep=sleep_probability(activity),
        after_evening=sleep_probability(evening),
        restless=restlessness_of(evening, SLEEP_MODEL) if activity.legs_worn.any() else None,
    )

    def scored(least: Array) -> Sleep:
        likely = chances.likely(least)
        asleep = _longest_block(likely, activity)
        found = Sleep(
            epoch=activity.epoch,
            asleep=asleep,
            valid=activity.worn,
            in_bed=_in_bed(asleep, activity, recorded=recorded),
            method=METHOD,
        )
        return found if noted is None else noted.over(found, likely)

    return SleepEstimate(
        reported=scored(scored_from(activity)), probable=scored(np.full(len(activity), 0.5))
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chances:
    """Probability of sleep in each epoch of a night."""

    activity: Activity
    sleep: Array
    """Probability of sleep, shape (n,)."""
    after_evening: Array
    """The same where movements that indicate wake only before the first sleep count as well."""
    restless: Restlessness | None
    """The night with restless legs; None without a sensor on a leg."""

    def likely(self, least: Array) -> Mask:
        """Return the epochs whose probability of sleep exceeds the least one, each shape (n,)."""
        worn = self.activity.worn
        likely = (self.sleep > least) & worn
        later = (self.after_evening > least) & worn
        likely[: int(np.argmax(_longest_block(later, self.activity)))] = False
        likely[: self._delayed_until(_longest_block(likely, self.activity), least)] = False
        return likely

    def _delayed_until(self, asleep: Mask, least: Array) -> int:
        """Return the epoch until which restless legs keep the person awake, or 0."""
        if self.restless is None or not asleep.any():
            return 0
        later = _longest_block((self.restless.asleep > least) & self.activity.worn, self.activity)
        if not later.any():
            return 0
        first, last = int(np.argmax(asleep)), int(np.argmax(later))
        awake = self.restless.keep_awake(first, last, epoch=self.activity.epoch)
        return last if awake else 0


def _longest_block(asleep: Mask, activity: Activity) -> Mask:
    """Return the block with the most sleep; wake between blocks lasts an hour or more."""
    found = np.flatnonzero(asleep)
    if len(found) == 0:
        return asleep
    watched_wake = np.cumsum(activity.worn & ~asleep) * activity.epoch
    block = np.cumsum(np.diff(watched_wake[found], prepend=watched_wake[found[0]]) >= _SAME_NIGHT_S)
    kept = np.zeros_like(asleep)
    kept[found[block == np.argmax(np.bincount(block))]] = True
    return kept


def _in_bed(
    asleep: Mask, activity: Activity, *, recorded: tuple[float, float]
) -> tuple[float, float] | None:
    """Return the stretch in bed without getting up, around the sleep or else the longest."""
    in_bed = ~(_out_of_bed(activity) | _not_worn(activity)) | asleep
    stretches = np.stack(runs_of(in_bed), axis=1)
    if len(stretches) == 0:
        return None
    found = np.flatnonzero(asleep)
    if len(found):
        first, last = found[0], found[-1]
        start = stretches[np.searchsorted(stretches[:, 0], first, "right") - 1, 0]
        end = stretches[np.searchsorted(stretches[:, 0], last, "right") - 1, 1]
    else:
        start, end = stretches[np.argmax(stretches[:, 1] - stretches[:, 0])]
        if (end - start) * activity.epoch < _UP_WINDOW_S:
            return None
    return (
        max(float(start * activity.epoch), recorded[0]),
        min(float(end * activity.epoch), recorded[1]),
    )


def _out_of_bed(activity: Activity) -> Mask:
    """Return the epochs with lasting movement within any window that is half full of it."""
    size = round(_UP_WINDOW_S / activity.epoch)
    lasting = activity.swinging
    # count in the window that ends at each epoch, then take the maximum over later windows
    counts = scipy.ndimage.correlate1d(
        lasting.astype(np.int64), np.ones(size), mode="constant", origin=(size - 1) // 2
    )
    often = scipy.ndimage.maximum_filter1d(
        counts * 2 >= size, size, mode="constant", origin=-(size // 2)
    )
    return np.asarray(lasting & often)


def _not_worn(activity: Activity) -> Mask:
    size = round(_UNSEEN_S / activity.epoch)
    return np.asarray(scipy.ndimage.binary_opening(~activity.worn, np.ones(size, np.bool_)))
