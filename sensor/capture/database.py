"""The raw record of a night: every notification as it came, in one SQLite file.

What arrives is written before anything looks at it. The file is in WAL mode and every commit is
synced, so a killed process or a power cut costs at most the last uncommitted moment, and the
file opens. All else can be made again from it (`limbwatch.sensor.capture.recordings`).
"""

import json
import sqlite3
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import closing, suppress
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.devices import Settings
from limbwatch.sensor.errors import AlreadyRecording, SensorError, UnreadableFile
from limbwatch.sensor.placement import Placement

CAPTURE = "capture.sqlite"
"""Name of the file in a night's folder."""

SCHEMA_VERSION = 1
APPLICATION_ID = 0x6C776361  # "lwca"

_SCHEMA = """
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

_INSERT = {
    "about": "INSERT OR REPLACE INTO about VALUES (?, ?)",
    "sensor": "INSERT INTO sensor VALUES (?, ?, ?, ?, ?)",
    "stream": "INSERT INTO stream VALUES (?, ?, ?, ?, ?, NULL)",
    "settings": "UPDATE stream SET settings = ? WHERE id = ?",
    "characteristic": "INSERT INTO characteristic VALUES (?, ?)",
    "notification": "INSERT INTO notification VALUES (NULL, ?, ?, ?, ?)",
    "event": "INSERT INTO event VALUES (NULL, ?, ?, ?, ?)",
    "clock": "INSERT INTO clock VALUES (NULL, ?, ?, ?)",
}

WAITING_LIMIT = 64 * 2**20
"""Bytes of notifications that wait in memory while the disk takes nothing: hours of a night."""


class Incident(StrEnum):
    """What the recorder notes besides samples."""

    CONNECTED = "connected"
    CONNECT_FAILED = "connect_failed"
    REFUSED = "refused"
    STALLED = "stalled"
    RESTARTED = "restarted"
    LOST = "lost"
    BATTERY = "battery"
    SILENCE = "silence"
    STOPPED = "stopped"
    DISK = "disk"
    SUSPENDED = "suspended"
    CLOCK_SET = "clock_set"
    NEW_ADDRESS = "new_address"
    BACK = "back"
    OVERFLOW = "overflow"
    BEGUN = "begun"
    RESUMED = "resumed"
    ENDED = "ended"


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


class _Row(NamedTuple):
    table: str
    values: tuple[object, ...]
    size: int = 0


class Capture:
    """The capture file, open for writing.

    Rows are taken into memory at once and written by `flush`, which may run in another thread.
    When the disk is full or slow they wait, up to `WAITING_LIMIT`.

    Parameters
    ----------
    path : Path
        The file; one that exists is gone on with.

    Raises
    ------
    AlreadyRecording
        If another recorder writes it.
    UnreadableFile
        If the file is there and is no capture.
    SensorError
        If it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.overflowed = 0
        self.trouble: str | None = None
        self._waiting: deque[_Row] = deque()
        # each counter has one writer: the loop's thread, the writing thread
        self._bytes_in = self._bytes_out = 0
        self._writing = threading.Lock()
        try:
            self._lock = RecorderLock(path.with_suffix(".lock"), f"into {path.parent}")
            try:
                self._connection = _open(path)
            except BaseException:
                self._unlock()
                raise
        except sqlite3.DatabaseError as error:
            raise SensorError(f"cannot write {path}: {error}; check the disk") from error
        self._sensors = self._next("sensor")
        self._streams = self._next("stream")
        self._characteristics: dict[str, int] = {
            uuid: number
            for number, uuid in self._connection.execute("SELECT id, uuid FROM characteristic")
        }

    def _next(self, table: str) -> int:
        query = f"SELECT coalesce(max(id), 0) FROM {table}"  # noqa: S608 - our own table names
        return int(self._connection.execute(query).fetchone()[0])

    def last_clock(self) -> ClockPair | None:
        """Give the last moment noted before; None in a new capture.

        Returns
        -------
        ClockPair or None
            Its host time is not before any notification.
        """
        row = self._connection.execute(
            "SELECT host_ns, running_ns, wall_ns FROM clock ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        pair = ClockPair(*row)
        query = "SELECT host_ns FROM notification ORDER BY id DESC LIMIT 1"
        (newest,) = self._connection.execute(query).fetchone() or (0,)
        later = max(0, newest - pair.host)
        return ClockPair(pair.host + later, pair.running, pair.wall + later)

    def about(self, key: str, value: str) -> None:
        """Note a fact of the recording."""
        self._add("about", key, value)

    def sensor(self, placement: Placement, *, kind: str, address: str, name: str) -> int:
        """Note a sensor; give its number."""
        self._sensors += 1
        self._add("sensor", self._sensors, placement.value, kind, address, name)
        return self._sensors

    def stream(self, sensor: int, host_ns: int, *, firmware: str, mtu: int | None) -> int:
        """Note a new connection; give its number."""
        self._streams += 1
        self._add("stream", self._streams, sensor, host_ns, firmware, mtu)
        return self._streams

    def settings(self, stream: int, settings: Settings) -> None:
        """Note what the sensor was set to."""
        value = {
            "rate": settings.rate,
            "range_g": settings.range_g,
            "extra": dict(settings.extra),
        }
        self._add("settings", json.dumps(value), stream)

    def notification(self, stream: int, characteristic: str, host_ns: int, data: bytes) -> None:
        """Take a notification."""
        if self._bytes_in - self._bytes_out > WAITING_LIMIT:
            self.overflowed += 1
            return
        number = self._characteristics.get(characteristic)
        if number is None:
            number = self._characteristics[characteristic] = len(self._characteristics) + 1
            self._add("characteristic", number, characteristic)
        row = _Row("notification", (stream, number, host_ns, data), len(data) + 64)
        self._bytes_in += row.size
        self._waiting.append(row)

    def event(
        self,
        kind: Incident,
        host_ns: int,
        *,
        sensor: int | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Note an incident."""
        self._add("event", sensor, host_ns, kind.value, json.dumps(dict(detail or {})))

    def clock(self, pair: ClockPair) -> None:
        """Note one moment on all clocks."""
        self._add("clock", *pair)

    def _add(self, table: str, *values: object) -> None:
        self._waiting.append(_Row(table, values))

    @property
    def waiting(self) -> int:
        """Rows that are not on disk yet."""
        return len(self._waiting)

    def flush(self) -> bool:
        """Write what waits in one transaction, synced to disk.

        Returns
        -------
        bool
            False when the disk did not take it; ``trouble`` says why, and nothing is lost yet.
        """
        with self._writing:
            # one by one: the loop's thread appends meanwhile
            rows = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if not rows:
                return True
            try:
                self._write(rows)
            except sqlite3.Error as error:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                self._waiting.extendleft(reversed(rows))
                self.trouble = str(error)
                return False
            self._bytes_out += sum(row.size for row in rows)
            self.trouble = None
            return True

    def _write(self, rows: list[_Row]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for table, group in groupby(rows, key=lambda row: row.table):
            self._connection.executemany(_INSERT[table], [row.values for row in group])
        self._connection.execute("COMMIT")

    def close(self) -> bool:
        """Write the rest and close the file; False when something could not be written."""
        written = self.flush()
        with self._writing:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()
            self._unlock()
        return written

    def _unlock(self) -> None:
        self._lock.release()
        with suppress(OSError):
            self.path.with_suffix(".lock").unlink()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        connection.close()
        raise UnreadableFile(f"{path} is no capture of limbwatch ({error})") from error
    if version not in (0, SCHEMA_VERSION) or (version == 0 and tables):
        connection.close()
        raise UnreadableFile(
            f"{path} is no capture of this limbwatch (version {version}, not {SCHEMA_VERSION})"
        )
    connection.execute("PRAGMA journal_mode = WAL")
    # with less than FULL a power cut may take back what was committed in WAL mode
    connection.execute("PRAGMA synchronous = FULL")
    if version == 0:
        with closing(connection.cursor()) as cursor:
            cursor.execute("BEGIN EXCLUSIVE")
            for statement in _SCHEMA.split(";"):
                cursor.execute(statement)
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            cursor.execute("COMMIT")
    return connection
