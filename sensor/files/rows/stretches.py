"""Ordered rows to runs: each stretch of one rate timed, cut at every loss, or interpolated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.files.doubt import Doubt, counted
from limbwatch.sensor.files.times.spacing.coarse import perhaps_rounded
from limbwatch.sensor.files.times.spacing.lines import Piece
from limbwatch.sensor.files.times.spacing.nominal import agree
from limbwatch.sensor.files.times.spacing.rates import LEAST_CHANGE, steady_stretches
from limbwatch.sensor.files.times.spacing.regular import (
    BRIDGED_S,
    HELD_S,
    only_changes,
    regular,
)
from limbwatch.sensor.files.times.spacing.resolutions import clock_parts
from limbwatch.sensor.files.times.stamp_limits import STAMP_LIMITS
from limbwatch.sensor.files.times.stamps import Timeline, timeline
from limbwatch.sensor.files.times.writing.scales import RATES
from limbwatch.sensor.samples import Samples, main_rate
from limbwatch.sensor.spans import runs_of

FEWEST = 10
"""Samples below which nothing can be measured, not even the rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Rows of one rate, and their place in time."""

    first: int
    """First row."""
    stop: int
    """Row after the last."""
    track: Timeline
    """Times of the rows."""

    @property
    def duration(self) -> float:
        """Recorded seconds."""
        return (self.stop - self.first) / self.track.rate


def stamped_stretches(
    seconds: Array, stated: float | None
) -> tuple[list[Stretch], tuple[str, ...]]:
    """Time the rows of each rate, by stamps in order of time, not all equal.

    ``stated`` is the rate that the file states, Hz. Gives the stretches fast enough to show a
    movement, if any is, and notes about what was found.
    """
    clock_spans = clock_parts(seconds)
    found = [
        part
        for first, stop in clock_spans
        for part in _time_steady_rows(seconds, first, stop, stated)
    ]
    doubts = tuple(_doubt_rate(part.track) for part in found if _is_doubtful(part.track))
    doubts += tuple(Doubt(part.track.doubt) for part in found if part.track.doubt)
    if found and found[0].track.batched:
        first = seconds[: found[0].stop]
        doubts += tuple(map(Doubt, perhaps_rounded(first, 1 / found[0].track.rate)))
    notes: list[str] = []
    if len(clock_spans) > 1:
        notes.append(
            _note_on_clocks([float(seconds[first] - seconds[0]) for first, _ in clock_spans[1:]])
        )
    if all(_same_rate(other, part) for part, other in pairwise(found)):
        return found, (*notes, *doubts)
    rates = [(part.track.pieces[0].start - seconds[0], part.track.rate) for part in found]
    notes.append(rate_changes(rates))
    fast = [part for part in found if part.track.rate >= RATES[0]]
    if fast and len(fast) < len(found):
        lost = sum(part.duration for part in found) - sum(part.duration for part in fast)
        notes.append(f"{lost:.0f} s have fewer than 5 samples per second and were left out.")
        found = fast
    return found, (*notes, *doubts)


def _time_steady_rows(seconds: Array, begin: int, end: int, stated: float | None) -> list[Stretch]:
    """Time the rows of each rate in a part written by one clock."""
    found: list[Stretch] = []
    for first, stop in _merge_untimeable(seconds[begin:end], steady_stretches(seconds[begin:end])):
        part = _stretch(seconds, begin + first, begin + stop, stated)
        if found and _same_rate(part, found[-1]):
            # missing rows looked like another rate
            part = _stretch(seconds, found.pop().first, begin + stop, stated)
        found.append(part)
    return found


def _same_rate(part: Stretch, other: Stretch) -> bool:
    return abs(part.track.rate / other.track.rate - 1) < LEAST_CHANGE


def _note_on_clocks(changes: list[float]) -> str:
    """Report the seconds at which stamps become finer or coarser."""
    if len(changes) == 1:
        return (
            f"From {changes[0]:.0f} s on the times are written finer or coarser than before: the "
            "samples on each side were placed by their own."
        )
    return (
        f"The times are written finer or coarser from {changes[0]:.0f} s on, and change "
        f"{len(changes)} times: the samples of each part were placed by their own."
    )


def _merge_untimeable(seconds: Array, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge stretches that cannot be timed into the one before.

    Those before the first that can be timed join it.
    """
    kept: list[tuple[int, int]] = []
    begin = 0
    for _, stop in stretches:
        if stop - begin >= FEWEST and seconds[stop - 1] > seconds[begin]:
            kept.append((begin, stop))
        elif kept:
            kept[-1] = (kept[-1][0], stop)
        else:
            continue
        begin = stop
    return kept


