"""Breath around movements: effort grows during a breathing pause, and deep breaths follow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.night import Event
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathLimits:
    """When breath is deeper around movements than earlier.

    Efforts grow for 10 s and more while the airway is shut, the movement ends the pause, and deep
    breaths follow (AASM): an arm that lies on the body or the bed tilts with each.
    """

    half_s: float = 2.0
    """Half a breath, seconds: slower changes are posture, and faster ones are not breath."""
    early_s: tuple[float, float] = (28.0, 14.0)
    """Window of the earlier breath, from and to seconds before the movement; chosen."""
    before_s: tuple[float, float] = (11.0, 1.0)
    """Window just before, from and to seconds before the movement; chosen."""
    after_s: tuple[float, float] = (1.0, 13.0)
    """Window just after, from and to seconds after the movement; chosen."""
    swell: float = 1.15
    """Least median ratio of the depth of an arm's breath before or after movements to earlier. Of
    595 nights of nine simulated worlds and five outsiders' generators 15 have 20 and more movements
    of arm and legs together, a quarter of all and mostly 30 s and more apart: 7 of the 9 with
    breathing pauses reach it, and the 6 without have at most 1.04."""
    fewest: int = 10
    """Fewest movements for a ratio."""


BREATH: Final = BreathLimits()


def breath_swells(tracks: Sequence[Track], events: Sequence[Event]) -> bool:
    """Return whether breath recorded on an arm is deeper around the events than earlier."""
    onset = np.array([event.onset for event in events])
    offset = onset + np.array([event.duration for event in events])
    arms = [track for track in tracks if track.placement.limb == "wrist"]
    return any(swell_of(arm, onset, offset) >= BREATH.swell for arm in arms)


def swell_of(track: Track, onset: Array, offset: Array) -> float:
    """Return the median ratio of the depth of breath around movements to earlier.

    Onsets and offsets are in seconds. It is the ratio before or after the movements, whichever is
    larger; NaN with too few movements.
    """
    length = track.epochs.length
    half = round(BREATH.half_s / length)
    tilt = track.epochs.gravity
    # a second difference over half a breath: it is local, so movements do not leak into it
    breath = tilt[2 * half :] - 2 * tilt[half:-half] + tilt[: -2 * half]
    known = np.isfinite(breath).all(axis=1)
    power = np.append(0.0, np.cumsum(np.where(known, np.square(breath).sum(axis=1), 0.0)))
    count = np.append(0, np.cumsum(known))

    def depth(begin: Array, end: Array) -> Array:
        first, last = (np.round(time / length).astype(np.intp) for time in (begin, end))
        within = (first >= 0) & (last - 2 * half <= len(breath))
        first, last = (np.clip(k, 0, len(breath)) for k in (first, last - 2 * half))
        complete = within & (count[last] - count[first] == last - first)
        spread = np.sqrt((power[last] - power[first]) / np.maximum(last - first, 1))
        return np.asarray(np.where(complete, spread, np.nan))

    early = depth(onset - BREATH.early_s[0], onset - BREATH.early_s[1])
    early = np.where(early > 0, early, np.nan)  # a sensor too coarse for breath gives no ratio
    before = depth(onset - BREATH.before_s[0], onset - BREATH.before_s[1]) / early
    after = depth(offset + BREATH.after_s[0], offset + BREATH.after_s[1]) / early
    compared = np.isfinite(before) & np.isfinite(after)
    if np.count_nonzero(compared) < BREATH.fewest:
        return float("nan")
    return max(float(np.median(before[compared])), float(np.median(after[compared])))
