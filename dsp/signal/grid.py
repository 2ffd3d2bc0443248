"""A common grid with exact sums: samples averaged in whole blocks down to one modest rate."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import LIMITS, Limits
from limbwatch.sensor import Recording, Samples
from limbwatch.sensor.arrays import Array

GridValues = NDArray[np.int32]
"""Mean acceleration of blocks of samples, micro-g; one row per axis; shape (3, n)."""

UNIT = 1e6
"""Grid values per g: they are whole micro-g, whose sums are exact, so no result depends on how a
recording was cut into chunks."""

PIECE = 1 << 14
"""Grid values processed at a time, so that the working set stays in the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A grid value of known time, from which the times of others are counted."""

    index: int
    """Number of the grid value within its stretch."""
    time: float
    """Its time, seconds from the recording's start."""
    rate: float
    """Grid values per second from there on, Hz."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GridBlock:
    """Consecutive grid values of one stretch of recording."""

    anchor: Anchor
    """Reference for the time of each value."""
    sampled: float
    """Samples per second before averaging, Hz."""
    index: int
    """Number of this block's first value within its stretch."""
    values: GridValues

    @property
    def times(self) -> Array:
        """Time of each value, seconds from the recording's start, shape (n,)."""
        begin = self.index - self.anchor.index
        times = np.arange(begin, begin + self.values.shape[1], dtype=np.float64)
        times /= self.anchor.rate
        times += self.anchor.time
        return times

    def parts(self, size: int) -> Iterator["GridBlock"]:
        """Yield, in order, blocks of ``size`` values, of which the last may have fewer.

        An empty block yields itself.
        """
        for k in range(0, max(1, self.values.shape[1]), size):
            yield replace(self, index=self.index + k, values=self.values[:, k : k + size])

    @property
    def end(self) -> float:
        """Time at which the value after the last would follow, seconds."""
        last = self.index + self.values.shape[1] - 1
        rate = self.anchor.rate
        return float(self.anchor.time + (last - self.anchor.index) / rate + 1 / rate)


class Grid:
    """Average a stretch of samples in blocks of ``rate // grid_rate`` samples.

    A stretch continues across dropouts too short to hide a movement (``limits.dropout``): nothing
    is filled in, but times are counted from a new anchor after each, and after each small change of
    rate by which a reader follows a drifting clock. The first samples of the stretch fix the block
    length; they are not consumed.
    """

    def __init__(self, first: Samples, *, limits: Limits) -> None:
        self._factor = max(1, int(first.rate // limits.grid_rate))
        self._limits = limits
        self._first_rate = first.rate
        self._rate, self._end = first.rate, first.start
        self._count = 0
        self._rest = np.empty((0, 3), np.float32)
        self._anchor = self._anchor_at(first)

    def continues(self, samples: Samples) -> bool:
        """Return whether samples belong to the same stretch."""
        step = self._gap_before(samples)
        return (
            -_SAME / samples.rate < step <= max(self._limits.dropout, 2 * _SAME / samples.rate)
            and abs(samples.rate / self._first_rate - 1) < _SAME_RATE
        )

    def _gap_before(self, samples: Samples) -> float:
        """Return the time missing before samples, seconds."""
        # rounded, as the last digits of the end depend on how the samples were chunked
        return round(samples.start - self._end, 6)

    def push(self, samples: Samples) -> GridBlock:
        """Take the stretch's next samples and return the grid values that became complete, if any.

        Samples of an incomplete block are kept for the next call; at the end of the stretch they
        (less than a block, 43 ms) are dropped.
        """
        if samples.rate != self._rate or abs(self._gap_before(samples)) * samples.rate >= _SAME:
            self._anchor = self._anchor_at(samples)
        self._rate, self._end = samples.rate, samples.end
        xyz = np.concatenate([self._rest, samples.xyz]) if len(self._rest) else samples.xyz
        whole = len(xyz) // self._factor
        self._rest = xyz[whole * self._factor :].copy()
        values = np.empty((3, whole), np.int32)
        for axis, row in enumerate(values):
            column = xyz[: whole * self._factor, axis]
            # float32 holds sums of a few g to a tenth of a micro-g
            total = column[:: self._factor] * np.float32(UNIT / self._factor)
            for k in range(1, self._factor):
                total += column[k :: self._factor] * np.float32(UNIT / self._factor)
            row[:] = np.rint(total, out=total)
        block = GridBlock(
            anchor=self._anchor, sampled=self._first_rate, index=self._count, values=values
        )
        self._count += whole
        return block

    def _anchor_at(self, samples: Samples) -> Anchor:
        # a grid value is timed at the middle of its samples, some of which may be left from before
        middle = 0.5 * (self._factor - 1) - len(self._rest)
        return Anchor(
            index=self._count,
            time=samples.start + middle / samples.rate,
            rate=samples.rate / self._factor,
        )


_SAME = 0.5
"""Samples that begin less than this many sample periods from where they are expected continue
without a new anchor."""

_SAME_RATE = 1e-3
"""Largest relative difference of rate within a stretch: crystals and their drift stay below."""


class GridTimes:
    """Times of the grid values of one stretch."""

    def __init__(self, first: Anchor) -> None:
        self._anchors = [first]

    def add(self, anchor: Anchor) -> None:
        """Use another anchor from its grid value on; repeating the last anchor changes nothing."""
        if anchor != self._anchors[-1]:
            self._anchors.append(anchor)

    def at(self, index: Array) -> Array:
        """Return the times of grid values, seconds from the recording's start.

        Their numbers within the stretch, shape (n,), need not be whole.
        """
        first = np.array([anchor.index for anchor in self._anchors])
        time = np.array([anchor.time for anchor in self._anchors])
        rate = np.array([anchor.rate for anchor in self._anchors])
        place = np.maximum(np.searchsorted(first, index, side="right") - 1, 0)
        return np.asarray(time[place] + (index - first[place]) / rate[place])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gridded:
    """The runs of one sensor on grids, with a new grid after each long dropout."""

    recording: Recording
    """The recording that was resampled."""
    blocks: tuple[GridBlock, ...]
    """One for each run; a block with index 0 begins a stretch on a grid of its own."""
    spans: Array
    """Begin and end of each stretch, seconds from the recording's start; shape (stretches, 2)."""

    @property
    def stretches(self) -> tuple[tuple[GridBlock, ...], ...]:
        """The blocks of each grid, in order of time."""
        heads = [k for k, block in enumerate(self.blocks) if block.index == 0]
        return tuple(self.blocks[a:b] for a, b in pairwise([*heads, len(self.blocks)]))


def gridded(recording: Recording, *, limits: Limits = LIMITS) -> Gridded:
    """Resample a recording to grids."""
    runs = recording.runs
    grid = Grid(runs[0], limits=limits)
    blocks, spans = [], [[runs[0].start, runs[0].start]]
    for run in runs:
        if not grid.continues(run):
            grid = Grid(run, limits=limits)
            spans.append([run.start, run.end])
        spans[-1][1] = run.end
        blocks.append(grid.push(run))
    return Gridded(recording=recording, blocks=tuple(blocks), spans=np.array(spans))
