"""Open a capture for reading, with suspicion: it may come from somebody else, or be damaged."""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from limbwatch.sensor.capture.disk.schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION, log_of
from limbwatch.sensor.errors import UnreadableFile

_MAGIC: Final = b"SQLite format 3\0"
_LONGEST_ROW: Final = 65_536
"""Longest row, bytes: a notification has at most 512 (Bluetooth Core, attribute values), and texts
are short."""
_STEP: Final = 10_000
"""SQLite instructions between two checks of the budget."""
_STEPS_PER_BYTE: Final = 20
"""Instructions allowed per byte of the file."""
_STEPS_AT_LEAST: Final = 50_000_000
"""Instructions allowed for any file. Pages that point to each other make a small file endless."""
_FUNCTIONS: Final = frozenset({"count", "min", "max", "coalesce"})


def is_database(path: Path) -> bool:
    """Return whether a file is a database, as a capture is, by its first bytes.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def open_capture(path: Path) -> sqlite3.Connection:
    """Open a capture for reading.

    Nothing in the file is trusted: its schema must equal ours to the letter, so that it has no
    view, trigger or function; only reading is allowed; rows are short, and work is bounded by the
    file's size. The connection writes neither to the file nor to a log beside it.

    Raises
    ------
    UnreadableFile
        If the file is missing, not a capture, of another version, or cannot be opened.
    """
    if not path.is_file():
        raise UnreadableFile(f"there is no {path}")
    # never by open(): closing it would take away the locks of a recorder in this process
    # (https://www.sqlite.org/howtocorrupt.html, 2.2)
    try:
        base = sqlite3.connect(_address(path), uri=True, timeout=5)
    except sqlite3.Error as error:
        raise UnreadableFile(_explain(path, error)) from error
    try:
        _restrict(base, size=path.stat().st_size)
        _check(base, path)
    except sqlite3.Error as error:
        base.close()
        raise UnreadableFile(_explain(path, error)) from error
    except BaseException:
        base.close()
        raise
    return base


def _address(path: Path) -> str:
    # a capture that was closed has no log and is complete: immutable, it opens on a read-only disk
    # too, and nothing is left beside it; one in progress, or killed, is read with its log
    open_or_killed = log_of(path).exists()
    return f"{path.resolve().as_uri()}?mode=ro{'' if open_or_killed else '&immutable=1'}"


def _restrict(base: sqlite3.Connection, *, size: int) -> None:
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_ROW)
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    base.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        base.execute(f"PRAGMA {pragma}")
    base.set_progress_handler(_budget(size), _STEP)


def _budget(size: int) -> Callable[[], int]:
    left = (_STEPS_AT_LEAST + _STEPS_PER_BYTE * size) // _STEP

    def step() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    return step


def _check(base: sqlite3.Connection, path: Path) -> None:
    # ask the database, not the file, which may lack the last commits
    if base.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UnreadableFile(f"{path} is not a capture of limbwatch")
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION:
        raise UnreadableFile(
            f"{path} is not a capture of this limbwatch (version {version}, not {SCHEMA_VERSION})"
        )
    if _schema(base) != _own_schema():
        raise UnreadableFile(
            f"{path} has other tables than a capture of limbwatch, so it is not opened"
        )
    base.set_authorizer(_allowed)


def _schema(base: sqlite3.Connection) -> frozenset[tuple[object, ...]]:
    return frozenset(base.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


@cache
def _own_schema() -> frozenset[tuple[object, ...]]:
    base = sqlite3.connect(":memory:")
    try:
        for statement in SCHEMA.split(";"):
            base.execute(statement)
        return _schema(base)
    finally:
        base.close()


def _allowed(action: int, _one: str | None, two: str | None, *_: str | None) -> int:
    reads = action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
    if reads or (action == sqlite3.SQLITE_FUNCTION and two in _FUNCTIONS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _explain(path: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_NOTADB:
        return f"{path} is not a capture of limbwatch ({error})"
    if code == sqlite3.SQLITE_CANTOPEN:
        return (
            f"{path} was not closed, and what waits in its log cannot be read in a folder that is "
            "read-only: copy the whole folder to a disk of your own"
        )
    return f"{path} is damaged: {error}"
