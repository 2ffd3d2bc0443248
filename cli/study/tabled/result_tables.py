"""The tables of a study, made of the nights that lie in its folder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from limbwatch.cli.errors import CommandError
from limbwatch.cli.export.night_record import night_record
from limbwatch.cli.night.whole_files import MAKING, writing
from limbwatch.cli.study.sessions.checking import StudySession
from limbwatch.cli.study.sessions.faults import FAILURES, Fault, failures_table
from limbwatch.cli.study.sessions.same_files import SharedFiles, shared_files
from limbwatch.cli.study.sessions.session_record import SessionRecord
from limbwatch.cli.study.tabled.detail_rows import DETAILS
from limbwatch.cli.study.tabled.made_tables import write_tables_whole
from limbwatch.cli.study.tabled.night_row import NightOfStudy, night_columns
from limbwatch.cli.study.tabled.subject_row import SubjectNights, subject_columns
from limbwatch.cli.study.tabled.table_files import cells, csv_bytes, dictionary_bytes, parquet_bytes
from limbwatch.sensor import scratch

Made = Sequence[tuple[StudySession, SessionRecord]]
"""Sessions with what was made of them, in the order of subject and session."""
TABLES: Final = (
    *(f"{name}.json" for name in DETAILS),
    *(f"{stem}.{end}" for stem in ("nights", "people") for end in ("csv", "parquet", "json")),
    FAILURES,
)
"""Files with one table each, or the meaning of its columns."""


class TableCounts(NamedTuple):
    """Nights in the table of nights, and those among them that are in no figure of a person."""

    nights: int
    simulated: int


def subjects_of(
    out: Path, made: Made, troubles: list[str], damaged: list[StudySession]
) -> Iterator[tuple[str, Iterator[NightOfStudy]]]:
    """Give each subject of a study with the nights, which are read as they are taken.

    Why nights, notes or corrections are left out is added to the troubles, and the sessions of
    nights that are left out to those that are damaged.
    """
    shared = shared_files(made)
    in_order = sorted(made, key=lambda one: (one[0].subject, one[0].session))
    for subject, theirs in groupby(in_order, key=lambda one: one[0].subject):
        yield subject, _readable(out, theirs, shared, troubles, damaged)


def _readable(
    out: Path,
    theirs: Iterator[Any],
    shared: Mapping[str, SharedFiles],
    troubles: list[str],
    damaged: list[StudySession],
) -> Iterator[NightOfStudy]:
    for session, made in theirs:
        what, others = shared.get(session.name, SharedFiles())
        for night in made.nights:
            place = f"{session.name}/{night}"
            try:
                record = night_record(out / session.name / night, anonymous=False)
            except CommandError as error:  # one night costs no other
                troubles.append(
                    f"{place} is not in the tables; the next study run makes it again: {error}"
                )
                damaged.append(session)
                continue
            troubles.extend(f"{session.name}/{one}" for one in record.troubles)
            yield NightOfStudy(
                subject=session.subject,
                session=session.session,
                night=night,
                place=place,
                record=record,
                inputs=tuple(one.sha256 for one in made.inputs),
                shared=what,
                same_files_as="; ".join(others),
            )


def write_tables(
    target: Path, people: Iterable[tuple[str, Iterable[NightOfStudy]]], faults: Sequence[Fault]
) -> TableCounts:
    """Write every table of a study anew, each whole or not at all.

    Each subject comes once; the nights of one are in memory at a time.

    Raises
    ------
    CommandError
        If a table cannot be written.
    """
    nights: list[dict[str, Any]] = []
    subjects: list[dict[str, Any]] = []
    simulated = 0
    with writing(target, option="-o"), scratch.aside(f"{MAKING}tables-", target) as aside:
        for subject, theirs in people:
            found = tuple(theirs)
            nights += [cells(night_columns(), night) for night in found]
            one = SubjectNights(subject, found)
            simulated += one.simulated
            if found:
                subjects.append(cells(subject_columns(), one))
            _write_details(aside, subject, found)
        _publish(target, aside, nights, subjects, faults)
    return TableCounts(len(nights), simulated)


def _write_details(aside: Path, subject: str, nights: Sequence[NightOfStudy]) -> None:
    """Write the rows of one subject: the others need not be in memory then."""
    for name, (columns, rows_of) in DETAILS.items():
        rows = [row for night in nights for row in rows_of(night)]
        if rows:
            (aside / name).mkdir(exist_ok=True)
            # no folder subject=01: readers of partitions would take the label for the number 1
            place = aside / name / f"sub-{subject}.parquet"
            place.write_bytes(parquet_bytes(columns, rows))


def _publish(
    out: Path,
    aside: Path,
    nights: Sequence[dict[str, Any]],
    subjects: Sequence[dict[str, Any]],
    faults: Sequence[Fault],
) -> None:
    contents: dict[str, bytes] = {}
    for name, (columns, _) in DETAILS.items():
        contents[f"{name}.json"] = dictionary_bytes(columns)
        (aside / name).mkdir(exist_ok=True)
        old = aside / f"old-{name}"
        if (out / name).exists():
            (out / name).rename(old)
        (aside / name).rename(out / name)
    for stem, columns, rows in (
        ("nights", night_columns(), nights),
        ("people", subject_columns(), subjects),
    ):
        contents[f"{stem}.csv"] = csv_bytes(columns, rows)
        contents[f"{stem}.parquet"] = parquet_bytes(columns, rows)
        contents[f"{stem}.json"] = dictionary_bytes(columns)
    contents[FAILURES] = failures_table(faults)
    write_tables_whole(out, contents)
