"""Whether two recordings are of one sensor: the same samples, saved twice."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor import Recording
from limbwatch.sensor.samples import Samples

ROUNDED_G = 0.0055
"""Difference that rounding to hundredths of g leaves, the coarsest that programs save; two sensors,
even if strapped together, differ by more: their offsets are some 20 mg apart. Chosen."""

MOVING_G = 0.03
"""Step from one sample to the next that is a movement: sensors that lie still may show the same."""

COMPARED = 400
"""Moving samples that are compared: those of the first minutes that both have."""

LEAST = 50
"""Moving samples by which two recordings can be told apart."""

AGREEING = 0.99
"""Share of them that are the same in copies; others differ where one was torn."""

LATE_S = 1.0
"""Seconds by which the times of a copy may be off, as those that a spreadsheet rounds."""

RATE_OFF = 0.01
"""Share by which the rates of copies differ at most."""


def same_samples(one: Recording, other: Recording) -> bool:
    """Tell whether two recordings have the same samples at the same times, within rounding.

    Where neither moved they are not told to be the same.
    """
    mine, theirs = _longest(one), _longest(other)
    if abs(mine.rate / theirs.rate - 1) > RATE_OFF:
        return False
    apart = (one.start - other.start).total_seconds()
    steps = np.abs(np.diff(mine.xyz, axis=0, prepend=mine.xyz[:1])).max(axis=1)
    moving = np.flatnonzero(steps > MOVING_G)
    place = np.round((mine.start + moving / mine.rate + apart - theirs.start) * theirs.rate)
    late = int(LATE_S * theirs.rate)
    there = (place >= late) & (place < len(theirs) - late)
    moving, at = moving[there][:COMPARED], place[there][:COMPARED].astype(np.intp)
    if len(moving) < LEAST:
        return False
    values = mine.xyz[moving]
    return any(_agree(values, theirs.xyz[at + lag]) for lag in range(-late, late + 1))


def _longest(recording: Recording) -> Samples:
    return max(recording.runs, key=len)


def _agree(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return bool((np.abs(one - other).max(axis=1) <= ROUNDED_G).mean() >= AGREEING)
