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
from numpy.typing import NDArray

from limbwatch.sensor.files.times.lines import Piece, lines, one_sided
from limbwatch.sensor.files.times.losses import evenly, losses
from limbwatch.sensor.files.times.period import pooled_period, sample_period
from limbwatch.sensor.files.times.shared_stamps import packets
from limbwatch.sensor.files.times.stamp_limits import LIMITS, Limits

Array = NDArray[np.float64]


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
    period = sample_period(seconds)
    index, stamps, batched, lag = packets(seconds, period, limits)
    breaks = losses(index, stamps, period, limits)
    if evenly(index[breaks], limits):
        blocks = np.r_[0, breaks]
        index, stamps, lag = index[blocks], stamps[blocks], "block"
        period = float(np.median(np.diff(stamps) / np.diff(index)))
        breaks = losses(index, stamps, period, limits)
    period = pooled_period(index, stamps, breaks, period)
    edges = [0, *breaks.tolist(), len(index)]
    # in a batched stream the samples before a packet's stamp belong to the packet
    starts = np.array(edges[1:-1], dtype=np.intp)
    opening = [0, *(index[starts - 1] + 1 if lag == "last" else index[starts]).tolist()]
    closing = [*opening[1:], len(seconds)]
    delayed = one_sided(index, stamps, period)
    pieces: list[Piece] = []
    for (first, stop), begin, end in zip(itertools.pairwise(edges), opening, closing, strict=True):
        part = lines(
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


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Push a piece back where fits overlap by more than ``Recording`` allows, half a period."""
    placed = pieces[:1]
    for piece in pieces[1:]:
        start = max(piece.start, placed[-1].end - 0.45 / placed[-1].rate)
        placed.append(Piece(first=piece.first, stop=piece.stop, start=start, rate=piece.rate))
    return tuple(placed)
