"""The recordings of a night, analysed and stored by threads."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from limbwatch.cli.report.traces import Envelope, envelope
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import Track, analyse
from limbwatch.sensor import Recording
from limbwatch.sensor.store import write_recording


class Analysis(NamedTuple):
    """What is being made of the recordings of a night.

    Attributes
    ----------
    workers : ThreadPoolExecutor
        The threads; idle when all is stored and analysed.
    tracks : tuple of Future
        What was found in each recording.
    stored : Future
        Done when all samples are safe.
    """

    workers: ThreadPoolExecutor
    tracks: tuple[Future[Track], ...]
    stored: Future[None]

    def found(self) -> tuple[Track, ...]:
        """Wait until all recordings are analysed."""
        return tuple(each.result() for each in self.tracks)


@contextmanager
def analysis_of(recordings: tuple[Recording, ...], *, store: Path | None) -> Iterator[Analysis]:
    """Begin to analyse and store recordings; all of it is done at the end.

    Parameters
    ----------
    recordings : tuple of Recording
        Of one night, with one second 0.
    store : Path or None
        Folder for their samples; None if they are stored already.

    Yields
    ------
    Analysis

    Notes
    -----
    Packing works outside Python's lock, so it goes beside analysis, and first. Analyses call numpy
    so often that a second thread of them saves a third, not half.
    """
    with sensor_workers() as workers:
        stored = workers.submit(_store, recordings, store)
        tracks = tuple(workers.submit(analyse, each) for each in recordings)
        try:
            yield Analysis(workers, tracks, stored)
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise


def condensed(tracks: tuple[Track, ...]) -> tuple[Envelope, ...]:
    """Condense what was found for the report.

    Parameters
    ----------
    tracks : tuple of Track

    Returns
    -------
    tuple of Envelope
    """
    return tuple(envelope(each.placement, each.peaks, each.epochs) for each in tracks)


def _store(recordings: tuple[Recording, ...], place: Path | None) -> None:
    if place is None:
        return
    for recording in recordings:
        write_recording(recording, place / f"{recording.placement.value}.parquet")
