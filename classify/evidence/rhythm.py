"""The rhythm of a night as a hidden state, independent of any scoring rules.

Movements occur at random, or in a chain at an interval that changes little. A chain of members is a
renewal process with log-normal intervals; other movements may lie between its members, and a member
may be missing. The probability that a movement is a member follows from all movements before and
after it (forward and backward sums over chains).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmLimits:
    """Constants of the rhythm model."""

    shortest: float = 12.0
    """Shortest median interval searched, seconds: rhythms of 10 to 90 s (WASM 2016), in practice 15
    to 45 s (Ferri et al. 2006)."""
    longest: float = 60.0
    """Longest median interval searched, seconds."""
    steps: int = 8
    """Number of medians, evenly spaced in their logarithm."""
    spread: float = 0.45
    """Standard deviation of the logarithm of an interval: 0.2 to 0.4 in nights with periodic
    movements, and more where some are doubled. This, ``drift`` and ``rate_window`` were chosen on
    development nights of five simulators: log loss of membership 0.23 at 0.3, 0.1 and 900 s, 0.19
    as it is."""
    spread_regular: float = 0.3
    """The same where a rhythm must be more regular than chance. Of half an hour of movements at
    random, one every 15, 20, 30, 45 or 60 s on average, 82, 71, 42, 18 and 14 % are taken for a
    regular rhythm with this and `begin_regular`, and 95, 95, 86, 81 and 63 % for one as such; of 6
    and 12 members 28 s apart with a spread of 0.35, 89 and 96 %, then 98 and 100 %."""
    missing: float = 0.12
    """Probability that one member between two was not recorded."""
    begin: float = 0.03
    """Probability, per movement, that a rhythm begins."""
    begin_regular: float = 0.08
    """The same where a rhythm must be more regular than chance; chosen with `spread_regular`."""
    end: float = 0.08
    """Probability that a rhythm has ended after a member. Chosen: series of ten movements and
    more."""
    drift: float = 0.2
    """Probability that the median moves to its neighbour from one member to the next."""
    reach: int = 6
    """Largest step from member to member: up to five other movements lie between."""
    rounds: int = 3
    """Rounds in which the rate of random movements is learned."""
    rate_window: float = 600.0
    """Window of that rate, seconds."""
    rate_least: float = 6 / 3600
    """Least such rate, per second: everybody has a few an hour."""


RHYTHM = RhythmLimits()

_BY_CHANCE = 0.25
"""Initial share of random movements; chosen."""
_LARGEST_LOG = 50.0
"""Largest logarithm of a likelihood ratio, which cannot overflow; hours of rest between two
movements have more, and a link of that length has no density."""


class Rhythm(NamedTuple):
    """Membership of each event in a rhythm; columns of shape (events,)."""

    member: Array
    """Probability that the movement is a member of a rhythm."""
    running: Array
    """Probability that a rhythm runs at its time, whether it is a member or not."""
    interval: Array
    """Expected median interval of that rhythm, seconds; NaN where no rhythm is possible."""


def rhythm_of(onset: Array, weight: Array) -> Rhythm:
    """Find the rhythms among movements, by onsets that do not fall, seconds.

    ``weight`` is the likelihood ratio of such a movement among members to that among random
    movements; 0 for a movement that cannot be a member.
    """
    count = len(onset)
    if not count:
        return Rhythm(np.empty(0), np.empty(0), np.empty(0))
    medians = np.geomspace(RHYTHM.shortest, RHYTHM.longest, RHYTHM.steps)
    links = _links(onset, np.log(medians), RHYTHM.spread)
    chance = np.full(count, _BY_CHANCE)
    for _ in range(RHYTHM.rounds):
        rate = _random_rate(onset, chance)
        found = _membership(
            links * (weight / rate)[None, :, None], weight > 0, medians, RHYTHM.begin
        )
        chance = 1 - found.member
    return found


def regular_rhythm_of(onset: Array, weight: Array) -> Rhythm:
    """Find the rhythms that are more regular than chance; parameters as in `rhythm_of`.

    `rhythm_of` weighs a chain against the random movements beside it, so that it finds doubled and
    broken rhythms, and takes any burst of movements for one. Here a chain is weighed against
    movements at random as frequent as all movements around it, its own members included: who
    fidgets twice a minute has no rhythm.
    """
    count = len(onset)
    if not count:
        return rhythm_of(onset, weight)
    medians = np.geomspace(RHYTHM.shortest, RHYTHM.longest, RHYTHM.steps)
    links = _links(onset, np.log(medians), RHYTHM.spread_regular)
    everything = _random_rate(onset, np.ones(count))
    chance = np.full(count, _BY_CHANCE)
    for _ in range(RHYTHM.rounds):
        beside = _random_rate(onset, chance)
        gain = links * (weight / everything)[None, :, None]
        gain *= _beside_gain(onset, beside, everything)[:, :, None]
        found = _membership(gain, weight > 0, medians, RHYTHM.begin_regular)
        chance = 1 - found.member
    return found


def _beside_gain(onset: Array, beside: Array, everything: Array) -> Array:
    """Return how much better a lower rate explains what lies between two members.

    ``beside`` is the rate of random movements beside a rhythm, ``everything`` that of all
    movements, per second. The result is the likelihood ratio of the movements and of the rests
    between each movement and an earlier one, shape (reach, events).
    """
    count = len(onset)
    fewer = (everything - beside)[1:] + (everything - beside)[:-1]
    rested = np.concatenate([[0.0], np.cumsum(np.diff(onset) * fewer / 2)])
    moved = np.concatenate([[0.0], np.cumsum(np.log(beside / everything))])
    gain = np.zeros((RHYTHM.reach, count))
    for back in range(1, min(RHYTHM.reach, count - 1) + 1):
        between = moved[back:count] - moved[1 : count - back + 1]
        gain[back - 1, back:] = np.exp(
            np.minimum(rested[back:] - rested[:-back] + between, _LARGEST_LOG)
        )
    return gain


def _links(onset: Array, medians: Array, spread: float) -> Array:
    """Return the density of the intervals to earlier movements, shape (reach, events, steps).

    ``medians`` and ``spread`` are of their logarithm.
    """
    links = np.zeros((RHYTHM.reach, len(onset), len(medians)))
    for back in range(1, min(RHYTHM.reach, len(onset) - 1) + 1):
        interval = np.maximum(onset[back:] - onset[:-back], 1e-3)[:, None]
        log = np.log(interval)
        links[back - 1, back:] = (1 - RHYTHM.missing) * _density(log, medians, spread)
        links[back - 1, back:] += RHYTHM.missing * _density(
            log, medians + np.log(2.0), spread / np.sqrt(2.0)
        )
        links[back - 1, back:] /= interval
    return links


def _density(log: Array, middle: Array, spread: float) -> Array:
    norm = spread * np.sqrt(2 * np.pi)
    return np.asarray(np.exp(-0.5 * np.square((log - middle) / spread)) / norm)


def _random_rate(onset: Array, share: Array) -> Array:
    """Return the rate of random movements around each movement, per second."""
    half = RHYTHM.rate_window / 2
    low, high = onset - half, onset + half
    total = np.concatenate([[0.0], np.cumsum(share)])
    number = total[np.searchsorted(onset, high, "right")] - total[np.searchsorted(onset, low)]
    length = np.minimum(high, onset[-1]) - np.maximum(low, onset[0])
    # the movement itself does not count
    return np.asarray(
        np.maximum((number - share) / np.maximum(length, half), RHYTHM.rate_least),
        np.float64,
    )


def _membership(links: Array, possible: Mask, medians: Array, start: float) -> Rhythm:
    """Return membership from the forward and backward sums over all chains."""
    reach, count, steps = links.shape
    begin = np.where(possible, start, 0.0)
    change = _transitions(steps, RHYTHM.drift) * (1 - RHYTHM.end)
    before, none_before = _forward(links, begin, change, RHYTHM.end)
    after, none_after = _backward(links, begin, change, RHYTHM.end)
    # sum over chains that continue after each movement, by the distance back to their last member
    running = np.zeros(count)
    here = np.zeros((count, steps))
    for back in range(reach):
        coming = np.zeros((count, steps))
        for ahead in range(1, min(reach - back, count - 1) + 1):
            coming[:-ahead] += links[back + ahead - 1, ahead:] * after[:-ahead, ahead - 1]
        coming = coming @ change.T
        if back == 0:
            here = before[:, 0] * (RHYTHM.end * none_after[:, None] + coming)
        else:
            running += np.sum(before[:, back] * coming, axis=1)
    member = here.sum(axis=1)
    total = member + running + none_before * (1 - begin) * none_after
    likely = here / np.maximum(member, 1e-300)[:, None]
    return Rhythm(
        member=member / total,
        running=(member + running) / total,
        interval=np.exp(likely @ np.log(medians)),
    )


def _forward(links: Array, begin: Array, change: Array, end: float) -> tuple[Array, Array]:
    """Sum over the chains before each movement.

    Returns
    -------
    member : ndarray of float, shape (events, reach, steps)
        Chains whose last member is this movement, the one before it, and so on.
    none : ndarray of float, shape (events,)
        No rhythm just before it; in the scale of the same row of ``member``.
    """
    reach, count, steps = links.shape
    member, none = np.zeros((count, reach, steps)), np.empty(count)
    window, free = np.zeros((reach, steps)), 1.0
    for event, (start, link) in enumerate(zip(begin.tolist(), links.swapaxes(0, 1), strict=True)):
        came = np.add.reduce((window @ change) * link)
        here = came + free * start / steps
        none[event] = free
        member[event, 0], member[event, 1:] = here, window[:-1]
        whole = float(np.add.reduce(here))
        free = free * (1 - start) + end * whole
        scale = 1 / (free + whole)
        window = member[event] * scale
        free *= scale
    return member, none


def _backward(links: Array, begin: Array, change: Array, end: float) -> tuple[Array, Array]:
    """Sum over the chains after each movement.

    Returns
    -------
    member : ndarray of float, shape (events, reach, steps)
        Continuations after the next movement if it is a member, the one after it, and so on.
    none : ndarray of float, shape (events,)
        Continuations if no rhythm runs; in the scale of the same row of ``member``.
    """
    reach, count, steps = links.shape
    member, none = np.zeros((count, reach, steps)), np.empty(count)
    free = 1.0
    # the links of each movement to later ones
    ahead = np.zeros((count, reach, steps))
    for back in range(min(reach, count - 1)):
        ahead[: count - 1 - back, back] = links[back, back + 1 :]
    for event in range(count - 1, -1, -1):
        none[event], window = free, member[event]
        coming = change @ np.add.reduce(ahead[event] * window)
        here = end * free + coming
        start = float(begin[event])
        free = free * (1 - start) + start * float(np.add.reduce(here)) / steps
        scale = 1 / (free + float(np.maximum.reduce(here)))
        if event:
            np.multiply(here, scale, out=member[event - 1, 0])
            np.multiply(window[:-1], scale, out=member[event - 1, 1:])
        free *= scale
    return member, none


def _transitions(steps: int, drift: float) -> Array:
    """Return the transition probabilities between medians."""
    change = (1 - drift) * np.eye(steps)
    for step in (-1, 1):
        change += 0.5 * drift * np.eye(steps, k=step)
    return np.asarray(change / change.sum(axis=1, keepdims=True))
