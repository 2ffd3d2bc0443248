"""How often beds are knocked in this night, learned from the night itself."""

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

_WEIGHT = 3.0
"""Events that the usual share counts for: a night with one jolt keeps to it."""

_ROUNDS = 50
"""Rounds of expectation and maximisation; the share settles within ten."""


def balanced(jerk: Column, knock: Column, *, usual: float) -> tuple[Column, Column]:
    """Divide what is a sleep start or a knock anew, by how many of each the night holds.

    One by one, a weak sleep start and a knock on the bed can be hard to tell apart. But in a
    night with forty clear knocks the forty-first jolt probably is one too, and in a night
    without any it is not.

    Parameters
    ----------
    jerk, knock : ndarray of float, shape (events,)
        Probability of each hypothesis by the event's own evidence.
    usual : float
        Share of knocks among the two that these probabilities presuppose.

    Returns
    -------
    jerk, knock : ndarray of float, shape (events,)
        With the same sum for each event.

    Notes
    -----
    Expectation and maximisation for unknown class frequencies (Saerens, Latinne and Decaestecker
    2002, Neural Comput 14:21-41), held to the usual share by a prior of ``_WEIGHT`` events.
    """
    both = jerk + knock
    share, divided = usual, knock
    for _ in range(_ROUNDS):
        towards_knock = knock * share / usual
        towards_jerk = jerk * (1 - share) / (1 - usual)
        divided = both * towards_knock / np.maximum(towards_knock + towards_jerk, 1e-300)
        share = float((divided.sum() + _WEIGHT * usual) / (both.sum() + _WEIGHT))
    return both - divided, divided
