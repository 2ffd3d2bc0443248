"""One process at a time where something is read, changed and written again.

Whoever changes what is stored takes a turn at it: he reads in it what is there, and writes in it
what he made of that. So nothing is lost of what others tell at the same moment, from another
terminal, the page or a script.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir
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


def _lock_of(place: Path) -> Path:
    if not place.is_dir():
        return place.with_name(f"{HIDDEN}{place.stem}.lock")
    key = blake2b(os.fsencode(place), digest_size=8).hexdigest()
    return _own_folder() / f"{key}.lock"


def _own_folder() -> Path:
    """Make and give the folder of locks, which is the same whatever a process takes for temporary.

    Not one that others write in, unless the user's own cannot be: who opens a name that anybody
    could have put there may open something else.
    """
    from platformdirs import user_state_path

    try:
        place = user_state_path("limbwatch", appauthor=False) / "locks"
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        place = Path(gettempdir()) / f"limbwatch-{os.getuid() if os.name != 'nt' else ''}"
        place.mkdir(exist_ok=True, mode=0o700)
    return place


@contextmanager
def turn_at(place: Path, *, patience_s: float = SHORT_TURN_S) -> Iterator[None]:
    """Keep others from a file, or from what is made in a folder, for as long as the body runs.

    Others are those who take their turn too: nobody needs one to read. It holds between processes,
    and ends with the process, however it ends. A hidden file beside a file stays; that of a folder
    lies among limbwatch's own, not in it: a new night is a folder there, and nothing else is.

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
    lock = _lock_of(place.resolve())
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
