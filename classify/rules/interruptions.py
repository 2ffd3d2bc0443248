"""Which gaps end a run of leg movements: one answer for series and for the periodicity index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from limbwatch.classify.leg_sensors import leg_sensors
from limbwatch.classify.night import Coverage
from limbwatch.classify.rules.leg_movements import milliseconds
from limbwatch.sensor.arrays import Array, Span, Spans
from limbwatch.sensor.spans import merged, shared


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionLimits:
    """How long a gap must be to hide a leg movement with its rests; whole milliseconds."""

    movement: int = 2_000
    """Length of the movement that a gap must be able to hide. Chosen, not published: a leg movement
    may last 0.5 s (WASM 2016, 3.2.1), but on simulated nights 68 to 86 of 100 periodic ones last
    above 2 s as an ankle's acceleration shows them."""
    rest: int = 500
    """Rest before and after it, without which part of it is seen or joined to what is seen: the
    offset starts a rest of at least 0.5 s (WASM 2016)."""

    @property
    def shortest(self) -> int:
        """Shortest gap that interrupts, inclusive."""
        return self.rest + self.movement + self.rest


INTERRUPTION = InterruptionLimits()
"""3 s. A shorter movement can hide in less; but at the shortest interval of a series, 10 s, fewer
than 3 gaps in 10 of less than 3 s fall on an onset, and one movement lost in a series usually
leaves an interval within 90 s, while a series that is ended loses up to three movements that were
seen at each side of the gap."""


def interruptions(unseen: Sequence[Iterable[Span]]) -> Array:
    """Find the stretches in which leg movements may have been missed.

    Parameters
    ----------
    unseen : sequence of iterable of (float, float)
        For each leg sensor the stretches without data or not worn, seconds, in any order.

    Returns
    -------
    ndarray of float, shape (k, 2)
        Stretches that no leg sensor saw and that last ``INTERRUPTION.shortest`` or more, seconds,
        to the millisecond, in order.

    Raises
    ------
    ValueError
        If a time is not finite.

    Notes
    -----
    While one of two leg sensors sees its leg, nothing is interrupted, although a movement of the
    other leg alone may be missed. The same is true of every night with one sensor, whose series
    are counted, and of the hours of observed sleep that the indices divide by, to which one leg
    is enough. Were it otherwise, a second sensor with a bad radio would make the series worse
    than no second sensor. The sensor of an arm says nothing about legs.

    What was hidden in a gap that does not interrupt is part of the interval across it.

    References
    ----------
    .. [1] Ferri R. et al. Sleep Med 2016;26:86-95, 3.3.3. doi:10.1016/j.sleep.2016.10.010
    """
    if not unseen:
        return np.empty((0, 2))
    hidden = reduce(shared, [_in_milliseconds(spans) for spans in unseen])
    return hidden[hidden[:, 1] - hidden[:, 0] >= INTERRUPTION.shortest] / 1000


def leg_interruptions(coverage: Sequence[Coverage]) -> Array:
    """Find the `interruptions` of a night, of all sensors of which those of legs count."""
    return interruptions([sensor.unseen for sensor in leg_sensors(coverage)])


def restarts_of(coverage: Sequence[Coverage]) -> Array:
    """Return when observation of the legs starts again, seconds, in order, shape (k,)."""
    return leg_interruptions(coverage)[:, 1]


def longest_observed(coverage: Sequence[Coverage], length: float) -> float:
    """Find the longest stretch in which nothing interrupts the observation of the legs.

    Seconds, of a night that is ``length`` long: a series that takes longer cannot have been seen.
    """
    edges = np.r_[0.0, leg_interruptions(coverage).ravel(), length]
    return float((edges[1::2] - edges[::2]).max())


def _in_milliseconds(spans: Iterable[Span]) -> Spans:
    """Merge spans in whole milliseconds."""
    return merged(milliseconds(np.array(list(spans), np.float64).reshape(-1, 2)).tolist())
