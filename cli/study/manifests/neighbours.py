"""Files beside recordings that are none: notes, labels, tables of people, heart rates."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path, PurePosixPath

from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.sensor.errors import ColumnsUnsaid, NoTable, UnreadableFile, WrongKind
from limbwatch.sensor.placement import Placement


def no_recordings(folder: Path, rows: Sequence[ManifestRow]) -> Iterator[str]:
    """Yield files without acceleration that lie beside files with a placement.

    Only files without a placement are opened: one with a placement is a recording by its name, and
    an error if it cannot be read. Files that are damaged, have several sensors, or do not tell
    which columns are the axes, are not among them.
    """
    with_placement = {PurePosixPath(row.path).parent for row in rows if row.placement}
    for row in rows:
        beside = PurePosixPath(row.path).parent in with_placement
        if beside and not row.placement and not _may_be_recording(folder / row.path):
            yield row.path


def _may_be_recording(path: Path) -> bool:
    """Return whether a file may be a recording, by trying to read it."""
    # imported here: the readers take longer to import than a folder takes to search
    from limbwatch.sensor.files import read_recorded_file

    try:
        read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    except (NoTable, WrongKind) as error:
        return isinstance(error, ColumnsUnsaid)
    except UnreadableFile:
        pass  # damaged, or of several sensors: reported when it is scored
    return True
