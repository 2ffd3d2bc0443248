"""The tables of a study, made from the nights in its folder."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from limbwatch.cli.errors import CommandError
from limbwatch.cli.export.night_record import night_record
from limbwatch.cli.night.whole_files import MAKING, writing
from limbwatch.cli.study.sessions.checking import FAILURES, Fault, StudySession, failures_table
from limbwatch.cli.study.sessions.same_files import SharedFiles, is_recording, shared_files
from limbwatch.cli.study.sessions.session_record import SessionRecord
from limbwatch.cli.study.tabled.detail_rows import DETAILS
from limbwatch.cli.study.tabled.night_row import (
    NightOfStudy,
    night_columns,
)
from limbwatch.cli.study.tabled.person_row import SubjectNights, subject_columns
from limbwatch.cli.study.tabled.table_files import (
    cells,
    csv_bytes,
    dictionary_bytes,
    parquet_bytes,
    write_tables_whole,
)
from limbwatch.sensor import scratch
from limbwatch.sensor.open_elsewhere import once_closed

Made = Sequence[tuple[StudySession, SessionRecord]]
"""Sessions with their records, in the order of subject and session."""
TABLES: Final = (
    *(f"{name}.json" for name in DETAILS),
    *(f"{stem}.{end}" for stem in ("nights", "people") for end in ("csv", "parquet", "json")),
    FAILURES,
)
"""Files with one table, or with the meaning of its columns."""


class TableCounts(NamedTuple):
    """Nights in the table of nights, and how many of them are simulated."""

    nights: int
    simulated: int


def nights_of_study(
    out: Path, made: Made, troubles: list[str], damaged: list[StudySession]
) -> Iterator[NightOfStudy]:
    """Yield the nights of a study, each read when its turn comes, by subject and session.

    Reasons for leaving out nights, notes or corrections are appended to ``troubles``, and the
    sessions of nights that are left out to ``damaged``.
    """
    shared = shared_files(made)
    seen: dict[str, set[str]] = {}
    for session, record in sorted(made, key=lambda item: (item[0].subject, item[0].session)):
        kinds, others = shared.get(session.name, SharedFiles())
        recordings = {file.sha256 for file in record.inputs if is_recording(file)}
        copied = not recordings.isdisjoint(seen.setdefault(session.subject, set()))
        seen[session.subject] |= recordings
        for name in record.nights:
            place = f"{session.name}/{name}"
            try:
                night = night_record(out / session.name / name, anonymous=False)
            except CommandError as error:  # one damaged night does not affect the others
                troubles.append(
                    f"{place} is not in the tables; the next study run makes it again: {error}"
                )
                damaged.append(session)
                continue
            troubles.extend(f"{session.name}/{trouble}" for trouble in night.troubles)
            yield NightOfStudy(
                subject=session.subject,
                session=session.session,
                night=name,
                place=place,
                record=night,
                inputs=tuple(file.sha256 for file in record.inputs),
                shared=kinds,
                same_files_as="; ".join(others),
                copied=copied,
            )


def write_tables(
    target: Path, people: Iterable[tuple[str, Iterable[NightOfStudy]]], faults: Sequence[Fault]
) -> TableCounts:
    """Rewrite every table of a study, each completely or not at all.

    Each subject comes once; only the nights of one are in memory at a time.

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
            subject_nights = tuple(theirs)
            nights += [cells(night_columns(), night) for night in subject_nights]
            summary = SubjectNights(subject, subject_nights)
            simulated += summary.simulated
            if subject_nights:
                subjects.append(cells(subject_columns(), summary))
            _write_details(aside, subject, subject_nights)
        _publish(target, aside, nights, subjects, faults)
    return TableCounts(len(nights), simulated)


def _write_details(aside: Path, subject: str, nights: Sequence[NightOfStudy]) -> None:
    """Write the rows of one subject, so that the others need not be in memory."""
    for name, (columns, rows_of) in DETAILS.items():
        rows = [row for night in nights for row in rows_of(night)]
        if rows:
            (aside / name).mkdir(exist_ok=True)
            # not a folder subject=01: readers of partitions would read the label as the number 1
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
            once_closed(partial((out / name).rename, old))
        once_closed(partial((aside / name).rename, out / name))
    for stem, columns, rows in (
        ("nights", night_columns(), nights),
        ("people", subject_columns(), subjects),
    ):
        contents[f"{stem}.csv"] = csv_bytes(columns, rows)
        contents[f"{stem}.parquet"] = parquet_bytes(columns, rows)
        contents[f"{stem}.json"] = dictionary_bytes(columns)
    contents[FAILURES] = failures_table(faults)
    write_tables_whole(out, contents)
