"""Files that are written whole or not at all, by one process at a time.

Whoever changes a stored file takes its lock, reads it, and writes the changed content before
releasing it. Changes made at the same moment from another terminal, the page or a script are then
not lost.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from threading import local
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.own_folder import own_folder
from limbwatch.sensor.open_elsewhere import is_open_elsewhere, may_be_open_elsewhere, replace_file

HIDDEN = "."
"""Prefix of hidden names."""
MAKING = f"{HIDDEN}limbwatch-"
"""Prefix of the name of a file or folder in the making."""
_NAME_KEPT: Final = 40
"""Characters of a file's name that its temporary name keeps: at most four bytes each, of the 255
that a name may have."""
SHORT_TURN_S: Final = 10.0
"""Longest wait for a lock held while a small file is changed, seconds; chosen."""
LONG_TURN_S: Final = 600.0
"""Longest wait for a lock held while a night is scored or drawn, seconds; chosen."""
_MODE: Final = 0o600
"""Permissions of a lock file."""


def sync(path: Path, *, system: str = os.name) -> None:
    """Flush a file or folder to the disk.

    Windows cannot open a folder, and flushes a file only for whoever may write to it: there folders
    and files that are read-only are left to the system.
    """
    on_windows = system == "nt"
    if on_windows and (path.is_dir() or not os.access(path, os.W_OK)):
        return
    handle = os.open(path, os.O_RDWR if on_windows else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file atomically: a reader sees the old content or the new, never a part.

    Raises
    ------
    OSError
        If the file cannot be written; nothing has changed then.
    """
    # shorten the name, so that the longest name leaves room
    handle, name = tempfile.mkstemp(prefix=f"{MAKING}{path.name[:_NAME_KEPT]}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace_file(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync(path.parent)


@contextmanager
def writing(place: Path, *, option: str | None = "--nights") -> Iterator[None]:
    """Turn the system's error on a failed write into a message for a person.

    ``option`` names the option for another place; None for files that stay with their night.

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
    if may_be_open_elsewhere(error):
        return _open_there(error, f"choose a folder of your own with {option}")
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
    """Return why a file of an existing night, which has no other place, cannot be written."""
    if may_be_open_elsewhere(error):
        return _open_there(error, "copy the folder to a place of your own and name the copy")
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full; free some space"
        case errno.EACCES | errno.EPERM:
            return (
                "no permission; give yourself write access (chmod -R u+w), or copy the folder to "
                "a place of your own and name the copy"
            )
        case errno.EROFS:
            return "the disk is read-only; copy the folder to another disk and name the copy"
        case errno.ENOTDIR | errno.EEXIST:
            return "something of that name is in the way; move it away"
    return reason_of(error)


def _open_there(error: OSError, otherwise: str) -> str:
    if is_open_elsewhere(error):
        return "another program has a file open there; close it and say this again"
    return f"no permission, or another program has a file open there; close it, or {otherwise}"


class _HeldLocks(local):
    """The locks held by the current thread, which may enter them again."""

    def __init__(self) -> None:
        self.locks: set[Path] = set()


_HELD = _HeldLocks()


def _lock_of(place: Path) -> Path:
    if not place.is_dir():
        return place.with_name(f"{HIDDEN}{place.stem}.lock")
    from platformdirs import user_state_path

    key = blake2b(os.fsencode(place), digest_size=8).hexdigest()
    return own_folder(user_state_path("limbwatch", appauthor=False) / "locks") / f"{key}.lock"


@contextmanager
def lock_at(place: Path, *, patience_s: float = SHORT_TURN_S) -> Iterator[None]:
    """Hold the lock of an existing folder, or of a file in one, while the body runs.

    Reading needs no lock. The lock works between processes and ends with its process, however that
    ends. The lock file of a file stays hidden beside it; that of a folder, for what is made in it,
    lies in limbwatch's own folder, so that a folder of nights holds nothing but nights.

    Raises
    ------
    CommandError
        If another process holds the lock for longer than the patience.
    OSError
        If the lock file cannot be written.
    """
    lock = _lock_of(place.resolve())
    if lock in _HELD.locks:
        yield
        return
    # imported only to write: the import takes longer than a report needs to read
    from filelock import FileLock, Timeout

    # the library would wait for a lock file that cannot be written as if it were held
    os.close(os.open(lock, os.O_RDWR | os.O_CREAT, _MODE))
    held = FileLock(lock, timeout=patience_s, mode=_MODE)
    try:
        held.acquire()
    except Timeout as error:
        raise CommandError(
            f"{place} is being changed by another limbwatch, for longer than {patience_s:.0f} s: "
            "nothing was changed. Wait until that is done, and try again.",
            exit_code=ExitCode.UNEXPECTED,
        ) from error
    _HELD.locks.add(lock)
    try:
        yield
    finally:
        _HELD.locks.discard(lock)
        held.release()
