"""Remarks on files in a study's folder that are no rows, or lack a placement."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

NAMED: Final = 12
"""Most files that a remark names; chosen, as many as the screen names faulty rows."""

SHOWN: Final = 3
"""Most files without a placement that are named, since the manifest shows them all. Chosen."""


def passed_over(paths: Collection[str]) -> str:
    """Say which files beside recordings were skipped."""
    shown = _abbreviated(sorted(paths), NAMED)
    if len(paths) == 1:
        return f"1 file beside recordings holds no acceleration and was passed over ({shown})"
    return (
        f"{len(paths)} files beside recordings hold no acceleration and were passed over ({shown})"
    )


def of_other_endings(count: int) -> str:
    """Say how many files cannot be recordings, by their endings."""
    if count == 1:
        return "1 file was passed over (not a recording, by its ending)"
    return f"{count} files were passed over (not recordings, by their ending)"


def outside_folders(paths: Collection[str]) -> str:
    """Say which files are outside the folders of subjects, and may be recordings."""
    shown = _abbreviated(sorted(paths), NAMED)
    if len(paths) == 1:
        return f"1 file lies in no folder of a subject and was passed over ({shown})"
    return f"{len(paths)} files lie in no folder of a subject and were passed over ({shown})"


def of_other_names(count: int, folder: Path) -> str:
    """Say how many recorded files do not match a pattern."""
    if count == 1:
        return f"1 other file in {folder} has no such name"
    return f"{count} other files in {folder} have no such name"


def of_axes_apart(count: int) -> str:
    """Say how many recordings consist of three files, of which a row names one."""
    if count == 1:
        return "1 recording lies in three files of one axis each: its row names one of them"
    return f"{count} recordings lie in three files of one axis each: their rows name one of them"


def without_placement(paths: Sequence[str]) -> str:
    """Say which files do not tell where the sensor was worn, and where to write it."""
    shown = _abbreviated(paths, SHOWN)
    if len(paths) == 1:
        return (
            f"1 file does not say where the sensor was worn ({shown}): write it into the column "
            "placement"
        )
    return (
        f"{len(paths)} files do not say where the sensor was worn ({shown}): write it into the "
        "column placement"
    )


def _abbreviated(paths: Sequence[str], most: int) -> str:
    return ", ".join(paths[:most]) + (", ..." if len(paths) > most else "")
