"""The one path from recordings to a finished night folder."""

from pathlib import Path
from typing import NamedTuple

from limbwatch.classify.night import Night
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.classify.scoring import score_night
from limbwatch.classify.summary import summarise
from limbwatch.cli.making.tracks import analysis_of, condensed
from limbwatch.cli.night.events_table import events_table
from limbwatch.cli.night.folder import EVENTS, RECORDING, REPORT, SUMMARY
from limbwatch.cli.night.new_folder import new_night
from limbwatch.cli.night.summary import summary_bytes
from limbwatch.cli.night.whole_files import write_whole, writing
from limbwatch.cli.report.document import draw_report, write_report
from limbwatch.cli.report.traces import Envelope
from limbwatch.sensor import Recording, aligned


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
    with analysis_of(common, store=None) as analysis:
        night = score_night(analysis.found(), common, rules=rules_by_name(rules), age=age)
        return Scored(night, condensed(analysis.found()))


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
    common = aligned(recordings)
    with new_night(nights, common[0].start) as folder:
        (folder.path / RECORDING).mkdir()
        with analysis_of(common, store=folder.path / RECORDING) as analysis:
            night = score_night(analysis.found(), common, rules=rules_by_name(rules), age=age)
            # nobody sees the folder yet: the report may be drawn before all samples are stored
            write_results(folder.path, night)
            drawing = analysis.workers.submit(
                draw_report, folder.path, at_hand=condensed(analysis.found())
            )
        analysis.stored.result()
    # after the night is safe: a report can be made again at any time
    if drawing.exception() is None:
        with writing(folder.path / REPORT):
            write_whole(folder.path / REPORT, drawing.result())
    else:
        write_report(folder.path, at_hand=condensed(analysis.found()))  # says where the night is
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
    with writing(folder):
        (folder / RECORDING).mkdir(exist_ok=True)
        with analysis_of(common, store=folder / RECORDING) as analysis:
            night = score_night(analysis.found(), common, rules=rules_by_name(rules), age=age)
            analysis.stored.result()
            write_results(folder, night)
            return condensed(analysis.found())


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
