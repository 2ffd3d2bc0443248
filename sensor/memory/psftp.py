"""Polar's file transfer over Bluetooth (PS-FTP).

Source: polarofficial/polar-ble-sdk, ``BlePsFtpUtils.kt`` (RFC 60 and RFC 76 framing),
``BlePsFtpClient.kt`` (order, time limits, sequence of air packets), ``pftp_request.proto``,
``pftp_response.proto``, ``pftp_error.proto``.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from limbwatch.sensor.errors import DeviceRefused, LinkLost, PartMissing, SensorError
from limbwatch.sensor.memory import protobuf
from limbwatch.sensor.radio.transport import Connection

_BASE = "fb005c{:02x}-02e7-f387-1cad-8acd2d8df0c8"
MTU: Final = _BASE.format(0x51)
TO_HOST: Final = _BASE.format(0x52)
"""Notices of the device; subscribing is required, but none is needed here."""

_GET, _REMOVE = 0, 3
_MORE, _LAST, _STATUS = 3, 1, 0
_SMALLEST_PACKET: Final = 20
"""Bytes that every connection can carry."""
_PATIENCE_S: Final = 30.0
"""Wait for the next air packet, seconds; the vendor waits 90 s for files, without any progress."""
_SETTLED_S: Final = 2.0
"""Silence after which nothing more comes of a file, seconds: its packets come some tens of
milliseconds apart; our choice."""
_DOWNLOADS: Final = 3
"""Downloads of one file in a row while a packet of it is lost; our choice, as for a Movesense."""
_LARGEST: Final = 64 * 2**20
"""Longest file, bytes: a Verity Sense has 16 MB of memory."""

_ERRORS: Final = {
    1: "it restarts",
    2: "it asks to be tried again",
    103: "there is no such file",
    106: "it does not permit this",
    202: "it is busy; take it out of its charger and try again",
    205: "its memory is full",
    208: "it waits for its measurement to end",
    209: "its battery is too low",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryEntry:
    """An entry of a directory of the sensor."""

    name: str
    """Its name; that of a directory ends in ``/``."""
    size: int
    """Size in bytes."""


class PsFtp:
    """Files of one connected sensor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._packets: asyncio.Queue[bytes] = asyncio.Queue()
        size = connection.packet_size or _SMALLEST_PACKET
        self._packet = max(_SMALLEST_PACKET, size)

    async def open(self) -> None:
        """Subscribe to answers.

        Raises
        ------
        DeviceRefused
            If the sensor has no such memory.
        """
        if not {MTU, TO_HOST} <= self._connection.characteristics:
            raise DeviceRefused(
                "this sensor offers no files. Those of a Polar Verity Sense (firmware 2.1 or "
                "later), 360 and Loop can be fetched; an H10 and an OH1 keep no acceleration"
            )
        await self._connection.subscribe(MTU, self._packets.put_nowait)
        await self._connection.subscribe(TO_HOST, lambda _data: None)

    async def list(self, path: str) -> tuple[MemoryEntry, ...]:
        """List a directory; its path ends in ``/``."""
        entries = []
        for number, value in protobuf.decode(await self.get(path)):
            if number == 1 and isinstance(value, bytes):
                name = protobuf.parts(value).get(1, b"").decode("utf-8", "replace")
                entries.append(MemoryEntry(name=name, size=protobuf.numbers(value).get(2, 0)))
        return tuple(entries)

    async def get(self, path: str) -> bytes:
        """Read a file, from its beginning again if a packet of it is lost."""
        for _ in range(_DOWNLOADS - 1):
            try:
                return await self._request(_GET, path)
            except PartMissing:
                await self._settle()
        return await self._request(_GET, path)

    async def remove(self, path: str) -> None:
        """Remove a file."""
        await self._request(_REMOVE, path)

    async def query(self, number: int, parameters: bytes = b"") -> bytes:
        """Send a query that concerns no file."""
        return await self._exchange((number | 0x8000).to_bytes(2, "little") + parameters)

    async def _request(self, command: int, path: str) -> bytes:
        operation = protobuf.encode((1, command), (2, path))
        return await self._exchange(len(operation).to_bytes(2, "little") + operation)

    async def _exchange(self, message: bytes) -> bytes:
        while not self._packets.empty():
            self._packets.get_nowait()
        for packet in air_packets(message, self._packet):
            await self._connection.write(MTU, packet, response=True)
        answer = bytearray()
        number = 0
        while True:
            packet = await self._next()
            status, content = _content(packet, number, first=number == 0)
            answer += content
            if status != _MORE:
                return bytes(answer)
            if len(answer) > _LARGEST:
                raise SensorError(f"the sensor's answer has more than {_LARGEST} bytes")
            number += 1

    async def _settle(self) -> None:
        """Wait until nothing more comes of a file of which a packet is missing."""
        with suppress(TimeoutError):
            while True:
                async with asyncio.timeout(_SETTLED_S):
                    await self._packets.get()

    async def _next(self) -> bytes:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await self._packets.get()
        except TimeoutError as error:
            raise LinkLost(f"the sensor did not continue within {_PATIENCE_S:.0f} s") from error


def air_packets(message: bytes, size: int) -> list[bytes]:
    """Split a message into air packets of at most ``size`` bytes (RFC 76)."""
    parts = [message[at : at + size - 1] for at in range(0, len(message), size - 1)] or [b""]
    packets = []
    for number, part in enumerate(parts):
        status = _LAST if number == len(parts) - 1 else _MORE
        packets.append(bytes([(number & 0x0F) << 4 | status << 1 | (number > 0)]) + part)
    return packets


def _content(packet: bytes, number: int, *, first: bool) -> tuple[int, bytes]:
    if not packet:
        raise PartMissing("the sensor sent an empty packet in the middle of a file")
    status = packet[0] >> 1 & 0x03
    if packet[0] >> 4 != number & 0x0F or bool(packet[0] & 1) == first:
        raise PartMissing("a packet of the file is missing; fetch it again")
    if status == _STATUS:
        code = int.from_bytes(packet[1:3], "little")
        if code:
            why = _ERRORS.get(code, f"error {code}")
            raise DeviceRefused(f"the sensor refused: {why}")
        return status, b""
    if status not in (_MORE, _LAST):
        raise PartMissing("the sensor sent what is not part of a file")
    return status, packet[1:]
