"""Rows with stamps to a recording: ordered, timed, cut at every loss, counted."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import plain_among, warnings_among
from limbwatch.sensor.files.signal import (
    Expected,
    choose_unit,
    held,
    require_movement,
    saturated,
)
from limbwatch.sensor.files.times.lines import Piece
from limbwatch.sensor.files.times.order import ordered
from limbwatch.sensor.files.times.regular import BRIDGED_S, regular
from limbwatch.sensor.files.times.stamp_limits import LIMITS
from limbwatch.sensor.files.times.stamps import Timeline, timeline
from limbwatch.sensor.files.times.zone import fixed
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Quality, Recording
from limbwatch.sensor.samples import Samples, all_finite

SLOWEST = 4.0
"""Hz below which limb movements cannot be seen: a leg movement of 0.5 s needs two samples."""

SLOW = 20.0
"""Hz below which jerks of 0.1 s fall between two samples."""

FEWEST = 10
"""Samples without which nothing can be measured, not even the rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a file gave, before it is judged.

    Parameters
    ----------
    path : Path
    seconds : ndarray of float64, shape (n,), or None
        Stamps from ``start``, NaN where unknown; None when only the rate is known.
    xyz : ndarray of float32, shape (n, 3)
        In the unit of the file; NaN where a value is missing.
    start : datetime
        Aware.
    clocked : bool
        Whether ``start`` and ``seconds`` are of one clock; else ``start`` is that of the first
        sample.
    rate : float or None
        As stated, Hz.
    device : str
    expected : Expected
    drift_ppm : float or None
    broken : int
        Rows that could not be parsed.
    notes : tuple of str
        A ``Doubt`` among them becomes a warning.
    """

    path: Path
    seconds: NDArray[np.float64] | None
    xyz: NDArray[np.float32]
    start: datetime
    clocked: bool
    rate: float | None
    device: str
    expected: Expected
    drift_ppm: float | None = None
    broken: int = 0
    notes: tuple[str, ...] = ()


def recording_of(source: Source, placement: Placement) -> Recording:
    """Judge and assemble a recording.

    Parameters
    ----------
    source : Source
        Its ``xyz`` may be changed.
    placement : Placement

    Returns
    -------
    Recording

    Raises
    ------
    UnreadableFile
        If there are no usable samples, or too few of them per second.
    WrongKind
        If gravity is missing, or there is nothing else.
    """
    notes = list(source.notes)
    seconds, xyz, invalid = _stamped(source)
    order = ordered(seconds, xyz) if seconds is not None else None
    if order is not None:
        notes.extend(order.notes)
        seconds = order.seconds
        xyz = xyz if len(order.rows) == len(xyz) and not order.notes else xyz[order.rows]
    track = _track(source, seconds, len(xyz))
    _require_rate(source.path, track.rate)
    good = _good(xyz)
    if int(good.sum()) < FEWEST:
        raise UnreadableFile(
            f"{source.path}: only {int(good.sum())} of {len(xyz)} samples have three numbers; at "
            f"least {FEWEST} are needed. Export the recording again."
        )
    unit, remarks = choose_unit(source.path, _only(xyz, good), track.rate, source.expected)
    notes.extend(remarks)
    if unit.zero:
        xyz -= np.float32(unit.zero)
    if unit.scale != 1.0:
        xyz *= np.float32(unit.scale)
    require_movement(source.path, _only(xyz, good))
    invalid += int(len(good) - good.sum())
    if invalid:
        notes.append(_dropped(invalid))
    track, xyz, good = _usable(track, seconds, xyz, good, notes)
    runs = _runs(track, xyz, good)
    quality = Quality(
        duplicated=0 if order is None else order.duplicated,
        batched=track.batched,
        backward_jumps=0 if order is None else order.backward_jumps,
        invalid=invalid,
        saturated=saturated(_only(xyz, good)),
        held_s=sum(held(run.xyz, run.rate) for run in runs),
        drift_ppm=source.drift_ppm,
    )
    notes.extend(_remarks(quality, source.rate, track.rate, len(runs)))
    # a float64 of Unix seconds is good to a microsecond; less than ten are no shift
    first = runs[0].start if abs(runs[0].start) > 1e-5 else 0.0
    return Recording(
        start=fixed(source.start) + timedelta(seconds=first if source.clocked else 0.0),
        placement=placement,
        device=source.device,
        rate_nominal=source.rate,
        rate=track.rate,
        runs=tuple(Samples(start=r.start - runs[0].start, rate=r.rate, xyz=r.xyz) for r in runs),
        quality=replace(
            quality, notes=plain_among(tuple(notes)), warnings=warnings_among(tuple(notes))
        ),
    )


def _stamped(
    source: Source,
) -> tuple[NDArray[np.float64] | None, NDArray[np.float32], int]:
    """Drop the rows without a time; they cannot be placed."""
    if source.seconds is None:
        return None, source.xyz, source.broken
    known = np.isfinite(source.seconds)
    if known.all():
        return source.seconds, source.xyz, source.broken
    lost = int(len(known) - known.sum())
    return source.seconds[known], source.xyz[known], source.broken + lost


def _track(source: Source, seconds: NDArray[np.float64] | None, count: int) -> Timeline:
    if count < FEWEST:
        raise UnreadableFile(
            f"{source.path} has {count} sample{'s' if count != 1 else ''} with a time; at least "
            f"{FEWEST} are needed. Export the recording again."
        )
    if seconds is not None:
        if not seconds[-1] > seconds[0]:
            raise UnreadableFile(
                f"{source.path}: all {count} rows have the same time. Export the recording again, "
                "or leave out the column of time and give --rate."
            )
        return timeline(seconds)
    if source.rate is None:
        raise UnreadableFile(
            f"{source.path} has no column of time and does not state its rate. Give --rate, in "
            "samples per second (and --start for the time of day)."
        )
    piece = Piece(first=0, stop=count, start=0.0, rate=source.rate)
    return Timeline(pieces=(piece,), rate=source.rate, batched=0, irregular=False)


def _require_rate(path: Path, rate: float) -> None:
    if rate < SLOWEST:
        raise UnreadableFile(
            f"{path} has {rate:.3g} samples per second; limb movements need at least "
            f"{SLOWEST:g}, better 25. Record faster, or export raw samples instead of averages."
        )


def _good(xyz: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Find rows with three numbers that are not all zero, as sleeping recorders write."""
    good: NDArray[np.bool_] = np.ones(len(xyz), dtype=bool)
    if not all_finite(xyz):
        good = np.all(np.isfinite(xyz), axis=1)
    doubtful = np.flatnonzero(xyz[:, 0] == 0)
    good[doubtful[(xyz[doubtful] == 0).all(axis=1)]] = False
    return good


