"""Context: the kinds of the events around an event are evidence for its own kind."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Mask

REACHES_S: Final = (15.0, 60.0)
"""Time constants over which the weight of other events decays to 1/e, seconds: some breaths, and
some intervals of a rhythm. They are too short to learn the sort of night: with a third of 300 s,
and weights for alarms as well, there were 24 wrong findings on 377 development nights of worlds
left out, with these 15, without any context 14 (three sensors)."""

_ALONE, _NONE = 0.3, 0.05
"""Pseudo-counts of events, for the shares of the kinds and for the logarithm of their number."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Context:
    """Learned weights of the events around an event."""

    factor: float
    """Weight of an event's own evidence."""
    matrix: Array
    """Log odds of each hypothesis, per share of each hypothesis and per logarithm of the number of
    events around; shape (reaches * (hypotheses + 1), hypotheses). Columns of alarming kinds are
    zero: no attack is labelled because there are others."""
    bias: Array
    """Log odds without any evidence; shape (hypotheses,)."""

    @property
    def affected(self) -> Mask:
        """Hypotheses that context is evidence for or against, shape (hypotheses,)."""
        return np.asarray(self.matrix.any(axis=0))

    def evidence(self, own: Array, around: Array) -> Array:
        """Combine own evidence with that of the events around (`around_of`).

        Both it and what is returned are log odds, up to a constant per event, shape (events,
        hypotheses).
        """
        return np.asarray(self.factor * own + around @ self.matrix + self.bias)


def around_of(onset: Array, probability: Array) -> Array:
    """Summarise the kinds of the other events around each event.

    Onsets, in seconds, do not fall; ``probability`` is that of each hypothesis by the event's own
    evidence, shape (events, hypotheses). Returned for each of `REACHES_S` are the share of each
    hypothesis, and the logarithm of the number of events, both weighted by an exponential decay
    with distance; shape (events, reaches * (hypotheses + 1)).
    """
    weighted = np.column_stack([probability, np.ones(len(onset))])
    elapsed = np.diff(onset)
    sums = _decayed_sums(elapsed, weighted) + _decayed_sums(elapsed[::-1], weighted[::-1])[::-1]
    number = sums[..., -1:]
    parts = [sums[..., :-1] / (number + _ALONE), np.log(number + _NONE)]
    return np.concatenate(parts, axis=2).reshape(len(onset), len(REACHES_S) * weighted.shape[1])


def _decayed_sums(elapsed: Array, weighted: Array) -> Array:
    """Sum the rows before each event with exponential decay; shape (events, reaches, columns)."""
    sums = np.zeros((len(weighted), len(REACHES_S), weighted.shape[1]))
    decay = np.exp(-elapsed[:, None, None] / np.array(REACHES_S)[:, None])
    for event in range(1, len(weighted)):
        sums[event] = (sums[event - 1] + weighted[event - 1]) * decay[event - 1]
    return sums
