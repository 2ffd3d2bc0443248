"""Folders for what is being made: private, and gone when the process ends, however it ends.

Only a process that is killed leaves one behind; what is older than a day is swept by the next that
makes one at the same place.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

STALE_S: Final = 86_400.0
"""Age of what is no longer in the making but was left by a killed process, seconds; our choice."""

_ATTEMPTS, _PAUSE_S = 10, 0.02
"""Tries to remove a folder, and seconds between them; our choice."""

_made: set[Path] = set()


def make(prefix: str, place: Path | None = None) -> Path:
    """Make a folder that `discard_all` knows, whose name begins with ``prefix``.

    Without a place it lies in that of the system's temporary files.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    _made.add(folder)
    return folder


def discard(folder: Path) -> None:
    """Remove a folder that was made, if it is still there under its name.

    Whoever still writes into it, such as the thread of a command that was interrupted, finds no
    folder from now on. Without a name of its own it would get files while it is being emptied, and
    could then not be removed.
    """
    leaving = folder.with_name(f"{folder.name}-gone")
    try:
        folder.rename(leaving)
    except OSError:
        leaving = folder  # it has its final name; or Windows, which renames none with open files
    for _ in range(_ATTEMPTS):
        shutil.rmtree(leaving, ignore_errors=True)
        if not leaving.exists():
            break
        time.sleep(_PAUSE_S)  # a file that was being opened came in late
    _made.discard(folder)


def discard_all() -> None:
    """Remove what is still in the making: the process is about to end."""
    for folder in tuple(_made):
        discard(folder)


def sweep(prefix: str, place: Path) -> None:
    """Remove what killed processes left in a place, by the beginning of its name.

    What is younger than a day may be in the making.
    """
    for left in place.glob(f"{prefix}*"):
        try:
            stale = time.time() - left.stat().st_mtime > STALE_S
        except FileNotFoundError:
            continue  # another process swept it
        if stale:
            remove(left)


def remove(left: Path) -> None:
    """Remove a folder with all that is in it, or a file."""
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


@contextmanager
def aside(prefix: str, place: Path | None = None) -> Iterator[Path]:
    """Make an empty folder as `make` does, and remove it after the body, with what others left."""
    sweep(prefix, place or Path(tempfile.gettempdir()))
    folder = make(prefix, place)
    try:
        yield folder
    finally:
        discard(folder)


def unpacking(place: Path | None = None) -> AbstractContextManager[Path]:
    """Give an empty folder, its owner's alone, for what is unpacked, and remove it afterwards.

    It lies in ``place``, out of sight, or in that of the system's temporary files.
    """
    return aside("limbwatch-reading-" if place is None else ".limbwatch-reading-", place)
