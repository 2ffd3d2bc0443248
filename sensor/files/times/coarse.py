"""Clocks that are coarser than the samples: whole seconds, tenths, minutes.

Such a stamp says in which unit of the clock a sample was taken, and nothing else. Where all samples
are there, each unit holds as many as the rate and the samples are a line. A unit that holds fewer
has lost some: where in it cannot be told, but the next full unit is in its place again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.files.times.lines import Piece

Array = NDArray[np.float64]
Index = NDArray[np.intp]

COARSE = 2.0
"""Periods from which a unit of the clock is coarse."""

AGREEING = 0.9
"""Share of the units that hold equally many samples when none is lost."""

SCATTERED = 0.2
"""Share of the units that lack a few samples from which losses are all over a recording."""

FULL = 0.8
"""Share of its samples from which a unit merely lacks a few; with less it has a gap in it."""

FULLEST = 0.01
"""Share of the units that are full however many samples are lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """The units of a clock that have samples.

    Parameters
    ----------
    first : ndarray of int, shape (k,)
        Number of the first sample of each.
    counts : ndarray of int, shape (k,)
        Samples in each.
    stamps : ndarray of float, shape (k,)
        Its stamp, seconds.
    unit : float
        Length of a unit, seconds.
    """

    first: Index
    counts: Index
    stamps: Array
    unit: float


def ticks(seconds: Array, period: float) -> Ticks | None:
    """Find the unit of a coarse clock.

    Parameters
    ----------
    seconds : ndarray, shape (n,)
        Stamps that never go back.
    period : float
        Between samples, roughly, seconds.

    Returns
    -------
    Ticks or None
        None when the clock is not coarse.
    """
    first = np.flatnonzero(np.r_[True, np.diff(seconds) > 0])
    stamps = seconds[first]
    if len(first) < 3 or len(first) * COARSE > len(seconds):
        return None
    steps = np.diff(stamps)
    unit = float(np.quantile(steps, 0.05))
    turns = np.round(steps / unit)
    # rounding of the stamps themselves, such as days with few digits, blurs their steps
    even = turns.min() >= 1 and np.abs(steps / unit - turns).max() <= 0.05
    if unit <= COARSE * period or not even:
        return None
    counts = np.diff(np.r_[first, len(seconds)])
    return Ticks(first=first, counts=counts, stamps=stamps, unit=float((steps / turns).mean()))


def clock_rate(clock: Ticks, stated: float | None) -> tuple[float, bool]:
    """Measure how many samples a full unit holds.

    Parameters
    ----------
    clock : Ticks
    stated : float or None
        Hz, as the file states it.

    Returns
    -------
    float, bool
        Samples per second, and whether some are missing all over the recording.
    """
    counts = clock.counts[1:-1] if len(clock.counts) > 4 else clock.counts
    middle = float(np.median(counts))
    near = np.abs(counts - middle) <= 1
    if near.mean() > AGREEING or len(counts) < 10:
        agreeing = counts[near] if near.any() else counts
        return float(agreeing.mean()) / clock.unit, False
    few = max(3, int(FULLEST * len(counts)))
    most = float(np.sort(counts)[-few])
    lacking = (counts < most - 1) & (counts >= FULL * most)
    if lacking.mean() <= SCATTERED:
        near = np.abs(counts - most) <= 1
        return float(counts[near].mean()) / clock.unit, False
    rate = most / clock.unit
    if stated is not None and abs(rate / stated - 1) < 0.05:
        rate = stated
    return rate, True


def lossless(clock: Ticks, rate: float) -> bool:
    """Tell whether each unit but the first and the last follows its neighbour and is full."""
    full = (clock.counts[1:-1] >= rate * clock.unit - 1.5).all()
    return bool(full and np.diff(clock.stamps).max() < 1.5 * clock.unit)


def clock_pieces(clock: Ticks, rate: float) -> list[Piece]:
    """Place the samples of a coarse clock as lines that keep each sample in its unit.

    Parameters
    ----------
    clock : Ticks
    rate : float
        Hz.

    Returns
    -------
    list of Piece
        A new one where samples were lost.
    """
    period = 1 / rate
    slack = COARSE * period
    stop = clock.first + clock.counts
    # a line's offset: no sample before its unit, none behind it
    low = clock.stamps - period * clock.first
    high = clock.stamps + clock.unit - period * (stop - 1)
    low, high = np.minimum(low, high), np.maximum(low, high)
    pieces: list[Piece] = []
    begin, least, most = int(clock.first[0]), float(low[0]), float(high[0])
    for unit in range(1, len(low)):
        lower, upper = float(low[unit]), float(high[unit])
        if max(least, lower) <= min(most, upper) + slack:
            least, most = max(least, lower), min(most, upper)
            continue
        cut = _cut(clock, unit, rate)
        if cut > begin:
            pieces.append(_piece(begin, cut, least, most, period))
            begin = cut
        least, most = lower, upper
    pieces.append(_piece(begin, int(stop[-1]), least, most, period))
    return pieces


def _cut(clock: Ticks, unit: int, rate: float) -> int:
    """Find the sample before which some are missing: within a unit, the one in its middle."""
    full = rate * clock.unit
    adjoining = clock.stamps[unit] - clock.stamps[unit - 1] < 1.5 * clock.unit
    if adjoining and clock.counts[unit] >= full - 1.5:
        return int(clock.first[unit - 1] + clock.counts[unit - 1] // 2)
    return int(clock.first[unit])


def _piece(first: int, stop: int, least: float, most: float, period: float) -> Piece:
    start = (least + most) / 2 + period * first
    return Piece(first=first, stop=stop, start=start, rate=1 / period)


def evenly_placed(clock: Ticks, rate: float) -> Array:
    """Place the samples of each unit evenly in it, for a clock whose units all lack some.

    Parameters
    ----------
    clock : Ticks
    rate : float
        Hz, without losses.

    Returns
    -------
    ndarray of float, shape (n,)
        Seconds.
    """
    full = rate * clock.unit
    number = np.arange(int(clock.counts.sum())) - np.repeat(
        clock.first - clock.first[0], clock.counts
    )
    counts = np.maximum(clock.counts, 1)
    torn = counts < FULL * full
    step = np.where(torn, 1 / rate, clock.unit / counts)
    # where much is missing, what is there adjoins the neighbour that is there
    after = np.r_[False, np.diff(clock.stamps) > 1.5 * clock.unit]
    start = np.where(torn & after, clock.unit - counts / rate, 0.0)
    start += clock.stamps + 0.5 * step
    placed: Array = np.repeat(start, counts) + number * np.repeat(step, counts)
    return placed