def _dropped(count: int) -> str:
    rows, were = ("row", "was") if count == 1 else ("rows", "were")
    return f"{count} {rows} had a missing or impossible value and {were} dropped."


def _only(xyz: NDArray[np.float32], good: NDArray[np.bool_]) -> NDArray[np.float32]:
    return xyz if good.all() else xyz[good]


def _usable(
    track: Timeline,
    seconds: NDArray[np.float64] | None,
    xyz: NDArray[np.float32],
    good: NDArray[np.bool_],
    notes: list[str],
) -> tuple[Timeline, NDArray[np.float32], NDArray[np.bool_]]:
    """Interpolate a stream whose runs would be too short; leave every other as it is."""
    holes = int(np.count_nonzero(np.diff(good.astype(np.int8)) == -1))
    duration = len(xyz) / track.rate
    torn = holes > 4 and duration / holes < LIMITS.irregular
    if seconds is None or not (track.irregular or torn):
        return track, xyz, good
    if not track.irregular:
        seconds = np.concatenate(
            [p.start + np.arange(p.stop - p.first) / p.rate for p in track.pieces]
        )
    grid = regular(seconds[good], xyz[good])
    notes.append(
        f"The samples are irregular ({int(good.sum())} of them, in {len(track.pieces)} pieces); "
        f"they were interpolated onto {grid.rate:.2f} Hz between neighbours at most "
        f"{BRIDGED_S:g} s apart."
    )
    placed = replace(track, pieces=grid.pieces, rate=grid.rate)
    return placed, grid.xyz, np.ones(len(grid.xyz), dtype=bool)


def _runs(track: Timeline, xyz: NDArray[np.float32], good: NDArray[np.bool_]) -> list[Samples]:
    if good.all():
        return [
            Samples(start=p.start, rate=p.rate, xyz=xyz[p.first : p.stop]) for p in track.pieces
        ]
    runs = []
    for piece in track.pieces:
        edges = np.flatnonzero(np.diff(np.r_[False, good[piece.first : piece.stop], False]))
        runs += [
            Samples(
                start=piece.start + begin / piece.rate,
                rate=piece.rate,
                xyz=xyz[piece.first + begin : piece.first + end],
            )
            for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        ]
    return runs


def _remarks(quality: Quality, nominal: float | None, rate: float, runs: int) -> list[str]:
    """Say in sentences what a person should know about the stream."""
    said = []
    if rate < SLOW:
        said.append(
            f"{rate:.3g} samples per second: movements shorter than {1 / rate:.2f} s, "
            "such as brief jerks, cannot be seen."
        )
    if nominal is not None and abs(rate / nominal - 1) > 0.02:
        said.append(f"The file states {nominal:g} Hz; {rate:.2f} Hz was measured and used.")
    if quality.batched:
        said.append(
            f"{quality.batched} samples came in batches with one time stamp each and were spread "
            "evenly."
        )
    if quality.held_s:
        said.append(
            f"The values did not change at all for {quality.held_s:.0f} s (idle sleep mode or a "
            "stuck sensor)."
        )
    if quality.saturated:
        said.append(f"{quality.saturated} samples are at the end of the sensor's range.")
    if runs > 1:
        said.append(f"The recording is in {runs} runs.")
    return said
