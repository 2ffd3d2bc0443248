"""Time stamps that repeat or go backwards: put right before a rate is measured."""

import itertools
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask, Values
from limbwatch.sensor.files.doubt import Doubt, counted
from limbwatch.sensor.files.times.misplaced.excursions import (
    BEHIND_S,
    settle_lone_stamps,
    undo_excursions,
)
from limbwatch.sensor.files.times.misplaced.set_clocks import (
    doubt_clock_set_back,
    doubt_sorted_halves,
    hours_set,
    is_set_back,
)

OF_NOTE_S = 0.5
"""Seconds by which a clock must be set back to raise a doubt: movements of two limbs within half a
second are one (WASM 2016, candidate movements of both legs)."""

LATE_STAMPS = 8
"""Samples to look back: a step back that stays above the stamp this many samples earlier ends a
delay."""

UNSORTED_SHARE = 0.01
"""Share of backward steps above which the rows are unsorted, rather than the clock wrong."""

SHUFFLED_GAPS = 0.1
"""Share of the whole that may be missing between pieces that are sorted: pieces of one recording
fill it, times before and after a clock was set do not."""

SHUFFLED_OVERLAP_S = 2.0
"""Seconds by which pieces may overlap: chunks that repeat their last second."""

CLOSEST = 0.6
"""Least distance of exact stamps after sorting, in periods. Interleaved lines of two clocks lie
half a period apart at most."""

MANY = 10
"""Steps back that are no accident. Chosen."""

HEAD = 10_000
"""Rows that are sorted first, to see whether they are exact."""

