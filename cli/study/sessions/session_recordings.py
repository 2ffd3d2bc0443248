"""What a session of a study is made of: its files, read, and the rows that cannot be."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import CommandError, reason_of
from limbwatch.cli.making.days import nights_in
from limbwatch.cli.making.far_clocks import brought_together
from limbwatch.cli.making.split import Split
from limbwatch.cli.making.told_nights import recordings_told, told_parts
from limbwatch.cli.night.laboratory_files import LaboratoryFiles, named_files
from limbwatch.cli.night.listed.made_of import sha256_of
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.long_recordings import Stretches, are_large, stored_apart
from limbwatch.cli.reading.recordings import Clocks, read_sources
from limbwatch.cli.reading.sources import same_content
from limbwatch.cli.reading.written import DiarySource, written_of
from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.cli.study.sessions.checking import StudySession
from limbwatch.cli.study.sessions.session_record import InputFile
from limbwatch.sensor import Recording, UnreadableFile
from limbwatch.sensor.files.axes_apart import other_axes
from limbwatch.sensor.files.containers.unisens_entries import files_of_measurement
from limbwatch.sensor.files.containers.wfdb_header import files_of_record

LABORATORY_FILES: Final = ("hypnogram", "breathing")
"""Columns of the manifest that name a laboratory's scoring of the night."""
DIARY: Final = "diary"
"""The one that names a sleep diary."""
BESIDE_SAMPLES: Final = (*LABORATORY_FILES, DIARY)
"""Columns that name files which are read while a night is scored."""


class FailedRowsError(Exception):
    """Rows that cannot be read, each with its reason."""

    def __init__(self, failed: Sequence[tuple[ManifestRow, str]], *, lasting: bool = True) -> None:
        super().__init__()
        self.failed = tuple((row.placement, row.path, reason) for row, reason in failed)
        self.lasting = lasting


def inputs_of(session: StudySession) -> tuple[InputFile, ...]:
    """Look at the files of a session: size, time of change and content."""
    found: list[InputFile] = []
    named = [(row, row.placement, row.path) for row in session.rows]
    named += [
        (row, row.placement, Path(row.path).with_name(one.name).as_posix())
        for row in session.rows
        for one in (
            *other_axes(Path(session.place) / row.path),
            *files_of_record(Path(session.place) / row.path),
            *files_of_measurement(Path(session.place) / row.path),
        )
    ]
    named += [
        (session.rows[0], what, session.said(what)) for what in BESIDE_SAMPLES if session.said(what)
    ]
    for row, what, name in named:
        path = Path(session.place) / name
        try:
            about = path.stat()
            digest = sha256_of(path)
        except OSError as error:
            why = f"{path} cannot be read: {reason_of(error)}."
            raise FailedRowsError([(row, why)], lasting=False) from error
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


def require_steady(session: StudySession, inputs: Sequence[InputFile]) -> None:
    """Refuse what was read of files that were changed since they were looked at.

    Else samples of a part might be known by the hash of the whole. The next run tries again.
    """
    for one in inputs:
        if not one.is_as_before(Path(session.place)):
            row = next((row for row in session.rows if row.path == one.path), session.rows[0])
            why = (
                f"{Path(session.place) / one.path} was changed while it was read: it is still "
                "being written, or copied. Run the study again when it is complete."
            )
            raise FailedRowsError([(row, why)], lasting=False)


def require_different(session: StudySession, inputs: Sequence[InputFile]) -> None:
    """Refuse one recording under two names."""
    first: dict[str, InputFile] = {}
    for row, one in zip(session.rows, inputs, strict=False):
        same = first.setdefault(one.sha256, one)
        if same.path != one.path:
            why = same_content((row.placement, row.path), (same.placement, same.path))
            raise FailedRowsError([(row, why)])


def stretches_of(session: StudySession, place: Path, shelf: ExitStack) -> Sequence[Stretches]:
    """Read the files of a session; what is large is read piece by piece, and lies on the shelf."""
    try:
        files = session.files()
    except CommandError as error:  # all was well a moment ago
        raise FailedRowsError([(session.rows[0], str(error))], lasting=False) from error
    sources = tuple(file.source for file in files)
    if are_large(sources):
        start = next((file.start for file in files if file.start), None)
        clocks = Clocks(session.zone, session.clock, start)
        with _told_of_session(session):
            return shelf.enter_context(stored_apart(sources, clocks, place))
    read: list[Recording] = []
    failed = []
    for row, file in zip(session.rows, files, strict=True):
        try:
            clocks = Clocks(session.zone, session.clock, file.start)
            read += read_sources((file.source,), clocks)
        except (UnreadableFile, CommandError) as error:
            failed.append((row, str(error)))
        except OSError as error:
            why = f"{file.source.path} cannot be read: {reason_of(error)}."
            raise FailedRowsError([(row, why)], lasting=False) from error
        except Exception as error:  # noqa: BLE001 - one file must not cost the study
            failed.append((row, unforeseen(error)))
    if failed:
        raise FailedRowsError(failed)
    with _told_of_session(session):
        return one_per_placement(tuple(read), tuple(source.path.name for source in sources))


def nights_of(
    session: StudySession,
    sensors: Sequence[Stretches],
    origin: Origin,
    warn: Callable[[str], None],
) -> Iterator[tuple[tuple[Recording, ...], Origin]]:
    """Give the night of a session, or one after the other where it holds several.

    Nights that the diary says nothing of are warned of.
    """
    with _told_of_session(session):
        sensors = brought_together(sensors, keep_clocks=origin.keep_clocks)
        found = nights_in(sensors, Split())
        written = _written(session)
        if len(found.nights) > 1 and (laboratory_of(session) or written.one):
            raise CommandError(
                f"the recording holds {len(found.nights)} nights, and lights, hypnogram and "
                "breathing are of one. Give that night's files a session of its own, or a diary."
            )
        told = told_parts(found, origin, written, zone=session.zone, warn=warn)
    for night, of_night in zip(found.nights, told, strict=True):
        with _told_of_session(session):
            recordings = recordings_told(sensors, night, of_night, zone=session.zone)
        if recordings:
            yield recordings, of_night


def _written(session: StudySession) -> DiarySource:
    """Understand what the manifest says of the time in bed."""
    diary = session.said(DIARY)
    return written_of(
        Path(session.place, diary) if diary else None,
        session.said("lights_off") or None,
        session.said("lights_on") or None,
        session.subject,
    )


@contextmanager
def _told_of_session(session: StudySession) -> Iterator[None]:
    """Lay what is wrong with a session as a whole at its first row."""
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
    """Say what nobody foresaw, and how to learn more."""
    return (
        f"could not be scored: {type(error).__name__}: {error}. This is a fault of limbwatch; "
        "limbwatch replay of the same file tells more."
    )


def laboratory_of(session: StudySession) -> LaboratoryFiles:
    """Open what a laboratory scored of the night."""
    hypnogram, breathing = (
        Path(session.place, text) if text else None for text in map(session.said, LABORATORY_FILES)
    )
    return named_files(hypnogram, breathing)
