"""Breath around movements: it swells in a pause of breathing, and is deep after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.night import Event
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathLimits:
    """When breath swells around movements.

    Efforts grow for 10 s and more while the airway is shut, the movement ends the pause, and deep
    breaths follow (AASM): an arm that lies on the body or the bed tilts with each.
    """

    half_s: float = 2.0
    """Half a breath, seconds: what is slower is the posture, and what is faster no breath."""
    early_s: tuple[float, float] = (28.0, 14.0)
    before_s: tuple[float, float] = (11.0, 1.0)
    after_s: tuple[float, float] = (1.0, 13.0)
    """From when to when before the movement, and after it, seconds; chosen."""
    swell: float = 1.15
    """How many times as deep the breath of an arm must be before or after most movements as
    earlier. Of 595 nights of nine simulated worlds and five outsiders' generators 15 have 20 and
    more movements of arm and legs together, a quarter of all and mostly 30 s and more apart: on 7
    of the 9 with breathing pauses it is so, and on the 6 without at most 1.04."""
    fewest: int = 10
    """Movements that it takes."""


BREATH: Final = BreathLimits()


def breath_swells(tracks: Sequence[Track], events: Sequence[Event]) -> bool:
    """Say whether the breath that a sensor on an arm feels is deeper around events than earlier."""
    onset = np.array([event.onset for event in events])
    offset = onset + np.array([event.duration for event in events])
    arms = [track for track in tracks if track.placement.limb == "wrist"]
    return any(swell_of(arm, onset, offset) >= BREATH.swell for arm in arms)


def swell_of(track: Track, onset: Array, offset: Array) -> float:
    """Return how many times as deep breath is around movements as earlier, on the median.

    Parameters
    ----------
    onset, offset : ndarray of float, shape (n,)
        Of the movements, seconds.

    Returns
    -------
    float
        Before them or after them, whichever is more; NaN where too few can be told.
    """
    length = track.epochs.length
    half = round(BREATH.half_s / length)
    tilt = track.epochs.gravity
    # against what it was half a breath before and after: no movement reaches further
    breath = tilt[2 * half :] - 2 * tilt[half:-half] + tilt[: -2 * half]
    known = np.isfinite(breath).all(axis=1)
    power = np.append(0.0, np.cumsum(np.where(known, np.square(breath).sum(axis=1), 0.0)))
    count = np.append(0, np.cumsum(known))

    def depth(begin: Array, end: Array) -> Array:
        first, last = (np.round(time / length).astype(np.intp) for time in (begin, end))
        within = (first >= 0) & (last - 2 * half <= len(breath))
        first, last = (np.clip(k, 0, len(breath)) for k in (first, last - 2 * half))
        seen = within & (count[last] - count[first] == last - first)
        spread = np.sqrt((power[last] - power[first]) / np.maximum(last - first, 1))
        return np.asarray(np.where(seen, spread, np.nan))

    early = depth(onset - BREATH.early_s[0], onset - BREATH.early_s[1])
    early = np.where(early > 0, early, np.nan)  # a coarse sensor that felt no breath tells of none
    before = depth(onset - BREATH.before_s[0], onset - BREATH.before_s[1]) / early
    after = depth(offset + BREATH.after_s[0], offset + BREATH.after_s[1]) / early
    compared = np.isfinite(before) & np.isfinite(after)
    if np.count_nonzero(compared) < BREATH.fewest:
        return float("nan")
    return max(float(np.median(before[compared])), float(np.median(after[compared])))
