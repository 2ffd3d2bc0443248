"""From the location of recordings to a manifest."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from limbwatch.classify.origin import writable
from limbwatch.cli.errors import CommandError
from limbwatch.cli.study.manifests.bids_layout import by_bids, is_dataset
from limbwatch.cli.study.manifests.discovery import FoundFiles, by_folders, by_pattern, is_pattern
from limbwatch.cli.study.manifests.lab_table import by_table
from limbwatch.cli.study.manifests.manifest import ManifestRow, read_manifest
from limbwatch.cli.study.manifests.participants import with_ages
from limbwatch.cli.words import counted


def find_recordings(where: str, *, pattern: str | None, manifest: Path) -> FoundFiles:
    """Find the recordings of a study; paths are relative to the folder of the manifest.

    ``where`` is a folder, a pattern of names, alone or below a folder (``data/{subject}.csv``), a
    BIDS dataset, or a table.

    Raises
    ------
    CommandError
        If nothing is found, or it cannot be used.
    """
    place = Path(where)
    if pattern is None and is_pattern(where) and not place.exists():
        place, pattern = _split_pattern(where)
    if place.is_file():
        if pattern is not None:
            raise CommandError(f"{place} is a table, and --pattern is for names in a folder.")
        found, home = by_table(place), place.parent
    elif place.is_dir():
        home = place
        if pattern is not None:
            found = by_pattern(place, pattern)
        else:
            found = by_bids(place) if is_dataset(place) else by_folders(place)
        found = with_ages(place, found)
    else:
        raise CommandError(f"there is no folder or table {where}. Name the folder of the study.")
    relative = [replace(row, path=_relative_path(manifest, home, row.path)) for row in found.rows]
    rows = [row for row in relative if writable(row.path) == row.path]
    remarks = [
        f"{writable(row.path)} is left out: its name is not UTF-8, as a manifest is. Rename it"
        for row in relative
        if row not in rows
    ]
    numbered = (replace(row, line=line) for line, row in enumerate(rows, start=2))
    return found._replace(rows=tuple(numbered), remarks=(*found.remarks, *remarks))


def require_none_lost(manifest: Path, rows: Sequence[ManifestRow]) -> None:
    """Refuse to replace a manifest that names existing files which are not among the rows.

    Raises
    ------
    CommandError
        If some would be lost.
    """
    try:
        before = read_manifest(manifest).rows
    except CommandError:  # no file, or not a manifest, which is not replaced anyway
        return
    named = dict.fromkeys(row.path for row in before if row.path)
    found = {row.path for row in rows}
    lost = [path for path in named if path not in found and (manifest.parent / path).is_file()]
    if lost:
        raise CommandError(
            f"{manifest} would lose {counted(len(lost), 'file')} that this plan does not find, "
            f"such as {lost[0]}. Name another manifest with -o, or add --force to replace it."
        )


def _split_pattern(where: str) -> tuple[Path, str]:
    """Split a pattern into the folder and the rest."""
    parts = where.split("/")
    first = next(number for number, part in enumerate(parts) if is_pattern(part))
    return Path("/".join(parts[:first]) or ("/" if where.startswith("/") else ".")), "/".join(
        parts[first:]
    )


def _relative_path(manifest: Path, home: Path, path: str) -> str:
    """Return a path relative to the manifest, so that a study can be moved as a whole."""
    if not path:
        return path
    full = Path(os.path.abspath(home / path))  # noqa: PTH100 - links stay links
    folder = manifest.parent.resolve()
    try:
        return full.relative_to(folder).as_posix()
    except ValueError:
        return str(full)
