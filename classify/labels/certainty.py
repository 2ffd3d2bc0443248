"""Calibration of a label's confidence: how often such labels are right with the sensors worn."""

from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array


class Certainty(NamedTuple):
    """Linear map from found to stated log odds (Platt 1999)."""

    offset: float
    """Stated log odds where the found ones are 0."""
    slope: float
    """Stated log odds per found log odds."""


ARM: Final = Certainty(-0.18, 0.82)
"""Calibration with one sensor, on an arm."""
LEG: Final = Certainty(-0.08, 0.84)
"""Calibration with one sensor, on a leg."""
TWO: Final = Certainty(-0.14, 0.85)
"""Calibration with two sensors."""
THREE: Final = Certainty(-0.08, 0.89)
"""Calibration with three sensors or more."""

MOST: Final = 0.999
"""Highest probability before calibration; the lowest is 1 minus this."""


def stated(found: Array, *, worn: Array, legs: Array) -> Array:
    """Return the calibrated confidence of labels, 0 to 1, by the probabilities found.

    The same network serves any number of sensors and is overconfident with few of them. The labels
    themselves do not change. ``worn`` and ``legs`` are the numbers of sensors worn, and of legs
    that moved.
    """
    found = np.clip(found, 1 - MOST, MOST)
    cases = [(worn < 2) & (legs == 0), worn < 2, worn < 3]
    lines = (ARM, LEG, TWO)
    offset = np.select(cases, [line.offset for line in lines], THREE.offset)
    slope = np.select(cases, [line.slope for line in lines], THREE.slope)
    odds = np.exp(offset) * (found / (1 - found)) ** slope
    return np.asarray(odds / (1 + odds))
