"""The one path from recordings, or the capture of a running one, to a finished night folder."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from limbwatch.classify.night import Night
from limbwatch.classify.origin import TEST
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.classify.summary import summarise
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making.kept_samples import kept_samples
from limbwatch.cli.making.scored_tracks import night_of
from limbwatch.cli.making.scoring_wish import ScoringWish, wish_of
from limbwatch.cli.making.tracks import Analysis, analysis_of, condensed, store_recordings
from limbwatch.cli.night.folder import EVENTS, ORIGIN, RECORDING, REPORT, SUMMARY, night_date
from limbwatch.cli.night.laboratory_files import NO_FILES, keep_files, kept_files
from limbwatch.cli.night.listed.made_of import origin_of
from limbwatch.cli.night.new_folder import free_folder, new_night
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.results import lock_results, new_results
from limbwatch.cli.night.scored.scored_by import USUAL_RULES, ScoredBy, beside_samples
from limbwatch.cli.night.scored.scoring_code import scoring_code
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.night.whole_files import write_whole, writing
from limbwatch.cli.reading.steady_files import steady
from limbwatch.cli.report.document import draw_report, write_report
from limbwatch.cli.report.traces import NightEnvelope
from limbwatch.sensor import Recording, aligned


def score_recordings(recordings: tuple[Recording, ...], wish: ScoringWish) -> Night:
    """Score the recordings of one night, one for each placement, without storing anything."""
    with analysis_of(recordings, wish.origin, store=None) as analysis:
        return night_of(analysis.tracks, analysis.recordings, wish)


def make_night(
    nights: Path,
    recordings: tuple[Recording, ...],
    wish: ScoringWish,
    *,
    beside: Mapping[str, bytes] = {},
    there: Callable[[], Path | None] | None = None,
) -> Path:
    """Score recordings, one for each placement, and make the folder of their night.

    The folder appears only when complete. Samples are stored while they are analysed, which does
    not change a byte of the result. The folder of one person's nights is created if missing. Files
    ``beside`` the night, such as a scale, are given by file name; the report reads them. ``there``
    is as for `new_night`.

    Raises
    ------
    CommandError
        If the night cannot be written; nothing is left behind.
    """
    start = aligned(recordings)[0].start
    with (
        new_night(nights, start, evening=wish.origin.evening, there=there) as folder,
        steady(wish.laboratory.paths),  # read, copied and hashed: they must not change in between
    ):
        store = folder.path / RECORDING
        store.mkdir()
        with analysis_of(recordings, wish.origin, store=store) as analysis:
            night = night_of(analysis.tracks, analysis.recordings, wish)
            failed = write_night(folder.path, analysis, night, wish, beside=beside)
    if failed is not None:
        # the night is safe and its report can be drawn at any time: the error says where it is
        write_report(folder.path, at_hand=condensed(analysis.tracks))
    return folder.path


def write_night(
    place: Path,
    analysis: Analysis,
    night: Night,
    wish: ScoringWish,
    *,
    folder: Path | None = None,
    beside: Mapping[str, bytes] = {},
    report: bool = True,
    analysed: bool = True,
) -> Exception | None:
    """Write a night to a folder that is not in use yet: results, report and their sources.

    Samples may still be being stored in ``place``. If its results are to replace those of an
    existing night, that night is in ``folder``. The report, if it is wanted, is drawn from the
    analysis in memory, or from the stored samples if that is not what was ``analysed``. Return the
    error that prevented the report; it does not affect the results.
    """
    write_results(place, night)
    keep_files(place, wish.laboratory, night=folder)
    if (place / RECORDING).exists():
        _keep_origin(folder or place, place, beside_samples(night.origin, wish.by))
    for name, content in beside.items():
        write_whole(place / name, content)
    failed = None
    if report:  # samples may still be being packed
        at_hand = condensed(analysis.tracks) if analysed else ()
        failed = _try_to_draw(folder or place, place, at_hand=at_hand)
    analysis.stored.result()
    return failed


def _try_to_draw(
    folder: Path, place: Path, *, at_hand: tuple[NightEnvelope, ...] = ()
) -> Exception | None:
    """Draw the report of results not yet in force; return the error that prevented it."""
    try:
        drawn = draw_report(folder, results=place, at_hand=at_hand)
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs no result
        return error
    write_whole(place / REPORT, drawn)
    return None


def add_files(folder: Path, beside: Mapping[str, bytes]) -> None:
    """Put files given by a person into a night's folder and redraw its report.

    Raises
    ------
    CommandError
        If the files cannot be written.
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
    wish: ScoringWish,
    *,
    store: bool = True,
) -> None:
    """Score a night whose folder exists and replace all its results at once.

    Its notes and corrections are not touched. To ``store`` the samples replaces each sensor's file;
    samples whose clock was changed are always stored.

    Raises
    ------
    CommandError
        If a file cannot be written: the night is as before. If the report cannot be drawn, all
        else is replaced.
    """
    with (
        lock_results(folder),
        new_results(folder) as aside,
        steady(wish.laboratory.paths),
    ):
        place = aside / RECORDING
        place.mkdir()
        with analysis_of(recordings, wish.origin, store=place if store else None) as analysis:
            night = night_of(analysis.tracks, analysis.recordings, wish)
            if not store and analysis.retimed:
                store_recordings(analysis.recordings, place)
            # without the sensor that began first, the night begins later than its samples say:
            # draw the report from the stored samples, as any later report will be
            begun = {night.start, *(one.start for one in recordings)}
            moved = not store and (len(begun) > 1 or analysis.retimed)
            failed = write_night(aside, analysis, night, wish, folder=folder, analysed=not moved)
    if failed is not None:
        raise failed


