"""One session of a study: files in, finished nights out, or the reasons why not.

This is what travels to a worker: plain texts and paths, never samples.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.making.days import nights_in, one_night, part_of, recordings_of_night
from limbwatch.cli.making.finished_night import night_of, write_results
from limbwatch.cli.making.split import Split
from limbwatch.cli.making.tracks import analysis_of, condensed
from limbwatch.cli.night.folder import (
    CAPTURE,
    CORRECTIONS,
    NOTES,
    ORIGIN,
    RECORDING,
    REPORT,
    WEARER,
    night_date,
)
from limbwatch.cli.night.laboratory_files import LaboratoryFiles, keep_files, named_files
from limbwatch.cli.night.new_folder import new_night
from limbwatch.cli.night.origins import origin_bytes, sha256_of
from limbwatch.cli.night.results import new_results
from limbwatch.cli.night.whole_files import write_whole, writing
from limbwatch.cli.reading.descriptions import asked_of
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.long_recordings import Stretches, are_large, stored_apart
from limbwatch.cli.reading.recordings import read_sources
from limbwatch.cli.reading.written import written_of
from limbwatch.cli.report.document import draw_report
from limbwatch.cli.study.checking import SensorFile, StudySession
from limbwatch.cli.study.faults import Fault
from limbwatch.cli.study.manifest import ManifestRow
from limbwatch.cli.study.session_record import (
    InputFile,
    SessionRecord,
    StudyOptions,
    asked_of_session,
    complete,
    faults_of,
    place_of_session,
    read_record,
    same_way,
    write_record,
)
from limbwatch.sensor import Recording, UnreadableFile, aligned

_PERSONS: Final = (NOTES, CORRECTIONS, WEARER, CAPTURE)
"""Files in a night's folder that a person made, or that cannot be made again."""
LABORATORY_FILES: Final = ("hypnogram", "breathing")
"""Columns of the manifest that name a laboratory's scoring of the night."""
_PRIVATE: Final = 0o077


class Outcome(NamedTuple):
    """What became of a session."""

    session: StudySession
    record: SessionRecord | None
    faults: tuple[Fault, ...] = ()


class _FailedRowsError(Exception):
    """Rows that cannot be read, each with its reason."""

    def __init__(self, failed: Sequence[tuple[ManifestRow, str]], *, lasting: bool = True) -> None:
        super().__init__()
        self.failed = tuple((row.placement, row.path, reason) for row, reason in failed)
        self.lasting = lasting


def score_session(session: StudySession, options: StudyOptions, out: str) -> Outcome:
    """Score a session, unless the same was done before.

    Parameters
    ----------
    session : StudySession
    options : StudyOptions
    out : str
        Folder of the results, which every worker sees by this path.

    Returns
    -------
    Outcome
        Of the nights each is there whole, or none is and the faults say why.

    Raises
    ------
    CommandError
        If results cannot be written.
    """
    os.umask(_PRIVATE)  # a worker on another machine has its own
    place = place_of_session(Path(out), session)
    before = read_record(place)
    asked = asked_of_session(session, options)
    inputs: tuple[InputFile, ...] = ()
    nights: list[str] = []
    try:
        inputs = _inputs(session)
        if before is not None and same_way(before, session, options) and complete(place, before):
            content = [(one.placement, one.sha256) for one in inputs]
            if content == [(one.placement, one.sha256) for one in before.inputs]:
                record = replace(before, inputs=inputs)
                return _recorded(place, session, record)
        _require_different(session, inputs)
        origin = _origin(session, options, inputs)
        with ExitStack() as shelf:
            sensors = _read(session, place, shelf)
            warnings = tuple(
                f"{one.placement.words}: {said}" for one in sensors for said in one.quality.warnings
            )
            for recordings, of_night in _nights(session, sensors, origin):
                nights.append(
                    _make(place, recordings, session=session, options=options, origin=of_night)
                )
    except _FailedRowsError as failed:
        # a session is scored whole or not at all
        _take_away(place, nights)
        if not failed.lasting:  # the disk, not the file: the next run tries again
            return Outcome(session, None, faults_of(session, failed.failed))
        record = SessionRecord(asked=asked, inputs=inputs, failed=failed.failed)
    else:
        record = SessionRecord(asked=asked, inputs=inputs, nights=tuple(nights), warnings=warnings)
    if before is not None:
        _take_away(place, [night for night in before.nights if night not in record.nights])
    return _recorded(place, session, record)


