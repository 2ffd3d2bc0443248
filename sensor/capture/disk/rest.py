"""Rows that a full disk refused: kept in a file elsewhere, and moved back later."""

import hashlib
import os
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from limbwatch.sensor.capture.disk.schema import (
    APPLICATION_ID,
    INSERT,
    SCHEMA,
    SCHEMA_VERSION,
    CaptureRow,
)

_SETTINGS = "CREATE TABLE settings (settings TEXT NOT NULL, stream INTEGER NOT NULL);"
_KEEP_SETTINGS = "INSERT INTO settings VALUES (?, ?)"
_TABLES = ("about", "sensor", "stream", "characteristic", "notification", "event", "clock")


def rest_files(capture: Path, folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that may hold the rest of a capture: one in each folder, best first.

    They need not exist.
    """
    place = hashlib.blake2b(os.fsencode(capture.resolve()), digest_size=6).hexdigest()
    return tuple(
        folder / f"limbwatch-rest-{capture.parent.name}-{place}.sqlite" for folder in folders
    )


class Rest:
    """Stores the rows that the capture's own disk refuses, in the first file that takes them."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = tuple(files)
        self._connection: sqlite3.Connection | None = None
        self.path: Path | None = None

    def take(self, rows: Sequence[CaptureRow]) -> bool:
        """Store rows, synced to disk; return False if there is no room anywhere."""
        places = self._files if self.path is None else (self.path, *self._files)
        return any(self._store_at(path, rows) for path in dict.fromkeys(places))

    def _store_at(self, path: Path, rows: Sequence[CaptureRow]) -> bool:
        try:
            if self._connection is None or path != self.path:
                self.close()
                self._connection = _open_rest(path)
                self.path = path
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                for row in rows:
                    keep = _KEEP_SETTINGS if row.table == "settings" else INSERT[row.table]
                    self._connection.execute(keep, row.values)
        except (sqlite3.Error, OSError):
            self.close()
            self.path = None if self.path == path and not _holds_rows(path) else self.path
            return False
        return True

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _holds_rows(path: Path) -> bool:
    with suppress(sqlite3.Error, OSError):
        if path.exists():
            with closing(sqlite3.connect(path)) as rest:
                return bool(rest.execute("SELECT count(*) FROM notification").fetchone()[0])
    return False


def _open_rest(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # private even in a folder that all may read
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            connection.executescript(
                f"BEGIN; {SCHEMA} {_SETTINGS} PRAGMA application_id = {APPLICATION_ID}; "
                f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            )
    except BaseException:
        connection.close()
        raise
    return connection


def restore_rows(connection: sqlite3.Connection, files: Sequence[Path]) -> Path | None:
    """Move rows stored elsewhere into their capture, which is open for writing.

    Return the first of ``files``, from `rest_files`, that could not be moved, because the disk is
    still full or the file damaged; None if nothing is left elsewhere.
    """
    left = [path for path in files if path.exists() and not _move_rows(connection, path)]
    return left[0] if left else None


def _move_rows(connection: sqlite3.Connection, path: Path) -> bool:
    if not _is_ours(path):
        return False
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("ATTACH DATABASE ? AS rest", (str(path),))
    except sqlite3.Error:
        return False
    try:
        if not _is_rest(connection):
            # created, but never written to
            path.unlink(missing_ok=True)
            return True
        connection.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            how = "REPLACE" if table == "about" else "IGNORE"
            connection.execute(
                f"INSERT OR {how} INTO main.{table} SELECT * FROM rest.{table}"  # noqa: S608 - ours
            )
        connection.execute(
            "UPDATE main.stream SET settings = s.settings FROM rest.settings AS s "
            "WHERE main.stream.id = s.stream"
        )
        connection.execute("COMMIT")
    except sqlite3.Error:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        return False
    finally:
        with suppress(sqlite3.Error):
            connection.execute("DETACH DATABASE rest")
    for one in (path, path.with_name(f"{path.name}-journal")):
        one.unlink(missing_ok=True)
    return True


def _is_ours(path: Path) -> bool:
    """Return whether this user made a file; others may write to the folder."""
    facts = path.lstat()
    return stat.S_ISREG(facts.st_mode) and (os.name == "nt" or facts.st_uid == os.getuid())


def _is_rest(connection: sqlite3.Connection) -> bool:
    row = connection.execute(
        "SELECT count(*) FROM rest.sqlite_master WHERE name = 'notification'"
    ).fetchone()
    return bool(row[0])
