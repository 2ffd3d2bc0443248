"""The step between two values that a sensor can tell apart."""

import numpy as np

from limbwatch.sensor import Recording

_GRAIN = 1e-5
"""Values closer than this are taken for one and the same, g: rounding in files and units."""

_SAMPLES = 20_000
"""Samples that the step is read from: some minutes, in which a worn sensor shows many values."""

_COMMON = 0.2
"""Quantile of the differences between neighbouring levels: most neighbours are one step apart,
rare movements leave wider ones, and a single odd value must not decide."""


def resolution_of(recording: Recording) -> float:
    """Estimate the quantisation step of a sensor, g: close to 0 for fine ones.

    It is the usual difference between neighbouring values of the axis where that is smallest.
    """
    longest = max(recording.runs, key=len)
    steps = []
    for axis in longest.xyz[:_SAMPLES].T:
        levels = np.unique(np.rint(axis / _GRAIN))
        if len(levels) > 1:
            steps.append(float(np.quantile(np.diff(levels), _COMMON)) * _GRAIN)
    return min(steps, default=0.0)
