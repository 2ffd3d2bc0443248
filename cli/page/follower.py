"""Movements and incidents of a running recording, read from its capture."""

import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.recording.watch.monitor import Extremes, LiveSensor
from limbwatch.cli.words import limb_words
from limbwatch.sensor.capture.decoded import CapturedSensor, captured_sensors, stored_settings
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import device_of_kind
from limbwatch.sensor.radio.streaming import Arrived

_BACK_S: Final = 3600.0
"""Most that the first look decodes: a whole night of small packets would keep a person waiting."""
_KEPT: Final = 40
"""Newest happenings that are remembered."""

WORDS: Final[Mapping[Incident, str]] = {
    Incident.BEGUN: "recording began",
    Incident.RESUMED: "recording goes on",
    Incident.CONNECTED: "connected",
    Incident.CONNECT_FAILED: "could not be reached",
    Incident.REFUSED: "refused to stream",
    Incident.STALLED: "data stalled",
    Incident.RESTARTED: "stream restarted",
    Incident.LOST: "connection lost",
    Incident.SILENCE: "no data for two minutes",
    Incident.SUSPENDED: "the computer slept",
    Incident.DISK: "the disk takes no data",
    Incident.OVERFLOW: "data were lost, as the disk took none",
    Incident.ENDED: "recording ended",
}
"""Incidents that a person wants to know of; battery levels are shown with the sensors."""


class Happening(NamedTuple):
    """A movement or an incident of the recording."""

    host_ns: int
    """Host clock of the recording."""
    words: str


@dataclass(slots=True, kw_only=True)
class Follower:
    """Reads a growing capture, continuing with every look.

    Movements come from the detector that the terminal uses while recording, so their kinds are
    provisional: the night is scored once, at its end.
    """

    rules: Rules
    """Rules that the night is to be scored by."""
    _sensors: dict[int, LiveSensor] = field(default_factory=dict)
    _known: dict[int, CapturedSensor] = field(default_factory=dict)
    _notification: int | None = None
    _event: int = 0
    _happenings: deque[Happening] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def look(self, base: sqlite3.Connection) -> tuple[Happening, ...]:
        """Read what came since the last look; return all happenings, newest first.

        Raises
        ------
        sqlite3.Error
            If the capture cannot be read now.
        """
        self._known = {sensor.number: sensor for sensor in captured_sensors(base)}
        fresh = [*self._incidents(base), *self._movements(base)]
        self._happenings.extend(sorted(fresh))
        return tuple(sorted(self._happenings, reverse=True))

    def trace(self, sensor: int) -> tuple[Extremes, ...]:
        """Return the newest minute of a sensor's signal, oldest first; empty before any arrived."""
        live = self._sensors.get(sensor)
        return () if live is None else live.trace.newest

    def _incidents(self, connection: sqlite3.Connection) -> Iterator[Happening]:
        rows = connection.execute(
            "SELECT id, sensor, host_ns, kind FROM event WHERE id > ? ORDER BY id", (self._event,)
        ).fetchall()
        for number, sensor, host_ns, kind in rows:
            self._event = number
            words = WORDS.get(kind)
            if words is not None:
                yield Happening(host_ns, f"{self._limb_prefix(sensor)}{tr(words)}")

    def _limb_prefix(self, sensor: int | None) -> str:
        known = None if sensor is None else self._known.get(sensor)
        return "" if known is None else f"{limb_words(known.placement)}: "

    def _movements(self, connection: sqlite3.Connection) -> Iterator[Happening]:
        if self._notification is None:
            self._notification = _first_notification(connection)
        rows = connection.execute(
            "SELECT n.id, s.sensor, n.stream, n.host_ns, n.data, s.settings, c.uuid "
            "FROM notification n JOIN stream s ON s.id = n.stream "
            "JOIN characteristic c ON c.id = n.characteristic "
            "WHERE n.id > ? ORDER BY s.sensor, n.id",
            (self._notification,),
        ).fetchall()
        for number, group in groupby(rows, key=lambda row: row[1]):
            device = device_of_kind(self._known[number].kind)
            live = self._sensors.setdefault(number, LiveSensor(rules=self.rules))
            arrived = []
            for row_id, _, stream, host_ns, data, settings, characteristic in group:
                self._notification = max(self._notification, row_id)
                if characteristic == device.data:
                    arrived.append(Arrived(stream, stored_settings(settings), host_ns, data))
            for one in live.hear(device, arrived):
                yield Happening(
                    round(one.host_s * 1e9),
                    f"{self._limb_prefix(number)}{tr(str(one.kind))}, "
                    + decimal(
                        f"{one.duration:.1f}\N{NO-BREAK SPACE}s, {one.peak:.2g}\N{NO-BREAK SPACE}g"
                    ),
                )


def _first_notification(connection: sqlite3.Connection) -> int:
    """Return the id of the notification after which the first look begins."""
    (newest,) = connection.execute("SELECT max(host_ns) FROM notification").fetchone()
    if newest is None:
        return 0
    (last,) = connection.execute(
        "SELECT max(id) FROM notification WHERE host_ns < ?", (newest - round(_BACK_S * 1e9),)
    ).fetchone()
    return int(last or 0)
