"""One run as lines of sample number against time; several only where its clock drifts."""

import itertools
from dataclasses import dataclass

import numpy as np
import scipy

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.stamp_limits import STAMP_LIMITS

FEWEST_STAMPS = 8
"""Stamps below which a drifting clock cannot be followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Equally spaced samples ``first`` up to ``stop``, exclusive, from ``start`` on."""

    first: int
    """Number of the first sample."""
    stop: int
    """Number of the sample after the last."""
    start: float
    """Time of the first sample, seconds."""
    rate: float
    """Rate, Hz."""

    @property
    def end(self) -> float:
        """Time of the sample after the last, seconds."""
        return self.start + (self.stop - self.first) / self.rate


def lines(
    index: Index, stamps: Array, period: float, *, begin: int, end: int, delayed: bool
) -> list[Piece]:
    """Fit one long run; several lines only where its clock leaves the first.

    ``index`` has the sample number of each stamp. The run spans samples ``begin`` up to ``end``,
    exclusive; ``delayed`` tells whether stamps are late rather than jittery.
    """
    length = max(FEWEST_STAMPS, len(index) // 480)
    count = len(index) // length
    step = max(1, length // 64)
    number = index[: count * length].reshape(count, length)[:, ::step]
    blocks = stamps[: count * length].reshape(count, length)[:, ::step] - period * number
    levels = _levels(blocks, delayed=delayed)
    centres = number.mean(axis=1)
    smooth = scipy.ndimage.median_filter(levels, min(5, count), mode="nearest")
    tolerance = max(STAMP_LIMITS.deviation, STAMP_LIMITS.coarse_deviation * period)
    knots = _find_knots(centres, smooth, tolerance)
    pieces = []
    for k, (low, high) in enumerate(itertools.pairwise(knots)):
        chosen = slice(low, high + 1)
        slope, offset = _fit_line(centres[chosen], levels[chosen])
        first = begin if k == 0 else int(centres[low])
        stop = end if k == len(knots) - 2 else int(centres[high])
        spacing = period + slope
        if spacing <= 0 or stop <= first:
            continue
        start = offset + slope * first + period * first
        pieces.append(Piece(first=first, stop=stop, start=start, rate=1 / spacing))
    return pieces


def short_levels(
    index: Index, stamps: Array, edges: Index, period: float, *, delayed: bool
) -> Array:
    """Return the offset of each run too short to measure a period, all of one length at once.

    As for `lines`; ``edges``, of shape (k + 1,), are the first stamp of each run, and the one after
    the last. Gives seconds, shape (k,), by which the samples of each are off ``period`` times their
    number; NaN for a long run.
    """
    firsts, sizes = edges[:-1], np.diff(edges)
    short = (stamps[edges[1:] - 1] - stamps[firsts] < STAMP_LIMITS.fitted) | (sizes < FEWEST_STAMPS)
    chosen = np.flatnonzero(short)
    chosen = chosen[np.argsort(sizes[chosen], kind="stable")]
    alike = np.flatnonzero(np.diff(sizes[chosen])) + 1
    rest = stamps - period * index
    levels = np.full(len(sizes), np.nan)
    # one by one, the runs between single losses in a recording of days would take minutes
    for runs in np.split(chosen, alike) if len(chosen) else ():
        blocks = rest[firsts[runs][:, None] + np.arange(sizes[runs[0]])]
        levels[runs] = _levels(blocks, delayed=delayed)
    return levels


def one_sided(index: Index, stamps: Array, period: float) -> bool:
    """Distinguish delay from jitter: delays only ever add, rounding and jitter go both ways."""
    length = min(64, len(stamps))
    windows = np.linspace(0, len(stamps) - length, 256).astype(int)
    chosen = windows[:, None] + np.arange(length)
    blocks = stamps[chosen] - period * index[chosen]
    low, middle, high = np.quantile(blocks, (0.02, 0.5, 0.98), axis=1)
    return bool(np.median(high - middle) > 3 * np.median(middle - low))


def _levels(blocks: Array, *, delayed: bool) -> Array:
    """Return the offset of each block: the median under jitter, the earliest under delay."""
    return np.asarray(np.quantile(blocks, 0.02 if delayed else 0.5, axis=1))


def _fit_line(numbers: Array, levels: Array) -> tuple[float, float]:
    """Return slope and offset of block levels by least squares, refitted once without outliers."""
    if len(numbers) < 2:
        return 0.0, float(levels[0])
    chosen = np.ones(len(numbers), dtype=bool)
    slope = offset = 0.0
    for _ in range(2):
        slope, offset = np.polyfit(numbers[chosen], levels[chosen], 1)
        error = np.abs(levels - (slope * numbers + offset))
        chosen = error <= 4 * 1.4826 * np.median(error) + 1e-6
    return float(slope), float(offset)


def _find_knots(numbers: Array, levels: Array, tolerance: float) -> list[int]:
    """Return the blocks between which lines stay within a tolerance (Douglas and Peucker 1973)."""
    knots = [0, len(numbers) - 1]
    todo = [(0, len(numbers) - 1)]
    while todo:
        low, high = todo.pop()
        if high - low < 4:
            continue
        slope, offset = _fit_line(numbers[low : high + 1], levels[low : high + 1])
        error = np.abs(levels[low : high + 1] - (slope * numbers[low : high + 1] + offset))
        if error.max() <= tolerance:
            continue
        chord = np.interp(numbers[low : high + 1], numbers[[low, high]], levels[[low, high]])
        worst = low + 1 + int(np.argmax(np.abs(levels[low + 1 : high] - chord[1:-1])))
        knots.append(worst)
        todo += [(low, worst), (worst, high)]
    return sorted(knots)
