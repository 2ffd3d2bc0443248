"""Recordings in a BIDS dataset: the motion files of each subject and session.

Files beside a motion file describe its content.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.bids_sidecars import MOTION, acquired, tracked_points, worn_at
from limbwatch.cli.study.manifests.counted_files import without_placement
from limbwatch.cli.study.manifests.discovery import FoundFiles
from limbwatch.cli.study.manifests.manifest import ManifestRow

DESCRIPTION: Final = "dataset_description.json"
_ENTITY: Final = re.compile(r"(?:^|_)([a-z]+)-([0-9A-Za-z]+)")


def is_dataset(folder: Path) -> bool:
    """Return whether a folder is a BIDS dataset."""
    return (folder / DESCRIPTION).is_file()


def by_bids(folder: Path) -> FoundFiles:
    """Return a row for each tracked point of a dataset that has acceleration in three axes.

    Raises
    ------
    CommandError
        If there is none, or a describing file cannot be read.
    """
    rows: list[ManifestRow] = []
    remarks: list[str] = []
    for path in sorted(folder.glob(f"sub-*/**/*{MOTION}")):
        points = list(_rows(folder, path))
        rows += points
        if not points:
            remarks.append(f"{path.relative_to(folder)} has no acceleration in three axes")
    if not rows:
        raise CommandError(
            f"{folder} is a BIDS dataset without acceleration: there is no sub-*/motion/*{MOTION} "
            "with three channels of the type ACCEL."
        )
    unplaced = [row.path for row in rows if not row.placement]
    if unplaced:
        remarks.append(without_placement(unplaced))
    return FoundFiles(tuple(rows), tuple(remarks))


def _rows(folder: Path, path: Path) -> Iterator[ManifestRow]:
    entities = dict(_ENTITY.findall(path.name))
    for point in tracked_points(path):
        yield ManifestRow(
            line=0,
            subject=entities.get("sub", ""),
            session=entities.get("ses", ""),
            placement=worn_at(path, point.name),
            path=str(path.relative_to(folder)),
            start=acquired(path, folder),
            unit=point.unit,
            rate=point.rate,
            columns=point.columns,
            time_unit=point.time_unit,
        )
