"""Refusing tar archives, whose members a table reader would join to one table."""

import tarfile
from itertools import islice
from pathlib import Path

from limbwatch.sensor.errors import UnreadableFile

HEADER_BYTES = 512
"""Length of a member's header (POSIX.1-1988, ustar)."""

SHOWN = 4
"""Members listed by name."""


def require_no_tar(path: Path, start: bytes) -> None:
    """Refuse a tar archive, given its first bytes, unpacked if they were compressed.

    Raises
    ------
    UnreadableFile
        If it is one, with the names of its first members.
    """
    if not _is_header(start[:HEADER_BYTES]):
        return
    names = _first_names(path)
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    raise UnreadableFile(
        f"{path} is a tar archive ({shown}), and limbwatch opens only ZIP archives. Unpack it, as "
        "tar -xf does, and give the files with raw acceleration, each with its placement."
    )


def _is_header(block: bytes) -> bool:
    """Check for a tar header by its checksum, which the oldest kind has too."""
    if len(block) < HEADER_BYTES:
        return False
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _first_names(path: Path) -> list[str]:
    """Return the names of the first files, one more than shown; fewer if the archive is damaged."""
    names: list[str] = []
    try:
        with tarfile.open(path, "r:") as archive:
            files = (one.name for one in archive if one.isfile())
            names.extend(islice(files, SHOWN + 1))
    except (tarfile.TarError, OSError, EOFError):
        pass
    # names may have any bytes, and are printed
    return [name.encode("utf-8", "replace").decode() for name in names]
