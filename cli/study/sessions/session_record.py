"""What was made of a session, of what, and how: why it need not be made again."""

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
from limbwatch.cli.study.sessions.checking import StudySession
from limbwatch.cli.study.sessions.faults import Fault
from limbwatch.version import __version__

RECORD: Final = "session.json"
SCHEMA: Final = "limbwatch.session/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOptions:
    """How the nights of a study are scored."""

    rules: str = "wasm2016"
    """``wasm2016`` or ``aasm``."""
    keep_clocks: bool = False
    """Whether to believe the stamps of each sensor, also where the limbs say otherwise."""
    reports: bool = False
    """Whether to draw the report of each night."""
    samples: bool = False
    """Whether to store the samples of each night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file of a session as it was when it was read; ``sha256`` is of its bytes."""

    placement: str
    path: str
    bytes: int
    modified_ns: int
    sha256: str

    def is_as_before(self, place: Path) -> bool:
        """Tell by size and time of change, without reading it, whether a file is the same."""
        try:
            about = (place / self.path).stat()
        except OSError:
            return False
        return (about.st_size, about.st_mtime_ns) == (self.bytes, self.modified_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """What was made of a session."""

    schema: str = SCHEMA
    version: str = __version__
    code: str = ""
    """`version` and `code`: of the program that scored; of old records the code is not known."""
    asked: Mapping[str, Any]
    """All that the result depends on but for the files: options, and what the manifest says."""
    inputs: tuple[InputFile, ...]
    nights: tuple[str, ...] = ()
    """Names of their folders beside the record; none where the session failed."""
    failed: tuple[tuple[str, str, str], ...] = ()
    """Placement, path and reason of each row that could not be read."""
    warnings: tuple[str, ...] = ()
    """What the reader decided that a file did not settle."""
    remarks: tuple[str, ...] = ()
    """Nights of which a diary says nothing, or another time than was recorded."""


def faults_of(session: StudySession, failed: tuple[tuple[str, str, str], ...]) -> tuple[Fault, ...]:
    """Find the rows that failed, as now numbered; the others are left out because of them."""
    rows = {(row.placement, row.path): row for row in session.rows}
    bad = {rows[placement, path].line for placement, path, _ in failed}
    others = tuple(row.line for row in session.rows if row.line not in bad)
    return tuple(
        Fault(row=rows[placement, path], reason=reason, left_out=others)
        for placement, path, reason in failed
    )


def asked_of_session(session: StudySession, options: StudyOptions) -> dict[str, Any]:
    """Write down what a result depends on besides files and program."""
    said = [
        {name: text for name, text in asdict(row).items() if text and name != "line"}
        for row in session.rows
    ]
    return {"options": asdict(options), "timezone": str(session.zone), "rows": said}


def read_record(place: Path) -> SessionRecord | None:
    """Read what was made of a session; None when nothing was, or the record is damaged."""
    try:
        found = msgspec.json.decode((place / RECORD).read_bytes(), type=SessionRecord)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return found if found.schema == SCHEMA else None


def write_record(place: Path, record: SessionRecord) -> None:
    """Write what was made of a session: the last step, from which on it is done."""
    place.mkdir(parents=True, exist_ok=True)
    write_whole(place / RECORD, figures_bytes(msgspec.to_builtins(record, str_keys=True)))


def done_before(out: Path, session: StudySession, options: StudyOptions) -> SessionRecord | None:
    """Give the record of a session that need not be scored again.

    None when a file, what is said of it, an option or the program is another, or a result is
    missing.
    """
    place = out / session.name
    record = read_record(place)
    if record is None or not same_way(record, session, options):
        return None
    home = Path(session.place)
    same = all(one.is_as_before(home) for one in record.inputs)
    return record if same and complete(place, record) else None


def same_way(record: SessionRecord, session: StudySession, options: StudyOptions) -> bool:
    """Tell whether a session was scored by this program in the way that is asked for."""
    same = (record.version, record.code) == this_program()
    return same and record.asked == asked_of_session(session, options)


def complete(place: Path, record: SessionRecord) -> bool:
    """Tell whether all nights of a record are there."""
    return all(place_of(place / night, SUMMARY).exists() for night in record.nights)
