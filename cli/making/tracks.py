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
from limbwatch.cli.reading.moved_sensor import told_of_moving
from limbwatch.cli.report.traces import NightEnvelope, envelope
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import Track, analyse
from limbwatch.sensor import Recording, aligned
from limbwatch.sensor.store import write_recording


class Analysis(NamedTuple):
    """What was found in the recordings of a night."""

    workers: ThreadPoolExecutor
    """The threads; idle when all is stored."""
    recordings: tuple[Recording, ...]
    """With one second 0, on one clock."""
    tracks: tuple[Track, ...]
    """What was found in each."""
    stored: Future[None]
    """Done when all samples are safe."""
    retimed: bool = False
    """Whether the clock of one was changed to agree with the others."""


@contextmanager
def analysis_of(
    recordings: tuple[Recording, ...], origin: Origin, *, store: Path | None
) -> Iterator[Analysis]:
    """Analyse and store recordings; all of it is done at the end.

    Parameters
    ----------
    recordings : tuple of Recording
        Of one night, any starts.
    origin : Origin
        What the recordings were read from, and whether all clocks are to be believed.
    store : Path or None
        Folder for their samples; None if they are stored already.

    Notes
    -----
    Packing works outside Python's lock, so it goes beside analysis, and first. Analyses call numpy
    so often that a second thread of them saves a third, not half. Where a clock was changed, which
    is rare, all is analysed and packed once more.
    """
    with sensor_workers() as workers:
        try:
            begun = _begun(workers, aligned(recordings), store)
            yield begun if origin.keep_clocks else _on_one_clock(begun, store, origin)
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise


def _begun(
    workers: ThreadPoolExecutor, recordings: tuple[Recording, ...], store: Path | None
) -> Analysis:
    stored: Future[None] = Future()
    if store is None:
        stored.set_result(None)
    else:
        stored = workers.submit(store_recordings, recordings, store)
    tracks = [workers.submit(analyse, each) for each in recordings]
    return Analysis(workers, recordings, tuple(each.result() for each in tracks), stored)


def _on_one_clock(begun: Analysis, store: Path | None, origin: Origin) -> Analysis:
    """Change the times of the sensors whose clocks are off, and say so."""
    clocks = clocks_of(begun.tracks, origin.files)
    recordings = on_one_clock(begun.recordings, clocks)
    if not any(clock.mended for clock in clocks):
        return begun._replace(recordings=recordings)
    begun.stored.result()
    # by the clocks as they were, one may have been taken for another that was moved
    recordings = told_of_moving(recordings)
    return _begun(begun.workers, recordings, store)._replace(retimed=True)


def condensed(tracks: tuple[Track, ...]) -> tuple[NightEnvelope, ...]:
    """Condense what was found for the report."""
    return tuple(envelope(each.placement, each.peaks, each.epochs) for each in tracks)


def store_recordings(recordings: tuple[Recording, ...], place: Path) -> None:
    """Store the samples of a night, a file for each placement.

    Raises
    ------
    OSError
        If one cannot be written; it is then as it was.
    """
    for recording in recordings:
        write_recording(recording, place / f"{recording.placement.value}.parquet")
