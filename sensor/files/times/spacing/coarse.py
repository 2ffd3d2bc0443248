"""Clocks that are coarser than the samples: whole seconds, tenths, minutes.

Such a stamp only says in which unit of the clock a sample was taken. Where no sample is lost, each
unit holds as many as the rate, and the samples are a line. A unit that holds fewer has lost some:
where in the unit is unknown, but the next full unit is in its place again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.spacing.lines import Piece
from limbwatch.sensor.files.times.spacing.nominal import USUAL_HZ

COARSE = 2.0
"""Length of a clock unit, in periods, from which the clock is coarse."""

AGREEING = 0.9
"""Share of the units that hold equally many samples, give or take one, when none is lost."""

STEADY = 4.0
"""Samples by which a window of ``_WINDOW`` units may deviate from its mean rate when none is lost:
a clock is coarse and may tick late, which the next unit makes up for. Chosen."""

SCATTERED = 0.2
"""Share of the units that lack samples from which losses are all over a recording."""

TORN, TORN_LONG = 0.4, 0.8
"""Share of its samples below which a unit has one gap; above, losses are anywhere in it. The second
applies to units longer than `LONG_S`, into which a leg movement fits, and beside a gap or an end of
the file. Chosen."""

LONG_S = 1.5
"""Length, seconds, from which a unit is long. Chosen."""

FULLEST = 0.01
"""Share of the units that are full however many samples are lost."""

NEXT_USUAL = 1.1
"""Largest ratio of a usual rate to that of the fullest units, where all lack some. Chosen."""

ROUNDED_S = 0.5
"""Length of a unit, seconds, from which it matters whether times were cut or rounded: half of it
decides how the clocks of two sensors are aligned. Chosen."""

FEWEST_ROUNDED = 10
"""Samples per unit of which half is more than chance. Chosen: at 10 Hz one in five may be."""

_WINDOW = 64
"""Units per window in which the rate is checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """The units of a clock that have samples."""

    first: Index
    """Number of the first sample in each unit; shape (k,)."""
    counts: Index
    """Samples in each unit; shape (k,)."""
    stamps: Array
    """Stamp of each unit, seconds; shape (k,)."""
    unit: float
    """Length of a unit, seconds."""


def ticks(seconds: Array, period: float) -> Ticks | None:
    """Find the units of a coarse clock, by stamps that never go back; None when it is not coarse.

    ``period`` is the sample period, roughly.
    """
    first = np.flatnonzero(np.r_[True, np.diff(seconds) > 0])
    stamps = seconds[first]
    if len(first) < 3 or len(first) * COARSE > len(seconds):
        return None
    steps = np.diff(stamps)
    unit = float(np.quantile(steps, 0.05))
    turns = np.round(steps / unit)
    # stamps may be rounded themselves, such as days with few decimals, which blurs their steps
    even = turns.min() >= 1 and np.abs(steps / unit - turns).max() <= 0.05
    if unit <= COARSE * period or not even:
        return None
    counts = np.diff(np.r_[first, len(seconds)])
    return Ticks(first=first, counts=counts, stamps=stamps, unit=float((steps / turns).mean()))


def by_units(seconds: Array) -> bool:
    """Tell whether stamps, seconds, are those of a clock coarser than the samples."""
    return ticks(seconds, float(seconds[-1] - seconds[0]) / (len(seconds) - 1)) is not None


def perhaps_rounded(seconds: Array, period: float) -> Iterator[str]:
    """Warn that stamps of whole units, from the first of a file on, may have been rounded.

    If the first unit is half full, either the recording began in its middle, or it began with the
    unit and half of its rows were rounded up to the next. A value right in the middle may go either
    way: programs round it to an even number.
    """
    clock = ticks(seconds, period)
    if clock is None or clock.unit < ROUNDED_S:
        return
    full = clock.unit / period
    if full < FEWEST_ROUNDED or not -0.5 < clock.counts[0] - full / 2 < 1.5:
        return
    half = clock.unit / 2
    yield (
        f"The times go in steps of {clock.unit:.3g} s, and the first of them has half as many "
        f"rows as the next: the recording began {half:.2g} s after the first time, as it was "
        f"read, or the times were rounded, and all samples are {half:.2g} s earlier."
    )


def clock_rate(clock: Ticks, stated: float | None) -> tuple[float, bool]:
    """Measure the samples per second, Hz, of full units, and tell whether none is missing."""
    counts = clock.counts[1:-1] if len(clock.counts) > 4 else clock.counts
    near = np.abs(counts - np.median(counts)) <= 1
    if len(counts) >= 10 and _is_complete(counts):
        near[:] = True
    if len(counts) < 10 or (near.mean() > AGREEING and _is_complete(counts[near])):
        agreeing = counts[near] if near.any() else counts
        rate = float(agreeing.mean()) / clock.unit
        consecutive = bool(np.diff(clock.stamps).max() < 1.5 * clock.unit)
        return rate, bool(near.all()) and consecutive
    most = float(np.sort(counts)[-max(3, int(FULLEST * len(counts)))])
    return _rate_of_full_units(counts, most, clock.unit, stated), False