def _recorded(place: Path, session: StudySession, record: SessionRecord) -> Outcome:
    with writing(place, option="-o"):
        write_record(place, record)
    return Outcome(session, record, record.faults(session))


def _inputs(session: StudySession) -> tuple[InputFile, ...]:
    found: list[InputFile] = []
    named = [(row, row.placement, row.path) for row in session.rows]
    named += [
        (session.rows[0], what, session.said(what))
        for what in LABORATORY_FILES
        if session.said(what)
    ]
    for row, what, name in named:
        path = Path(session.place) / name
        try:
            about = path.stat()
            digest = sha256_of(path)
        except OSError as error:
            why = f"{path} cannot be read: {reason_of(error)}."
            raise _FailedRowsError([(row, why)], lasting=False) from error
        found.append(
            InputFile(
                placement=what,
                path=name,
                bytes=about.st_size,
                modified_ns=about.st_mtime_ns,
                sha256=digest,
            )
        )
    return tuple(found)


def _require_different(session: StudySession, inputs: Sequence[InputFile]) -> None:
    """Refuse one recording under two names."""
    first: dict[str, InputFile] = {}
    for row, one in zip(session.rows, inputs, strict=False):
        same = first.setdefault(one.sha256, one)
        if same.path != one.path:
            why = (
                f"{row.placement}={row.path} has the same content as {same.placement}={same.path}: "
                "two sensors never record the same. Give each placement the file of its own sensor."
            )
            raise _FailedRowsError([(row, why)])


def _read(session: StudySession, place: Path, shelf: ExitStack) -> Sequence[Stretches]:
    """Read the files of a session; what is large is read piece by piece, and lies on the shelf."""
    try:
        files = session.files()
    except CommandError as error:  # all was well a moment ago
        raise _FailedRowsError([(session.rows[0], str(error))], lasting=False) from error
    sources = tuple(file.source for file in files)
    if are_large(sources):
        return _read_large(session, files, place, shelf)
    read, failed = [], []
    for row, file in zip(session.rows, files, strict=True):
        try:
            read.append(_recording(session, file))
        except (UnreadableFile, CommandError) as error:
            failed.append((row, str(error)))
        except OSError as error:
            why = f"{file.source.path} cannot be read: {reason_of(error)}."
            raise _FailedRowsError([(row, why)], lasting=False) from error
        except Exception as error:  # noqa: BLE001 - one file must not cost the study
            failed.append((row, _unforeseen(error)))
    if failed:
        raise _FailedRowsError(failed)
    with _told_of_session(session):
        return one_per_placement(tuple(read), tuple(source.path.name for source in sources))


def _read_large(
    session: StudySession, files: Sequence[SensorFile], place: Path, shelf: ExitStack
) -> Sequence[Stretches]:
    with _told_of_session(session):
        return shelf.enter_context(
            stored_apart(
                tuple(file.source for file in files),
                zone=session.zone,
                clock=session.clock,
                start=next((file.start for file in files if file.start), None),
                room=place,
            )
        )


def _nights(
    session: StudySession, sensors: Sequence[Stretches], origin: Origin
) -> Iterator[tuple[tuple[Recording, ...], Origin]]:
    """Give the night of a session, or one after the other where it holds several."""
    with _told_of_session(session):
        parts, days = nights_in(sensors, Split())
        written = written_of(
            None, session.said("lights_off") or None, session.said("lights_on") or None, None
        )
        alone = len(parts) == 1 and not days
        if len(parts) == 1:
            origin = written.told(origin, parts[0].evening, parts[0].begin, lambda _: None)
        if alone:
            recordings = one_night(sensors)
        elif len(parts) > 1 and (_laboratory(session) or written.diary):
            raise CommandError(
                f"the recording holds {len(parts)} nights, and lights, hypnogram and breathing are "
                "of one. Give that night's files a session of its own.",
                exit_code=ExitCode.USAGE,
            )
    if alone:
        yield recordings, origin
        return
    for number, night in enumerate(parts, start=1):
        of_night = part_of(parts, number, origin)
        with _told_of_session(session):
            recordings = recordings_of_night(sensors, night, of_night)
        if recordings:
            yield recordings, of_night


