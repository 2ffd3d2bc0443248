"""A study from its manifest to its tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.scored.scoring_code import this_program
from limbwatch.cli.night.scored.summary import figures_bytes
from limbwatch.cli.night.whole_files import MAKING, write_whole, writing
from limbwatch.cli.study.progress_line import Progress
from limbwatch.cli.study.sessions.checking import CheckedRows, StudySession
from limbwatch.cli.study.sessions.faults import Fault
from limbwatch.cli.study.sessions.same_files import told_of_same_files
from limbwatch.cli.study.sessions.scored_again import told_of_scored_again
from limbwatch.cli.study.sessions.scored_session import Outcome
from limbwatch.cli.study.sessions.session_record import (
    RECORD,
    SessionRecord,
    StudyOptions,
    done_before,
    faults_of,
)
from limbwatch.cli.study.tabled.made_tables import require_unchanged
from limbwatch.cli.study.tabled.result_tables import TABLES, subjects_of, write_tables
from limbwatch.cli.words import counted
from limbwatch.sensor import scratch

STUDY: Final = "study.json"
SCHEMA: Final = "limbwatch.study/1"
_LOCK: Final = f"{MAKING}lock"

Engine = Callable[[Sequence[StudySession]], Iterator[Outcome]]
"""Takes sessions that have to be scored; gives what became of each, in any order."""


class StudyResult(NamedTuple):
    """What became of a study: counts of sessions, faults of rows, and what a person should know.

    Of ``nights`` in the tables, ``scored`` were made by this run.
    """

    sessions: int
    unchanged: int
    nights: int
    scored: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


@contextmanager
def study_folder(out: Path) -> Iterator[Path]:
    """Take the folder of a study for this run alone.

    Raises
    ------
    CommandError
        If it holds something else than a study, or another run is at it.
    """
    from filelock import FileLock, Timeout

    with writing(out, option="-o"):
        others = out.exists() and any(out.iterdir()) and not (out / STUDY).exists()
        if others and not (out / _LOCK).exists():
            raise CommandError(
                f"{out} holds other files than those of a study: name an empty or new folder with "
                "-o."
            )
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / _LOCK, timeout=0)
    try:
        with lock:
            yield out
    except Timeout as error:
        raise CommandError(
            f"another limbwatch study run is at {out}. Wait for it, or name another folder with -o."
        ) from error


def run_study(
    out: Path,
    checked: CheckedRows,
    options: StudyOptions,
    *,
    engine: Engine,
    watch: Callable[[int], AbstractContextManager[Progress]],
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> StudyResult:
    """Score what is new or has changed, and make all tables in a folder taken with `study_folder`.

    ``watch`` takes the count of sessions to score, and shows how far they are. ``warn`` is told
    before anything is scored what goes over results that were asked for in another way.

    Raises
    ------
    CommandError
        If somebody changed a table since it was made, or a table cannot be written.
    """
    require_unchanged(out, TABLES)
    _write_facts(out, options)
    made: list[tuple[StudySession, SessionRecord]] = []
    faults = list(checked.faults)
    todo: list[StudySession] = []
    unchanged = scored = 0
    for session in checked.sessions:
        record = done_before(out, session, options)
        if record is None:
            todo.append(session)
        else:
            unchanged += 1
            made.append((session, record))
            faults += faults_of(session, record.failed)
    _sweep(out, todo)
    for told in told_of_scored_again(out, todo, options):
        warn(told)
    say(f"{counted(len(todo), 'session')} to score, {len(made)} unchanged.")
    if todo:
        with watch(len(todo)) as progress:
            for outcome in engine(todo):
                if outcome.record is not None:
                    made.append((outcome.session, outcome.record))
                    if not outcome.unchanged:
                        scored += len(outcome.record.nights)
                unchanged += outcome.unchanged
                faults += outcome.faults
                progress.ended(failed=bool(outcome.faults))
        _sweep(out, todo)  # what a worker that died left half-made
        say("Making the tables.")
    troubles: list[str] = []
    damaged: list[StudySession] = []
    counts = write_tables(out, subjects_of(out, made, troubles, damaged), faults)
    for session in damaged:  # without its record it is scored again
        (out / session.name / RECORD).unlink(missing_ok=True)
    return StudyResult(
        sessions=len(checked.sessions),
        unchanged=unchanged,
        nights=counts.nights,
        scored=scored,
        faults=tuple(faults),
        warnings=(
            *told_of_same_files(made),
            *_nobodys(counts.simulated),
            *_outside_diaries(made),
            *troubles,
        ),
    )


def _write_facts(out: Path, options: StudyOptions) -> None:
    """Write down by what the study is scored; nothing of when, where and by how many."""
    version, code = this_program()
    facts = {"schema": SCHEMA, "version": version, "code": code, "options": asdict(options)}
    with writing(out, option="-o"):
        write_whole(out / STUDY, figures_bytes(facts))


def _sweep(out: Path, todo: Sequence[StudySession]) -> None:
    """Remove what a run that was killed left half-made: no other run is at the folder."""
    for place in (out, *(out / session.name for session in todo)):
        for depth in ("", "*/"):
            for left in place.glob(f"{depth}{MAKING}*"):
                if left.name != _LOCK:
                    scratch.remove(left)


def _outside_diaries(made: Sequence[tuple[StudySession, SessionRecord]]) -> Iterator[str]:
    """Tell of nights whose time in bed is estimated though there is a diary."""
    found = [(session.name, one) for session, record in made for one in record.remarks]
    if found:
        name, first = min(found)
        more = f"; {counted(len(found) - 1, 'more night')} alike" if len(found) > 1 else ""
        yield f"{name}: {first}{more}. The column window of nights.csv tells which."


def _nobodys(simulated: int) -> Iterator[str]:
    """Tell that simulated nights are in no median."""
    if simulated:
        yield (
            f"Simulated: {counted(simulated, 'night')}, in nights.csv, where the column simulated "
            "is 1, and in no median of people.csv."
        )
