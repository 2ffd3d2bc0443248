"""A study for others: its tables, or a BIDS derivative dataset, with or without who it was."""

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
from limbwatch.cli.study.published.night_reports import place_of_night
from limbwatch.cli.study.sessions.same_files import SHARED
from limbwatch.cli.study.tabled.figure_columns import Column
from limbwatch.cli.study.tabled.night_row import NightOfStudy, night_columns
from limbwatch.cli.study.tabled.subject_row import SubjectNights, subject_columns
from limbwatch.cli.study.tabled.table_files import cells, dictionary_bytes, read_rows, reading_study
from limbwatch.version import __version__

_LEFT_OUT: Final = frozenset({"subject", "report", "same_files_as", "input_sha256"})
"""Columns that BIDS tells by an identifier, or that lead out of the dataset."""
_READ: Final = ("subject", "session", "night", "doubts", "input_sha256")
"""Columns of the table of nights that are not made anew."""
People = Iterator[tuple[str, tuple[NightOfStudy, ...]]]


def study_people(out: Path, *, anonymous: bool, troubles: list[str]) -> People:
    """Read the nights of a study that are in its tables, subject by subject.

    Anonymous are they without labels, dates, devices, texts and hashes: subjects, sessions and
    nights are numbered then, the subjects in an order that their labels do not tell. Why nights are
    left out is added to the troubles.

    Raises
    ------
    CommandError
        If the folder holds no finished study.
    """
    for number, rows in enumerate(_subjects(out, by_label=not anonymous), start=1):
        label = f"{number:03d}" if anonymous else str(rows[0]["subject"])
        sessions = sorted({row["session"] for row in rows})
        nights = []
        for at, row in enumerate(rows, start=1):
            place = place_of_night(row)
            try:
                record = night_record(out / place, anonymous=anonymous, number=at)
            except CommandError as error:
                troubles.append(f"{place} is left out: {error}")
                continue
            told = sessions.index(row["session"]) + 1 if row["session"] else ""
            nights.append(
                NightOfStudy(
                    subject=label,
                    session=str(told) if anonymous else row["session"],
                    night=str(at) if anonymous else row["night"],
                    place="" if anonymous else place,
                    record=record,
                    inputs=() if anonymous else tuple(row["input_sha256"].split("; ")),
                    shared=tuple(one for one in row["doubts"].split("; ") if one in SHARED),
                    same_files_as="" if anonymous else row.get("same_files_as", ""),
                )
            )
        yield label, tuple(nights)


def _subjects(out: Path, *, by_label: bool) -> list[list[dict[str, Any]]]:
    with reading_study(out):
        nights = read_rows(out / "nights.parquet", _READ, newer=("same_files_as",))
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in nights:
        groups.setdefault(row["subject"], []).append(row)
    if by_label:
        return list(groups.values())
    # by what was recorded, hashed once more: the same study is always numbered alike, and who
    # knows the labels, or the files, does not know the order
    return sorted(groups.values(), key=_shuffled)


def _shuffled(rows: Sequence[Mapping[str, Any]]) -> str:
    text = " ".join(sorted(row["input_sha256"] for row in rows))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def derivative_files(people: People) -> Iterator[tuple[Path, bytes]]:
    """Make the files of a BIDS derivative dataset of what was found.

    They are the events of each night, the figures of each as a row of its subject's sessions, and
    those of each subject as a row of the participants.
    """
    participants = []
    for subject, nights in people:
        sessions = []
        for night in nights:
            label = session_label(night.session, night.night)
            sessions.append((f"ses-{label}", *_row(night_columns(), night)))
            stem = f"sub-{subject}_ses-{label}_task-sleep_events.tsv"
            yield Path(f"sub-{subject}", f"ses-{label}", "motion", stem), events_tsv(night.record)
        header = ("session_id", *_names(night_columns()))
        yield Path(f"sub-{subject}", f"sub-{subject}_sessions.tsv"), tsv(header, sessions)
        row = _row(subject_columns(), SubjectNights(subject, nights))
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


def _row(columns: Sequence[Column], of: object) -> list[Any]:
    return list(cells(_shown(columns), of).values())
