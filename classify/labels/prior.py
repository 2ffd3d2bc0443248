"""How often the bed is shaken in this night, learned from the night itself."""

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

_ROUNDS = 50
"""Rounds of expectation and maximisation; the share settles within ten."""


def balanced(
    person: Column, bed: Column, *, presupposed: float, expected: float, weight: float
) -> tuple[Column, Column]:
    """Divide what is a movement or a shaken bed anew, by how many of each the night holds.

    One by one, a weak sleep start and a knock on the bed, or a faint leg movement and a partner's
    turning, can be hard to tell apart. But in a night with forty clear knocks the forty-first
    jolt probably is one too, and in a night without any it is not.

    Parameters
    ----------
    person, bed : ndarray of float, shape (events,)
        Probability of each hypothesis by the event's own evidence.
    presupposed : float
        Share of the bed among the two that these probabilities presuppose.
    expected : float
        Its share in a night of which nothing is known yet.
    weight : float
        Events that the expected share counts for: a night with few keeps to it.

    Returns
    -------
    person, bed : ndarray of float, shape (events,)
        With the same sum for each event.

    Notes
    -----
    Expectation and maximisation for unknown class frequencies (Saerens, Latinne and Decaestecker
    2002, Neural Comput 14:21-41), held to the expected share by a prior.
    """
    both = person + bed
    share, divided = expected, bed
    for _ in range(_ROUNDS):
        to_bed = bed * share / presupposed
        to_person = person * (1 - share) / (1 - presupposed)
        divided = both * to_bed / np.maximum(to_bed + to_person, 1e-300)
        share = float((divided.sum() + weight * expected) / (both.sum() + weight))
    return both - divided, divided
