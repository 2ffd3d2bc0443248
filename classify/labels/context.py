"""What the events around an event are tells what it is: labels are decided with each other."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Mask

REACHES_S: Final = (15.0, 60.0)
"""After how long an event around counts 1/e of one beside it, seconds: some breaths, and some of
the intervals of a rhythm. What sort of a night it is, is not to tell: with a third of 300 s, and
free to tell of alarms as well, there were 24 wrong findings on 377 development nights of worlds
left out, with these 15, without any 14 (three sensors)."""

_ALONE, _NONE = 0.3, 0.05
"""Events beside it that "nobody near" counts as, where kinds are shared out, and where they are
counted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Context:
    """What is learned of how kinds go together."""

    factor: float
    """How sure an event's own evidence stays beside that of the others."""
    matrix: Array
    """What the share of each hypothesis around an event, and how many events there are, tell of
    each hypothesis, log odds. Columns of what alarms are zero: no attack is told because there are
    others; shape (reaches * (hypotheses + 1), hypotheses)."""
    bias: Array
    """Log odds before anything is known of either; shape (hypotheses,)."""

    @property
    def tells_of(self) -> Mask:
        """Hypotheses that context speaks for or against, shape (hypotheses,)."""
        return np.asarray(self.matrix.any(axis=0))

    def evidence(self, own: Array, around: Array) -> Array:
        """Add to each event's own evidence what lies around it.

        Parameters
        ----------
        own : ndarray of float, shape (events, hypotheses)
            Log odds, up to a constant per event.
        around : ndarray of float, shape (events, reaches * (hypotheses + 1))
            From `around_of`.

        Returns
        -------
        ndarray of float, shape (events, hypotheses)
        """
        return np.asarray(self.factor * own + around @ self.matrix + self.bias)


def around_of(onset: Array, probability: Array) -> Array:
    """Say what lies around each event, itself left out.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    probability : ndarray of float, shape (events, hypotheses)
        Of each event by its own evidence.

    Returns
    -------
    ndarray of float, shape (events, reaches * (hypotheses + 1))
        For each of `REACHES_S` the share of each hypothesis, and the logarithm of how many events
        there are, all counted less the further they are away.
    """
    counted = np.column_stack([probability, np.ones(len(onset))])
    gone = np.diff(onset)
    sums = _before(gone, counted) + _before(gone[::-1], counted[::-1])[::-1]
    number = sums[..., -1:]
    parts = [sums[..., :-1] / (number + _ALONE), np.log(number + _NONE)]
    return np.concatenate(parts, axis=2).reshape(len(onset), len(REACHES_S) * counted.shape[1])


def _before(gone: Array, counted: Array) -> Array:
    """Sum what comes before each event, fading; shape (events, reaches, columns)."""
    sums = np.zeros((len(counted), len(REACHES_S), counted.shape[1]))
    fading = np.exp(-gone[:, None, None] / np.array(REACHES_S)[:, None])
    for event in range(1, len(counted)):
        sums[event] = (sums[event - 1] + counted[event - 1]) * fading[event - 1]
    return sums
