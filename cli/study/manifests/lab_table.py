"""A table that a lab keeps of its recordings, under the names that people give to columns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.placements import parse_placement, placement_by_words
from limbwatch.cli.reading.typed_table import read_cells, unreadable
from limbwatch.cli.study.manifests.discovery import FoundFiles
from limbwatch.cli.study.manifests.labels import labels_of
from limbwatch.cli.study.manifests.manifest import COLUMNS, ManifestRow
from limbwatch.sensor import Placement

_MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "subject": ("participant_id", "participant", "subject_id", "id", "person", "patient", "sub"),
    "session": ("visit", "session_id", "ses", "timepoint"),
    "placement": ("location", "position", "limb", "site", "worn", "body_location"),
    "path": ("file", "filename", "file_name", "filepath", "file_path"),
    "start": ("start_time", "acq_time", "recording_start"),
    "timezone": ("tz", "time_zone", "zone"),
    "lights_off": ("lights_out", "lightsoff", "lightsout", "bedtime"),
    "lights_on": ("lightson", "rise", "rise_time", "got_up"),
    "diary": ("sleep_diary", "sleeplog", "sleep_log"),
    "unit": ("units",),
    "rate": ("sampling_rate", "sampling_frequency", "hz", "fs"),
}
"""What columns are called elsewhere: BIDS first, then plain words. Chosen."""


def by_table(path: Path) -> FoundFiles:
    """Make rows of a CSV: a file a row, or a night a row with a column for each placement.

    Its paths are relative to its folder.

    Raises
    ------
    CommandError
        If it is no such table.
    """
    names, lines = read_cells(path)
    known = {name: column for name in names if (column := _column(name, names)) is not None}
    wide = {name: limb for name in names if name not in known and (limb := _limb(name))}
    if "subject" not in known.values() or not ("path" in known.values() or wide):
        raise unreadable(
            path,
            "it needs a column subject, and path or one column of files for each placement "
            f"(ankle_left, ...); it has {', '.join(filter(None, names))}",
        )
    rows: list[ManifestRow] = []
    for line, cells in lines:
        told = dict(zip(names, cells, strict=False))
        row = ManifestRow(
            line=line, **{column: told.get(name, "") for name, column in known.items()}
        )
        if wide:
            rows += _longer(row, told, wide)
        else:
            rows.append(replace(row, placement=_limb(row.placement) or row.placement))
    subjects = labels_of("subject", dict.fromkeys(row.subject for row in rows if row.subject))
    sessions = labels_of("session", dict.fromkeys(row.session for row in rows if row.session))
    labelled = tuple(
        replace(row, subject=subjects.get(row.subject, ""), session=sessions.get(row.session, ""))
        for row in rows
    )
    unused = [name for name in names if name and name not in known and name not in wide]
    remarks = [f"not used of {path.name}: {', '.join(unused)}"] if unused else []
    return FoundFiles(labelled, tuple(remarks))


def _column(name: str, names: list[str]) -> str | None:
    if name in COLUMNS:
        return name
    for column, others in _MEANT.items():
        if name in others and column not in names:
            # of several such names the first of the list counts
            first = next(other for other in others if other in names)
            return column if name == first else None
    return None


def _limb(name: str) -> str:
    try:
        return parse_placement(name).value
    except CommandError:
        return placement_by_words(name)


def _longer(
    row: ManifestRow, told: Mapping[str, str], wide: Mapping[str, str]
) -> Iterator[ManifestRow]:
    order = list(Placement)
    for name, limb in sorted(wide.items(), key=lambda one: order.index(Placement(one[1]))):
        if told.get(name):
            yield replace(row, placement=limb, path=told[name])
