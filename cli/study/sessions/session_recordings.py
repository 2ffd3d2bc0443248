"""The recordings of a session, read, or the rows that cannot be."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import CommandError, reason_of
from limbwatch.cli.making.days import nights_in, origins_of_nights, read_night_recordings
from limbwatch.cli.making.far_clocks import align_far_clocks
from limbwatch.cli.making.split import Split
from limbwatch.cli.night.laboratory_files import LaboratoryFiles, named_files
from limbwatch.cli.night.listed.made_of import sha256_of
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.long_recordings import are_large, stored_one_by_one
from limbwatch.cli.reading.recordings import Clocks, read_sources
from limbwatch.cli.reading.sources import same_content
from limbwatch.cli.reading.steady_files import files_beside
from limbwatch.cli.reading.written import DiarySource, written_of
from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.cli.study.sessions.checking import StudySession
from limbwatch.cli.study.sessions.session_record import InputFile
from limbwatch.sensor import Recording, UnreadableFile
from limbwatch.sensor.long_recording import AnyRecording

LABORATORY_FILES: Final = ("hypnogram", "breathing")
"""Columns that name a laboratory's scoring of the night."""
DIARY: Final = "diary"
"""Column that names a sleep diary."""
BESIDE_SAMPLES: Final = (*LABORATORY_FILES, DIARY)
"""Columns of files that are read while a night is scored."""


class FailedRowsError(Exception):
    """Rows that cannot be read, with reasons; a failure that is not lasting may go away."""

    def __init__(self, failed: Sequence[tuple[ManifestRow, str]], *, lasting: bool = True) -> None:
        super().__init__()
        self.failed = tuple((row.placement, row.path, reason) for row, reason in failed)
        self.lasting = lasting


def inputs_of(session: StudySession) -> tuple[InputFile, ...]:
    """Return size, modification time and hash of every file of a session."""
    inputs: list[InputFile] = []
    files = [(row, row.placement, row.path) for row in session.rows]
    files += [
        (row, row.placement, Path(row.path).with_name(name).as_posix())
        for row in session.rows
        for name in files_beside(Path(session.place) / row.path)
    ]
    files += [
        (session.rows[0], column, session.stated(column))
        for column in BESIDE_SAMPLES
        if session.stated(column)
    ]
    for row, column, name in files:
        path = Path(session.place) / name
        try:
            stat = path.stat()
            digest = sha256_of(path)
        except OSError as error:
            why = f"{path} cannot be read: {reason_of(error)}."
            raise FailedRowsError([(row, why)], lasting=False) from error
        inputs.append(
            InputFile(
                placement=column,
                path=name,
                bytes=stat.st_size,
                modified_ns=stat.st_mtime_ns,
                sha256=digest,
            )
        )
    return tuple(inputs)


def require_steady(session: StudySession, inputs: Sequence[InputFile]) -> None:
    """Refuse files that changed since `inputs_of` looked at them.

    Otherwise samples of a part could be recorded under the hash of the whole. The next run tries
    again.
    """
    for file in inputs:
        if not file.is_as_before(Path(session.place)):
            row = next((row for row in session.rows if row.path == file.path), session.rows[0])
            why = (
                f"{Path(session.place) / file.path} was changed while it was read: it is still "
                "being written, or copied. Run the study again when it is complete."
            )
            raise FailedRowsError([(row, why)], lasting=False)


def require_different(session: StudySession, inputs: Sequence[InputFile]) -> None:
    """Refuse the same recording under two names."""
    first: dict[str, InputFile] = {}
    for row, file in zip(session.rows, inputs, strict=False):
        same = first.setdefault(file.sha256, file)
        if same.path != file.path:
            why = same_content((row.placement, row.path), (same.placement, same.path))
            raise FailedRowsError([(row, why)])


def stretches_of(session: StudySession, place: Path, shelf: ExitStack) -> Sequence[AnyRecording]:
    """Read the files of a session; large ones are read in pieces and stored on the shelf."""
    try:
        sources = session.files()
    except CommandError as error:  # the rows were checked, so a file changed since
        raise FailedRowsError([(session.rows[0], str(error))], lasting=False) from error
    # without a start: that of the clocks would replace the start of every row
    clocks = Clocks(session.zone, session.clock)
    if are_large(sources):
        with _session_errors(session):
            return shelf.enter_context(stored_one_by_one(sources, clocks, place))
    read: list[Recording] = []
    failed = []
    for row, source in zip(session.rows, sources, strict=True):
        try:
            read += read_sources((source,), clocks)
        except (UnreadableFile, CommandError) as error:
            failed.append((row, str(error)))
        except OSError as error:
            why = f"{source.path} cannot be read: {reason_of(error)}."
            raise FailedRowsError([(row, why)], lasting=False) from error
        except Exception as error:  # noqa: BLE001 - one file must not cost the study
            failed.append((row, unforeseen(error)))
    if failed:
        raise FailedRowsError(failed)
    with _session_errors(session):
        return one_per_placement(tuple(read), tuple(source.path.name for source in sources))


def nights_of(
    session: StudySession,
    sensors: Sequence[AnyRecording],
    origin: Origin,
    warn: Callable[[str], None],
) -> Iterator[tuple[tuple[Recording, ...], Origin]]:
    """Yield the nights of a session with their origin.

    ``warn`` is called for nights that the diary does not mention.
    """
    with _session_errors(session):
        sensors = align_far_clocks(sensors, keep_clocks=origin.keep_clocks)
        found = nights_in(sensors, Split())
        diary = _diary_of(session)
        if len(found.nights) > 1 and (laboratory_of(session) or diary.one):
            raise CommandError(
                f"the recording holds {len(found.nights)} nights, but lights, hypnogram and "
                "breathing are for one. Give that night's files a session of its own, or a diary."
            )
        origins = origins_of_nights(found, origin, diary, zone=session.zone, warn=warn)
    for night, night_origin in zip(found.nights, origins, strict=True):
        with _session_errors(session):
            recordings = read_night_recordings(sensors, night, night_origin, zone=session.zone)
        if recordings:
            yield recordings, night_origin


def _diary_of(session: StudySession) -> DiarySource:
    """Return what the manifest says about the time in bed."""
    diary = session.stated(DIARY)
    return written_of(
        Path(session.place, diary) if diary else None,
        session.stated("lights_off") or None,
        session.stated("lights_on") or None,
        session.subject,
    )


@contextmanager
def _session_errors(session: StudySession) -> Iterator[None]:
    """Turn errors about the whole session into a fault of its first row."""
    try:
        yield
    except (UnreadableFile, CommandError) as error:
        why = f"{session.name}: {error}"
    except FailedRowsError:
        raise
    except Exception as error:  # noqa: BLE001 - one session must not cost the study
        why = f"{session.name} {unforeseen(error)}"
    else:
        return
    raise FailedRowsError([(session.rows[0], why)])


def unforeseen(error: Exception) -> str:
    """Describe an unexpected error, and how to learn more."""
    return (
        f"could not be scored: {type(error).__name__}: {error}. This is a fault of limbwatch; "
        "limbwatch replay of the same file says more."
    )


def laboratory_of(session: StudySession) -> LaboratoryFiles:
    """Open the laboratory's scoring of the night."""
    hypnogram, breathing = (
        Path(session.place, text) if text else None
        for text in map(session.stated, LABORATORY_FILES)
    )
    return named_files(hypnogram, breathing)
