"""Locks, so that one process at a time reads, changes and writes a file again.

Whoever changes a stored file takes its lock, reads it, and writes the changed content before
releasing it. Changes made at the same moment from another terminal, the page or a script are then
not lost.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from threading import local
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.whole_files import HIDDEN
from limbwatch.cli.own_folder import own_folder

SHORT_TURN_S: Final = 10.0
"""Longest wait for a lock held while a small file is changed, seconds; chosen."""
LONG_TURN_S: Final = 600.0
"""Longest wait for a lock held while a night is scored or drawn, seconds; chosen."""
_MODE: Final = 0o600
"""Permissions of a lock file."""


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
