"""Time stamps to lines: one measured rate per run, a new run at every real loss.

Stamps are not sampling times. They are rounded, several samples of a Bluetooth packet share one, a
busy phone stamps late and then catches up. Within a run the samples are equally spaced, so its
stamps are a line (sample number against time) plus delay: a step that lasts is a loss or a clock
that was set, a step that reverts is delay. (The method is that of pyxdf's jitter removal, with the
level on both sides of a break compared instead of single intervals.)
"""

import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.spacing.coarse import (
    Ticks,
    clock_pieces,
    clock_rate,
    evenly_placed,
    scattered,
    ticks,
    uncertain_s,
)
from limbwatch.sensor.files.times.spacing.lines import Piece, lines, one_sided, short_levels
from limbwatch.sensor.files.times.spacing.losses import is_wrong_rate, losses, packets
from limbwatch.sensor.files.times.spacing.nominal import (
    Spacing,
    missing_before,
    spacing_between_gaps,
)
from limbwatch.sensor.files.times.spacing.period import pooled_period, sample_period
from limbwatch.sensor.files.times.spacing.regular import BRIDGED_S
from limbwatch.sensor.files.times.stamp_limits import STAMP_LIMITS

UNITS_AVERAGED = 8
"""Clock units, such as seconds, whose stamps are averaged: at 12.5 Hz every other unit holds one
sample more. Chosen."""

UNCERTAIN_S = 1.0
"""Placement error of samples, seconds, from which a doubt is raised. Chosen."""

MEASURING = 256
"""Samples that a run needs to measure its own spacing: 5 s at 50 Hz. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Times of all samples of a file."""

    pieces: tuple[Piece, ...]
    """Lines in order of time; each sample belongs to one."""
    rate: float
    """Rate measured over all pieces, Hz."""
    batched: int
    """Samples that shared their stamp and were spread evenly."""
    irregular: bool
    """Whether losses are so frequent that the pieces are too short to use."""
    placed: Array | None = None
    """Sample times of an irregular stream, seconds, where they are better than the stamps; shape
    (n,)."""
    spacing: Spacing | None = None
    """Spacing that the stamps fit, where rows are missing between some."""
    doubt: str = ""
    """What the stamps leave open, as a warning; empty when nothing."""

    @property
    def times(self) -> Array:
        """Sample times by the pieces, seconds, shape (n,)."""
        return np.concatenate(
            [one.start + np.arange(one.stop - one.first) / one.rate for one in self.pieces]
        )


def timeline(seconds: Array, stated: float | None = None) -> Timeline:
    """Fit lines to stamps, two at least, not all equal; ``stated`` is the rate of the file, Hz.

    Raises
    ------
    ValueError
        If all stamps are equal.
    """
    if not seconds[-1] > seconds[0]:
        raise ValueError("the time stamps do not grow")
    spacing = spacing_between_gaps(seconds, stated)
    if spacing is not None and spacing.gaps:
        # on single steps, jitter would look like losses
        times = seconds if spacing.placed is None else spacing.placed
        index, breaks = np.arange(len(seconds)), missing_before(times, spacing.period)
        period, count = spacing.period, len(seconds)
        # runs of a few samples cannot measure the period, which their gaps already did
        period_known = count < MEASURING * (len(breaks) + 1)
        track = _place_on_lines(
            index, times, breaks, count=count, period=period, lag="each", period_known=period_known
        )
        return replace(track, spacing=spacing, placed=spacing.placed)
    period = sample_period(seconds)
    index, stamps, batched, lag = packets(seconds, period)
    clock = ticks(seconds, period) if lag == "first" else None
    whole = False
    if clock is not None:
        rate, whole = clock_rate(clock, stated)
        if not whole:
            return _place_by_clock(clock, rate, batched)
        period, (index, stamps) = 1 / rate, _average_units(index, stamps)
    breaks = np.empty(0, np.intp) if whole else losses(index, stamps, period)
    before = breaks - 1
    sizes = stamps[breaks] - stamps[before] - period * (index[breaks] - index[before])
    if is_wrong_rate(index[breaks], sizes, period):
        blocks = np.r_[0, breaks]
        index, stamps, lag = index[blocks], stamps[blocks], "block"
        period = float(np.median(np.diff(stamps) / np.diff(index)))
        breaks = losses(index, stamps, period)
    track = _place_on_lines(index, stamps, breaks, count=len(seconds), period=period, lag=lag)
    placed = track.times if track.irregular and batched else None
    return replace(track, batched=batched, placed=placed, spacing=spacing)


