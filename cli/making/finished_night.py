"""The one path from recordings to a finished night folder."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from limbwatch.classify.night import Night
from limbwatch.classify.origin import NOBODY, Origin
from limbwatch.classify.rules.published import Rules, rules_by_name
from limbwatch.classify.scoring import score_tracks
from limbwatch.classify.summary import summarise
from limbwatch.cli.making.told_bed import told_bed
from limbwatch.cli.making.tracks import Analysis, analysis_of, condensed, store_recordings
from limbwatch.cli.night.folder import EVENTS, ORIGIN, RECORDING, REPORT, SUMMARY
from limbwatch.cli.night.laboratory_files import NO_FILES, LaboratoryFiles, keep_files
from limbwatch.cli.night.new_folder import new_night
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.results import new_results
from limbwatch.cli.night.scored.scored_by import ScoredBy, beside_samples
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.night.whole_files import write_whole, writing
from limbwatch.cli.report.document import draw_report, write_report
from limbwatch.cli.report.traces import NightEnvelope
from limbwatch.sensor import Recording, aligned

_NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})


class Scored(NamedTuple):
    """A scored night, and its samples condensed for the report."""

    night: Night
    envelopes: tuple[NightEnvelope, ...]
    retimed: tuple[Recording, ...]
    """All recordings, where the clock of one was changed; else none."""


def score_recordings(
    recordings: tuple[Recording, ...],
    by: ScoredBy,
    *,
    keep_clocks: bool = False,
    store: Path | None = None,
    origin: Origin = NOBODY,
    laboratory: LaboratoryFiles = NO_FILES,
) -> Scored:
    """Score the recordings of one night.

    Parameters
    ----------
    recordings : tuple of Recording
        One for each placement.
    keep_clocks : bool
        Whether to believe the stamps of each sensor, also where the limbs say otherwise.
    store : Path or None
        Folder for their samples; None if they are stored already.
    origin : Origin
        Whose night it is, and what the recordings were read from.
    laboratory : LaboratoryFiles
        What a sleep laboratory or a home test scored of it.
    """
    with analysis_of(recordings, store=store, keep_clocks=keep_clocks, origin=origin) as analysis:
        night = night_of(analysis, laboratory, rules=by.rules, age=by.age, origin=origin)
        analysis.stored.result()
        retimed = analysis.recordings if analysis.retimed else ()
        return Scored(night, condensed(analysis.tracks), retimed)


def make_night(
    nights: Path,
    recordings: tuple[Recording, ...],
    by: ScoredBy,
    *,
    keep_clocks: bool = False,
    origin: Origin = NOBODY,
    laboratory: LaboratoryFiles = NO_FILES,
    beside: Mapping[str, bytes] = _NOTHING,
) -> Path:
    """Score recordings and make the folder of their night.

    The folder is seen when it is complete, or never. Samples are stored while they are
    judged, which does not change a byte of the result.

    Parameters
    ----------
    nights : Path
        Folder of the nights of one person; made when missing.
    recordings, by, keep_clocks, origin, laboratory
        As for `score_recordings`.
    beside : mapping of str to bytes
        Files that a person gave with the night, by name, such as a scale; the report reads them.

    Raises
    ------
    CommandError
        If it cannot be written; then nothing is left behind.
    """
    start = aligned(recordings)[0].start
    with new_night(nights, start, evening=origin.evening) as folder:
        (folder.path / RECORDING).mkdir()
        store = folder.path / RECORDING
        with analysis_of(
            recordings, store=store, keep_clocks=keep_clocks, origin=origin
        ) as analysis:
            # nobody sees the folder yet: the report may be drawn before all samples are stored
            night = night_of(analysis, laboratory, rules=by.rules, age=by.age, origin=origin)
            write_results(folder.path, night)
            write_whole(folder.path / ORIGIN, beside_samples(night.origin, by))
            keep_files(folder.path, laboratory)
            for name, content in beside.items():
                write_whole(folder.path / name, content)
            drawing = analysis.workers.submit(
                draw_report, folder.path, at_hand=condensed(analysis.tracks)
            )
        analysis.stored.result()
        if drawing.exception() is None:
            write_whole(folder.path / REPORT, drawing.result())
    if drawing.exception() is not None:
        # the night is safe, and its report can be made again at any time
        write_report(folder.path, at_hand=condensed(analysis.tracks))  # says where the night is
    return folder.path


def put_beside(folder: Path, beside: Mapping[str, bytes]) -> None:
    """Put files that a person gave into the folder of a night, and draw its report anew.

    Raises
    ------
    CommandError
        If they cannot be written.
    """
    if not beside:
        return
    with writing(folder, option=None):
        for name, content in beside.items():
            write_whole(folder / name, content)
    write_report(folder)


def fill_night(
    folder: Path,
    recordings: tuple[Recording, ...],
    by: ScoredBy,
    *,
    keep_clocks: bool = False,
    store: bool = True,
    origin: Origin = NOBODY,
    laboratory: LaboratoryFiles = NO_FILES,
) -> None:
    """Score a night whose folder exists, and replace its results, all at once.

    Parameters
    ----------
    folder : Path
        Notes and corrections in it are not touched.
    recordings, by, keep_clocks, origin, laboratory
        As for `score_recordings`.
    store : bool
        Whether the samples are to be stored, each sensor's in place of what is there; those whose
        clock was changed are stored anyway.

    Raises
    ------
    CommandError
        If a file cannot be written: then all is as before. If the report cannot be drawn, all else
        is replaced.
    """
    with new_results(folder) as aside:
        place = aside / RECORDING
        place.mkdir()
        scored = score_recordings(
            recordings,
            by,
            keep_clocks=keep_clocks,
            store=place if store else None,
            origin=origin,
            laboratory=laboratory,
        )
        keep_files(aside, laboratory, night=folder)
        _keep_origin(folder, aside, beside_samples(scored.night.origin, by))
        if not store:
            store_recordings(scored.retimed, place)
        # where a sensor is missing that began first, the night begins later now than its samples
        # say: the report is drawn from the stored samples then, as any later one will be
        begun = {scored.night.start, *(one.start for one in recordings)}
        moved = not store and (len(begun) > 1 or scored.retimed)
        failed = _finish(folder, aside, scored.night, at_hand=() if moved else scored.envelopes)
    if failed is not None:
        raise failed


def _keep_origin(folder: Path, aside: Path, content: bytes) -> None:
    """Keep beside the samples what the results say too, so that damaged results can be mended."""
    place = folder / ORIGIN
    if not place.exists() or place.read_bytes() != content:
        write_whole(aside / ORIGIN, content)


def _finish(
    folder: Path, aside: Path, night: Night, *, at_hand: tuple[NightEnvelope, ...]
) -> Exception | None:
    """Write results that are not in force yet; give why there is no report of them."""
    write_results(aside, night)
    try:
        report = draw_report(folder, results=aside, at_hand=at_hand)
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs no result
        return error
    write_whole(aside / REPORT, report)
    return None


def night_of(
    analysis: Analysis,
    files: LaboratoryFiles,
    *,
    rules: str | Rules,
    age: float | None,
    origin: Origin,
) -> Night:
    """Score what was analysed.

    Raises
    ------
    UnreadableFile
        If a file of the laboratory is no scoring.
    CommandError
        If it is of another night.
    """
    chosen = rules if isinstance(rules, Rules) else rules_by_name(rules)
    told = told_bed(origin, analysis.recordings[0].start)
    night = score_tracks(
        analysis.tracks,
        analysis.recordings,
        rules=chosen,
        age=age,
        told=told,
        awake=origin.test is not None,
    )
    if files:
        # its movements tell how the laboratory's clock stood to ours
        from limbwatch.cli.making.laboratory import laboratory_on

        night = score_tracks(
            analysis.tracks,
            analysis.recordings,
            rules=chosen,
            age=age,
            laboratory=laboratory_on(night, files),
        )
    return replace(night, origin=origin.of(analysis.recordings))


def source_of(folder: Path, night: Night) -> NightSource:
    """Give a night that was scored as if it were read from its folder."""
    return NightSource(folder=folder, summary=summarise(night), events=tuple(night.events))


def write_results(place: Path, night: Night) -> None:
    """Write the results of a night, but for its report, where nobody reads them yet."""
    write_whole(place / EVENTS, events_table(night))
    write_whole(place / SUMMARY, summary_bytes(summarise(night)))
