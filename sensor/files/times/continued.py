"""Counters and times of day, continued over their ends."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

WRAPS = (2.0**16, 2.0**32)
"""Sizes of the counters of devices: a step back by one of these is no step back."""


def unwrapped(counts: Array, notes: list[str]) -> Array:
    """Continue a counter over its end.

    Parameters
    ----------
    counts : ndarray of float64, shape (n,)
    notes : list of str
        Receives a sentence when it wrapped.

    Returns
    -------
    ndarray of float64, shape (n,)
    """
    steps = np.diff(counts)
    for size in WRAPS:
        # a counter that wrapped goes on where it would have been, give or take a short gap
        wrapped = np.flatnonzero((steps < -0.5 * size) & (steps + size >= 0) & (steps >= -size))
        if len(wrapped):
            counts = counts.copy()
            turns = np.zeros(len(counts))
            turns[wrapped + 1] = size
            counts += np.cumsum(turns)
            bits = round(np.log2(size))
            notes.append(f"The {bits}-bit counter of time wrapped {len(wrapped)} times; continued.")
            break
    return counts


def over_midnight(seconds: Array, notes: list[str]) -> Array:
    """Continue times of day over midnight, and those of a clock with 12 hours over noon.

    Parameters
    ----------
    seconds : ndarray of float64, shape (n,)
        Since midnight; NaN where unknown.
    notes : list of str
        Receives sentences about it.

    Returns
    -------
    ndarray of float64, shape (n,)
    """
    turns = np.zeros(len(seconds))
    steps = np.diff(seconds)
    turns[1:] = np.where(steps < -43260, 86400.0, 0.0)
    # 12:59:59 is followed by 1:00:00
    noon = np.flatnonzero(np.abs(steps + 43200) < 60) + 1
    if len(noon) and seconds.max() < 46800:
        turns[noon] = 43200.0
        notes.append("The times of day count 12 hours; they were continued after twelve.")
    days = int((turns == 86400).sum())
    if days:
        notes.append(f"The time of day passed midnight {days} time{'s' if days > 1 else ''}.")
    return seconds + np.cumsum(turns)


def half_a_day_off(seconds: Array, start: datetime) -> bool:
    """Tell whether times of day are those of a clock with 12 hours, in the other half."""
    first = next((float(second) for second in seconds if np.isfinite(second)), np.nan)
    told = start.hour * 3600 + start.minute * 60 + start.second
    return bool(first < 46800 and abs(told - first - 43200) < 600)
