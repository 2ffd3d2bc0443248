"""Files that several sessions share: perhaps one was mistaken for another."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from limbwatch.cli.study.sessions.checking import StudySession
from limbwatch.cli.study.sessions.session_record import InputFile, SessionRecord
from limbwatch.cli.study.sessions.session_recordings import DIARY, LABORATORY_FILES
from limbwatch.cli.words import counted

RECORDING: Final = "same_recording"
SCORING: Final = "same_scoring"
SHARED: Final = (RECORDING, SCORING)
_NAMED: Final = 3
"""Most sessions of a group that a sentence names; chosen, the table of nights names all."""


class SharedFiles(NamedTuple):
    """What a session shares, `RECORDING` or `SCORING`, and with which other sessions."""

    what: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def shared_files(made: Sequence[tuple[StudySession, SessionRecord]]) -> dict[str, SharedFiles]:
    """Return what each session shares with others, by its name."""
    shared: dict[str, SharedFiles] = {}
    for kind, groups in _groups(made).items():
        for group in groups:
            for name in group:
                kinds, others = shared.get(name, SharedFiles())
                shared[name] = SharedFiles(
                    tuple(dict.fromkeys((*kinds, kind))),
                    tuple(sorted({*others, *group} - {name})),
                )
    return shared


def same_files_warnings(made: Sequence[tuple[StudySession, SessionRecord]]) -> Iterator[str]:
    """Warn of sessions with the same recording, or the same laboratory scoring."""
    for kind, groups in _groups(made).items():
        if groups:
            first = groups[0]
            shown = ", ".join(first[:_NAMED]) + (", ..." if len(first) > _NAMED else "")
            more = (
                f"; {counted(len(groups) - 1, 'more group')} alike, by the column same_files_as of "
                "nights.csv"
                if groups[1:]
                else ""
            )
            yield (
                f"these sessions have the same scoring of a laboratory: {shown}{more}. Was a file "
                "given to the wrong person?"
                if kind == SCORING
                else f"these sessions have the same recording: {shown}{more}. Was a file given to "
                "the wrong person?"
            )


def is_recording(file: InputFile) -> bool:
    """Return whether a file of a session is a sensor's recording: no diary, and no scoring."""
    return file.placement != DIARY and file.placement not in LABORATORY_FILES


def _groups(
    made: Sequence[tuple[StudySession, SessionRecord]],
) -> Mapping[str, list[tuple[str, ...]]]:
    """Group the names of sessions that share a file.

    Diaries are ignored: one covers many nights, and may cover many people.
    """
    names: dict[tuple[str, str], set[str]] = {}
    for session, record in made:
        for file in record.inputs:
            if file.placement != DIARY:
                kind = RECORDING if is_recording(file) else SCORING
                names.setdefault((kind, file.sha256), set()).add(session.name)
    return {
        kind: sorted(
            {
                tuple(sorted(group))
                for (group_kind, _), group in names.items()
                if group_kind == kind and len(group) > 1
            }
        )
        for kind in SHARED
    }
