"""The rows of an open capture, decoded into packets."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from limbwatch.sensor.capture.assembly import Arrivals
from limbwatch.sensor.devices import Clock, Decoder, Packet, Settings, Tally, device_of_kind
from limbwatch.sensor.placement import Placement

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHUNK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedSensor:
    """A sensor as the capture names it."""

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
    """What one sensor sent.

    Parameters
    ----------
    arrivals : Arrivals
    settings : Settings
        The last ones.
    tally : Tally
        Of all decoders together.
    unset : int
        Connections whose settings were never noted.
    damage : str or None
        Why the reading broke off.
    """

    arrivals: Arrivals
    settings: Settings
    tally: Tally
    unset: int
    damage: str | None


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
) -> CapturedPackets | None:
    """Decode what one sensor sent; None when it never streamed."""
    device = device_of_kind(sensor.kind)
    stored = {
        number: stored_settings(text)
        for number, text in connection.execute(
            "SELECT id, settings FROM stream WHERE sensor = ? ORDER BY id", (sensor.number,)
        )
    }
    known = [settings for settings in stored.values() if settings is not None]
    if not known:
        return None
    columns = _Columns()
    tally = Tally()
    unset = 0
    damage: list[str] = []
    clock, modulus = None, None
    for stream, group in groupby(
        _notifications(connection, sensor.number, device.data, damage), key=lambda row: row.stream
    ):
        settings = stored[stream]
        if settings is None:
            # killed between the first samples and the note of the settings: those of the sensor's
            # other connections hold, as the recorder always asks for the same
            settings, unset = known[-1], unset + 1
        decoder = device.decoder(settings)
        clock, modulus = decoder.clock, decoder.number_modulus
        for row in group:
            for packet in decoder.push(row.data):
                columns.add(stream, row.host_ns, packet)
        _sum(tally, decoder)
    if tally.samples == 0:
        return None
    arrivals = columns.arrivals(clock=clock, modulus=modulus, period=1 / known[-1].rate)
    return CapturedPackets(
        arrivals=arrivals,
        settings=known[-1],
        tally=tally,
        unset=unset,
        damage=damage[0] if damage else None,
    )


def _notifications(
    connection: sqlite3.Connection, sensor: int, characteristic: str, damage: list[str]
) -> Iterator[_Notification]:
    """Yield in order of arrival; a damaged page ends the reading and is noted in ``damage``."""
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
    """Read the settings of a stream as the capture stores them; None when it has none yet."""
    return None if text is None else Settings(**json.loads(text))


def _sum(total: Tally, decoder: Decoder) -> None:
    for name in ("packets", "samples", "truncated", "malformed", "other"):
        setattr(total, name, getattr(total, name) + getattr(decoder.tally, name))


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
        self._xyz: list[NDArray[np.float32]] = []
        self._packed_rows: list[NDArray[np.void]] = []
        self._packed_xyz: list[NDArray[np.float32]] = []

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
