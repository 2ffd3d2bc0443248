"""The layout of a capture: its files, its tables, and the rows that go into them."""

from pathlib import Path
from typing import NamedTuple

SCHEMA_VERSION = 1
APPLICATION_ID = 0x6C776361  # "lwca"

SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sensor (
    id INTEGER PRIMARY KEY, placement TEXT NOT NULL, kind TEXT NOT NULL,
    address TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE stream (
    id INTEGER PRIMARY KEY, sensor INTEGER NOT NULL REFERENCES sensor, host_ns INTEGER NOT NULL,
    firmware TEXT NOT NULL, mtu INTEGER, settings TEXT);
CREATE TABLE characteristic (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE);
CREATE TABLE notification (
    id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, characteristic INTEGER NOT NULL,
    host_ns INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE event (
    id INTEGER PRIMARY KEY, sensor INTEGER, host_ns INTEGER NOT NULL, kind TEXT NOT NULL,
    detail TEXT NOT NULL);
CREATE TABLE clock (
    id INTEGER PRIMARY KEY, host_ns INTEGER NOT NULL, running_ns INTEGER NOT NULL,
    wall_ns INTEGER NOT NULL);
"""

INSERT = {
    "about": "INSERT OR REPLACE INTO about VALUES (?, ?)",
    "sensor": "INSERT INTO sensor VALUES (?, ?, ?, ?, ?)",
    "stream": "INSERT INTO stream VALUES (?, ?, ?, ?, ?, NULL)",
    "settings": "UPDATE stream SET settings = ? WHERE id = ?",
    "characteristic": "INSERT INTO characteristic VALUES (?, ?)",
    "notification": "INSERT INTO notification VALUES (?, ?, ?, ?, ?)",
    "event": "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
    "clock": "INSERT INTO clock VALUES (?, ?, ?, ?)",
}
"""Statements that add a row. Rows carry their ids, so that the rows of two files of one capture
stay in order."""

NUMBERED = ("sensor", "stream", "notification", "event", "clock")
"""Tables whose ids the recorder assigns."""


class CaptureRow(NamedTuple):
    """A row to be written."""

    table: str
    """A key of `INSERT`."""
    values: tuple[object, ...]
    size: int = 0
    """Bytes in memory; 0 for rows that are never dropped."""


def log_of(capture: Path) -> Path:
    """Return the path of the write-ahead log, which holds most of a capture at first."""
    return capture.with_name(f"{capture.name}-wal")


def size_of(capture: Path) -> int:
    """Return the bytes of a capture and its log; a file that is missing or was removed counts 0."""
    return sum(_size_and_mtime(path)[0] for path in (capture, log_of(capture)))


def last_written(path: Path) -> float:
    """Return when a file or its log was last written, Unix seconds; 0 if neither exists."""
    size, logged = _size_and_mtime(log_of(path))
    # readers leave an empty log behind
    return max(_size_and_mtime(path)[1], logged if size else 0.0)


def _size_and_mtime(path: Path) -> tuple[int, float]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0.0
    return found.st_size, found.st_mtime
