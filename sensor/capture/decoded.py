"""Packets decoded from the rows of an open capture."""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.capture.timing.arrivals import Arrivals
from limbwatch.sensor.devices import Clock, Device, Packet, Settings, Tally, device_of_kind
from limbwatch.sensor.devices.device import stops_by_itself
from limbwatch.sensor.placement import Placement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from limbwatch.sensor.arrays import Values

_CHUNK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedSensor:
    """A sensor as stored in a capture."""

    number: int
    placement: Placement
    kind: str
    address: str
    name: str


class _Notification(NamedTuple):
    stream: int
    host_ns: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CapturedPackets:
    """The packets of one sensor while its rate stayed the same."""

    device: Device
    arrivals: Arrivals
    settings: Settings
    """The last settings with that rate."""
    tally: Tally
    """The sum over all decoders."""
    unset: int
    """Number of connections without stored settings."""
    damage: str | None
    """Why reading broke off; None if it did not."""


def captured_sensors(connection: sqlite3.Connection) -> tuple[CapturedSensor, ...]:
    """List the sensors of an open capture."""
    rows = connection.execute("SELECT id, placement, kind, address, name FROM sensor ORDER BY id")
    return tuple(
        CapturedSensor(
            number=number, placement=Placement(placement), kind=kind, address=address, name=name
        )
        for number, placement, kind, address, name in rows
    )


def captured_packets(
    connection: sqlite3.Connection, sensor: CapturedSensor
) -> tuple[CapturedPackets, ...]:
    """Decode what one sensor sent, in order of time; empty if it never streamed.

    A new part begins where the rate changes, as when a night is continued at another one, or where
    the sensor's clock or numbering does, as when a board got another program: such samples have no
    common grid.
    """
    device = device_of_kind(sensor.kind)
    noted = {
        number: stored_settings(text)
        for number, text in connection.execute(
            "SELECT id, settings FROM stream WHERE sensor = ? ORDER BY id", (sensor.number,)
        )
    }
    stored = _fill_settings(noted)
    if not stored:
        return ()
    damage: list[str] = []
    streams = groupby(
        _notifications(connection, sensor.number, device.data, damage), key=lambda row: row.stream
    )
    numbers = _connections(connection, sensor.number, device)
    parts = []
    timed_alike = groupby(streams, key=lambda stream: _timing_key(device, stored[stream[0]]))
    for (rate, clock, modulus), part in timed_alike:
        columns, tally, unset = _Columns(), Tally(), 0
        for stream, group in part:
            settings = stored[stream]
            unset += noted[stream] is None
            decoder = device.decoder(settings)
            decoder.tally = tally
            number = numbers.get(stream, stream)
            for row in group:
                for packet in decoder.push(row.data):
                    columns.add(number, row.host_ns, packet)
        if tally.samples == 0:
            continue
        arrivals = columns.arrivals(clock=clock, modulus=modulus, period=1 / rate)
        parts.append(
            CapturedPackets(
                device=device,
                arrivals=replace(arrivals, changes=device.changes(settings)),
                settings=settings,
                tally=tally,
                unset=unset,
                damage=None,
            )
        )
    if parts and damage:
        parts[-1] = replace(parts[-1], damage=damage[0])
    return tuple(parts)


def _timing_key(device: Device, settings: Settings) -> tuple[float, Clock | None, int | None]:
    """Return what samples must share to be timed together."""
    decoder = device.decoder(settings)
    return settings.rate, decoder.clock, decoder.number_modulus


def _fill_settings(noted: Mapping[int, Settings | None]) -> dict[int, Settings]:
    """Fill in missing settings from the stream before, or for the first ones the stream after.

    The recorder was killed between first samples and note; it asks for the same settings again.
    """
    known = [settings for settings in noted.values() if settings is not None]
    if not known:
        return {}
    current, found = known[0], {}
    for stream, settings in noted.items():
        current = settings or current
        found[stream] = current
    return found


def _connections(connection: sqlite3.Connection, sensor: int, device: Device) -> dict[int, int]:
    """Map streams to connections for sensors that do not count anew at a restart.

    A sensor without a stop command does not notice a restart: it goes on sampling, and what it
    sends first afterwards had been waiting. The map is empty for other sensors.
    """
    if device.stop is not stops_by_itself:
        return {}
    begun = [
        at
        for (at,) in connection.execute(
            "SELECT host_ns FROM event WHERE sensor = ? AND kind = ? ORDER BY host_ns",
            (sensor, Incident.CONNECTED.value),
        )
    ]
    return {
        stream: bisect_right(begun, at)
        for stream, at in connection.execute(
            "SELECT id, host_ns FROM stream WHERE sensor = ?", (sensor,)
        )
    }


def _notifications(
    connection: sqlite3.Connection, sensor: int, characteristic: str, damage: list[str]
) -> Iterator[_Notification]:
    """Yield in order of arrival; a damaged page ends the reading and is added to ``damage``."""
    rows = connection.execute(
        "SELECT n.stream, n.host_ns, n.data FROM notification n "
        "JOIN stream s ON s.id = n.stream JOIN characteristic c ON c.id = n.characteristic "
        "WHERE s.sensor = ? AND c.uuid = ? ORDER BY n.id",
        (sensor, characteristic),
    )
    try:
        yield from map(_Notification._make, rows)
    except sqlite3.DatabaseError as error:
        damage.append(str(error))


def stored_settings(text: str | None) -> Settings | None:
    """Parse the stored settings of a stream; None if there are none yet."""
    return None if text is None else Settings(**json.loads(text))


_PACKET = np.dtype(
    [
        ("stream", np.int64),
        ("host", np.int64),
        ("tick", np.uint64),
        ("anchor", np.int64),
        ("number", np.int64),
        ("count", np.int64),
    ]
)


class _Columns:
    """Packets as columns, packed as they come: a night of small packets has over a million."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, int, int, int, int]] = []
        self._xyz: list[Values] = []
        self._packed_rows: list[NDArray[np.void]] = []
        self._packed_xyz: list[Values] = []

    def add(self, stream: int, host_ns: int, packet: Packet) -> None:
        xyz, tick, anchor, number = packet
        self._rows.append((stream, host_ns, tick or 0, anchor, number or 0, len(xyz)))
        self._xyz.append(xyz)
        if len(self._xyz) == _CHUNK:
            self._pack()

    def _pack(self) -> None:
        if self._rows:
            self._packed_rows.append(np.array(self._rows, dtype=_PACKET))
            self._packed_xyz.append(np.concatenate(self._xyz))
            self._rows.clear()
            self._xyz.clear()

    def arrivals(self, *, clock: Clock | None, modulus: int | None, period: float) -> Arrivals:
        self._pack()
        rows = np.concatenate(self._packed_rows)
        return Arrivals(
            stream=rows["stream"],
            host=rows["host"] / 1e9,
            tick=rows["tick"].copy(),
            anchor=rows["anchor"],
            number=rows["number"],
            count=rows["count"],
            xyz=np.concatenate(self._packed_xyz),
            clock=clock,
            number_modulus=modulus,
            period=period,
        )
