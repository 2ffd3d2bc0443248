"""What can be measured of each movement once its extent is known."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.bursts import Bursts
from limbwatch.dsp.extents import Extents
from limbwatch.dsp.grid import UNIT
from limbwatch.dsp.limits import SHAPE_RATE, Limits
from limbwatch.dsp.movements import Movements
from limbwatch.dsp.spectrum import dominant
from limbwatch.dsp.totals import Totals

Index = NDArray[np.intp]
Signal = NDArray[np.float64]

_DYNAMIC_S = 1.0
"""The mean of the surrounding second stands for gravity when dynamic acceleration is meant."""

_SLOW_S = 0.28
"""Mean that the slow departure from rest is read from: null at 3.6 Hz, so shaking drops out."""


class Measures:
    """Measures over one stretch of grid values.

    Parameters
    ----------
    totals : Totals
        Grid values of the stretch.
    rate : float
        Grid values per second, Hz.
    limits : Limits
    """

    def __init__(self, totals: Totals, *, rate: float, limits: Limits) -> None:
        self._totals = totals
        self._rate = rate
        self._limits = limits

    def moving(self, index: Index) -> Signal:
        """Return acceleration less the mean of the surrounding second, g, shape (3, ...)."""
        half = round(0.5 * _DYNAMIC_S * self._rate)
        return np.asarray(
            self._totals.value(index) - self._totals.mean(index - half, index + half + 1)
        )

    def rest_before(self, bursts: Bursts) -> Signal:
        """Average the quiet before each burst, g, shape (3, m)."""
        reach = round(self._limits.rest * self._rate)
        previous = np.concatenate([[0], bursts.stop[:-1]])
        # the value before the first one above threshold may already have begun to move
        stop = np.maximum(bursts.first - 1, previous)
        return self._totals.mean(np.maximum(stop - reach, previous), stop)

    def rest_after(self, bursts: Bursts) -> Signal:
        """Average the quiet after each burst, g, shape (3, m)."""
        reach = round(self._limits.rest * self._rate)
        following = np.concatenate([bursts.first[1:], [len(self._totals)]])
        first = np.minimum(bursts.stop + 1, following)
        return self._totals.mean(first, np.minimum(first + reach, following))

    def movements(
        self,
        bursts: Bursts,
        *,
        group: Index,
        onset: Signal,
        floor: Signal,
        first: int,
        start: float,
    ) -> Movements:
        """Measure the movements that bursts make up.

        Parameters
        ----------
        bursts : Bursts
            At least one.
        group : ndarray of int, shape (bursts,)
            Number of the movement each burst belongs to, from 0, not falling.
        onset, floor : ndarray of float, shape (bursts,)
            Onset of each burst in grid values (not whole ones), and the noise floor there, g.
        first : int
            Number of this stretch's first grid value within its run.
        start : float
            Time of the run's first grid value, seconds from the recording's start.

        Returns
        -------
        Movements
            ``still_before`` and ``still_after`` are NaN: they need the neighbours.
        """
        head = np.flatnonzero(np.diff(group, prepend=-1))
        tail = np.append(head[1:], len(group)) - 1
        extents = Extents(bursts.first[head], bursts.stop[tail])
        moving = self.moving(extents.index)
        # whole micro-g, so that sums are exact
        dynamic = np.rint(_norm(moving) * UNIT).astype(np.int64)
        peak, at = extents.largest(dynamic)
        before, after = self.rest_before(bursts)[:, head], self.rest_after(bursts)[:, tail]
        displacement, excursion = self._departure(extents, before)
        frequency, rhythm = dominant(
            self.moving,
            first=extents.first,
            stop=extents.stop,
            middle=at,
            rate=self._rate,
            limits=self._limits,
        )
        unknown = np.full(len(head), np.nan)
        return Movements(
            onset=start + (first + onset[head]) / self._rate,
            offset=start + (first + extents.stop) / self._rate,
            peak_time=start + (first + at) / self._rate,
            peak=peak / UNIT,
            rms=np.sqrt(extents.sum(np.square(dynamic)) / extents.length) / UNIT,
            jerk=self._jerk(extents),
            rise=(at - onset[head]) / self._rate,
            width=extents.sum(2 * dynamic > extents.spread(peak)) / self._rate,
            active=np.add.reduceat(bursts.stop - bursts.first, head) / self._rate,
            bursts=extents.swells(dynamic, peak),
            frequency=frequency,
            rhythm=rhythm,
            displacement=displacement,
            excursion=excursion,
            turn=_angle(before, after),
            still_before=unknown,
            still_after=unknown,
            floor=floor[head],
            shape=self._shape(onset[head]),
        )

    def _jerk(self, extents: Extents) -> Signal:
        following = np.minimum(extents.index + 1, len(self._totals) - 1)
        change = _norm(self._totals.value(following) - self._totals.value(extents.index))
        return np.asarray(extents.largest(change)[0] * self._rate)

    def _departure(self, extents: Extents, before: Signal) -> tuple[Signal, Signal]:
        half = round(0.5 * _SLOW_S * self._rate)
        slow = self._totals.mean(extents.index - half, extents.index + half + 1)
        rest = np.stack([extents.spread(axis) for axis in before])
        distance, at = extents.largest(_norm(slow - rest))
        farthest = self._totals.mean(at - half, at + half + 1)
        return distance, _angle(before, farthest)

    def _shape(self, onset: Signal) -> Signal:
        span = np.arange(self._limits.shape_values) / SHAPE_RATE - self._limits.shape_before
        place = onset[:, None] + span * self._rate
        below = np.clip(np.floor(place).astype(np.intp), 0, len(self._totals) - 2)
        share = np.clip(place - below, 0.0, 1.0)
        low, high = _norm(self.moving(below)), _norm(self.moving(below + 1))
        return np.asarray(low + share * (high - low))


def _norm(vectors: Signal) -> Signal:
    """Length over the first dimension; written out because it is exact and fast."""
    return np.asarray(np.sqrt(vectors[0] ** 2 + vectors[1] ** 2 + vectors[2] ** 2))


def _angle(one: Signal, other: Signal) -> Signal:
    """Angle between vectors, degrees; the arc tangent keeps small angles exact."""
    across = _norm(np.cross(one, other, axis=0))
    along = one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
    return np.asarray(np.degrees(np.arctan2(across, along)))