def rate_changes(rates: Sequence[tuple[float, float]]) -> str:
    """Report how rates follow each other, given pairs of start in seconds and rate in Hz."""
    if len(rates) > TOLD:
        slowest, fastest = min(rate for _, rate in rates), max(rate for _, rate in rates)
        span = f"between {slowest:.2f} and {fastest:.2f} Hz"
        return f"{CHANGES} {len(rates) - 1} times, {span}. Each was read as such."
    said = "".join(f"; {rate:.2f} Hz from {start:.0f} s on" for start, rate in rates[1:])
    return f"{CHANGES} {rates[0][1]:.2f} Hz first{said}. Each was read as such."


TOLD = 8
"""Most rate changes that are listed one by one. Chosen."""

CHANGES = "The rate changes:"
"""Beginning of such a note."""


def _stretch(seconds: Array, first: int, stop: int, stated: float | None) -> Stretch:
    return Stretch(first=first, stop=stop, track=timeline(seconds[first:stop], stated=stated))


def _is_doubtful(track: Timeline) -> bool:
    if track.spacing is None or not track.spacing.doubtful:
        return False
    # a handful of samples may fit two spacings that are one rate
    return track.spacing.gaps or not agree(track.rate, 1 / track.spacing.period)


def _doubt_rate(track: Timeline) -> Doubt:
    """Warn that stamps fit two rates: a clock as slow as the samples, or rows that are missing."""
    other = 0.0 if track.spacing is None else 1 / track.spacing.period
    if track.spacing is not None and track.spacing.gaps:
        mean = 1 / track.spacing.mean
        return Doubt(
            f"The times fit {other:.4g} Hz with {1 - mean / other:.0%} of the samples missing, and "
            f"as well {mean:.4g} Hz by a clock that ticks unevenly; the first was taken. "
            f"--rate {mean:.4g} takes the other."
        )
    return Doubt(
        f"The times fit {track.rate:.4g} Hz by a clock that ticks {other:.4g} times a second, and "
        f"as well {other:.4g} Hz with {1 - track.rate / other:.0%} of the samples missing; the "
        f"first was taken. --rate {other:.4g} takes the other."
    )


def spaced_stretch(count: int, rate: float) -> Stretch:
    """Time rows that have no stamps by a stated rate, Hz."""
    piece = Piece(first=0, stop=count, start=0.0, rate=rate)
    track = Timeline(pieces=(piece,), rate=rate, batched=0, irregular=False)
    return Stretch(first=0, stop=count, track=track)


def lasting_rate(stretches: list[Stretch]) -> float:
    """Return the rate of the longest stretch, Hz."""
    return max(stretches, key=lambda part: part.duration).track.rate


def timed_runs(
    stretches: list[Stretch], seconds: Array | None, xyz: Values, good: Mask
) -> tuple[list[Samples], float, tuple[str, ...]]:
    """Cut usable rows, of shape (n, 3) and in g, into runs.

    Gives the runs in order of time, their rate in Hz, and notes about what was done.
    """
    runs: list[Samples] = []
    notes: list[str] = []
    for part in stretches:
        rows = slice(part.first, part.stop)
        stamps = None if seconds is None else seconds[rows]
        timed = good[rows] & ~_find_standstill(part, notes)
        track, values, counted = _interpolate_torn(part.track, stamps, xyz[rows], timed, notes)
        runs += _cut_runs(track, values, counted)
    if len(stretches) == 1:
        return runs, track.rate, tuple(notes)
    return _without_overlap(runs), main_rate(runs), tuple(notes)


