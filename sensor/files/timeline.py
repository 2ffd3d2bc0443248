"""Time stamps to lines: one measured rate per run, a new run at every real loss.

Stamps are not sampling times. They are rounded, several samples of a Bluetooth packet share one,
a busy phone stamps late and then catches up. Over a run the samples are equally spaced, so the
stamps of a run are a line (number of the sample against time) plus delay; what lasts is a loss
or a clock that was set, what comes back is delay. (The method is that of pyxdf's jitter removal,
with the level on both sides of a break compared instead of single intervals.)
"""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What counts as loss, batch, drift and irregularity.

    Parameters
    ----------
    settle : float
        Seconds on both sides of a break in which late stamps can catch up. Bluetooth supervision
        and phone scheduling delay packets by up to about a second; longer is a loss to a reader.
    loss : float
        Lasting step that is a loss, in packets (of one sample, where stamps are not shared):
        half of one, the most that rounding to whole packets leaves open.
    noise : float
        Steps below this many standard deviations of the level itself are noise, not loss.
    batch : float
        Interval that two samples of one packet may be apart, in periods.
    batched_share : float
        Share of such intervals from which a stream is batched rather than jittery.
    deviation, coarse_deviation : float
        Seconds, and sample periods if that is more, by which the smoothed stamps may leave the
        line of their run before it is continued by another line. Movement onsets are to be right
        within 20 ms, and cannot be told to better than a part of the period.
    fitted : float
        Seconds from which a run's own rate is better than that of the whole file: stamps that
        are 10 ms off give 0.02 % over a minute.
    irregular : float
        Mean seconds between losses below which the stream is irregular and runs make no sense.
    even : float
        Share of equally spaced losses from which they are none: stamps counted on at a nominal
        rate within blocks, as Axivity's do, jump at every block.
    """

    settle: float = 2.0
    loss: float = 0.5
    noise: float = 5.0
    batch: float = 0.2
    batched_share: float = 0.2
    deviation: float = 0.012
    coarse_deviation: float = 0.25
    fitted: float = 60.0
    irregular: float = 20.0
    even: float = 0.8


LIMITS = Limits()

FEW = 1 << 14
"""Intervals that are enough to measure a statistic of all: its error falls with their root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Equally spaced samples: ``first`` to before ``stop``, from ``start`` on, at ``rate``."""

    first: int
    stop: int
    start: float
    rate: float

    @property
    def end(self) -> float:
        """Time of the sample after the last, seconds."""
        return self.start + (self.stop - self.first) / self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Where all samples of a file are in time.

    Parameters
    ----------
    pieces : tuple of Piece
        In order, each sample in one of them.
    rate : float
        Measured over all of them, Hz.
    batched : int
        Samples that shared their stamp and were spread evenly.
    irregular : bool
        Whether losses are so frequent that the pieces are too short to use.
    """

    pieces: tuple[Piece, ...]
    rate: float
    batched: int
    irregular: bool


def timeline(seconds: Array, limits: Limits = LIMITS) -> Timeline:
    """Fit lines to stamps.

    Parameters
    ----------
    seconds : ndarray, shape (n,)
        Stamps in the order of the samples, finite, n > 1, not all equal.
    limits : Limits

    Returns
    -------
    Timeline

    Raises
    ------
    ValueError
        If all stamps are equal.
    """
    if not seconds[-1] > seconds[0]:
        raise ValueError("the time stamps do not grow")
    period = _period(seconds)
    index, stamps, batched, lag = _packets(seconds, period, limits)
    breaks = _losses(index, stamps, period, limits)
    if _even(index[breaks], limits):
        blocks = np.r_[0, breaks]
        index, stamps, lag = index[blocks], stamps[blocks], "block"
        period = float(np.median(np.diff(stamps) / np.diff(index)))
        breaks = _losses(index, stamps, period, limits)
    period = _pooled(index, stamps, breaks, period)
    edges = [0, *breaks.tolist(), len(index)]
    # in a batched stream the samples before a packet's stamp belong to the packet
    opening = np.r_[0, index[:-1] + 1] if lag == "last" else np.r_[0, index[1:]]
    delayed = _one_sided(index, stamps, period)
    pieces: list[Piece] = []
    for first, stop in itertools.pairwise(edges):
        begin = int(opening[first])
        end = int(opening[stop]) if stop < len(index) else len(seconds)
        part = _lines(
            index[first:stop],
            stamps[first:stop],
            period,
            begin=begin,
            end=end,
            delayed=delayed,
            limits=limits,
        )
        pieces.extend(part)
    if lag == "first":
        pieces = [
            Piece(first=p.first, stop=p.stop, start=p.start + 0.5 * period, rate=p.rate)
            for p in pieces
        ]
    placed = _joined(pieces)
    duration = sum(p.end - p.start for p in placed)
    return Timeline(
        pieces=placed,
        rate=len(seconds) / duration,
        batched=batched,
        irregular=(len(placed) > 4 and duration / len(placed) < limits.irregular)
        or _wanders(index, stamps, placed, period, limits),
    )


