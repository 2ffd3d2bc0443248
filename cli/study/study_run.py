"""A run of a study: from its manifest to its tables."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.night.scored.scoring_code import program, this_program
from limbwatch.cli.night.scored.summary import figures_bytes
from limbwatch.cli.night.whole_files import MAKING, write_whole, writing
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.study.sessions.checking import CheckedRows, Fault, StudySession
from limbwatch.cli.study.sessions.engine import Workforce
from limbwatch.cli.study.sessions.same_files import same_files_warnings
from limbwatch.cli.study.sessions.session_record import (
    RECORD,
    SessionRecord,
    StudyOptions,
    asked_of_session,
    done_before,
    faults_of,
    read_record,
)
from limbwatch.cli.study.sessions.unnamed import unnamed_warnings
from limbwatch.cli.study.tabled.result_tables import TABLES, nights_of_study, write_tables
from limbwatch.cli.study.tabled.table_files import require_unchanged
from limbwatch.cli.words import counted, spell
from limbwatch.sensor import scratch

STUDY: Final = "study.json"
SCHEMA: Final = "limbwatch.study/1"
_LOCK: Final = f"{MAKING}lock"
"""Lock file that a run holds in the folder of its study."""


class StudyResult(NamedTuple):
    """Outcome of a run: counts of sessions and nights, faults of rows, warnings.

    ``nights`` counts those in the tables, ``scored`` those that this run scored.
    """

    sessions: int
    unchanged: int
    nights: int
    scored: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


@contextmanager
def study_folder(out: Path) -> Iterator[Path]:
    """Hold the folder of a study for this run alone.

    Raises
    ------
    CommandError
        If it holds anything but a study, or another run holds it.
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
    out: Path, checked: CheckedRows, workforce: Workforce, terminal: Terminal
) -> StudyResult:
    """Score what is new or changed, and write all tables into a folder held by `study_folder`.

    Warn before scoring if results that were scored with other options will be replaced.

    Raises
    ------
    CommandError
        If somebody changed a table since it was written, or a table cannot be written.
    """
    options = workforce.options
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
    _remove_leftovers(out, todo)
    terminal.warn(*scored_again_warnings(out, todo, options))
    terminal.say(f"{counted(len(todo), 'session')} to score, {len(made)} unchanged.")
    if todo:
        with progress_of(len(todo), terminal) as progress:
            for outcome in workforce.score(todo):
                if outcome.record is not None:
                    made.append((outcome.session, outcome.record))
                    if not outcome.unchanged:
                        scored += len(outcome.record.nights)
                unchanged += outcome.unchanged
                faults += outcome.faults
                progress.ended(failed=bool(outcome.faults))
        _remove_leftovers(out, todo)  # leftovers of workers that died
        terminal.say("Making the tables.")
    troubles: list[str] = []
    damaged: list[StudySession] = []
    nights = nights_of_study(out, made, troubles, damaged)
    counts = write_tables(out, groupby(nights, key=attrgetter("subject")), faults)
    for session in damaged:  # without its record it will be scored again
        (out / session.name / RECORD).unlink(missing_ok=True)
    return StudyResult(
        sessions=len(checked.sessions),
        unchanged=unchanged,
        nights=counts.nights,
        scored=scored,
        faults=tuple(faults),
        warnings=(
            *same_files_warnings(made),
            *unnamed_warnings(out, checked, made),
            *_simulated_warning(counts.simulated),
            *_diary_warnings(made),
            *troubles,
        ),
    )


def _write_facts(out: Path, options: StudyOptions) -> None:
    """Record how the study is scored, but not when, where or by how many workers."""
    version, code = this_program()
    facts = {"schema": SCHEMA, "version": version, "code": code, "options": asdict(options)}
    with writing(out, option="-o"):
        write_whole(out / STUDY, figures_bytes(facts))


def _remove_leftovers(out: Path, todo: Sequence[StudySession]) -> None:
    """Remove leftovers of a run that was killed: no other run uses the folder."""
    for place in (out, *(out / session.name for session in todo)):
        for depth in ("", "*/"):
            for leftover in place.glob(f"{depth}{MAKING}*"):
                if leftover.name != _LOCK:
                    scratch.remove(leftover)


