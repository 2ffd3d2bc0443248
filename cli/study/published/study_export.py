"""A study for others: its tables, or a BIDS derivative dataset, anonymous or not."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.export.bids import (
    BIDS_VERSION,
    EVENT_MEANINGS,
    events_tsv,
    session_label,
    sidecar,
    tsv,
)
from limbwatch.cli.export.night_record import night_record
from limbwatch.cli.study.sessions.same_files import SHARED
from limbwatch.cli.study.tabled.figure_columns import Column
from limbwatch.cli.study.tabled.night_row import (
    NightOfStudy,
    night_columns,
)
from limbwatch.cli.study.tabled.person_row import SubjectNights, subject_columns
from limbwatch.cli.study.tabled.table_files import (
    cells,
    dictionary_bytes,
    place_of_night,
    read_rows,
    reading_study,
)
from limbwatch.version import __version__

_LEFT_OUT: Final = frozenset({"subject", "report", "same_files_as", "input_sha256"})
"""Columns that are an identifier in BIDS, or lead out of the dataset."""
_READ: Final = ("subject", "session", "night", "doubts", "input_sha256")
"""Columns of the table of nights that are not computed again."""
People = Iterator[tuple[str, tuple[NightOfStudy, ...]]]


def study_people(out: Path, *, anonymous: bool, troubles: list[str]) -> People:
    """Yield each subject of a study with the nights in its tables.

    Anonymous ones have no labels, dates, devices, texts and hashes: subjects, sessions and nights
    are numbered, subjects in an order that does not follow their labels. Reasons for leaving out
    nights are appended to ``troubles``.

    Raises
    ------
    CommandError
        If the folder holds no finished study.
    """
    for number, rows in enumerate(_subjects(out, by_label=not anonymous), start=1):
        label = f"{number:03d}" if anonymous else str(rows[0]["subject"])
        sessions = sorted({row["session"] for row in rows})
        nights = []
        for night_number, row in enumerate(rows, start=1):
            place = place_of_night(row)
            try:
                record = night_record(out / place, anonymous=anonymous, number=night_number)
            except CommandError as error:
                troubles.append(f"{place} is left out: {error}")
                continue
            session_number = sessions.index(row["session"]) + 1 if row["session"] else ""
            nights.append(
                NightOfStudy(
                    subject=label,
                    session=str(session_number) if anonymous else row["session"],
                    night=str(night_number) if anonymous else row["night"],
                    place="" if anonymous else place,
                    record=record,
                    inputs=() if anonymous else tuple(row["input_sha256"].split("; ")),
                    shared=tuple(code for code in row["doubts"].split("; ") if code in SHARED),
                    same_files_as="" if anonymous else row.get("same_files_as", ""),
                    copied=bool(row.get("copied")),
                )
            )
        yield label, tuple(nights)


def _subjects(out: Path, *, by_label: bool) -> list[list[dict[str, Any]]]:
    with reading_study(out):
        nights = read_rows(out / "nights.parquet", _READ, newer=("same_files_as", "copied"))
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in nights:
        groups.setdefault(row["subject"], []).append(row)
    if by_label:
        return list(groups.values())
    # by the hash of the recordings' hashes: a study is always numbered alike, and neither the
    # labels nor the files reveal the order
    return sorted(groups.values(), key=_anonymous_order)


def _anonymous_order(rows: Sequence[Mapping[str, Any]]) -> str:
    text = " ".join(sorted(row["input_sha256"] for row in rows))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def derivative_files(people: People) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of a BIDS derivative dataset of the results.

    They are the events of each night, its figures as a row in its subject's sessions, and the
    figures of each subject as a row in the participants.
    """
    participants = []
    for subject, nights in people:
        sessions = []
        for night in nights:
            label = session_label(night.session, night.night)
            sessions.append((f"ses-{label}", *_values(night_columns(), night)))
            stem = f"sub-{subject}_ses-{label}_task-sleep_events.tsv"
            yield Path(f"sub-{subject}", f"ses-{label}", "motion", stem), events_tsv(night.record)
        header = ("session_id", *_names(night_columns()))
        yield Path(f"sub-{subject}", f"sub-{subject}_sessions.tsv"), tsv(header, sessions)
        row = _values(subject_columns(), SubjectNights(subject, nights))
        participants.append((f"sub-{subject}", *row))
    yield (
        Path("participants.tsv"),
        tsv(("participant_id", *_names(subject_columns())), participants),
    )
    yield Path("participants.json"), dictionary_bytes(_shown(subject_columns()))
    yield Path("sessions.json"), dictionary_bytes(_shown(night_columns()))
    yield Path("task-sleep_events.json"), sidecar(EVENT_MEANINGS)
    yield Path("dataset_description.json"), sidecar(_DESCRIPTION)
    yield Path("README"), _README.encode("ascii")


_DESCRIPTION: Final = {
    "Name": "Limb movements in sleep",
    "BIDSVersion": BIDS_VERSION,
    "DatasetType": "derivative",
    "GeneratedBy": [{"Name": "limbwatch", "Version": __version__}],
}
_README: Final = """\
Limb movements of sleep, found in worn accelerometers by limbwatch.
Each session is a night. The events are its movements; sessions.tsv of each subject has the
figures of the nights, participants.tsv those of the subjects over their nights.
Sleep is estimated from movement; there is no EEG. None of this is a diagnosis.
"""


def _shown(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.name not in _LEFT_OUT]


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in _shown(columns)]


def _values(columns: Sequence[Column], of: object) -> list[Any]:
    return list(cells(_shown(columns), of).values())
