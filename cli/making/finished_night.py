"""The one path from recordings to a finished night folder."""

import json
from pathlib import Path
from typing import NamedTuple

from limbwatch.classify.night import Night
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.classify.scoring import score_night
from limbwatch.classify.summary import Summary, summarise
from limbwatch.cli.making.tracks import Analysis, analysis_of, condensed
from limbwatch.cli.night.events_table import events_table
from limbwatch.cli.night.folder import (
    EVENTS,
    RECORDING,
    REPORT,
    SUMMARY,
    new_night,
    write_whole,
    writing,
)
from limbwatch.cli.report.document import draw_report, write_report
from limbwatch.cli.report.traces import Envelope
from limbwatch.sensor import Recording, aligned


class Scored(NamedTuple):
    """A scored night, and its samples condensed for the report."""

    night: Night
    envelopes: tuple[Envelope, ...]
    retimed: tuple[Recording, ...]
    """All recordings, where the clock of one was changed; else none."""


def score_recordings(
    recordings: tuple[Recording, ...],
    *,
    rules: str,
    age: float | None,
    keep_clocks: bool = False,
) -> Scored:
    """Score the recordings of one night.

    Parameters
    ----------
    recordings : tuple of Recording
        One for each placement.
    rules : str
        ``wasm2016`` or ``aasm``.
    age : float or None
        Years, when known.
    keep_clocks : bool
        Whether to believe the stamps of each sensor, also where the limbs say otherwise.

    Returns
    -------
    Scored
    """
    with analysis_of(recordings, store=None, keep_clocks=keep_clocks) as analysis:
        night = _night(analysis, rules=rules, age=age)
        retimed = analysis.recordings if analysis.retimed else ()
        return Scored(night, condensed(analysis.tracks), retimed)


def make_night(
    nights: Path,
    recordings: tuple[Recording, ...],
    *,
    rules: str,
    age: float | None,
    keep_clocks: bool = False,
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
    keep_clocks : bool
        Whether to believe the stamps of each sensor, also where the limbs say otherwise.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    CommandError
        If it cannot be written; then nothing is left behind.
    """
    with new_night(nights, aligned(recordings)[0].start) as folder:
        (folder.path / RECORDING).mkdir()
        store = folder.path / RECORDING
        with analysis_of(recordings, store=store, keep_clocks=keep_clocks) as analysis:
            # nobody sees the folder yet: the report may be drawn before all samples are stored
            write_results(folder.path, _night(analysis, rules=rules, age=age))
            drawing = analysis.workers.submit(
                draw_report, folder.path, at_hand=condensed(analysis.tracks)
            )
        analysis.stored.result()
    # after the night is safe: a report can be made again at any time
    if drawing.exception() is None:
        with writing(folder.path / REPORT):
            write_whole(folder.path / REPORT, drawing.result())
    else:
        write_report(folder.path, at_hand=condensed(analysis.tracks))  # says where the night is
    return folder.path


def fill_night(
    folder: Path,
    recordings: tuple[Recording, ...],
    *,
    rules: str,
    age: float | None,
    keep_clocks: bool = False,
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
    keep_clocks : bool
        Whether to believe the stamps of each sensor, also where the limbs say otherwise.

    Returns
    -------
    tuple of Envelope
        The stored samples, condensed for the report.

    Raises
    ------
    CommandError
        If a file cannot be written.
    """
    with writing(folder):
        (folder / RECORDING).mkdir(exist_ok=True)
        store = folder / RECORDING
        with analysis_of(recordings, store=store, keep_clocks=keep_clocks) as analysis:
            night = _night(analysis, rules=rules, age=age)
            analysis.stored.result()
            write_results(folder, night)
            return condensed(analysis.tracks)


def _night(analysis: Analysis, *, rules: str, age: float | None) -> Night:
    return score_night(analysis.tracks, analysis.recordings, rules=rules_by_name(rules), age=age)


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
