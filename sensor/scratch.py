"""Private folders for work in progress, removed when the process ends, however it ends.

Only a killed process leaves one behind; the next process that makes one at the same place removes
those older than a day.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

STALE_S: Final = 86_400.0
"""Age from which a leftover belongs to a killed process, seconds; our choice."""

_ATTEMPTS, _PAUSE_S = 10, 0.02
"""Attempts to remove a folder, and the pause between them in seconds; our choice."""

_made: set[Path] = set()


def make(prefix: str, place: Path | None = None) -> Path:
    """Make a folder that `discard_all` removes; its name begins with ``prefix``.

    By default it lies in the system's temporary folder.

    Raises
    ------
    OSError
        If it cannot be created.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    _made.add(folder)
    return folder


def discard(folder: Path) -> None:
    """Remove a folder that `make` made, if it still has its name.

    It is renamed first, so that a thread of an interrupted command, which may still write into it,
    no longer finds it: new files would keep it from being removed.
    """
    leaving = folder.with_name(f"{folder.name}-gone")
    try:
        folder.rename(leaving)
    except OSError:
        leaving = folder  # already renamed; or Windows, which refuses while files in it are open
    for _ in range(_ATTEMPTS):
        shutil.rmtree(leaving, ignore_errors=True)
        if not leaving.exists():
            break
        time.sleep(_PAUSE_S)  # a thread may just have opened a file in it
    _made.discard(folder)


def discard_all() -> None:
    """Remove all folders in progress; called when the process ends."""
    for folder in tuple(_made):
        discard(folder)


def sweep(prefix: str, place: Path) -> None:
    """Remove what killed processes left in ``place``: names that begin with ``prefix``.

    Anything younger than a day may still be in use and stays.
    """
    for left in place.glob(f"{prefix}*"):
        try:
            stale = time.time() - left.stat().st_mtime > STALE_S
        except FileNotFoundError:
            continue  # another process swept it
        if stale:
            remove(left)


def remove(left: Path) -> None:
    """Remove a file, or a folder with its contents."""
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


@contextmanager
def aside(prefix: str, place: Path | None = None) -> Iterator[Path]:
    """Make an empty folder with `make` and remove it afterwards; sweep leftovers first."""
    sweep(prefix, place or Path(tempfile.gettempdir()))
    folder = make(prefix, place)
    try:
        yield folder
    finally:
        discard(folder)


def unpacking(place: Path | None = None) -> AbstractContextManager[Path]:
    """Return an empty private folder for unpacked files, removed afterwards.

    It is a hidden folder in ``place``, or lies in the system's temporary folder.
    """
    return aside("limbwatch-reading-" if place is None else ".limbwatch-reading-", place)