TOLD = 3
"""Most clock jumps that are reported one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedRows:
    """Rows in order of time."""

    rows: Index
    """Positions of the rows that are kept, in order of time."""
    seconds: Array
    """Stamps of those rows; never a large step back."""
    duplicated: int
    """Rows that repeated an earlier one and were dropped."""
    backward_jumps: int
    """Times that the clock went back."""
    notes: tuple[str, ...]
    """Sentences for the person."""


def order_rows(seconds: Array, xyz: Values) -> OrderedRows:
    """Undo backward jumps and drop rows that were written twice.

    After a step back that repeats no row, the samples are placed right behind those before it: a
    clock that was set back says nothing about the time in between.
    """
    rows = np.arange(len(seconds))
    if bool((seconds[1:] > seconds[:-1]).all()):
        return OrderedRows(rows=rows, seconds=seconds, duplicated=0, backward_jumps=0, notes=())
    steps = np.diff(seconds)
    notes: list[str] = []
    if (steps > 0).mean() < UNSORTED_SHARE < (steps < 0).mean():
        rows, seconds, steps = rows[::-1], seconds[::-1], -steps[::-1]
        notes.append("The newest row came first; the rows were turned round.")
    out = (steps < 0).mean() > UNSORTED_SHARE and (steps < -BEHIND_S).mean() > UNSORTED_SHARE / 2
    if out or _sorts_exactly(seconds, steps):
        rows = np.argsort(seconds, kind="stable")
        seconds = seconds[rows]
        notes.append("The rows were not in order of time; they were sorted.")
    else:
        rows, seconds = _order_pieces(rows, seconds, xyz, notes)
    rows, seconds, repeated, jumps = _undo_jumps(rows, seconds, xyz, notes)
    twice = _written_twice(seconds, xyz, rows)
    if twice.any():
        rows, seconds = rows[~twice], seconds[~twice]
    duplicated = repeated + int(twice.sum())
    if duplicated:
        notes.append(counted(duplicated, _note_on_repeated))
    return OrderedRows(
        rows=rows,
        seconds=seconds,
        duplicated=duplicated,
        backward_jumps=jumps,
        notes=tuple(notes),
    )


def _note_on_repeated(count: int) -> str:
    if count == 1:
        return "1 row repeated an earlier one exactly and was dropped."
    return f"{count} rows repeated an earlier row exactly and were dropped."


def _note_on_more_jumps(count: int) -> str:
    return f"The clock went back {count} more times."


def _sorts_exactly(seconds: Array, steps: Array) -> bool:
    """Tell whether the stamps, once sorted, form one line: packets whose newest row comes first.

    Single rows and pieces are reported separately.
    """
    if np.count_nonzero(steps < 0) < MANY or _shuffled(seconds, steps):
        return False
    for in_order in (np.sort(seconds[:HEAD]), np.sort(seconds)):
        distances = np.diff(in_order)
        period = float(np.median(distances))
        if float(distances.min()) < CLOSEST * period:
            return False
    return float((distances - period).clip(min=0).sum()) <= SHUFFLED_GAPS * float(
        in_order[-1] - in_order[0]
    )


def _order_pieces(
    rows: Index, seconds: Array, xyz: Values, notes: list[str]
) -> tuple[Index, Array]:
    """Settle single stamps, then sort pieces, or bring back those of a wrong clock."""
    order, seconds = settle_lone_stamps(seconds, xyz[rows], notes)
    rows = rows[order]
    steps = np.diff(seconds)
    cuts = _piece_cuts(steps)
    if not _shuffled(seconds, steps) or is_set_back(seconds, xyz[rows], cuts):
        return undo_excursions(rows, seconds, notes)
    order = np.argsort(seconds, kind="stable")
    doubt = doubt_sorted_halves(seconds, xyz[rows], cuts)
    notes.append(doubt or "Pieces of the file were not in order of time; they were sorted.")
    return rows[order], seconds[order]


def _undo_jumps(
    rows: Index, seconds: Array, xyz: Values, notes: list[str]
) -> tuple[Index, Array, int, int]:
    steps = np.diff(seconds)
    at = np.flatnonzero(steps < -BEHIND_S) + 1
    at = at[seconds[at] < seconds[np.maximum(at - LATE_STAMPS, 0)]]
    if len(at) == 0:
        return rows, seconds, 0, 0
    forward = steps[steps > 0]
    period = float(np.median(forward)) if len(forward) else 0.0
    seconds = seconds.copy()
    keep = np.ones(len(seconds), dtype=bool)
    jumps = repeated = 0
    shift = 0.0
    bounds = [*at.tolist(), len(seconds)]
    latest = float(seconds[: bounds[0]].max())
    for start, stop in itertools.pairwise(bounds):
        piece = seconds[start:stop]
        piece += shift
        if piece[0] <= latest:
            overlap = start + np.flatnonzero(piece <= latest)
            # rows that it could repeat end right before it, and are about as many
            reach = max(0, start - 2 * len(overlap) - 1000)
            before = reach + np.flatnonzero(keep[reach:start])
            if _repeats(seconds, xyz, rows, before, overlap):
                keep[overlap] = False
                repeated += len(overlap)
            else:
                back = latest + period - float(piece[0])
                jumps += 1
                if jumps <= TOLD:
                    notes.append(_note_on_jump(back, latest - float(seconds[0]), period))
                shift += back
                piece += back
        latest = max(latest, float(piece.max()))
    if jumps > TOLD:
        notes.append(counted(jumps - TOLD, _note_on_more_jumps))
    return rows[keep], seconds[keep], repeated, jumps


def _note_on_jump(back: float, after: float, period: float) -> str:
    hours = hours_set(back + period, period)
    if hours:
        return doubt_clock_set_back(hours, after)
    if back < OF_NOTE_S:
        return (
            f"The clock went back by {back:.3f} s, {after:.1f} s after the start; the samples "
            "after it were put right behind those before it."
        )
    return Doubt(
        f"The clock went back by {back:.3f} s, {after:.1f} s after the start; the samples after it "
        "were put right behind those before it. What lies between is not known."
    )


def _piece_cuts(steps: Array) -> Index:
    """Return the first rows of the pieces of a file, without the first of all."""
    return np.flatnonzero((steps < -BEHIND_S) | (steps > SHUFFLED_OVERLAP_S)) + 1


def _shuffled(seconds: Array, steps: Array) -> bool:
    """Tell whether a file consists of pieces that fill one stretch of time in another order."""
    cuts = _piece_cuts(steps)
    if not len(cuts) or not (steps[cuts - 1] < -SHUFFLED_OVERLAP_S).any():
        return False
    edges = np.r_[0, cuts, len(seconds)]
    first, last = seconds[edges[:-1]], seconds[edges[1:] - 1]
    order = np.argsort(first, kind="stable")
    # a piece may lie in a hole of another, so coverage ends with the latest stamp so far
    gaps = first[order][1:] - np.maximum.accumulate(last[order])[:-1]
    span = float(last.max() - first.min())
    if float(gaps.clip(min=0).sum()) > SHUFFLED_GAPS * span:
        return False
    return bool((gaps > -SHUFFLED_OVERLAP_S).all()) or _fills_holes(seconds, steps, len(cuts))


def _fills_holes(seconds: Array, steps: Array, cuts: int) -> bool:
    """Tell whether sorting puts rows into holes rather than between each other."""
    forward = steps[steps > 0]
    close = 0.75 * float(np.median(forward)) if len(forward) else 0.0
    before = np.count_nonzero((steps >= 0) & (steps < close))
    return bool(np.count_nonzero(np.diff(np.sort(seconds)) < close) <= before + cuts)


def _repeats(seconds: Array, xyz: Values, rows: Index, before: Index, overlap: Index) -> bool:
    """Tell whether nearly all overlapping rows repeat earlier ones, stamp and values."""
    if not len(before):
        return False
    order = before[np.argsort(seconds[before], kind="stable")]
    found = np.searchsorted(seconds[order], seconds[overlap])
    found = order[np.minimum(found, len(order) - 1)]
    same = (seconds[found] == seconds[overlap]) & _equal_rows(xyz[rows[found]], xyz[rows[overlap]])
    return bool(same.mean() > 0.99)


def _equal_rows(a: Values, b: Values) -> Mask:
    return np.asarray(((a == b) | (np.isnan(a) & np.isnan(b))).all(axis=1))


def _written_twice(seconds: Array, xyz: Values, rows: Index) -> Mask:
    """Find rows that repeat their predecessor, as opposed to batches that share a stamp.

    A batch of k samples is followed by a step of k periods; a row written k times by a step of one.
    Where every stamp comes k times with equal values, only repetition is plausible.
    """
    twice = np.zeros(len(seconds), dtype=bool)
    shared = np.diff(seconds) == 0
    if not shared.any():
        return twice
    equal = np.zeros(len(seconds), dtype=bool)
    at = np.flatnonzero(shared) + 1
    equal[at] = _equal_rows(xyz[rows[at]], xyz[rows[at - 1]])
    if not equal.any():
        return twice
    first = np.flatnonzero(np.r_[True, ~shared])
    sizes = np.diff(np.r_[first, len(seconds)])
    copies = np.add.reduceat(equal.astype(np.intp), first)
    step = np.diff(seconds[first], append=np.inf)
    singles = step[(sizes == 1) & np.isfinite(step)]
    whole = copies == sizes - 1
    if len(singles) >= len(sizes) / 2:
        doubled = (copies > 0) & (step < (sizes - copies + 0.5) * np.median(singles))
        doubled[-1] = copies[-1] > 0
    elif whole[sizes > 1].all() and (sizes > 1).all() and len(sizes) > 10:
        doubled = np.ones(len(sizes), dtype=bool)
    else:
        return twice
    return np.asarray(equal & np.repeat(doubled, sizes))