@contextmanager
def _told_of_session(session: StudySession) -> Iterator[None]:
    """Lay what is wrong with a session as a whole at its first row."""
    try:
        yield
    except (UnreadableFile, CommandError) as error:
        why = f"{session.name}: {error}"
    except _FailedRowsError:
        raise
    except Exception as error:  # noqa: BLE001 - one session must not cost the study
        why = f"{session.name} {_unforeseen(error)}"
    else:
        return
    raise _FailedRowsError([(session.rows[0], why)])


def _recording(session: StudySession, file: SensorFile) -> Recording:
    (found,) = read_sources(
        (file.source,),
        zone=session.zone,
        clock=session.clock,
        start=file.start,
        rate=None,
        unit=None,
    )
    return found


def _unforeseen(error: Exception) -> str:
    return (
        f"could not be scored: {type(error).__name__}: {error}. This is a fault of limbwatch; "
        "limbwatch replay of the same file tells more."
    )


def _make(
    place: Path,
    recordings: tuple[Recording, ...],
    *,
    session: StudySession,
    options: StudyOptions,
    origin: Origin,
) -> str:
    """Make a night, or make it anew in its folder; give its name."""
    start = aligned(recordings)[0].start
    folder = place / (origin.evening or night_date(start))
    if folder.exists():  # by other options, or by a run that was cut off
        with new_results(folder) as aside:
            _fill(aside, recordings, folder=folder, session=session, options=options, origin=origin)
    else:
        with new_night(place, start, evening=origin.evening) as making:
            _fill(
                making.path,
                recordings,
                folder=making.path,
                session=session,
                options=options,
                origin=origin,
            )
    return folder.name


def _fill(
    results: Path,
    recordings: tuple[Recording, ...],
    *,
    folder: Path,
    session: StudySession,
    options: StudyOptions,
    origin: Origin,
) -> None:
    """Write the results of a night where nobody sees them yet."""
    store = results / RECORDING if options.samples else None
    if store is not None:
        store.mkdir()
    laboratory = _laboratory(session)
    with analysis_of(recordings, store=store, keep_clocks=options.keep_clocks) as analysis:
        try:
            night = night_of(
                analysis,
                laboratory,
                rules=options.rules,
                age=session.age,
                origin=replace(origin, asked={**origin.asked, **laboratory.asked}),
            )
        except (UnreadableFile, CommandError) as error:
            raise _FailedRowsError([(session.rows[0], str(error))]) from error
        except Exception as error:  # one night must not cost the study
            raise _FailedRowsError([(session.rows[0], _unforeseen(error))]) from error
        write_results(results, night)
        keep_files(results, laboratory, night=None if results == folder else folder)
        if store is not None:
            write_whole(results / ORIGIN, origin_bytes(night.origin))
        analysis.stored.result()
        if options.reports:
            at_hand = condensed(analysis.tracks)
            write_whole(results / REPORT, draw_report(folder, results=results, at_hand=at_hand))


def _laboratory(session: StudySession) -> LaboratoryFiles:
    hypnogram, breathing = (
        Path(session.place, text) if text else None for text in map(session.said, LABORATORY_FILES)
    )
    return named_files(hypnogram, breathing)


def _origin(session: StudySession, options: StudyOptions, inputs: Sequence[InputFile]) -> Origin:
    """Write down whose the night is and what it is made of, as ``replay`` does."""
    files = session.files()
    return Origin(
        subject=session.subject,
        session=session.session or None,
        source=tuple(
            SourceFile(
                placement=file.source.placement, name=file.source.path.name, sha256=one.sha256
            )
            for file, one in zip(files, inputs, strict=False)
        ),
        asked=asked_of(
            tuple(file.source for file in files),
            start=next((row.start for row in session.rows if row.start), None),
            timezone=str(session.zone),
            device_clock=session.said("device_clock") or None,
            keep_clocks=options.keep_clocks,
        ),
    )


def _take_away(place: Path, nights: Sequence[str]) -> None:
    """Take away nights that are not of this session any more; what a person wrote stays."""
    for night in nights:
        if not any((place / night / name).exists() for name in _PERSONS):
            shutil.rmtree(place / night, ignore_errors=True)