def _is_complete(counts: Index) -> bool:
    """Tell whether units lack nothing: what one holds less, the next holds more."""
    size = min(_WINDOW, len(counts))
    away = np.cumsum(counts - counts.mean())
    count = len(away) // size
    windows = away[: count * size].reshape(count, size)
    # a drifting rate bends the line without losses: compare each window with its own line
    ends = np.linspace(windows[:, 0], windows[:, -1], size, axis=1)
    return bool(np.quantile(np.abs(windows - ends).max(axis=1), 0.9) <= STEADY / 2) and (
        float(np.ptp(away)) <= STEADY * (1 + len(away) / 3600)
    )


def _rate_of_full_units(counts: Index, most: float, unit: float, stated: float | None) -> float:
    """Return the rate of full units: a stated or usual one that the fullest units fit, if any."""
    if stated is not None and (most - 1) / unit < stated <= NEXT_USUAL * most / unit:
        return stated
    fitting = [rate for rate in USUAL_HZ if most - 1 < rate * unit <= most]
    if fitting:
        return float(max(fitting))
    full = counts[np.abs(counts - most) <= 1]
    if len(full) < (1 - SCATTERED) * len(counts):
        above = [rate for rate in USUAL_HZ if most < rate * unit <= NEXT_USUAL * most]
        return float(min(above)) if above else most / unit
    return float(full.mean()) / unit


def scattered(clock: Ticks, rate: float) -> bool:
    """Tell whether the units that are there lack samples all over a recording."""
    counts = clock.counts[1:-1]
    full = np.floor(rate * clock.unit + 1e-6)
    lacking = (counts < full) & (counts >= _torn_share(clock) * full)
    return bool(len(counts) and lacking.mean() > SCATTERED)


def _torn_share(clock: Ticks) -> float:
    return TORN if clock.unit < LONG_S else TORN_LONG


def uncertain_s(clock: Ticks, rate: float) -> float:
    """Return the seconds by which a sample may be misplaced within the unit that lacks most."""
    lacking = 1 - clock.counts[1:-1] / (rate * clock.unit)
    return float(lacking.max(initial=0.0)) * clock.unit


def clock_pieces(clock: Ticks, rate: float) -> list[Piece]:
    """Place samples of a coarse clock on lines, at ``rate`` Hz, that keep each sample in its unit.

    A new line begins where samples were lost.
    """
    period = 1 / rate
    slack = COARSE * period
    stop = clock.first + clock.counts
    # bounds of a line's offset: no sample before its unit, none behind it
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
        cut = _find_loss(clock, unit, rate)
        if cut > begin:
            pieces.append(_line_piece(begin, cut, least, most, period))
            begin = cut
        least, most = lower, upper
    pieces.append(_line_piece(begin, int(stop[-1]), least, most, period))
    return pieces


def _find_loss(clock: Ticks, unit: int, rate: float) -> int:
    """Find the sample before which some are missing: if within a unit, the one in its middle."""
    full = rate * clock.unit
    adjoining = clock.stamps[unit] - clock.stamps[unit - 1] < 1.5 * clock.unit
    if adjoining and clock.counts[unit] >= full - 1.5:
        return int(clock.first[unit - 1] + clock.counts[unit - 1] // 2)
    return int(clock.first[unit])


def _line_piece(first: int, stop: int, least: float, most: float, period: float) -> Piece:
    start = (least + most) / 2 + period * first
    return Piece(first=first, stop=stop, start=start, rate=1 / period)


def evenly_placed(clock: Ticks, rate: float) -> Array:
    """Spread the samples of each unit evenly over it, for a clock whose units all lack some.

    ``rate`` is in Hz, without losses.
    """
    full = rate * clock.unit
    number = np.arange(int(clock.counts.sum())) - np.repeat(
        clock.first - clock.first[0], clock.counts
    )
    counts = np.maximum(clock.counts, 1)
    after = np.r_[True, np.diff(clock.stamps) > 1.5 * clock.unit]
    # beside a gap and at the ends of the file, the samples of a torn unit adjoin its neighbour
    beside = after | np.r_[after[1:], True]
    torn = (counts < _torn_share(clock) * full) | (beside & (counts < TORN_LONG * full))
    step = np.where(torn, 1 / rate, clock.unit / counts)
    start = np.where(torn & after, clock.unit - counts / rate, 0.0)
    start += clock.stamps + 0.5 * step
    placed: Array = np.repeat(start, counts) + number * np.repeat(step, counts)
    if abs(full - round(full)) < 1e-6:
        # snap to the grid and leave holes: between grid points, interpolation would blur all values
        first = clock.stamps[0] + 0.5 / rate
        lacking = np.repeat(counts < full, counts)
        snapped = first + np.round((placed - first) * rate) / rate
        placed = np.where(lacking, snapped, placed)
    return placed
