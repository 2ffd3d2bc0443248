"""Rows with stamps to a recording: ordered, timed, converted to g, cut into runs at every loss."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.aware_time import fixed
from limbwatch.sensor.bounds import require_length
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import CountingNote, Doubt, plain_among, warnings_among
from limbwatch.sensor.files.rows.piece_notes import SortedNotes
from limbwatch.sensor.files.rows.remarks import LeftOut, lost_line_ends, remarks_on
from limbwatch.sensor.files.rows.stamped_rows import StampedRows, check_rate
from limbwatch.sensor.files.rows.start import begun_at_stamp
from limbwatch.sensor.files.rows.stretches import (
    FEWEST,
    Stretch,
    lasting_rate,
    spaced_stretch,
    stamped_stretches,
    timed_runs,
)
from limbwatch.sensor.files.rows.weighing import Weighed, usable_rows, weigh
from limbwatch.sensor.files.times.misplaced.order import order_rows
from limbwatch.sensor.files.times.misplaced.set_clocks import doubt_clock_set_on
from limbwatch.sensor.files.times.misplaced.strays import drop_impossible_stamps, with_whole_seconds
from limbwatch.sensor.files.times.stalled import spread_bursts
from limbwatch.sensor.files.values.plausible import require_one_time, usable
from limbwatch.sensor.files.values.sensor_faults import dead_axes, glitches, note_on_glitches
from limbwatch.sensor.files.values.signal import held_seconds, require_movement, saturated
from limbwatch.sensor.files.values.unit import Unit
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.recording import Recording
from limbwatch.sensor.samples import Samples, gaps_between
from limbwatch.sensor.standstill import idles, without_standstill


class Assembled(NamedTuple):
    """A recording, and what is merged where it is a part of a file."""

    recording: Recording
    unit: Unit
    """Unit of the values in the file."""
    notes: SortedNotes
    left_out: LeftOut
    """Rows that were dropped."""


def assemble(
    source: StampedRows, placement: Placement, seen: Callable[[Weighed], None] | None = None
) -> Assembled:
    """Judge and assemble a recording; may change ``source.xyz`` in place.

    ``seen`` receives the unit as soon as it is chosen.

    Raises
    ------
    UnreadableFile
        If there are no usable samples, too few of them per second, or years of them.
    WrongKind
        If gravity is missing, or there is nothing else.
    """
    notes = list(source.notes)
    rows = _place_in_time(source, notes)
    seconds, xyz = rows.seconds, rows.xyz
    stretches, changes = _stretches(source, seconds, len(xyz))
    rate = lasting_rate(stretches)
    notes += (*changes, *check_rate(source, rate))
    if source.run_together:
        notes.append(lost_line_ends(source.run_together, rate))
    good = _usable(source.path, xyz)
    zeros = int((xyz[~good] == 0).all(axis=1).sum())
    weighed = weigh(source, xyz, good, rate, at=seconds, notes=notes)
    if seen is not None:
        seen(weighed)
    require_movement(source.path, usable_rows(xyz, good))
    dropped = source.broken + rows.untimed + int(len(good) - good.sum())
    reported = source.reported + source.run_together
    left_out = LeftOut(dropped, zeros, len(source.xyz) + reported + source.broken)
    notes += left_out.sentences()
    _drop_glitches(xyz, good, rate, notes)
    runs, rate, done = timed_runs(stretches, seconds, xyz, good)
    require_length(str(source.path), runs[-1].end - runs[0].start)
    runs = _drop_standstill(source, runs, notes)
    quality = _quality(source, rows, stretches, runs, good)
    slowest = rate if len(stretches) == 1 else min(run.rate for run in runs)
    remarks = remarks_on(quality, source.rate, rate, slowest, 1 + gaps_between(runs))
    notes += (*done, *dead_axes(runs), *remarks)
    first = begun_at_stamp(runs[0].start, seconds, rate, source.start)
    recording = Recording(
        start=fixed(source.start) + timedelta(seconds=first if source.clocked else 0.0),
        placement=placement,
        device=source.device,
        rate_nominal=source.rate,
        rate=rate,
        runs=tuple(Samples(start=r.start - runs[0].start, rate=r.rate, xyz=r.xyz) for r in runs),
        quality=replace(
            quality, notes=plain_among(tuple(notes)), warnings=warnings_among(tuple(notes))
        ),
        serial=source.serial,
    )
    counted = tuple(note for note in notes if isinstance(note, CountingNote))
    anew = {*changes, *done, *counted, *left_out.sentences(), *remarks}
    return Assembled(
        recording=recording,
        unit=weighed.unit,
        notes=SortedNotes(
            shared=tuple(note for note in notes if note not in anew),
            pace=(*changes, *done),
            counted=counted,
        ),
        left_out=left_out,
    )


class _PlacedRows(NamedTuple):
    """Rows in order of time, without those that cannot be placed."""

    seconds: Array | None
    xyz: Values
    untimed: int = 0
    """Rows that had no time."""
    duplicated: int = 0
    backward_jumps: int = 0


def _place_in_time(source: StampedRows, notes: list[str]) -> _PlacedRows:
    """Order rows by their stamps; those without a time, or with an impossible one, are dropped."""
    seconds, xyz = source.seconds, source.xyz
    if seconds is None:
        return _PlacedRows(None, xyz)
    known = np.isfinite(seconds)
    untimed = int(len(known) - known.sum())
    if untimed:
        seconds, xyz = seconds[known], xyz[known]
    if source.clocked and not _written_twice(seconds, xyz):
        require_one_time(source.path, seconds)
    seconds = with_whole_seconds(seconds, source.start.microsecond / 1e6, notes)
    start = source.start if source.clocked else None
    kept, seconds = drop_impossible_stamps(seconds, start, notes)
    xyz = xyz[kept]
    seconds = spread_bursts(seconds, notes)
    order = order_rows(seconds, xyz)
    notes.extend(order.notes)
    seconds = order.seconds
    xyz = xyz if len(order.rows) == len(xyz) and not order.notes else xyz[order.rows]
    if order.backward_jumps:
        # joining pieces may have left some of them far from the rest
        kept, seconds = drop_impossible_stamps(seconds, None, notes)
        xyz = xyz[kept]
    if not source.pauses_stated:
        notes.extend(doubt_clock_set_on(seconds, xyz))
    return _PlacedRows(seconds, xyz, untimed, order.duplicated, order.backward_jumps)


def _usable(path: Path, xyz: Values) -> Mask:
    good = usable(xyz)
    if int(good.sum()) < FEWEST:
        raise UnreadableFile(
            f"{path}: only {int(good.sum())} of {len(xyz)} samples have three numbers that "
            f"are not all 0; at least {FEWEST} are needed. Export the recording again."
        )
    return good


def _quality(
    source: StampedRows,
    rows: _PlacedRows,
    stretches: list[Stretch],
    runs: list[Samples],
    good: Mask,
) -> Quality:
    """Count what was found; ``good`` marks the rows that are used."""
    given = source.broken + source.reported + source.run_together + len(source.xyz)
    return Quality(
        duplicated=rows.duplicated,
        batched=sum(stretch.track.batched for stretch in stretches),
        backward_jumps=rows.backward_jumps,
        invalid=given - rows.duplicated - int(good.sum()),
        saturated=saturated(usable_rows(rows.xyz, good)),
        held_s=sum(held_seconds(run.xyz, run.rate) for run in runs),
        drift_ppm=source.drift_ppm,
        counted_from=None if source.clocked else source.counted + runs[0].start,
    )


def _drop_standstill(source: StampedRows, runs: list[Samples], notes: list[str]) -> list[Samples]:
    """Leave out stretches of repeated values, unless the sensor idles by design."""
    if idles(source.kind, source.device):
        return runs
    kept, reason = without_standstill(runs)
    if reason:
        notes.append(Doubt(reason))
    return kept


def _drop_glitches(xyz: Values, good: Mask, rate: float, notes: list[str]) -> None:
    """Mark samples that no limb can have made as unusable."""
    found = glitches(usable_rows(xyz, good), rate)
    if len(found):
        good[np.flatnonzero(good)[found]] = False
        # no `CountingNote`: which glitches are looked for depends on how many there are
        notes.append(note_on_glitches(len(found)))


def _written_twice(seconds: Array, xyz: Values) -> bool:
    """Tell whether the second half of the rows repeats the first."""
    half = len(seconds) // 2
    same = np.array_equal(seconds[:half], seconds[half : 2 * half])
    return same and np.array_equal(xyz[:half], xyz[half : 2 * half], equal_nan=True)


def _stretches(
    source: StampedRows, seconds: Array | None, count: int
) -> tuple[list[Stretch], tuple[str, ...]]:
    if count < FEWEST:
        raise UnreadableFile(
            f"{source.path} has too few samples with a time ({count}); at least {FEWEST} are "
            "needed. Export the recording again."
        )
    if seconds is not None:
        if not seconds[-1] > seconds[0]:
            raise UnreadableFile(
                f"{source.path}: all {count} rows have the same time. Export the recording again, "
                "or leave out the column of time and give --rate."
            )
        return stamped_stretches(seconds, source.rate if source.asked is None else source.asked)
    if source.rate is None:
        if source.doubt:
            raise UnreadableFile(
                f"{source.path} has no time that can be used. {source.doubt} To say how it is "
                "written: --columns time=NAME with --time-unit or --time-format. If the samples "
                "are evenly spaced, --rate says how many a second, and no column is taken for time."
            )
        if source.stated:
            rates = ", ".join(f"{rate:g}" for rate in source.stated)
            raise UnreadableFile(
                f"{source.path} has no column of time, and what it states of its rate does not "
                f"settle it ({rates} Hz). Give --rate, in samples per second (and --start for the "
                "time of day)."
            )
        raise UnreadableFile(
            f"{source.path} has no column of time and does not state its rate. Give --rate, in "
            "samples per second (and --start for the time of day)."
        )
    return [spaced_stretch(count, source.rate)], ()