def _diary_warnings(done: Sequence[tuple[StudySession, SessionRecord]]) -> Iterator[str]:
    """Warn of nights whose time in bed is estimated although there is a diary."""
    remarks = [(session.name, one) for session, record in done for one in record.remarks]
    if remarks:
        name, first = min(remarks)
        more = f"; {counted(len(remarks) - 1, 'more night')} alike" if len(remarks) > 1 else ""
        yield f"{name}: {first}{more}. The column window of nights.csv says which."


def _simulated_warning(simulated: int) -> Iterator[str]:
    """Warn that simulated nights are in no median."""
    if simulated:
        yield (
            f"Simulated: {counted(simulated, 'night')}, in nights.csv, where the column simulated "
            "is 1, and in no median of people.csv."
        )


def scored_again_warnings(
    out: Path, todo: Sequence[StudySession], options: StudyOptions
) -> Iterator[str]:
    """Say how many sessions are scored differently than before, and what differs.

    Changed files or rows of the manifest are not mentioned: whoever changed them knows.
    """
    again = 0
    reasons: Counter[str] = Counter()
    for session in todo:
        before = read_record(out / session.name)
        if before is not None and (changes := tuple(_changes(before, session, options))):
            again += 1
            reasons.update(changes)
    if again:
        yield trn(
            "{count} session that was scored before is scored again, over what it was: {reasons}. "
            "To keep both, name another folder with -o.",
            "{count} sessions that were scored before are scored again, over what they were: "
            "{reasons}. To keep both, name another folder with -o.",
            again,
            reasons="; ".join(reasons),
        )


def _changes(before: SessionRecord, session: StudySession, options: StudyOptions) -> Iterator[str]:
    now = this_program()
    if (before.version, before.code) != now:
        yield _change_words("limbwatch", program(before.version, before.code), program(*now))
    was, asked = (_options_of(each) for each in (before.asked, asked_of_session(session, options)))
    for name in asked:
        if was.get(name) != asked[name]:
            yield _change_words(f"--{name.replace('_', '-')}", was.get(name), asked[name])


def _options_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**asked.get("options", {}), "timezone": asked.get("timezone")}


def _change_words(what: str, before: object, now: object) -> str:
    return tr(
        "{what} was {before} and is {now}",
        what=what,
        before=_value_words(before),
        now=_value_words(now),
    )


def _value_words(value: object) -> str:
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return str(value)


_EVERY_S: Final = 30.0
"""Interval between lines if stderr is no terminal; chosen."""


class Progress:
    """Counts finished sessions and writes a line for each; uses a monotonic clock."""

    def __init__(
        self, total: int, *, write: Callable[[str], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._write = write
        self._now = now
        self._begun = now()
        self._failed = 0
        self._done = 0

    def ended(self, *, failed: bool) -> None:
        """Count a finished session."""
        self._done += 1
        self._failed += failed
        self._write(self.line)

    @property
    def line(self) -> str:
        """Sessions done and failed, and the time left at the pace so far."""
        elapsed = self._now() - self._begun
        left = (self._total - self._done) * elapsed / self._done if self._done else None
        text = tr("{done} of {sessions}", done=self._done, sessions=counted(self._total, "session"))
        if self._failed:
            text += tr(", {failed} failed", failed=self._failed)
        if left is not None and self._done < self._total:
            text += tr(", about {time} left", time=spell(max(left, 1.0) / 60))
        return text


@contextmanager
def progress_of(total: int, terminal: Terminal) -> Iterator[Progress]:
    """Show progress: one line that is updated, or in a log a line every half minute."""
    if terminal.quiet:
        yield Progress(total, write=lambda _: None)
    elif sys.stderr.isatty():
        with terminal.progress(f"0 of {total} sessions") as update:
            yield Progress(total, write=update)
    else:
        last_shown = [time.monotonic()]

        def write(line: str) -> None:
            if time.monotonic() - last_shown[0] >= _EVERY_S:
                last_shown[0] = time.monotonic()
                terminal.say(line)

        yield Progress(total, write=write)
