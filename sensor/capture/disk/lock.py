"""The lock that keeps two recorders apart."""

import sqlite3
from pathlib import Path

from limbwatch.sensor.errors import AlreadyRecording


class RecorderLock:
    """A lock against a second recorder; the system drops it however the process dies.

    Its file, created if missing, is a small database, because SQLite's locks are the same on every
    system. ``what`` says in the message where the recording goes.

    Raises
    ------
    AlreadyRecording
        If another recorder holds it.
    """

    def __init__(self, path: Path, what: str) -> None:
        self._connection = sqlite3.connect(
            path, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            self._connection.execute("PRAGMA journal_mode = MEMORY")
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise AlreadyRecording(
                f"another limbwatch is recording {what}; stop it first, or wait until it ends"
            ) from None

    def release(self) -> None:
        """Release the lock."""
        self._connection.close()


def is_held(path: Path) -> bool:
    """Return whether a recorder holds the lock at a path; leave no file behind."""
    if not path.exists():
        return False
    try:
        RecorderLock(path, "").release()
    except AlreadyRecording:
        return True
    return False
