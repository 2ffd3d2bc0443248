"""One session of a study: files in, finished nights out, or the reasons why not.

Runs on workers: only plain texts and paths are sent, never samples.
"""

import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making.finished_night import write_night
from limbwatch.cli.making.scored_tracks import night_of
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.making.tracks import analysis_of
from limbwatch.cli.night.folder import (
    CAPTURE,
    CORRECTIONS,
    NOTES,
    RECORDING,
    WEARER,
    night_date,
)
from limbwatch.cli.night.new_folder import new_night
from limbwatch.cli.night.scored.results import lock_results, new_results
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.scored.scoring_code import scoring_code
from limbwatch.cli.night.whole_files import writing
from limbwatch.cli.reading.descriptions import asked_of
from limbwatch.cli.study.sessions.checking import Fault, StudySession
from limbwatch.cli.study.sessions.session_record import (
    InputFile,
    SessionRecord,
    StudyOptions,
    asked_of_session,
    complete,
    faults_of,
    read_record,
    same_way,
    write_record,
)
from limbwatch.cli.study.sessions.session_recordings import (
    BESIDE_SAMPLES,
    FailedRowsError,
    inputs_of,
    laboratory_of,
    nights_of,
    require_different,
    require_steady,
    stretches_of,
    unforeseen,
)
from limbwatch.sensor import Recording, UnreadableFile, aligned

_IRREPLACEABLE: Final = (NOTES, CORRECTIONS, WEARER, CAPTURE)
"""Files in a night's folder that a person made, or that cannot be made again."""
_PRIVATE: Final = 0o077
"""File mode mask: nobody else may read results."""


class Outcome(NamedTuple):
    """Result of scoring a session; ``unchanged`` if the same content was scored alike before."""

    session: StudySession
    record: SessionRecord | None
    faults: tuple[Fault, ...] = ()
    unchanged: bool = False


def score_session(session: StudySession, options: StudyOptions, out: str) -> Outcome:
    """Score a session into a folder that all workers share, unless it was done before.

    Either all its nights are complete, or there are none and the faults say why.

    Raises
    ------
    CommandError
        If results cannot be written.
    """
    os.umask(_PRIVATE)  # a worker on another machine has its own mask
    place = Path(out) / session.name
    before = read_record(place)
    asked = asked_of_session(session, options)
    inputs: tuple[InputFile, ...] = ()
    nights: list[str] = []
    remarks: list[str] = []
    try:
        inputs = inputs_of(session)
        if before is not None and same_way(before, session, options) and complete(place, before):
            content = [(file.placement, file.sha256) for file in inputs]
            if content == [(file.placement, file.sha256) for file in before.inputs]:
                record = replace(before, inputs=inputs)
                return _record_outcome(place, session, record)._replace(unchanged=True)
        require_different(session, inputs)
        origin = _origin(session, options, inputs)
        with ExitStack() as shelf:
            sensors = stretches_of(session, place, shelf)
            require_steady(session, inputs)
            warnings = tuple(
                f"{sensor.placement.words}: {warning}"
                for sensor in sensors
                for warning in sensor.quality.warnings
            )
            for recordings, night_origin in nights_of(session, sensors, origin, remarks.append):
                nights.append(_score_night(place, recordings, session, options, night_origin))
        require_steady(session, [file for file in inputs if file.placement in BESIDE_SAMPLES])
    except FailedRowsError as failed:
        # a session is scored completely or not at all
        _remove_nights(place, nights)
        if not failed.lasting:  # the disk failed, not the file: the next run tries again
            return Outcome(session, None, faults_of(session, failed.failed))
        record = SessionRecord(
            code=scoring_code(), asked=asked, inputs=inputs, failed=failed.failed
        )
    else:
        record = SessionRecord(
            code=scoring_code(),
            asked=asked,
            inputs=inputs,
            nights=tuple(nights),
            warnings=warnings,
            remarks=tuple(remarks),
        )
    if before is not None:
        _remove_nights(place, [night for night in before.nights if night not in record.nights])
    return _record_outcome(place, session, record)


def _record_outcome(place: Path, session: StudySession, record: SessionRecord) -> Outcome:
    with writing(place, option="-o"):
        write_record(place, record)
    return Outcome(session, record, faults_of(session, record.failed))


def _score_night(
    place: Path,
    recordings: tuple[Recording, ...],
    session: StudySession,
    options: StudyOptions,
    origin: Origin,
) -> str:
    """Score a night into a new folder, or anew into its old one; return its name."""
    start = aligned(recordings)[0].start
    folder = place / (origin.evening or night_date(start))
    by = ScoredBy(options.rules, session.age)
    wish = ScoringWish(by, origin=origin, laboratory=laboratory_of(session))
    if folder.exists():  # from other options, or an interrupted run
        with lock_results(folder), new_results(folder) as aside:
            _write_results(aside, recordings, wish, session, options, before=folder)
    else:
        with new_night(place, start, evening=origin.evening) as making:
            _write_results(making.path, recordings, wish, session, options)
    return folder.name


def _write_results(
    results: Path,
    recordings: tuple[Recording, ...],
    wish: ScoringWish,
    session: StudySession,
    options: StudyOptions,
    *,
    before: Path | None = None,
) -> None:
    """Write the results of a night where nobody can see them yet."""
    store = results / RECORDING if options.samples else None
    if store is not None:
        store.mkdir()
    with analysis_of(recordings, wish.origin, store=store) as analysis:
        try:
            night = night_of(analysis.tracks, analysis.recordings, wish)
        except (UnreadableFile, CommandError) as error:
            raise FailedRowsError([(session.rows[0], str(error))]) from error
        except Exception as error:  # one night must not stop the study
            raise FailedRowsError([(session.rows[0], unforeseen(error))]) from error
        failed = write_night(results, analysis, night, wish, folder=before, report=options.reports)
    if failed is not None:
        raise failed


def _origin(session: StudySession, options: StudyOptions, inputs: Sequence[InputFile]) -> Origin:
    """Return whose the night is and what it is made of, as ``replay`` records it."""
    sources = session.files()
    return Origin(
        subject=session.subject,
        session=session.session or None,
        source=tuple(
            SourceFile(placement=source.placement, name=source.path.name, sha256=file_record.sha256)
            for source, file_record in zip(sources, inputs, strict=False)
        ),
        asked=asked_of(
            sources,
            timezone=str(session.zone),
            device_clock=session.stated("device_clock") or None,
            keep_clocks=options.keep_clocks,
        ),
    )


def _remove_nights(place: Path, nights: Sequence[str]) -> None:
    """Remove nights that no longer belong to the session, unless a person wrote something there."""
    for night in nights:
        if not any((place / night / name).exists() for name in _IRREPLACEABLE):
            shutil.rmtree(place / night, ignore_errors=True)
