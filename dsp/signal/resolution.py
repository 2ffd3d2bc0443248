"""The quantisation step of a sensor, estimated from its values."""

import numpy as np

from limbwatch.sensor import Recording

_GRAIN = 1e-5
"""Values closer than this count as equal, g: they differ by rounding in files and units."""

_SAMPLES = 20_000
"""Samples used for the estimate: some minutes, in which a worn sensor shows many values."""

_COMMON = 0.2
"""Quantile of the differences between neighbouring levels: most neighbours are one step apart,
rare movements leave wider ones, and a single odd value must not decide."""


def resolution_of(recording: Recording) -> float:
    """Estimate the quantisation step of a sensor, g: close to 0 for a fine one.

    It is the usual difference between neighbouring levels, in the axis where that is smallest.
    """
    longest = max(recording.runs, key=len)
    steps = []
    for axis in longest.xyz[:_SAMPLES].T:
        levels = np.unique(np.rint(axis / _GRAIN))
        if len(levels) > 1:
            steps.append(float(np.quantile(np.diff(levels), _COMMON)) * _GRAIN)
    return min(steps, default=0.0)
