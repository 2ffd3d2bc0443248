"""Playing of files as if their sensors were live."""

import time
from collections.abc import Callable, Iterator

from limbwatch.classify.observation.exposure_time import clock
from limbwatch.dsp import Detector, Movements
from limbwatch.sensor import Recording, Samples, aligned

_SHORTEST_BLOCK = 1.0
"""Shortest block pushed at a time, seconds of the recording."""
_LONGEST_BLOCK = 60.0
"""Longest block pushed at a time, seconds of the recording."""
_REFRESH = 0.25
"""Interval between blocks, seconds of real time."""


def play(recordings: tuple[Recording, ...], *, speed: float, say: Callable[[str], None]) -> None:
    """Push the recordings of a night through the live detector and print each certain movement.

    ``speed`` is a multiple of real time; 0 is as fast as possible.
    """
    common = aligned(recordings)
    block = min(max(speed * _REFRESH, _SHORTEST_BLOCK), _LONGEST_BLOCK) if speed else _LONGEST_BLOCK
    players = [(recording, Detector(), blocks(recording, block)) for recording in common]
    last = max(recording.runs[-1].end for recording in common)
    begun = time.monotonic()
    now = 0.0
    while now < last:
        now += block
        if speed:
            time.sleep(max(0.0, begun + now / speed - time.monotonic()))
        for recording, detector, pieces in players:
            for samples in next(pieces, ()):
                _print_movements(recording, detector.push(samples), say)
    for recording, detector, _ in players:
        _print_movements(recording, detector.flush(), say)


def blocks(recording: Recording, length: float) -> Iterator[tuple[Samples, ...]]:
    """Cut a recording into blocks of a length in seconds, as a live sensor would deliver it.

    Each block holds the samples that start in it; it is empty in a gap.
    """
    for number in range(int(recording.runs[-1].end / length) + 1):
        start, end = number * length, (number + 1) * length
        yield tuple(
            piece for run in recording.runs if (piece := _cut_block(run, start, end)) is not None
        )


def _cut_block(run: Samples, start: float, end: float) -> Samples | None:
    if run.end <= start or run.start >= end:
        return None
    first = max(0, -int((run.start - start) * run.rate // 1))
    stop = min(len(run), -int((run.start - end) * run.rate // 1))
    if first >= stop:
        return None
    return Samples(start=run.start + first / run.rate, rate=run.rate, xyz=run.xyz[first:stop])


def _print_movements(
    recording: Recording, movements: Movements, say: Callable[[str], None]
) -> None:
    for onset, lasted, peak in zip(
        movements.onset.tolist(), movements.duration.tolist(), movements.peak.tolist(), strict=True
    ):
        say(
            f"{clock(recording.start, onset):%H:%M:%S}  {recording.placement.words:<12} "
            f"{lasted:5.1f} s  {peak:5.2f} g  provisional"
        )
