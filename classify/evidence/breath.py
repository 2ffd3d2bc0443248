"""Breath around movements: it swells in a pause of breathing, and is deep after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp import Track

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathLimits:
    """When breath swells around movements; seconds.

    Efforts grow for 10 s and more while the airway is shut, the movement ends the pause, and deep
    breaths follow (AASM). The windows are chosen.
    """

    half_s: float = 2.0
    """Half a breath: what is slower is the posture, and what is faster no breath."""
    early_s: tuple[float, float] = (28.0, 14.0)
    before_s: tuple[float, float] = (11.0, 1.0)
    after_s: tuple[float, float] = (1.0, 13.0)
    """From when to when before the movement, and after it."""
    swell: float = 1.35
    """How many times as deep breath must be before or after most movements as earlier."""
    fewest: int = 10
    """Movements that it takes."""


BREATH: Final = BreathLimits()


class Swelling(NamedTuple):
    """Whether breath swells around movements."""

    arm: bool
    """At a sensor on an arm."""
    any: bool
    """At any sensor."""


NO_SWELLING: Final = Swelling(arm=False, any=False)


def swelling_of(tracks: Sequence[Track], onset: Column, offset: Column) -> Swelling:
    """Say whether breath swells around movements.

    Parameters
    ----------
    onset, offset : ndarray of float, shape (n,)
        Of the movements, seconds.
    """
    swells = [(track, swell_of(track, onset, offset) >= BREATH.swell) for track in tracks]
    return Swelling(
        arm=any(swell for track, swell in swells if track.placement.limb == "wrist"),
        any=any(swell for _, swell in swells),
    )


def swell_of(track: Track, onset: Column, offset: Column) -> float:
    """Return how many times as deep breath is around movements as earlier, on the median.

    Returns
    -------
    float
        Before them or after them, whichever is more; NaN where too few can be told.
    """
    half = round(BREATH.half_s / track.epochs.length)
    tilt = track.epochs.gravity
    # against what it was half a breath before and after: nothing else reaches so far
    breath = tilt[2 * half :] - 2 * tilt[half:-half] + tilt[: -2 * half]
    known = np.isfinite(breath).all(axis=1)
    power = np.append(0.0, np.cumsum(np.where(known, np.square(breath).sum(axis=1), 0.0)))
    count = np.append(0, np.cumsum(known))

    def depth(begin: Column, end: Column) -> Column:
        first, last = (np.round(t / track.epochs.length).astype(np.intp) for t in (begin, end))
        within = (first >= 0) & (last - 2 * half <= len(breath))
        first, last = (np.clip(k, 0, len(breath)) for k in (first, last - 2 * half))
        seen = within & (count[last] - count[first] == last - first)
        spread = np.sqrt((power[last] - power[first]) / np.maximum(last - first, 1))
        return np.asarray(np.where(seen, spread, np.nan))

    early = depth(onset - BREATH.early_s[0], onset - BREATH.early_s[1])
    early = np.maximum(early, np.finfo(np.float64).tiny)
    before = depth(onset - BREATH.before_s[0], onset - BREATH.before_s[1]) / early
    after = depth(offset + BREATH.after_s[0], offset + BREATH.after_s[1]) / early
    known = np.isfinite(before) & np.isfinite(after)
    if np.count_nonzero(known) < BREATH.fewest:
        return float("nan")
    return max(float(np.median(before[known])), float(np.median(after[known])))
