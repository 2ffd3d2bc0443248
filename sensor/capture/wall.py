"""The host clock of a recording as time of day."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import numpy as np

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


class WallTime(NamedTuple):
    """Where the host clock of a recording lies on the wall clock."""

    zero_ns: int
    """Unix time of the host clock's zero, nanoseconds."""
    zone: timezone
    """Time zone of the recording machine."""
    step_s: float
    """Range of the steps by which the wall clock was set, seconds."""

    @classmethod
    def read(cls, connection: sqlite3.Connection) -> "WallTime":
        """Read it from an open capture."""
        pairs = np.array(
            connection.execute("SELECT host_ns, wall_ns FROM clock").fetchall(), dtype=np.int64
        )
        offset_s = dict(connection.execute("SELECT key, value FROM about")).get("utc_offset_s", "0")
        zone = timezone(timedelta(seconds=float(offset_s)))
        if len(pairs) == 0:
            return cls(0, zone, 0.0)
        zeros = pairs[:, 1] - pairs[:, 0]
        # where the wall clock was set in the night, the median follows the longer part
        zero = int(np.sort(zeros)[len(zeros) // 2])
        return cls(zero, zone, float(np.ptp(zeros)) / 1e9)

    def at(self, host_s: float) -> datetime:
        """Return the wall time of a moment of the host clock, seconds."""
        seconds = self.zero_ns / 1e9 + host_s
        # Windows counts no seconds back from 1970, as those of a clock that was never set
        return (_ZERO + timedelta(seconds=round(seconds, 6))).astimezone(self.zone)