def _keep_origin(folder: Path, aside: Path, content: bytes) -> None:
    """Store the origin beside the samples too, so that damaged results can be mended."""
    place = folder / ORIGIN
    if not place.exists() or place.read_bytes() != content:
        write_whole(aside / ORIGIN, content)


def write_results(place: Path, night: Night) -> None:
    """Write the results of a night, except its report, to a folder that is not in use yet."""
    write_whole(place / EVENTS, events_table(night))
    write_whole(place / SUMMARY, summary_bytes(replace(summarise(night), code=scoring_code())))


def by_other_rules(
    night: Path, *, rules: str | None, age: float | None, alone: bool = False
) -> NightSource:
    """Score a night again; None keeps the rules or the age that it was scored with.

    It is returned as if it had been read from its folder, which does not change.
    ``alone`` leaves out the laboratory's scoring, so that sleep is estimated.

    Raises
    ------
    CommandError
        If the night has no stored samples, or its rules are known only to a newer version.
    """
    known = wish_of(night)
    by = ScoredBy(rules or known.by.rules, known.by.age if age is None else age)
    try:
        rules_by_name(by.rules)
    except ValueError:
        raise CommandError(
            f"this night was scored by the rules {by.rules}, which this version does not know: "
            "choose others with --rules"
        ) from None
    wish = replace(known, by=by, laboratory=NO_FILES if alone else known.laboratory)
    scored = score_recordings(kept_samples(night), wish)
    return NightSource(folder=night, summary=summarise(scored), events=tuple(scored.events))


def reserve_night(nights: Path, start: datetime) -> Path:
    """Make the folder of a night whose recording begins now, empty and used by no other process.

    The folder of one person's nights is created if missing; the start is timezone-aware.

    Raises
    ------
    CommandError
        If the folder cannot be created.
    """
    with writing(nights):
        nights.mkdir(parents=True, exist_ok=True)
        return free_folder(nights, night_date(start))


def mark_wishes(folder: Path, *, test: str | None, by: ScoredBy) -> None:
    """Write down what a night is to be scored with before it is recorded.

    Default settings are written only to replace other settings written before. A test is recorded
    instead of a night; when a recording is resumed, what was written for it stays.

    Raises
    ------
    CommandError
        If the file cannot be written.
    """
    if test is None and by == ScoredBy(USUAL_RULES) and not (folder / ORIGIN).exists():
        return
    origin = origin_of(folder)  # a resumed recording stays what it was, such as a test
    if test is not None:
        origin = replace(origin, asked={**origin.asked, TEST: test})
    with writing(folder):
        (folder / ORIGIN).parent.mkdir(exist_ok=True)
        write_whole(folder / ORIGIN, beside_samples(origin, by))


def make_captured_night(folder: Path, by: ScoredBy) -> tuple[Recording, ...]:
    """Decode the capture in a folder and score it by the same path as replay.

    The capture may be finished or interrupted. Return the recordings decoded from it.

    Raises
    ------
    SensorError
        If it holds no sample, or part of it lies elsewhere and does not fit in here.
    CommandError
        If the folder cannot be written.
    """
    recordings = kept_samples(folder)
    wish = ScoringWish(by, origin=origin_of(folder), laboratory=kept_files(folder))
    fill_night(folder, recordings, wish)
    return recordings
