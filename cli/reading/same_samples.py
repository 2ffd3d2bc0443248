"""Whether two recordings are of one sensor, saved twice."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor import Recording
from limbwatch.sensor.samples import Samples

ROUNDED_G = 0.0055
"""Largest difference between copies, g: rounding to hundredths of g, the coarsest that programs
save. Two sensors, even strapped together, differ by more: offsets are some 20 mg apart. Chosen."""

MOVING_G = 0.03
"""Least step between samples that counts as movement, g: sensors at rest may look the same."""

COMPARED = 400
"""Most moving samples compared: those of the first minutes that both have."""

LEAST = 50
"""Least moving samples for a comparison."""

AGREEING = 0.99
"""Least share of equal samples in copies; a copy may differ where a file was torn."""

LATE_S = 1.0
"""Largest error of a copy's times, seconds, such as a spreadsheet's rounding."""

RATE_OFF = 0.01
"""Largest relative difference between the rates of copies."""


def same_samples(one: Recording, other: Recording) -> bool:
    """Tell whether two recordings have the same samples at the same times, within rounding.

    Without enough movement the answer is no.
    """
    mine = _longest(one)
    apart = (one.start - other.start).total_seconds()
    theirs = _most_around(mine, apart, other)
    if abs(mine.rate / theirs.rate - 1) > RATE_OFF:
        return False
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


def _most_around(run: Samples, apart: float, recording: Recording) -> Samples:
    """Find the run that has the most time in common with one that begins so much later."""

    def shared(other: Samples) -> float:
        return min(run.end + apart, other.end) - max(run.start + apart, other.start)

    return max(recording.runs, key=shared)


def _agree(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return bool((np.abs(one - other).max(axis=1) <= ROUNDED_G).mean() >= AGREEING)
