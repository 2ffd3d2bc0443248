"""The one path from recordings to a finished night folder."""

import json
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from limbwatch.classify.night import Night
from limbwatch.classify.rules import rules_by_name
from limbwatch.classify.scoring import score_night
from limbwatch.classify.summary import Summary, summarise
from limbwatch.cli.events_table import events_table
from limbwatch.cli.night_folder import (
    EVENTS,
    RECORDING,
    SUMMARY,
    new_night,
    write_whole,
    writing,
)
from limbwatch.cli.report.envelope import Envelope, envelope
from limbwatch.cli.report.page import write_report
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import Gridded, Track, gridded, track_of
from limbwatch.sensor import Recording, aligned
from limbwatch.sensor.store import write_recording


class Scored(NamedTuple):
    """A scored night, and its samples condensed for the report."""

    night: Night
    envelopes: tuple[Envelope, ...]


def score_recordings(recordings: tuple[Recording, ...], *, rules: str, age: float | None) -> Scored:
    """Score the recordings of one night.

    Parameters
    ----------
    recordings : tuple of Recording
        One for each placement.
    rules : str
        ``wasm2016`` or ``aasm``.
    age : float or None
        Years, when known.

    Returns
    -------
    Scored
    """
    common = aligned(recordings)
    with sensor_workers() as workers:
        work = _begun(workers, common)
        return Scored(work.night(rules=rules, age=age), work.envelopes())


def make_night(
    nights: Path, recordings: tuple[Recording, ...], *, rules: str, age: float | None
) -> Path:
    """Score recordings and make the folder of their night.

    The folder is seen when it is complete, or never. Samples are stored while they are
    judged, which does not change a byte of the result.

    Parameters
    ----------
    nights : Path
        Folder of the nights; made when missing.
    recordings : tuple of Recording
        One for each placement.
    rules : str
        ``wasm2016`` or ``aasm``.
    age : float or None
        Years, when known.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    CommandError
        If it cannot be written; then nothing is left behind.
    """
    start = aligned(recordings)[0].start
    with new_night(nights, start) as folder:
        envelopes = fill_night(folder.path, recordings, rules=rules, age=age)
    # after the night is safe: a report can be made again at any time
    write_report(folder.path, at_hand=envelopes)
    return folder.path


def fill_night(
    folder: Path, recordings: tuple[Recording, ...], *, rules: str, age: float | None
) -> tuple[Envelope, ...]:
    """Store the samples of a night in its folder, and what is found in them.

    Parameters
    ----------
    folder : Path
        Exists; what is in it of the same name is replaced, file by file.
    recordings : tuple of Recording
        One for each placement.
    rules : str
        ``wasm2016`` or ``aasm``.
    age : float or None
        Years, when known.

    Returns
    -------
    tuple of Envelope
        The stored samples, condensed for the report.

    Raises
    ------
    CommandError
        If a file cannot be written.
    """
    common = aligned(recordings)
    place = folder / RECORDING
    with writing(folder), sensor_workers() as workers:
        place.mkdir(exist_ok=True)
        work = _begun(workers, common)
        # packed when a thread is free and, outside Python's lock, while labels are made
        storing = [
            workers.submit(write_recording, each, place / f"{each.placement.value}.parquet")
            for each in common
        ]
        night = work.night(rules=rules, age=age)
        for each in storing:
            each.result()
        write_results(folder, night)
    return work.envelopes()


class _Work(NamedTuple):
    """What threads find in the recordings of a night."""

    common: tuple[Recording, ...]
    tracks: tuple[Future[Track], ...]
    condensed: tuple[Future[Envelope], ...]

    def night(self, *, rules: str, age: float | None) -> Night:
        tracks = tuple(each.result() for each in self.tracks)
        return score_night(tracks, self.common, rules=rules_by_name(rules), age=age)

    def envelopes(self) -> tuple[Envelope, ...]:
        return tuple(each.result() for each in self.condensed)


def _begun(workers: ThreadPoolExecutor, common: tuple[Recording, ...]) -> _Work:
    """Have recordings analysed, then condensed while labels are made."""
    sensors = [workers.submit(gridded, each) for each in common]

    def found(sensor: Future[Gridded]) -> Track:
        return track_of(sensor.result())

    def condensed(sensor: Future[Gridded]) -> Envelope:
        return envelope(sensor.result(), start=common[0].start)

    return _Work(
        common,
        tuple(workers.submit(found, each) for each in sensors),
        tuple(workers.submit(condensed, each) for each in sensors),
    )


def write_results(folder: Path, night: Night) -> None:
    """Write, or replace, what was found in a night.

    Parameters
    ----------
    folder : Path
        Folder of the night; samples, notes and corrections in it are not touched.
    night : Night
        What was scored.

    Raises
    ------
    CommandError
        If a file cannot be written.
    """
    with writing(folder):
        write_whole(folder / EVENTS, events_table(night))
        write_whole(folder / SUMMARY, summary_bytes(summarise(night)))


def summary_bytes(summary: Summary) -> bytes:
    """Write a summary as ``night.json``.

    Parameters
    ----------
    summary : Summary

    Returns
    -------
    bytes
        One summary always gives the same bytes.
    """
    text = json.dumps(summary, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")
