"""The manifest of a study: a table with one row for each sensor file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.reading.typed_table import decimal_point, read_cells, unreadable
from limbwatch.cli.study.manifests.labels import without_prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """One row as written: texts, empty where nothing is stated."""

    line: int
    """Line of the table, the header being 1."""
    subject: str = ""
    """BIDS label without ``sub-``: letters and digits."""
    session: str = ""
    """BIDS label without ``ses-``; may be empty if the subject has one session, which is
    everything that the sensors recorded together."""
    placement: str = ""
    """Where the sensor was worn."""
    path: str = ""
    """File of the sensor, relative to the folder of the manifest."""
    start: str = ""
    """Start of the recording, as ``limbwatch replay --start``."""
    timezone: str = ""
    """Time zone of the wearer, as the replay option."""
    age: str = ""
    """Years."""
    lights_off: str = ""
    """Start of the time in bed."""
    lights_on: str = ""
    """End of the time in bed."""
    hypnogram: str = ""
    """File of scored sleep."""
    breathing: str = ""
    """File of breathing events."""
    reference: str = ""
    """File of another scoring."""
    device_clock: str = ""
    """Time zone of the sensor's clock, as the replay option."""
    unit: str = ""
    """Unit of the acceleration, as the replay option."""
    rate: str = ""
    """Sampling rate, Hz, as the replay option."""
    columns: str = ""
    """Meaning of the columns, as the replay option."""
    time_unit: str = ""
    """Unit of numeric time stamps, as the replay option."""
    time_format: str = ""
    """Format of written time stamps, as the replay option."""
    sensor: str = ""
    """Which sensor of a file with several, as the replay option."""
    diary: str = ""
    """File of a sleep diary of the subject, or of many, for one night or several."""


COLUMNS: Final = tuple(one.name for one in fields(ManifestRow) if one.name != "line")
NEEDED: Final = ("subject", "placement", "path")
NUMBERS: Final = ("age", "rate")
"""Columns of numbers, in which a decimal comma is understood."""
NOT_USED: Final = ("reference",)
"""Columns that no step of a study uses yet."""
_WRITTEN_ALWAYS: Final = COLUMNS[: COLUMNS.index("device_clock")]
"""Columns that a planned manifest has even if empty, so that a person sees where to write."""


class Manifest(NamedTuple):
    """The rows of a manifest, and its columns that have no meaning here."""

    place: Path
    rows: tuple[ManifestRow, ...]
    unknown: tuple[str, ...]

    @property
    def doubts(self) -> tuple[str, ...]:
        """Warnings about unused columns, with the column that was perhaps meant."""
        warnings = []
        for name in self.unknown:
            close = get_close_matches(name, COLUMNS, n=1, cutoff=0.7)
            hint = f" Did you mean {close[0]}?" if close else ""
            warnings.append(f"the column {name!r} of {self.place} is not used.{hint}")
        for name in NOT_USED:
            lines = [row.line for row in self.rows if getattr(row, name)]
            if lines:
                warnings.append(
                    f"the column {name} of {self.place} is filled in {len(lines)} rows and is not "
                    "used by this version: it is only carried."
                )
        return tuple(warnings)


def cell_value(name: str, cell: str) -> str:
    """Return what a cell of a column states: a label without its prefix, a number with a point."""
    return decimal_point(cell) if name in NUMBERS else without_prefix(name, cell)


def read_manifest(path: Path) -> Manifest:
    """Read every row, faulty or not, of a CSV with comma, semicolon or tab.

    Raises
    ------
    CommandError
        If it is not such a table, or lacks a required column.
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
        values = {name: cell_value(name, cell) for name, cell in pairs if name in COLUMNS}
        rows.append(ManifestRow(line=line, **values))
    unknown = tuple(name for name in names if name and name not in COLUMNS)
    return Manifest(path, tuple(rows), unknown)


def write_rows(rows: Sequence[ManifestRow]) -> bytes:
    """Return a manifest; empty columns are left out, except the usual ones."""
    filled = [asdict(row) for row in rows]
    names = [
        name for name in COLUMNS if name in _WRITTEN_ALWAYS or any(row[name] for row in filled)
    ]
    return csv_table(names, ([row[name] for name in names] for row in filled))
