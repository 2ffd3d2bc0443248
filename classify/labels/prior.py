"""How often kinds come in this night, and not in the nights that labels are learned from."""

from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Mask

_ROUNDS = 50
"""Rounds of expectation and maximisation; the share settles within ten."""

_LEARNED_H: Final = 0.37
"""As much of a night of 1.5 hours lies near falling asleep once more, and as much away from it, on
average, hours: 0.39 and 0.35 on 59 simulated nights of nine worlds. Nights of 8 hours have 3.0 and
4.2."""

_THINNED: Final = 0.7
"""How far starts are thinned by that, from 0, as many in each hour, to 1, as many in each night."""

_LIKELY: Final = 0.45
"""From this probability on an event counts in a group, as it would be named."""

_CLUSTER, _CLUSTER_S = 4, 300.0
"""Spasms within this time of each other that are named; one alone could be anything."""


def adapt_prior(
    person: Array, bed: Array, *, learned: float, expected: float, weight: float
) -> tuple[Array, Array]:
    """Divide what is a movement or a shaken bed anew, by how many of each the night holds.

    One by one, a weak sleep start and a knock on the bed, or a faint leg movement and a partner's
    turning, can be hard to tell apart. But in a night with forty clear knocks the forty-first
    jolt probably is one too, and in a night without any it is not.

    Parameters
    ----------
    person, bed : ndarray of float, shape (events,)
        Probability of each hypothesis by the event's own evidence.
    learned : float
        Share of the bed among the two that these probabilities were learned with.
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
        to_bed = bed * share / learned
        to_person = person * (1 - share) / (1 - learned)
        divided = both * to_bed / np.maximum(to_bed + to_person, 1e-300)
        share = float((divided.sum() + weight * expected) / (both.sum() + weight))
    return both - divided, divided


def rarity_of(onset: Array, like_it_h: Array, sleep_start: Array) -> Array:
    """Say what speaks against each event as a sleep start, because such moments are many.

    Sleep starts come with falling asleep, some in a night (PMID 28007358), and labels were learned
    from nights of 1.5 hours. A longer night holds more of all else: of what was called a start on
    72 simulated nights of 8 hours, later than half an hour after the first sleep, 23 in 100 were
    one, where 61 were claimed.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    like_it_h : ndarray of float, shape (events,)
        How much of the night lies as each event does, hours (`AroundSleep`); NaN tells nothing.
    sleep_start : ndarray of float, shape (events,)
        Probability of a sleep start or a spasm by the event's own evidence.

    Returns
    -------
    ndarray of float, shape (events,)
        Log odds; 0 in a group of them, which is no chance.
    """
    thinned = _THINNED * np.log(np.fmax(like_it_h / _LEARNED_H, 1.0))
    return np.where(clustered(onset, sleep_start >= _LIKELY), 0.0, thinned)


def clustered(onset: Array, starts: Mask) -> Mask:
    """Say which events have enough sleep starts or spasms around them, themselves included."""
    times = onset[starts]
    low = np.searchsorted(times, onset - _CLUSTER_S / 2)
    high = np.searchsorted(times, onset + _CLUSTER_S / 2, side="right")
    return np.asarray(high - low >= _CLUSTER)
