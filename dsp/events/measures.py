"""The measures of each movement."""

from typing import NamedTuple

import numpy as np

from limbwatch.dsp.events.bursts import Bursts
from limbwatch.dsp.events.extents import Extents
from limbwatch.dsp.events.holds import hold_groups, stops_at_rest
from limbwatch.dsp.events.spectrum import dominant
from limbwatch.dsp.limits import SHAPE_RATE, Limits
from limbwatch.dsp.movements import Movements
from limbwatch.dsp.signal.grid import UNIT, GridTimes
from limbwatch.dsp.signal.totals import Totals
from limbwatch.sensor.arrays import Array, Index

_DYNAMIC_S = 1.0
"""Length of the mean that is subtracted as gravity from dynamic acceleration, seconds."""


class _JoinedBursts(NamedTuple):
    """First burst of each movement, its extent, and the rest before and after it."""

    head: Index
    extents: Extents
    before: Array
    after: Array


class Measures:
    """Measures over one stretch of grid values, at ``rate`` of them per second, Hz."""

    def __init__(self, totals: Totals, *, rate: float, limits: Limits) -> None:
        self._totals = totals
        self._rate = rate
        self._limits = limits
        self._rest = round(limits.rest * rate)

    def movements(
        self,
        bursts: Bursts,
        *,
        floor: Array,
        near: Array,
        strength: Array,
        first: int,
        timeline: GridTimes,
    ) -> Movements:
        """Join bursts to movements and measure each.

        ``still_before`` and ``still_after`` are NaN, as they need the neighbours. A movement that
        is one brief burst hardly above the threshold is left out.

        Parameters
        ----------
        bursts : Bursts
            At least one.
        floor, near : ndarray of float, shape (bursts,)
            Noise floor at each burst, and the distance from rest within which the limb is back, g.
        strength : ndarray of float, shape (bursts,)
            Largest envelope of each burst, g.
        first : int
            Number of the first grid value here within its stretch of recording.
        timeline : GridTimes
            Times of the grid values of that stretch.
        """
        head, extents, before, after = self._join(bursts, floor=floor, near=near, strength=strength)
        moving = self._dynamic(extents.index)
        # whole micro-g, so that sums are exact
        dynamic = np.rint(_norm(moving) * UNIT).astype(np.int64)
        peak, at = extents.largest(dynamic)
        rest = np.stack([extents.per_sample(axis) for axis in before])
        displacement, excursion, held = self._departure(extents, before, rest)
        frequency, rhythm = dominant(
            self._dynamic,
            first=extents.first,
            stop=extents.stop,
            middle=at,
            rate=self._rate,
            limits=self._limits,
        )
        onset, offset = self._edges(extents)
        unknown = np.full(len(head), np.nan)
        found = Movements(
            onset=timeline.at(first + onset),
            offset=timeline.at(first + offset),
            peak_time=timeline.at(first + at.astype(np.float64)),
            peak=peak / UNIT,
            rms=np.sqrt(extents.energy(dynamic) / extents.length) / UNIT,
            jerk=self._jerk(extents),
            rise=np.maximum(at - onset, 0.0) / self._rate,
            width=extents.sum(2 * dynamic > extents.per_sample(peak)) / self._rate,
            active=np.add.reduceat(bursts.stop - bursts.first, head) / self._rate,
            bursts=extents.swells(dynamic, peak),
            frequency=frequency,
            rhythm=rhythm,
            displacement=displacement,
            excursion=excursion,
            lean=self._lean(extents, rest),
            held=held,
            turn=_angle(before, after),
            still_before=unknown,
            still_after=unknown,
            floor=floor[head],
            shape=self._shape(onset),
        )
        lasting = extents.length > round(self._limits.sustain * self._rate)
        return found.take(lasting | np.logical_or.reduceat(bursts.clear, head))

    def _join(self, bursts: Bursts, *, floor: Array, near: Array, strength: Array) -> _JoinedBursts:
        previous = np.concatenate([[0], bursts.stop[:-1]])
        following = np.concatenate([bursts.first[1:], [len(self._totals)]])
        before = self._rest_before(bursts.first, previous)
        group = hold_groups(
            before=before,
            after=self._rest_after(bursts.stop, following),
            gap=(following - bursts.stop)[:-1] / self._rate,
            floor=floor,
            strength=strength,
            limits=self._limits,
        )
        head = np.flatnonzero(np.diff(group, prepend=-1))
        tail = np.append(head[1:], len(group)) - 1
        before, following = before[:, head], following[tail]
        stop = stops_at_rest(
            self._totals,
            stop=bursts.stop[tail],
            following=following,
            before=before,
            near=near[head],
            rate=self._rate,
            limits=self._limits,
        )
        extents = Extents(bursts.first[head], stop)
        return _JoinedBursts(head, extents, before, self._rest_after(stop, following))

    def _dynamic(self, index: Index) -> Array:
        """Return acceleration less the mean of the surrounding second, g, shape (3, ...)."""
        half = round(0.5 * _DYNAMIC_S * self._rate)
        return np.asarray(
            self._totals.value(index) - self._totals.mean(index - half, index + half + 1)
        )

    def _rest_before(self, first: Index, previous: Index) -> Array:
        """Average the quiet before each index, back to the end of the previous burst, g."""
        # the last value below the threshold may already belong to the movement
        stop = np.maximum(first - 1, previous)
        return self._totals.mean(np.maximum(stop - self._rest, previous), stop)

    def _rest_after(self, stop: Index, following: Index) -> Array:
        """Average the quiet after each index, up to the start of the next burst, g."""
        first = np.minimum(stop + 1, following)
        return self._totals.mean(first, np.minimum(first + self._rest, following))

    def _edges(self, extents: Extents) -> tuple[Array, Array]:
        """Return onset and offset, moved inward by half the length of the mean for "now"."""
        half = round(self._limits.smooth * self._rate) // 2
        inward = np.minimum(half, extents.length // 4).astype(np.float64)
        return np.asarray(extents.first + inward), np.asarray(extents.stop - inward)

    def _jerk(self, extents: Extents) -> Array:
        following = np.minimum(extents.index + 1, len(self._totals) - 1)
        change = _norm(self._totals.value(following) - self._totals.value(extents.index))
        return np.asarray(extents.largest(change)[0] * self._rate)

    def _departure(
        self, extents: Extents, before: Array, rest: Array
    ) -> tuple[Array, Array, Array]:
        half = round(0.5 * self._limits.slow * self._rate)
        slow = self._totals.mean(extents.index - half, extents.index + half + 1)
        away = _norm(slow - rest)
        distance, at = extents.largest(away)
        farthest = self._totals.mean(at - half, at + half + 1)
        level = np.maximum(self._limits.held_share * distance, self._limits.held_least)
        late = (
            extents.index - extents.per_sample(extents.first) >= self._limits.held_from * self._rate
        )
        held = extents.sum((away > extents.per_sample(level)) & late) / self._rate
        return distance, _angle(before, farthest), held

    def _lean(self, extents: Extents, rest: Array) -> Array:
        """Return the lean: a mean of means, which removes shaking at 2.5 Hz and faster."""
        part = max(1, round(0.25 * self._limits.lean * self._rate))
        lean = np.zeros((3, len(extents.index)))
        for shift, share in ((-part, 0.25), (0, 0.5), (part, 0.25)):
            middle = extents.index + shift
            lean += share * self._totals.mean(middle - part, middle + part)
        return np.asarray(extents.largest(_norm(lean - rest))[0])

    def _shape(self, onset: Array) -> Array:
        span = np.arange(self._limits.shape_values) / SHAPE_RATE - self._limits.shape_before
        # split off the fraction: indices depend on chunks, so adding would round it differently
        whole, later = onset.astype(np.intp)[:, None], span * self._rate
        below = np.clip(whole + np.floor(later).astype(np.intp), 0, len(self._totals) - 2)
        share = np.clip(later - (below - whole), 0.0, 1.0)
        # neighbouring points share grid values: compute each once
        begin = below[:, :1]
        width = int((below[:, -1:] - begin).max()) + 2
        dynamic = _norm(self._dynamic(begin + np.arange(width)))
        low = np.take_along_axis(dynamic, below - begin, axis=1)
        high = np.take_along_axis(dynamic, below - begin + 1, axis=1)
        return np.asarray(low + share * (high - low))


def _norm(vectors: Array) -> Array:
    """Return lengths over the first dimension; written out because it is exact and fast."""
    squares = np.square(vectors[0])
    squares += np.square(vectors[1])
    squares += np.square(vectors[2])
    return np.asarray(np.sqrt(squares, out=squares))


def _angle(one: Array, other: Array) -> Array:
    """Return the angle between vectors, degrees; the arc tangent keeps small angles exact."""
    across = _norm(np.cross(one, other, axis=0))
    along = one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
    return np.asarray(np.degrees(np.arctan2(across, along)))