def _average_units(index: Index, stamps: Array) -> tuple[NDArray[Any], Array]:
    """Average the stamps of consecutive clock units, which alternate in their number of samples."""
    count = len(index) // UNITS_AVERAGED
    if count < 2:
        return index, stamps
    size = count * UNITS_AVERAGED
    numbers = index[:size].reshape(count, -1).mean(axis=1)
    return numbers, stamps[:size].reshape(count, -1).mean(axis=1)


def _place_on_lines(
    index: Index,
    stamps: Array,
    breaks: Index,
    *,
    count: int,
    period: float,
    lag: str,
    period_known: bool = False,
) -> Timeline:
    """Place samples on lines through the stamps between losses.

    Unless ``period_known``, the period is measured again over all runs together.
    """
    if not period_known:
        period = pooled_period(index, stamps, breaks, period)
    edges = [0, *breaks.tolist(), len(index)]
    # in a batched stream the samples before a packet's stamp belong to the packet
    starts = np.array(edges[1:-1], dtype=np.intp)
    opening = [0, *(index[starts - 1] + 1 if lag == "last" else index[starts]).tolist()]
    closing = [*opening[1:], count]
    delayed = one_sided(index, stamps, period)
    levels = short_levels(index, stamps, np.array(edges), period, delayed=delayed).tolist()
    pieces: list[Piece] = []
    runs = zip(itertools.pairwise(edges), opening, closing, levels, strict=True)
    for (first, stop), begin, end, level in runs:
        if not math.isnan(level):
            start = level + period * begin
            pieces.append(Piece(first=begin, stop=end, start=start, rate=1 / period))
            continue
        part = lines(
            index[first:stop],
            stamps[first:stop],
            period,
            begin=begin,
            end=end,
            delayed=delayed,
        )
        pieces.extend(part)
    if lag == "first":
        pieces = [replace(one, start=one.start + 0.5 * period) for one in pieces]
    placed = _without_overlap(pieces)
    irregular = _is_torn(placed) or _wanders(index, stamps, placed, period)
    return Timeline(
        pieces=placed,
        rate=count / sum(p.end - p.start for p in placed),
        batched=0,
        irregular=irregular,
    )


def _place_by_clock(clock: Ticks, rate: float, batched: int) -> Timeline:
    """Place samples by the stamps of a clock coarser than the sample period.

    Where samples are missing all over, those of each unit are spread within it; else there are gaps
    between units.
    """
    pieces = _without_overlap(clock_pieces(clock, rate))
    doubt = ""
    if uncertain_s(clock, rate) > UNCERTAIN_S and not _is_fine_clock(clock):
        doubt = (
            f"The times go in steps of {clock.unit:g} s: where in them samples are missing is not "
            f"known, and movements there may be off by up to {uncertain_s(clock, rate):.0f} s."
        )
    if not (scattered(clock, rate) or (_is_fine_clock(clock) and _is_torn(pieces))):
        return Timeline(
            pieces=pieces,
            rate=sum(p.stop - p.first for p in pieces) / sum(p.end - p.start for p in pieces),
            batched=batched,
            irregular=False,
            doubt=doubt,
        )
    placed = evenly_placed(clock, rate)
    duration = float(placed[-1] - placed[0]) + 1 / rate
    piece = Piece(first=0, stop=len(placed), start=float(placed[0]), rate=len(placed) / duration)
    return Timeline(
        pieces=(piece,), rate=rate, batched=0, irregular=True, placed=placed, doubt=doubt
    )


def _is_fine_clock(clock: Ticks) -> bool:
    """Tell whether a clock shows seconds or less, which needs no warning."""
    return clock.unit < 1 + UNCERTAIN_S


def _is_torn(pieces: tuple[Piece, ...]) -> bool:
    """Tell whether bridgeable gaps come so often that runs would be too short."""
    gaps = sum(b.start - a.end <= BRIDGED_S - 1 / a.rate for a, b in itertools.pairwise(pieces))
    duration = sum(piece.end - piece.start for piece in pieces)
    return gaps > 4 and duration / gaps < STAMP_LIMITS.irregular


def _wanders(index: Index, stamps: Array, pieces: tuple[Piece, ...], period: float) -> bool:
    """Tell whether the stamps leave their lines for seconds at a time: there is no steady rate."""
    spacing = float(stamps[-1] - stamps[0]) / max(1, len(stamps) - 1)
    length = int(max(8, STAMP_LIMITS.settle / spacing))
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
    allowed = max(0.02, STAMP_LIMITS.coarse_deviation * 2 * period * packet)
    return bool((np.abs(levels - np.median(levels)) > allowed).mean() > 0.05)


def _without_overlap(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Delay pieces that overlap the one before."""
    placed = pieces[:1]
    for piece in pieces[1:]:
        placed.append(replace(piece, start=max(piece.start, placed[-1].end)))
    return tuple(placed)
