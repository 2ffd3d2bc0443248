"""How sure a label is said to be: as sure as such labels prove right with the sensors worn."""

from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array


class Certainty(NamedTuple):
    """A line through log odds (Platt 1999): what is said of what was found."""

    offset: float
    slope: float


ARM: Final = Certainty(-0.18, 0.82)
LEG: Final = Certainty(-0.08, 0.84)
TWO: Final = Certainty(-0.14, 0.85)
THREE: Final = Certainty(-0.08, 0.89)
"""Of one sensor, on an arm and on a leg, of two and of more."""

MOST: Final = 0.999
"""Nothing is surer than this, or surer not to be."""


def stated(found: Array, *, worn: Array, legs: Array) -> Array:
    """Say how sure labels are.

    One network weighs what any sensors saw, and is surer of what few of them saw than it may be.
    Which kind is named does not change.

    Parameters
    ----------
    found : ndarray of float, shape (events,)
        Probability of the kind that is named, 0 to 1.
    worn, legs : ndarray of float, shape (events,)
        Number of sensors worn, and of legs that moved.

    Returns
    -------
    ndarray of float, shape (events,)
        0 to 1.
    """
    found = np.clip(found, 1 - MOST, MOST)
    cases = [(worn < 2) & (legs == 0), worn < 2, worn < 3]
    lines = (ARM, LEG, TWO)
    offset = np.select(cases, [line.offset for line in lines], THREE.offset)
    slope = np.select(cases, [line.slope for line in lines], THREE.slope)
    odds = np.exp(offset) * (found / (1 - found)) ** slope
    return np.asarray(odds / (1 + odds))
