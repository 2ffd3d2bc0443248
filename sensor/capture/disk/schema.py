"""The layout of a capture: its tables, and the rows that go into them."""

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
