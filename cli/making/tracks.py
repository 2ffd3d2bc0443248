"""The recordings of a night, analysed and stored by threads."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import scipy.ndimage  # noqa: F401 - else the first thread that filters would wait for it

from limbwatch.classify.observation.clock_verdict import on_one_clock
from limbwatch.classify.observation.common_clock import clocks_of
from limbwatch.classify.origin import Origin
from limbwatch.cli.reading.moved_sensor import with_moving_warning
from limbwatch.cli.report.traces import NightEnvelope, envelope
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import Track, analyse
from limbwatch.sensor import Recording, aligned
from limbwatch.sensor.store import write_recording


class Analysis(NamedTuple):
    """Recordings of a night while they are analysed and stored."""

    workers: ThreadPoolExecutor
    """Threads of the analysis; idle once all samples are stored."""
    recordings: tuple[Recording, ...]
    """On one clock, with a common second 0."""
    tracks: tuple[Track, ...]
    """Track of each recording."""
    stored: Future[None]
    """Done when all samples are safe."""
    retimed: bool = False
    """Whether a sensor's clock was changed to agree with the others."""


@contextmanager
def analysis_of(
    recordings: tuple[Recording, ...], origin: Origin, *, store: Path | None
) -> Iterator[Analysis]:
    """Analyse recordings of one night and store their samples; both are complete when it ends.

    The origin names the files the recordings were read from, and tells whether all clocks are
    believed. Samples that are stored already need no folder to store them in.

    Packing works outside Python's lock, so it starts first and runs beside the analysis. Analyses
    call numpy so often that a second thread of them saves a third, not half. When a clock is
    changed, which is rare, everything is analysed and packed again.
    """
    with sensor_workers() as workers:
        try:
            begun = _start_analysis(workers, aligned(recordings), store)
            yield begun if origin.keep_clocks else _correct_clocks(begun, store, origin)
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise


def _start_analysis(
    workers: ThreadPoolExecutor, recordings: tuple[Recording, ...], store: Path | None
) -> Analysis:
    stored: Future[None] = Future()
    if store is None:
        stored.set_result(None)
    else:
        stored = workers.submit(store_recordings, recordings, store)
    tracks = [workers.submit(analyse, each) for each in recordings]
    return Analysis(workers, recordings, tuple(each.result() for each in tracks), stored)


def _correct_clocks(begun: Analysis, store: Path | None, origin: Origin) -> Analysis:
    """Correct the times of sensors whose clocks are off, and analyse again if any was."""
    clocks = clocks_of(begun.tracks, origin.files)
    recordings = on_one_clock(begun.recordings, clocks)
    if not any(clock.mended for clock in clocks):
        return begun._replace(recordings=recordings)
    begun.stored.result()
    # with the clocks as they were, a sensor may have been mistaken for one that was moved
    recordings = with_moving_warning(recordings)
    return _start_analysis(begun.workers, recordings, store)._replace(retimed=True)


def condensed(tracks: tuple[Track, ...]) -> tuple[NightEnvelope, ...]:
    """Condense the tracks for the report."""
    return tuple(envelope(each.placement, each.peaks, each.epochs) for each in tracks)


def store_recordings(recordings: tuple[Recording, ...], place: Path) -> None:
    """Store the samples of a night, one file for each placement.

    Raises
    ------
    OSError
        If a file cannot be written; it is then unchanged.
    """
    for recording in recordings:
        write_recording(recording, place / f"{recording.placement.value}.parquet")
