"""Adaptation of probabilities to how frequent the kinds are in this night."""

from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Mask

_ROUNDS = 50
"""Rounds of expectation and maximisation; the share settles within ten."""

_LEARNED_H: Final = 0.37
"""Mean time that the learned nights of 1.5 hours hold near falling asleep, and away from it, hours:
0.39 and 0.35 on 59 simulated nights of nine worlds. Nights of 8 hours have 3.0 and 4.2."""

_THINNED: Final = 0.7
"""Exponent by which sleep starts become rarer with that time: 0 for a constant number per hour, 1
for a constant number per night."""

_LIKELY: Final = 0.45
"""Least probability of a sleep start that counts towards a cluster, the one to be named."""

_CLUSTER, _CLUSTER_S = 4, 300.0
"""Fewest spasms within this many seconds that are named; one alone could be anything."""


def adapt_prior(
    person: Array, bed: Array, *, learned: float, expected: float, weight: float
) -> tuple[Array, Array]:
    """Adapt the probabilities of a movement and a shaken bed to their numbers in the night.

    Taken singly, a weak sleep start and a knock on the bed, or a faint leg movement and a partner's
    turning, can be hard to distinguish. But in a night with forty clear knocks the forty-first jolt
    is probably one too, and in a night without any it is not.

    Parameters
    ----------
    person, bed : ndarray of float, shape (events,)
        Probability of each hypothesis by the event's own evidence.
    learned : float
        Share of the bed among the two in the nights that the probabilities were learned from.
    expected : float
        Prior share of the bed in a night.
    weight : float
        Number of events that the prior counts for: a night with few events keeps to it.

    Returns
    -------
    person, bed : ndarray of float, shape (events,)
        Adapted probabilities, with the same sum for each event.

    Notes
    -----
    Expectation maximisation for unknown class frequencies (Saerens, Latinne and Decaestecker 2002,
    Neural Comput 14:21-41), with a prior on the share.
    """
    both = person + bed
    share, adapted = expected, bed
    for _ in range(_ROUNDS):
        to_bed = bed * share / learned
        to_person = person * (1 - share) / (1 - learned)
        adapted = both * to_bed / np.maximum(to_bed + to_person, 1e-300)
        share = float((adapted.sum() + weight * expected) / (both.sum() + weight))
    return both - adapted, adapted


def rarity_of(onset: Array, similar_hours: Array, sleep_start: Array) -> Array:
    """Return the evidence, log odds, against a sleep start that comes from the length of the night.

    Sleep starts come with falling asleep, a few in a night (PMID 28007358), and labels were learned
    from nights of 1.5 hours. A longer night holds more of everything else: of the sleep starts
    labelled on 72 simulated nights of 8 hours, later than half an hour after the first sleep, 23 in
    100 were true, where 61 were claimed. It is 0 in a cluster, which does not occur by chance.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    similar_hours : ndarray of float, shape (events,)
        How much of the night is as near to falling asleep as the event, hours (`AroundSleep`); NaN
        if unknown.
    sleep_start : ndarray of float, shape (events,)
        Probability of a sleep start or a spasm by the event's own evidence.
    """
    thinned = _THINNED * np.log(np.fmax(similar_hours / _LEARNED_H, 1.0))
    return np.where(clustered(onset, sleep_start >= _LIKELY), 0.0, thinned)


def clustered(onset: Array, starts: Mask) -> Mask:
    """Return which events have enough sleep starts or spasms around them, counting themselves."""
    times = onset[starts]
    low = np.searchsorted(times, onset - _CLUSTER_S / 2)
    high = np.searchsorted(times, onset + _CLUSTER_S / 2, side="right")
    return np.asarray(high - low >= _CLUSTER)
