"""Sessions in the folder of a study that its manifest no longer names, as after a new label."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from limbwatch.cli.study.sessions.checking import CheckedRows, StudySession
from limbwatch.cli.study.sessions.same_files import is_recording
from limbwatch.cli.study.sessions.session_record import RECORD, SessionRecord, read_record
from limbwatch.cli.words import counted

_NAMED: Final = 3
"""Most sessions that a sentence names; chosen."""


def unnamed_warnings(
    out: Path, checked: CheckedRows, made: Sequence[tuple[StudySession, SessionRecord]]
) -> Iterator[str]:
    """Warn of scored sessions that no row names, and of those whose recordings another one has."""
    rows = [row for session in checked.sessions for row in session.rows]
    rows += [fault.row for fault in checked.faults]
    named = {(row.subject, row.session) for row in rows}
    places = sorted({*out.glob(f"sub-*/{RECORD}"), *out.glob(f"sub-*/ses-*/{RECORD}")})
    found = [place.parent for place in places if _labels_of(place.parent, out) not in named]
    if not found:
        return
    shown = ", ".join(place.relative_to(out).as_posix() for place in found[:_NAMED])
    shown += ", ..." if len(found) > _NAMED else ""
    yield (
        f"{out} holds {counted(len(found), 'session')} that the manifest does not name: {shown}. "
        "They are in no table, but their nights are found in the folder. Move or remove what is "
        "not of this study."
    )
    renamed = next(_renamed(out, found, made), None)
    if renamed is not None:
        before, now = renamed
        yield (
            f"the recordings of {before} are those of {now}, as after a new label: its notes and "
            "corrections were not taken along. To keep them, put the folder of the first in "
            "place of the other's, under its name, and run again."
        )


def _labels_of(place: Path, out: Path) -> tuple[str, str]:
    subject, *session = place.relative_to(out).parts
    return subject.removeprefix("sub-"), "".join(session).removeprefix("ses-")


def _renamed(
    out: Path, found: Sequence[Path], made: Sequence[tuple[StudySession, SessionRecord]]
) -> Iterator[tuple[str, str]]:
    now = {
        file.sha256: session.name
        for session, record in made
        for file in record.inputs
        if is_recording(file)
    }
    for place in found:
        record = read_record(place)
        for file in () if record is None else record.inputs:
            if file.sha256 in now:
                yield place.relative_to(out).as_posix(), now[file.sha256]