def _period(seconds: Array) -> float:
    """Estimate the sample period, whether stamps are regular, jittery, batched or lossy.

    Over a stretch the mean interval is the period, except that losses lengthen it; the commonest
    interval is not lengthened, but coarse stamps and batches make it shorter. Stamps that keep
    to the line of the mean show that nothing is lost.
    """
    lag = max(1, min(512, len(seconds) // 4))
    starts = np.unique(np.linspace(0, len(seconds) - lag - 1, 2000).astype(int))
    mean = float(np.median((seconds[starts + lag] - seconds[starts]) / lag))
    if mean <= 0:
        mean = float(seconds[-1] - seconds[0]) / (len(seconds) - 1)
    steps = _some_steps(seconds)
    middle = float(np.median(steps))
    near = steps[np.abs(steps - middle) < 0.5 * middle]
    if len(near) < 0.6 * len(steps) or middle < 0.6 * mean:
        return mean
    if near.std() > 0.05 * middle:
        # the sum of all intervals is exact where that of some still has their jitter
        steps = np.diff(seconds)
        near = steps[np.abs(steps - middle) < 0.5 * middle]
    common = float(near.mean())
    if abs(common / mean - 1) < 0.01:
        return common
    windows = seconds[starts[::20, None] + np.arange(lag)] - mean * np.arange(lag)
    return mean if np.median(np.ptp(windows, axis=1)) < 3 * mean else common


def _some_steps(seconds: Array) -> Array:
    """Intervals between neighbours, evenly chosen."""
    chosen = np.arange(0, len(seconds) - 1, max(1, len(seconds) // FEW))
    result: Array = seconds[chosen + 1] - seconds[chosen]
    return result


def _packets(
    seconds: Array, period: float, limits: Limits
) -> tuple[NDArray[np.intp], Array, int, str]:
    """Reduce batches to the one sample whose time their stamp tells.

    Returns
    -------
    ndarray of int, ndarray, int, str
        Sample numbers and their stamps, the number of batched samples, and which sample of a
        batch the stamp belongs to: ``each``, ``last`` (stamped on arrival) or ``first``
        (a clock without fractions).
    """
    if (_some_steps(seconds) < limits.batch * period).mean() < limits.batched_share:
        return np.arange(len(seconds)), seconds, 0, "each"
    close = np.diff(seconds) < limits.batch * period
    first = np.flatnonzero(np.r_[True, ~close])
    last = np.r_[first[1:] - 1, len(seconds) - 1]
    sizes = last - first + 1
    batched = int(sizes[sizes > 1].sum())
    spread_first = _spread(first, seconds[first], period)
    spread_last = _spread(last, seconds[last], period)
    coarse = _coarse(seconds[first], period)
    firmer = spread_first < 0.7 * spread_last - 0.01 * period
    if firmer or (coarse and spread_last >= 0.7 * spread_first - 0.01 * period):
        # a file may begin in the middle of a second
        whole = slice(1, None) if coarse and len(first) > 2 else slice(None)
        return first[whole], seconds[first][whole], batched, "first"
    return last, seconds[last], batched, "last"


def _spread(index: NDArray[np.intp], stamps: Array, period: float) -> float:
    """Mean deviation between neighbours from a line; losses count as five periods."""
    residual = np.diff(stamps - period * index)
    away = np.abs(residual - np.median(residual)) if len(residual) else np.zeros(1)
    return float(np.minimum(away, 5 * period).mean())


def _coarse(stamps: Array, period: float) -> bool:
    """Tell whether the clock shows whole seconds or tenths, coarser than the samples."""
    relative = stamps - stamps[0]
    return any(
        step > 2 * period and np.abs(relative / step - np.round(relative / step)).max() < 1e-3
        for step in (1.0, 0.5, 0.1)
    )


def _losses(
    index: NDArray[np.intp], stamps: Array, period: float, limits: Limits
) -> NDArray[np.intp]:
    """Find the packets before which samples are missing."""
    late = np.flatnonzero(np.diff(stamps) > (1 + limits.loss) * period) + 1
    late = late[
        stamps[late] - stamps[late - 1] > (index[late] - index[late - 1] + limits.loss) * period
    ]
    if len(late) == 0:
        return late
    residual = stamps - period * index
    spacing = float(stamps[-1] - stamps[0]) / (len(stamps) - 1)
    window = int(min(max(8, limits.settle / spacing), 4096))
    level = _earliest(residual, window)
    # level[k] is the earliest of the next `window` packets, before[k] of those up to k - 1
    before = np.empty_like(level)
    before[window:] = level[: max(0, len(level) - window)]
    opening = np.minimum.accumulate(residual[:window])
    before[1 : window + 1] = opening[: len(before) - 1]
    before[0] = level[0]
    change = level - before
    ordinary = np.median(np.abs(change - np.median(change)))
    if ordinary > 0.05 * period:
        # nothing tells whether the last stamps are late or after a loss
        late = late[late < len(residual) - 8]
    # packets are lost whole
    whole = limits.loss * period * float(np.median(np.diff(index)))
    threshold = max(whole, limits.noise * 1.4826 * float(ordinary))
    return _separate(late[change[late] > threshold], residual, level, window, threshold)


def _separate(
    found: NDArray[np.intp], residual: Array, level: Array, window: int, threshold: float
) -> NDArray[np.intp]:
    """Keep the packets that are late after the last loss, not only before it."""
    kept: list[int] = []
    for at in found.tolist():
        near = bool(kept) and at - kept[-1] < window
        if near and level[at] - residual[kept[-1] : at].min() <= threshold:
            continue
        before = residual[max(kept[-1] if kept else 0, at - window) : at]
        after = residual[at : at + window]
        # a few early stamps move the level of a jittery stream, but not its middle
        few = min(len(before), len(after)) < 8
        if few or np.median(after) - np.median(before) > 0.5 * threshold:
            kept.append(at)
    return np.array(kept, dtype=np.intp)


def _even(breaks: NDArray[np.intp], limits: Limits) -> bool:
    """Tell whether losses come after equal numbers of samples, which no chance does."""
    if len(breaks) < 6:
        return False
    between = np.diff(breaks)
    typical = np.median(between)
    return bool((np.abs(between - typical) <= 1).mean() > limits.even and typical > 8)


def _pooled(
    index: NDArray[np.intp], stamps: Array, breaks: NDArray[np.intp], period: float
) -> float:
    """Measure the period over all runs together, each with its own offset."""
    if len(index) < 3:
        return period
    stride = max(1, len(index) // FEW)
    index, stamps = index[::stride], stamps[::stride]
    run = np.searchsorted(breaks, np.arange(len(index)) * stride, side="right")
    count = np.maximum(np.bincount(run), 1)
    number = index - (np.bincount(run, index) / count)[run]
    residual = stamps - period * index
    residual -= (np.bincount(run, residual) / count)[run]
    # not a dot product: the threads of BLAS would spin for longer than this takes
    weight = float((number * number).sum())
    return period + float((number * residual).sum()) / weight if weight > 0 else period


def _lines(
    index: NDArray[np.intp],
    stamps: Array,
    period: float,
    *,
    begin: int,
    end: int,
    delayed: bool,
    limits: Limits,
) -> list[Piece]:
    """Fit one run; several lines only where its clock leaves the first."""
    if stamps[-1] - stamps[0] < limits.fitted:
        residual = stamps - period * index
        start = float(_levels(residual[None, :], delayed=delayed)[0]) + period * begin
        return [Piece(first=begin, stop=end, start=start, rate=1 / period)]
    length = max(8, len(index) // 480)
    count = len(index) // length
    step = max(1, length // 64)
    number = index[: count * length].reshape(count, length)[:, ::step]
    blocks = stamps[: count * length].reshape(count, length)[:, ::step] - period * number
    levels = _levels(blocks, delayed=delayed)
    centres = number.mean(axis=1)
    smooth = _running_median(levels, min(5, count))
    tolerance = max(limits.deviation, limits.coarse_deviation * period)
    knots = _knots(centres, smooth, tolerance)
    pieces = []
    for k, (low, high) in enumerate(itertools.pairwise(knots)):
        chosen = slice(low, high + 1)
        slope, offset = _line(centres[chosen], levels[chosen])
        first = begin if k == 0 else int(centres[low])
        stop = end if k == len(knots) - 2 else int(centres[high])
        spacing = period + slope
        if spacing <= 0 or stop <= first:
            continue
        start = offset + slope * first + period * first
        pieces.append(Piece(first=first, stop=stop, start=start, rate=1 / spacing))
    return pieces


def _wanders(
    index: NDArray[np.intp],
    stamps: Array,
    pieces: tuple[Piece, ...],
    period: float,
    limits: Limits,
) -> bool:
    """Tell whether the stamps leave their lines for seconds at a time: there is no steady rate."""
    spacing = float(stamps[-1] - stamps[0]) / max(1, len(stamps) - 1)
    length = int(max(8, limits.settle / spacing))
    count = min(128, len(stamps) // length)
    if count < 8:
        return False
    windows = np.linspace(0, len(stamps) - length, count).astype(int)
    chosen = windows[:, None] + np.arange(length)
    number = index[chosen]
    firsts = np.array([piece.first for piece in pieces])
    owner = np.maximum(np.searchsorted(firsts, number, side="right") - 1, 0)
    starts = np.array([piece.start for piece in pieces])
    rates = np.array([piece.rate for piece in pieces])
    error = stamps[chosen] - (starts[owner] + (number - firsts[owner]) / rates[owner])
    levels = np.median(error, axis=1)
    packet = float(index[-1] - index[0]) / (len(index) - 1)
    allowed = max(0.02, limits.coarse_deviation * 2 * period * packet)
    return bool((np.abs(levels - np.median(levels)) > allowed).mean() > 0.05)


def _one_sided(index: NDArray[np.intp], stamps: Array, period: float) -> bool:
    """Tell delay from jitter: delays only ever add, rounding and jitter do not prefer a side."""
    length = min(64, len(stamps))
    windows = np.linspace(0, len(stamps) - length, 256).astype(int)
    chosen = windows[:, None] + np.arange(length)
    blocks = stamps[chosen] - period * index[chosen]
    low, middle, high = np.quantile(blocks, (0.02, 0.5, 0.98), axis=1)
    return bool(np.median(high - middle) > 3 * np.median(middle - low))


def _levels(blocks: Array, *, delayed: bool) -> Array:
    """Offset of each block: the middle of even jitter, the earliest of one-sided delay."""
    result: Array = np.quantile(blocks, 0.02 if delayed else 0.5, axis=1)
    return result


def _earliest(values: Array, window: int) -> Array:
    """Least of each value and those after it, ``window`` in all or what is left."""
    ahead = pd.Series(values[::-1]).rolling(window, min_periods=1).min().to_numpy()[::-1]
    return np.ascontiguousarray(ahead, dtype=np.float64)


def _running_median(values: Array, size: int) -> Array:
    """Median of the values around each; the ends are repeated. Of an even size the upper one."""
    padded = np.pad(values, (size // 2, size - 1 - size // 2), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)
    return np.sort(windows, axis=1)[:, size // 2]


def _line(numbers: Array, levels: Array) -> tuple[float, float]:
    """Slope and offset of block levels by least squares, once without outliers."""
    if len(numbers) < 2:
        return 0.0, float(levels[0])
    chosen = np.ones(len(numbers), dtype=bool)
    slope = offset = 0.0
    for _ in range(2):
        slope, offset = np.polyfit(numbers[chosen], levels[chosen], 1)
        error = np.abs(levels - (slope * numbers + offset))
        chosen = error <= 4 * 1.4826 * np.median(error) + 1e-6
    return float(slope), float(offset)


def _knots(numbers: Array, levels: Array, tolerance: float) -> list[int]:
    """Blocks between which lines stay within a tolerance (Douglas and Peucker 1973)."""
    knots = [0, len(numbers) - 1]
    todo = [(0, len(numbers) - 1)]
    while todo:
        low, high = todo.pop()
        if high - low < 4:
            continue
        slope, offset = _line(numbers[low : high + 1], levels[low : high + 1])
        error = np.abs(levels[low : high + 1] - (slope * numbers[low : high + 1] + offset))
        if error.max() <= tolerance:
            continue
        chord = np.interp(numbers[low : high + 1], numbers[[low, high]], levels[[low, high]])
        worst = low + 1 + int(np.argmax(np.abs(levels[low + 1 : high] - chord[1:-1])))
        knots.append(worst)
        todo += [(low, worst), (worst, high)]
    return sorted(knots)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Push a piece back where fits overlap by more than ``Recording`` allows, half a period."""
    placed = pieces[:1]
    for piece in pieces[1:]:
        start = max(piece.start, placed[-1].end - 0.45 / placed[-1].rate)
        placed.append(Piece(first=piece.first, stop=piece.stop, start=start, rate=piece.rate))
    return tuple(placed)
