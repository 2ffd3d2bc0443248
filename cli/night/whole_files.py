"""Files that are written whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of

HIDDEN = "."
MAKING = f"{HIDDEN}limbwatch-"
"""What the name of a file or folder in the making begins with."""
_NAMED: Final = 40
"""Characters of the name of a file in the name that it has in the making: of at most four bytes
each, and a name has 255."""


def sync(path: Path) -> None:
    """Have the system put a file or folder on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part.

    Raises
    ------
    OSError
        If it cannot be written; then nothing has changed.
    """
    # of its name as much as leaves the longest name room
    handle, name = tempfile.mkstemp(prefix=f"{MAKING}{path.name[:_NAMED]}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync(path.parent)


@contextmanager
def writing(place: Path, *, option: str | None = "--nights") -> Iterator[None]:
    """Turn what an operating system says about a failed write into words for a person.

    The option is the one by which the person says where; None for what belongs to a night and stays
    with it.

    Raises
    ------
    CommandError
        In place of an ``OSError``.
    """
    try:
        yield
    except OSError as error:
        shown = place.parent if place.name.startswith(HIDDEN) else place
        raise CommandError(
            f"cannot write to {shown}: {_why(error, option) if option else _why_there(error)}. "
            "Nothing was left half-written.",
            exit_code=ExitCode.UNEXPECTED,
        ) from error


def _why(error: OSError, option: str) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"the disk is full; free some space or choose another folder with {option}"
        case errno.EACCES | errno.EPERM:
            return f"no permission; choose a folder of your own with {option}"
        case errno.EROFS:
            return f"the disk is read-only; choose another folder with {option}"
        case errno.ENOTDIR | errno.EEXIST:
            return f"a file is in the way; choose a folder with {option}"
    return reason_of(error)


def _why_there(error: OSError) -> str:
    """Say why nothing can be written to a night that is there, for which no other place will do."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full; free some space"
        case errno.EACCES | errno.EPERM:
            return (
                "no permission; let yourself write there (chmod -R u+w), or copy the folder to a "
                "place of your own and name the copy"
            )
        case errno.EROFS:
            return "the disk is read-only; copy the folder to another disk and name the copy"
        case errno.ENOTDIR | errno.EEXIST:
            return "something of that name is in the way; move it away"
    return reason_of(error)