def _find_standstill(stretch: Stretch, notes: list[str]) -> Mask:
    """Find rows stamped while the clock stood still: more per second than any sensor gives."""
    still = np.zeros(stretch.stop - stretch.first, dtype=bool)
    for piece in stretch.track.pieces:
        still[piece.first : piece.stop] = piece.rate > RATES[1]
    if still.any():
        notes.append(counted(int(still.sum()), _note_on_standstill))
    return still


def _note_on_standstill(count: int) -> str:
    return (
        f"The clock stood still in {count} samples: when they were is not known, and they were "
        "left out."
    )


def _without_overlap(runs: list[Samples]) -> list[Samples]:
    """Delay runs of different stretches where they overlap."""
    placed = runs[:1]
    for run in runs[1:]:
        start = max(run.start, placed[-1].end)
        placed.append(run if start == run.start else replace(run, start=start))
    return placed


def _interpolate_torn(
    track: Timeline, seconds: Array | None, xyz: Values, good: Mask, notes: list[str]
) -> tuple[Timeline, Values, Mask]:
    """Interpolate a stream whose runs would be too short; leave any other as it is."""
    holes = int(np.count_nonzero(np.diff(good.astype(np.int8)) == -1))
    torn = holes > 4 and len(xyz) / track.rate / holes < STAMP_LIMITS.irregular
    if seconds is None or not (track.irregular or torn) or good.sum() < 2:
        return track, xyz, good
    placed = seconds if track.irregular else track.times
    spaced = track.irregular and track.spacing is not None and track.spacing.gaps
    placed = placed if track.placed is None else track.placed
    period = None if track.placed is None else 1 / track.rate
    if track.spacing is not None and spaced:
        period = track.spacing.period
    values = xyz[good]
    held = spaced and only_changes(values)
    pieces, xyz = regular(placed[good], values, period, held=held)
    rate = pieces[0].rate
    notes.append(
        f"Only rows in which a value changed were written, {len(values)} of {len(xyz)} at "
        f"{rate:.4g} Hz: each value was held until the next, for {HELD_S:g} s at most."
        if held
        else _note_on_interpolation(track, len(values), rate, spaced=spaced)
    )
    return replace(track, pieces=pieces, rate=rate), xyz, np.ones(len(xyz), dtype=bool)


def _note_on_interpolation(track: Timeline, count: int, rate: float, *, spaced: bool) -> str:
    """Report what was interpolated, and why."""
    if spaced:
        first, last = track.pieces[0], track.pieces[-1]
        lacking = round((last.end - first.start) * rate) - count
        return (
            f"{lacking} samples are missing, in {len(track.pieces) - 1} gaps all over the file, by "
            f"times that fit {rate:.4g} Hz; gaps of at most {BRIDGED_S:g} s were interpolated."
        )
    if track.placed is not None and len(track.pieces) == 1:
        return (
            f"Samples are missing all over the file; the {count} that are there were "
            f"spread in the seconds of their stamps and interpolated onto {rate:.2f} Hz."
        )
    return (
        f"The samples are irregular ({count} of them, in {len(track.pieces)} pieces); "
        f"they were interpolated onto {rate:.2f} Hz between neighbours at most "
        f"{BRIDGED_S:g} s apart."
    )


def _cut_runs(track: Timeline, xyz: Values, good: Mask) -> list[Samples]:
    if good.all():
        return [
            Samples(start=p.start, rate=p.rate, xyz=xyz[p.first : p.stop]) for p in track.pieces
        ]
    runs = []
    for piece in track.pieces:
        runs += [
            Samples(
                start=piece.start + begin / piece.rate,
                rate=piece.rate,
                xyz=xyz[piece.first + begin : piece.first + end],
            )
            for begin, end in np.column_stack(runs_of(good[piece.first : piece.stop])).tolist()
        ]
    return runs
