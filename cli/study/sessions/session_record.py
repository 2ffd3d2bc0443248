"""Record of how a session was scored, from which files: why it need not be scored again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from limbwatch.cli.night.folder import SUMMARY
from limbwatch.cli.night.scored.results import place_of
from limbwatch.cli.night.scored.scoring_code import this_program
from limbwatch.cli.night.scored.summary import figures_bytes
from limbwatch.cli.night.whole_files import write_whole
from limbwatch.cli.study.sessions.checking import Fault, StudySession
from limbwatch.version import __version__

RECORD: Final = "session.json"
SCHEMA: Final = "limbwatch.session/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOptions:
    """How the nights of a study are scored."""

    rules: str = "wasm2016"
    """Name of the published rules."""
    keep_clocks: bool = False
    """Whether to trust the time stamps of each sensor even if the limbs say otherwise."""
    reports: bool = False
    """Whether to write the report of each night."""
    samples: bool = False
    """Whether to store the samples of each night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file of a session when it was read; ``sha256`` is of its bytes."""

    placement: str
    path: str
    bytes: int
    modified_ns: int
    sha256: str

    def is_as_before(self, place: Path) -> bool:
        """Return whether size and modification time are unchanged, without reading the file."""
        try:
            stat = (place / self.path).stat()
        except OSError:
            return False
        return (stat.st_size, stat.st_mtime_ns) == (self.bytes, self.modified_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """Result of scoring a session."""

    schema: str = SCHEMA
    version: str = __version__
    """Version of the program that scored."""
    code: str = ""
    """Digest of its sources; empty in old records."""
    asked: Mapping[str, Any]
    """Everything besides the files that the result depends on: options and manifest."""
    inputs: tuple[InputFile, ...]
    nights: tuple[str, ...] = ()
    """Names of their folders beside the record; none if the session failed."""
    failed: tuple[tuple[str, str, str], ...] = ()
    """Placement, path and reason of each row that could not be read."""
    warnings: tuple[str, ...] = ()
    """Choices that the reader made because a file did not settle them."""
    remarks: tuple[str, ...] = ()
    """Nights that a diary does not mention, or for another time than was recorded."""


def faults_of(session: StudySession, failed: tuple[tuple[str, str, str], ...]) -> tuple[Fault, ...]:
    """Return the faults of failed rows, by their current lines; they exclude the other rows."""
    rows = {(row.placement, row.path): row for row in session.rows}
    bad = {rows[placement, path].line for placement, path, _ in failed}
    others = tuple(row.line for row in session.rows if row.line not in bad)
    return tuple(
        Fault(row=rows[placement, path], reason=reason, left_out=others)
        for placement, path, reason in failed
    )


def asked_of_session(session: StudySession, options: StudyOptions) -> dict[str, Any]:
    """Return everything besides files and program that a result depends on."""
    rows = [
        {name: text for name, text in asdict(row).items() if text and name != "line"}
        for row in session.rows
    ]
    return {"options": asdict(options), "timezone": str(session.zone), "rows": rows}


def read_record(place: Path) -> SessionRecord | None:
    """Read the record of a session; None if there is none or it is damaged."""
    try:
        record = msgspec.json.decode((place / RECORD).read_bytes(), type=SessionRecord)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return record if record.schema == SCHEMA else None


def write_record(place: Path, record: SessionRecord) -> None:
    """Write the record of a session as the last step, which marks it as done."""
    place.mkdir(parents=True, exist_ok=True)
    write_whole(place / RECORD, figures_bytes(msgspec.to_builtins(record, str_keys=True)))


def done_before(out: Path, session: StudySession, options: StudyOptions) -> SessionRecord | None:
    """Return the record of a session that need not be scored again.

    None if a file, its row, an option or the program has changed, or a result is missing.
    """
    place = out / session.name
    record = read_record(place)
    if record is None or not same_way(record, session, options):
        return None
    home = Path(session.place)
    same = all(file.is_as_before(home) for file in record.inputs)
    return record if same and complete(place, record) else None


def same_way(record: SessionRecord, session: StudySession, options: StudyOptions) -> bool:
    """Return whether this program scored a session with the same options and rows."""
    same = (record.version, record.code) == this_program()
    return same and record.asked == asked_of_session(session, options)


def complete(place: Path, record: SessionRecord) -> bool:
    """Return whether all nights of a record exist."""
    return all(place_of(place / night, SUMMARY).exists() for night in record.nights)
