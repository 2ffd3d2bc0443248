"""Simulated sensors: a recording played through the whole recorder.

A simulated sensor speaks the open profile byte for byte, so that discovery, set-up, capture,
decoding and clock fitting are those of a real night.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from limbwatch.sensor.devices import open_profile
from limbwatch.sensor.devices.device import BATTERY_LEVEL
from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.radio.transport import Found, Sought
from limbwatch.sensor.recording import Recording

_POLL_S = 0.25
_SAMPLES_PER_PACKET = 25

Notifications = list[tuple[str, bytes]]


class Peripheral(Protocol):
    """A sensor as the radio sees it."""

    @property
    def address(self) -> str:
        """Its address."""

    @property
    def name(self) -> str:
        """Its advertised name."""

    @property
    def advertised(self) -> frozenset[str]:
        """Advertised service UUIDs."""

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Characteristics and their properties, by service."""

    def read(self, characteristic: str) -> bytes:
        """Answer a read."""

    def write(self, characteristic: str, data: bytes) -> Notifications:
        """Handle a write; return the notifications that answer it."""

    def due(self, now_s: float) -> Notifications:
        """Return the data notifications whose time has come."""

    def disconnected(self) -> None:
        """Handle the end of the link."""


class OpenPeripheral:
    """Plays a recording as a sensor with the open profile.

    Its second 0 is at ``begin_s`` on the clock of `due`; its own clock is fast by ``ppm`` parts per
    million.
    """

    def __init__(
        self, recording: Recording, *, address: str, begin_s: float, ppm: float = 0.0
    ) -> None:
        self.address = address
        self.name = f"limbwatch {recording.placement.words}"
        self._begin_s = begin_s
        self._speed = (1 + ppm * 1e-6) * open_profile.CLOCK.ticks_per_second
        self._rate = round(recording.rate_nominal or recording.rate)
        self._range_g = 8
        self._streaming = False
        self._number = 0
        self._packets = [
            (run.start + (at + len(part) - 1) / run.rate, run.start + at / run.rate, part)
            for run in recording.runs
            for at in range(0, len(run), _SAMPLES_PER_PACKET)
            if len(part := run.xyz[at : at + _SAMPLES_PER_PACKET])
        ]
        self._ready = np.array([ready for ready, _, _ in self._packets])
        self._next = 0

    @property
    def advertised(self) -> frozenset[str]:
        """The service of the open profile."""
        return frozenset({open_profile.SERVICE})

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The open profile and a battery."""
        return {
            open_profile.SERVICE: {
                open_profile.DATA: ("notify",),
                open_profile.CONTROL: ("read", "write"),
            },
            "0000180f-0000-1000-8000-00805f9b34fb": {BATTERY_LEVEL: ("read",)},
        }

    @property
    def end_s(self) -> float:
        """Time of the last sample on the clock of `due`, seconds."""
        return self._begin_s + float(self._ready[-1])

    def read(self, characteristic: str) -> bytes:
        """Return the control value or the battery level."""
        if characteristic == BATTERY_LEVEL:
            return bytes([max(1, 100 - self._next * 60 // max(1, len(self._packets)))])
        return open_profile.control_value(
            rate=self._rate if self._streaming else 0, range_g=self._range_g
        )

    def write(self, characteristic: str, data: bytes) -> Notifications:
        """Start or stop the stream."""
        asked = open_profile.control(data)
        if characteristic == open_profile.CONTROL and asked is not None:
            self._streaming = asked[0] > 0
        return []

    def due(self, now_s: float) -> Notifications:
        """Return the packets whose last sample has been taken; drop them if not streaming."""
        upto = int(np.searchsorted(self._ready, now_s - self._begin_s, side="right"))
        ready = self._packets[self._next : upto]
        first = self._next
        self._next = max(self._next, upto)
        if not self._streaming:
            return []
        return [
            (open_profile.DATA, self._packet(first + place, start, xyz))
            for place, (_, start, xyz) in enumerate(ready)
        ]

    def _packet(self, number: int, start: float, xyz: "np.typing.NDArray[np.float32]") -> bytes:
        counts = np.clip(np.round(xyz * (32768 / self._range_g)), -32768, 32767).astype(np.int16)
        return open_profile.encode(
            counts, number=number, tick=round(start * self._speed), range_g=self._range_g
        )

    def disconnected(self) -> None:
        """Stop streaming."""
        self._streaming = False


class SimulatedTransport:
    """A radio with only simulated sensors in range, whose clock ``now_s`` reads, seconds."""

    def __init__(self, peripherals: Sequence[Peripheral], now_s: Callable[[], float]) -> None:
        self._peripherals = tuple(peripherals)
        self._now_s = now_s

    async def scan(self, seconds: float) -> tuple[Found, ...]:
        """List the simulated sensors."""
        await asyncio.sleep(min(seconds, _POLL_S))
        return tuple(_found(peripheral) for peripheral in self._peripherals)

    async def find(self, sought: Sought, seconds: float) -> Found:
        """Find one by address or name."""
        for found in await self.scan(seconds):
            if sought.is_at(found.address) or sought.is_called(found):
                return found
        raise LinkLost(f"there is no simulated sensor {sought.sensor!r}")

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> "SimulatedConnection":
        """Connect; the link never breaks by itself."""
        del lost, seconds
        peripheral = next(one for one in self._peripherals if one.address == found.address)
        return SimulatedConnection(peripheral, self._now_s)


def _found(peripheral: Peripheral) -> Found:
    return Found(
        address=peripheral.address,
        name=peripheral.name,
        services=peripheral.advertised,
        rssi=-50,
        handle=peripheral,
    )


class SimulatedConnection:
    """A link to a simulated sensor, whose clock ``now_s`` reads, seconds."""

    def __init__(self, peripheral: Peripheral, now_s: Callable[[], float]) -> None:
        self.peripheral = peripheral
        self._now_s = now_s
        self._receive: dict[str, Callable[[bytes], None]] = {}
        self._pump = asyncio.create_task(self._deliver())

    @property
    def characteristics(self) -> frozenset[str]:
        """UUIDs of the characteristics."""
        return frozenset(uuid for one in self.peripheral.services.values() for uuid in one)

    @property
    def packet_size(self) -> int | None:
        """That of a modern link, bytes."""
        return 244

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        return self.peripheral.read(characteristic)

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        """Write a value; answers come as notifications."""
        del response
        self._notify(self.peripheral.write(characteristic, data))

    async def subscribe(self, characteristic: str, receive: Callable[[bytes], None]) -> None:
        """Receive notifications."""
        self._receive[characteristic] = receive

    async def close(self) -> None:
        """End the connection."""
        self._pump.cancel()
        await asyncio.gather(self._pump, return_exceptions=True)
        self.peripheral.disconnected()

    async def _deliver(self) -> None:
        while True:
            self._notify(self.peripheral.due(self._now_s()))
            await asyncio.sleep(_POLL_S)

    def _notify(self, notifications: Notifications) -> None:
        for characteristic, data in notifications:
            if receive := self._receive.get(characteristic):
                receive(data)
