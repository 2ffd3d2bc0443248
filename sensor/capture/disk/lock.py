"""One recorder at a time."""

import sqlite3
from pathlib import Path

from limbwatch.sensor.errors import AlreadyRecording


class RecorderLock:
    """Keeps a second recorder away; the system drops it when the process dies, however it dies.

    Parameters
    ----------
    path : Path
        File to hold, made when missing. It is itself a small database, because SQLite's locks
        are the same on every system.
    what : str
        What is being recorded to, for the message.

    Raises
    ------
    AlreadyRecording
        If somebody holds it.
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
                f"another limbwatch is recording {what}; stop it first, or wait for its end"
            ) from None

    def release(self) -> None:
        """Let others in."""
        self._connection.close()


def is_held(path: Path) -> bool:
    """Tell whether somebody holds the lock of a path, without keeping or making it."""
    if not path.exists():
        return False
    try:
        RecorderLock(path, "").release()
    except AlreadyRecording:
        return True
    return False
