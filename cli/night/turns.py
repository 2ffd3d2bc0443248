"""One process at a time where something is read, changed and written again.

Whoever changes what is stored takes a turn at it: he reads in it what is there, and writes in it
what he made of that. So nothing is lost of what others tell at the same moment, from another
terminal, the page or a script.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.whole_files import HIDDEN

SHORT_TURN_S: Final = 10.0
"""Seconds that a turn is waited for where who has it reads and writes a small file; chosen."""
LONG_TURN_S: Final = 600.0
"""Where he scores or draws a night; chosen."""
_MODE: Final = 0o600


class _Taken(local):
    """The turns that a thread has already: within one it may take it again."""

    def __init__(self) -> None:
        self.locks: set[Path] = set()


_TAKEN = _Taken()


@contextmanager
def turn_at(place: Path, *, patience_s: float = SHORT_TURN_S) -> Iterator[None]:
    """Keep others from a file, or from what is made in a folder, for as long as the body runs.

    Others are those who take their turn too: nobody needs one to read. It holds between processes,
    and ends with the process, however it ends; a hidden file beside the place, or in the folder,
    stays.

    Parameters
    ----------
    place : Path
        A folder that is there, or a file in one.

    Raises
    ------
    CommandError
        If who has it keeps it for longer than the patience.
    OSError
        If nothing can be written there.
    """
    lock = (place / "making" if place.is_dir() else place).resolve()
    lock = lock.with_name(f"{HIDDEN}{lock.stem}.lock")
    if lock in _TAKEN.locks:
        yield
        return
    # used only to write: its import takes longer than a report reads
    from filelock import FileLock, Timeout

    # what the library would wait for as for a turn: a lock that nobody may write
    os.close(os.open(lock, os.O_RDWR | os.O_CREAT, _MODE))
    held = FileLock(lock, timeout=patience_s)
    try:
        held.acquire()
    except Timeout as error:
        raise CommandError(
            f"{place} is being changed by another limbwatch, for longer than {patience_s:.0f} s: "
            "nothing was changed. Wait for its end, and say it again.",
            exit_code=ExitCode.UNEXPECTED,
        ) from error
    _TAKEN.locks.add(lock)
    try:
        yield
    finally:
        _TAKEN.locks.discard(lock)
        held.release()
