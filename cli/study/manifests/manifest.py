"""The manifest of a study: a table with one row for each sensor file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.reading.typed_table import read_cells, unreadable
from limbwatch.cli.study.manifests.labels import without_prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """A row as it is written: texts, empty where nothing is said."""

    line: int
    """Line of the table, the header being 1."""
    subject: str = ""
    session: str = ""
    """`subject` and `session`: BIDS labels: letters and digits, without ``sub-`` and ``ses-``
    before them. A session is everything that the sensors of a subject recorded together; it may be
    empty where a subject has one."""
    placement: str = ""
    path: str = ""
    """`placement` and `path`: where the sensor was worn, and its file, relative to the folder of
    the manifest."""
    start: str = ""
    timezone: str = ""
    age: str = ""
    """Years."""
    lights_off: str = ""
    lights_on: str = ""
    hypnogram: str = ""
    breathing: str = ""
    reference: str = ""
    """`lights_off`, `lights_on`, `hypnogram`, `breathing` and `reference`: what else is known of
    the night: bed time, scored sleep, breathing events, another scoring."""
    device_clock: str = ""
    unit: str = ""
    rate: str = ""
    columns: str = ""
    time_unit: str = ""
    time_format: str = ""
    sensor: str = ""
    """`start`, `timezone`, `device_clock`, `unit`, `rate`, `columns`, `time_unit`, `time_format`
    and `sensor`: as the options of ``limbwatch replay`` of these names."""
    diary: str = ""
    """A sleep diary of the subject, or of many, for a session of one night or several."""


COLUMNS: Final = tuple(one.name for one in fields(ManifestRow) if one.name != "line")
NEEDED: Final = ("subject", "placement", "path")
NOT_USED: Final = ("reference",)
"""Columns that no step of a study uses yet."""
_WRITTEN_ALWAYS: Final = COLUMNS[: COLUMNS.index("device_clock")]
"""Columns that a planned manifest has even when empty, so that a person sees where to write."""


class Manifest(NamedTuple):
    """The rows of a manifest, and the columns that mean nothing here."""

    place: Path
    rows: tuple[ManifestRow, ...]
    unknown: tuple[str, ...]

    @property
    def doubts(self) -> tuple[str, ...]:
        """Say of each unknown column that it is not used, and which was perhaps meant."""
        said = []
        for name in self.unknown:
            close = get_close_matches(name, COLUMNS, n=1, cutoff=0.7)
            hint = f" Did you mean {close[0]}?" if close else ""
            said.append(f"the column {name!r} of {self.place} is not used.{hint}")
        for name in NOT_USED:
            lines = [row.line for row in self.rows if getattr(row, name)]
            if lines:
                said.append(
                    f"the column {name} of {self.place} is filled in {len(lines)} rows and is not "
                    "used by this version: it is only carried."
                )
        return tuple(said)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest: every row, faulty or not, of a CSV with comma, semicolon or tab.

    Raises
    ------
    CommandError
        If it is no such table, or lacks a column that every row needs.
    """
    names, lines = read_cells(path)
    missing = [name for name in NEEDED if name not in names]
    if missing:
        has = ", ".join(filter(None, names)) or "none"
        raise unreadable(
            path,
            f"its header lacks {', '.join(missing)}; it has {has}. limbwatch study plan makes a "
            "manifest of a table with other names",
        )
    rows = []
    for line, cells in lines:
        pairs = zip(names, cells, strict=False)
        told = {name: without_prefix(name, cell) for name, cell in pairs if name in COLUMNS}
        rows.append(ManifestRow(line=line, **told))
    unknown = tuple(name for name in names if name and name not in COLUMNS)
    return Manifest(path, tuple(rows), unknown)


def write_rows(rows: Sequence[ManifestRow]) -> bytes:
    """Write a manifest; columns that no row fills are left out, but for the usual ones."""
    filled = [asdict(row) for row in rows]
    names = [
        name for name in COLUMNS if name in _WRITTEN_ALWAYS or any(row[name] for row in filled)
    ]
    return csv_table(names, ([row[name] for name in names] for row in filled))
