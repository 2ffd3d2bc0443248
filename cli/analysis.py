"""The recordings of a night, stored, analysed and condensed by threads."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from limbwatch.cli.report.envelope import Envelope, envelope
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import Gridded, Track, gridded, track_of
from limbwatch.sensor import Recording
from limbwatch.sensor.store import write_recording


class Analysis(NamedTuple):
    """What is being made of the recordings of a night.

    Attributes
    ----------
    workers : ThreadPoolExecutor
        The threads; idle when all is stored and condensed.
    tracks : tuple of Future
        What was found in each recording.
    envelopes : tuple of Future
        Each recording condensed for the report.
    stored : Future
        Done when all samples are safe.
    """

    workers: ThreadPoolExecutor
    tracks: tuple[Future[Track], ...]
    envelopes: tuple[Future[Envelope], ...]
    stored: Future[None]

    def found(self) -> tuple[Track, ...]:
        """Wait until all recordings are analysed."""
        return tuple(each.result() for each in self.tracks)

    def condensed(self) -> tuple[Envelope, ...]:
        """Wait until all recordings are condensed."""
        return tuple(each.result() for each in self.envelopes)


@contextmanager
def analysis_of(recordings: tuple[Recording, ...], *, store: Path | None) -> Iterator[Analysis]:
    """Begin to analyse, condense and store recordings; all of it is done at the end.

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
    Packing works outside Python's lock, so it goes beside analysis, and first. Two analyses call
    numpy so often that they wait for the lock almost as long as they save.
    """
    with sensor_workers() as workers:
        stored = workers.submit(_store, () if store is None else recordings, store or Path())
        sensors = [workers.submit(gridded, each) for each in recordings]
        tracks = tuple(workers.submit(_track, each) for each in sensors)
        envelopes = tuple(workers.submit(_envelope, each, recordings[0]) for each in sensors)
        yield Analysis(workers, tracks, envelopes, stored)


def _track(sensor: Future[Gridded]) -> Track:
    return track_of(sensor.result())


def _store(recordings: tuple[Recording, ...], place: Path) -> None:
    for recording in recordings:
        write_recording(recording, place / f"{recording.placement.value}.parquet")


def _envelope(sensor: Future[Gridded], first: Recording) -> Envelope:
    return envelope(sensor.result(), start=first.start)
