"""The raw record of a night: every notification as it came, in one SQLite file.

What arrives is written before anything interprets it. The file is in WAL mode and every commit is
synced, so a killed process or a power cut costs at most the last uncommitted moment, and the
file still opens. All else can be derived from it (`limbwatch.sensor.capture.captured_recordings`).
"""

import json
import sqlite3
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from itertools import groupby
from pathlib import Path

from limbwatch.sensor.capture.disk.lock import RecorderLock
from limbwatch.sensor.capture.disk.rest import Rest, rest_files, restore_rows
from limbwatch.sensor.capture.disk.schema import (
    APPLICATION_ID,
    INSERT,
    NUMBERED,
    SCHEMA,
    SCHEMA_VERSION,
    CaptureRow,
)
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import Settings
from limbwatch.sensor.errors import SensorError, UnreadableFile
from limbwatch.sensor.placement import Placement

WAITING_LIMIT = 64 * 2**20
"""Bytes of notifications kept in memory while the disk takes nothing: hours of a night."""


class Capture:
    """The capture file, open for writing.

    Rows are queued in memory and written by `flush`, which may run in another thread. When the
    disk is full they go to a file elsewhere; where there is no room either, or the disk is slow,
    they stay queued, up to `WAITING_LIMIT`.

    Parameters
    ----------
    path : Path
        The file; an existing one is continued.
    elsewhere : sequence of Path
        Folders for what the disk refuses, best first.

    Raises
    ------
    AlreadyRecording
        If another recorder writes to it.
    UnreadableFile
        If the file exists and is not a capture.
    SensorError
        If it cannot be created.
    """

    def __init__(self, path: Path, elsewhere: Sequence[Path] = ()) -> None:
        self.path = path
        self.overflowed = 0
        self.trouble: str | None = None
        self._rest_files = rest_files(path, elsewhere)
        self._rest = Rest(self._rest_files)
        self._waiting: deque[CaptureRow] = deque()
        # one writer each: the event loop's thread counts in, the writing thread counts out
        self._bytes_in = self._bytes_out = 0
        self._writing = threading.Lock()
        try:
            self._lock = RecorderLock(path.with_suffix(".lock"), f"into {path.parent}")
            try:
                self._connection = open_for_writing(path)
                self._bring_home()
            except BaseException:
                self._unlock()
                raise
        except sqlite3.DatabaseError as error:
            raise SensorError(f"cannot write {path}: {why(error)}") from error
        self._last = {table: self._newest(table) for table in NUMBERED}
        self.facts: dict[str, str] = dict(self._connection.execute("SELECT key, value FROM about"))
        self._characteristics: dict[str, int] = {
            uuid: number
            for number, uuid in self._connection.execute("SELECT id, uuid FROM characteristic")
        }

    def _bring_home(self) -> None:
        if (away := restore_rows(self._connection, self._rest_files)) is not None:
            self._connection.close()
            raise SensorError(
                f"{self.path.parent} has no room, and a part of its recording lies in {away}; free "
                "some space first"
            )

    def _newest(self, table: str) -> int:
        query = f"SELECT coalesce(max(id), 0) FROM {table}"  # noqa: S608 - our own table names
        return int(self._connection.execute(query).fetchone()[0])

    def _number(self, table: str) -> int:
        self._last[table] += 1
        return self._last[table]

    def last_clock(self) -> ClockPair | None:
        """Return the last moment noted, moved on to the last notification; None if new."""
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
        """Record a fact about the recording."""
        self.facts[key] = value
        self._add("about", key, value)

    def sensor(self, placement: Placement, *, kind: str, address: str, name: str) -> int:
        """Add a sensor; return its number."""
        number = self._number("sensor")
        self._add("sensor", number, placement.value, kind, address, name)
        return number

    def stream(self, sensor: int, host_ns: int, *, firmware: str, mtu: int | None) -> int:
        """Add a connection; return its number."""
        number = self._number("stream")
        self._add("stream", number, sensor, host_ns, firmware, mtu)
        return number

    def settings(self, stream: int, settings: Settings) -> None:
        """Record the settings of a connection."""
        value = {"rate": settings.rate, "range_g": settings.range_g, "extra": dict(settings.extra)}
        self._add("settings", json.dumps(value), stream)

    def notification(self, stream: int, characteristic: str, host_ns: int, data: bytes) -> None:
        """Queue a notification, or drop and count it when the queue is full."""
        if self._bytes_in - self._bytes_out > WAITING_LIMIT:
            self.overflowed += 1
            return
        number = self._characteristics.get(characteristic)
        if number is None:
            number = self._characteristics[characteristic] = len(self._characteristics) + 1
            self._add("characteristic", number, characteristic)
        values = (self._number("notification"), stream, number, host_ns, data)
        row = CaptureRow("notification", values, len(data) + 64)
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
        """Record an incident."""
        number = self._number("event")
        self._add("event", number, sensor, host_ns, kind.value, json.dumps(dict(detail or {})))

    def clock(self, pair: ClockPair) -> None:
        """Record one moment on all clocks."""
        self._add("clock", self._number("clock"), *pair)

    def _add(self, table: str, *values: object) -> None:
        self._waiting.append(CaptureRow(table, values))

    @property
    def waiting(self) -> int:
        """Number of notifications not on any disk yet."""
        return sum(row.table == "notification" for row in tuple(self._waiting))

    @property
    def taken_bytes(self) -> int:
        """Bytes of notifications received since the file was opened, written or not."""
        return self._bytes_in

    @property
    def elsewhere(self) -> Path | None:
        """The file that holds what the disk refused; None if there is none."""
        return self._rest.path

    def flush(self) -> bool:
        """Write the queue in one transaction, synced to disk.

        Return False if no disk took it; the queue is then kept. ``trouble`` says why the capture's
        own disk refused.
        """
        with self._writing:
            # one by one: the event loop's thread may append meanwhile
            rows = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if not rows:
                return True
            try:
                self._write(rows)
            except sqlite3.Error as error:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                self.trouble = why(error)
                if not self._rest.take(rows):
                    self._waiting.extendleft(reversed(rows))
                    return False
            else:
                self.trouble = None
            self._bytes_out += sum(row.size for row in rows)
            return True

    def _write(self, rows: list[CaptureRow]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for table, group in groupby(rows, key=lambda row: row.table):
            self._connection.executemany(INSERT[table], [row.values for row in group])
        self._connection.execute("COMMIT")

    def close(self) -> bool:
        """Write the queue and close the file.

        Rows stored elsewhere are moved back if there is room again; otherwise ``elsewhere`` names
        their file. Return False if something could not be written; ``waiting`` says how much.
        """
        written = self.flush()
        with self._writing:
            self._rest.close()
            self._rest.path = restore_rows(self._connection, self._rest_files)
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()
            self._unlock()
        return written

    def _unlock(self) -> None:
        self._lock.release()
        with suppress(OSError):
            self.path.with_suffix(".lock").unlink()


_WHY = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk reports errors",
    sqlite3.SQLITE_READONLY: "the disk is read-only",
    sqlite3.SQLITE_CANTOPEN: "the folder cannot be written",
    sqlite3.SQLITE_PERM: "the folder cannot be written",
    sqlite3.SQLITE_BUSY: "another program holds the file",
    sqlite3.SQLITE_LOCKED: "another program holds the file",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
}


def why(error: sqlite3.Error) -> str:
    """Explain in plain words why a file was not written."""
    code = getattr(error, "sqlite_errorcode", None)
    return _WHY.get(code & 0xFF, str(error)) if code is not None else str(error)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open a capture for writing; create its tables in a new file.

    Raises
    ------
    UnreadableFile
        If the file exists and is not a capture.
    """
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        connection.close()
        raise UnreadableFile(f"{path} is not a capture of limbwatch ({error})") from error
    if version not in (0, SCHEMA_VERSION) or (version == 0 and tables):
        connection.close()
        raise UnreadableFile(
            f"{path} is not a capture of this limbwatch (version {version}, not {SCHEMA_VERSION})"
        )
    connection.execute("PRAGMA journal_mode = WAL")
    # below FULL, a power cut may undo commits in WAL mode
    connection.execute("PRAGMA synchronous = FULL")
    if version == 0:
        with closing(connection.cursor()) as cursor:
            cursor.execute("BEGIN EXCLUSIVE")
            for statement in SCHEMA.split(";"):
                cursor.execute(statement)
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            cursor.execute("COMMIT")
    return connection
