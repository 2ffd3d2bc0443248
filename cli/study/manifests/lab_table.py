"""A lab's own table of recordings, with the column names that people use."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.placements import parse_placement, placement_by_words
from limbwatch.cli.reading.typed_table import read_cells, unreadable
from limbwatch.cli.study.manifests.discovery import FoundFiles
from limbwatch.cli.study.manifests.labels import changed_labels, labels_of
from limbwatch.cli.study.manifests.manifest import COLUMNS, ManifestRow, cell_value
from limbwatch.sensor import Placement

_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
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
"""Other names of columns: those of BIDS first, then plain words. Chosen."""


def by_table(path: Path) -> FoundFiles:
    """Return the rows of a CSV with a file per row, or a night per row and columns by placement.

    Paths in it are relative to its folder.

    Raises
    ------
    CommandError
        If it is not such a table.
    """
    names, lines = read_cells(path)
    known = {name: column for name in names if (column := _column(name, names)) is not None}
    wide = {name: limb for name in names if name not in known and (limb := _placement_in(name))}
    if "subject" not in known.values() or not ("path" in known.values() or wide):
        raise unreadable(
            path,
            "it needs a column subject, and path or one column of files for each placement "
            f"(ankle_left, ...); it has {', '.join(filter(None, names))}",
        )
    rows: list[ManifestRow] = []
    understood = dict(wide)
    for line, cells in lines:
        values = dict(zip(names, cells, strict=False))
        stated = {
            column: cell_value(column, values.get(name, "")) for name, column in known.items()
        }
        row = ManifestRow(line=line, **stated)
        if wide:
            rows += _rows_by_placement(row, values, wide)
        else:
            placed = _placement_in(row.placement)
            if placed:
                understood[row.placement] = placed
            rows.append(replace(row, placement=placed or row.placement))
    subjects = labels_of("subject", dict.fromkeys(row.subject for row in rows if row.subject))
    sessions = labels_of("session", dict.fromkeys(row.session for row in rows if row.session))
    labelled = tuple(
        replace(row, subject=subjects.get(row.subject, ""), session=sessions.get(row.session, ""))
        for row in rows
    )
    unused = [name for name in names if name and name not in known and name not in wide]
    remarks = [f"not used of {path.name}: {', '.join(unused)}"] if unused else []
    remarks += changed_labels("subject", subjects) + changed_labels("session", sessions)
    remarks += [
        f"the placement {words!r} was taken for {placement}: write another if it is not"
        for words, placement in understood.items()
        if not _says_plainly(words, placement)
    ]
    return FoundFiles(labelled, tuple(remarks))


def _column(name: str, names: list[str]) -> str | None:
    if name in COLUMNS:
        return name
    for column, others in _SYNONYMS.items():
        if name in others and column not in names:
            # if several of these names occur, the first in the list counts
            first = next(other for other in others if other in names)
            return column if name == first else None
    return None


def _placement_in(name: str) -> str:
    try:
        return parse_placement(name).value
    except CommandError:
        return placement_by_words(name)


def _says_plainly(words: str, placement: str) -> bool:
    """Return whether words are those of the placement and no others: ``Left ankle``."""
    return sorted(re.findall(r"[^\W_]+", words.casefold())) == sorted(placement.split("_"))


def _rows_by_placement(
    row: ManifestRow, values: Mapping[str, str], wide: Mapping[str, str]
) -> Iterator[ManifestRow]:
    order = list(Placement)
    for name, limb in sorted(wide.items(), key=lambda item: order.index(Placement(item[1]))):
        if values.get(name):
            yield replace(row, placement=limb, path=values[name])
