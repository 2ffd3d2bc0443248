"""The gaps that end a run of leg movements, for series and the periodicity index alike."""

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
    """Shortest gap that can hide a leg movement with its rests; whole milliseconds."""

    movement: int = 2_000
    """Length of the movement that a gap must be able to hide. Chosen, not published: a leg movement
    may last 0.5 s (WASM 2016, 3.2.1), but on simulated nights 68 to 86 of 100 periodic ones last
    above 2 s in an ankle's acceleration."""
    rest: int = 500
    """Rest before and after the movement, without which part of it is recorded or joined to what is
    recorded: the offset starts a rest of at least 0.5 s (WASM 2016)."""

    @property
    def shortest(self) -> int:
        """Shortest gap that interrupts, inclusive."""
        return self.rest + self.movement + self.rest


INTERRUPTION = InterruptionLimits()
"""The limits in use: 3 s in all. A shorter gap can hide a shorter movement; but at the shortest
interval of a series, 10 s, fewer than 3 in 10 gaps of less than 3 s fall on an onset, and one
movement lost in a series usually leaves an interval within 90 s, while ending a series loses up to
three recorded movements on each side of the gap."""


def interruptions(unseen: Sequence[Iterable[Span]]) -> Array:
    """Return the stretches in which leg movements may have been missed.

    Parameters
    ----------
    unseen : sequence of iterable of (float, float)
        For each leg sensor the stretches without data or not worn, seconds, in any order.

    Returns
    -------
    ndarray of float, shape (k, 2)
        Stretches without any leg sensor that last ``INTERRUPTION.shortest`` or more, seconds, to
        the millisecond, in order.

    Raises
    ------
    ValueError
        If a time is not finite.

    Notes
    -----
    While one of two leg sensors records, nothing is interrupted, although a movement of the other
    leg alone may be missed. The same is true of every night with one sensor, whose series are
    counted, and of the hours of observed sleep that the indices divide by, for which one leg is
    enough. Otherwise a second sensor with a bad radio would make the series worse than no second
    sensor. Sensors on arms do not count.

    A movement hidden in a gap that does not interrupt is part of the interval across it.

    References
    ----------
    .. [1] Ferri R. et al. Sleep Med 2016;26:86-95, 3.3.3. doi:10.1016/j.sleep.2016.10.010
    """
    if not unseen:
        return np.empty((0, 2))
    hidden = reduce(shared, [_in_milliseconds(spans) for spans in unseen])
    return hidden[hidden[:, 1] - hidden[:, 0] >= INTERRUPTION.shortest] / 1000


def leg_interruptions(coverage: Sequence[Coverage]) -> Array:
    """Return the `interruptions` of a night; of its sensors those on legs count."""
    return interruptions([sensor.unseen for sensor in leg_sensors(coverage)])


def restarts_of(coverage: Sequence[Coverage]) -> Array:
    """Return when observation of the legs restarts, seconds, in order, shape (k,)."""
    return leg_interruptions(coverage)[:, 1]


def longest_observed(coverage: Sequence[Coverage], length: float) -> float:
    """Return the longest uninterrupted observation of the legs in a night of ``length`` seconds.

    Seconds; a longer series cannot have been recorded.
    """
    edges = np.r_[0.0, leg_interruptions(coverage).ravel(), length]
    return float((edges[1::2] - edges[::2]).max())


def _in_milliseconds(spans: Iterable[Span]) -> Spans:
    """Merge spans in whole milliseconds."""
    return merged(milliseconds(np.array(list(spans), np.float64).reshape(-1, 2)).tolist())
