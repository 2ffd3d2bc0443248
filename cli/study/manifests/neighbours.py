"""Files that lie beside recordings and are none: notes, labels, tables of people, heart rates."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path, PurePosixPath

from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.sensor.errors import ColumnsUnsaid, NoTable, UnreadableFile, WrongKind
from limbwatch.sensor.placement import Placement


def no_recordings(folder: Path, rows: Sequence[ManifestRow]) -> Iterator[str]:
    """Find files that hold no acceleration beside files that say where they were worn.

    Only files that do not say where they were worn are opened: one that does is a recording by its
    name, and is told as faulty where it cannot be read. A file that is damaged, has several
    sensors, or does not tell which of its columns are the axes, is not among them.
    """
    told = {PurePosixPath(row.path).parent for row in rows if row.placement}
    for row in rows:
        beside = PurePosixPath(row.path).parent in told
        if beside and not row.placement and not _may_be_one(folder / row.path):
            yield row.path


def _may_be_one(path: Path) -> bool:
    """Tell whether a file may be a recording, by what replay makes of it."""
    # here, because the readers take longer to import than a folder to be looked through
    from limbwatch.sensor.files import read_recorded_file

    try:
        read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    except (NoTable, WrongKind) as error:
        return isinstance(error, ColumnsUnsaid)
    except UnreadableFile:
        pass  # damaged, or of several sensors: told when it is scored
    return True
