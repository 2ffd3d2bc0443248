"""The logging module of a MetaWear board: triggers, its clock, and the log page by page.

Source: mbientlab/MetaWear-API ``docs/api-specification.md`` (0x0B, Logging Module) and
``docs/usb-transport.md`` ("Log Download": what must be written out before, and that a confirmed
page is gone for good); byte sequences in ``test/test_logging.py`` and ``test_logging_mms.py`` of
mbientlab/MetaWear-SDK-Cpp.
"""

import asyncio
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from limbwatch.sensor.devices import metamotion
from limbwatch.sensor.devices.metamotion_log import ClockReading
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.radio.link import SessionLink

_LOGGING: Final = 0x0B
_INFO, _ENABLE, _TRIGGER, _TIME, _LENGTH = 0x00, 0x01, 0x02, 0x04, 0x05
_READOUT, _ENTRIES, _LEFT, _REMOVE_TRIGGERS = 0x06, 0x07, 0x08, 0x0A
_CIRCULAR, _PAGE, _CONFIRM, _FLUSH = 0x0B, 0x0D, 0x0E, 0x10
_READ: Final = 0x80
_PAGED, _FLUSHED = 2, 3
"""Revisions of the module from which pages are confirmed, and pending writes can be flushed."""
_HALVES: Final = (bytes.fromhex("0304ff60"), bytes.fromhex("0304ff24"))
"""Sources of the triggers of x and y, and of z (``TestLoggerSetup``)."""
PER_SAMPLE: Final = len(_HALVES)
"""Entries of a sample."""
_NEXT_S: Final = 15.0
_LAST_PAGE_S: Final = 3.0
"""Wait for the page that ends a log, seconds: it comes at once or never; our choice."""
_TOLD: Final = 100
"""Number of progress reports that a board is asked for."""
_PACKETS: Final = (11, 20)
"""Bytes of a notification with one entry, and with two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggingModule:
    """The module's description of itself."""

    triggers: int
    """Most triggers."""
    revision: int
    capacity: int
    """Entries that the log can hold; 0 if unknown."""


class MetaWearLog:
    """The log of one connected board."""

    def __init__(self, link: SessionLink) -> None:
        self._link = link
        self._heard: asyncio.Queue[bytes] = asyncio.Queue()

    def hear(self, data: bytes) -> None:
        """Queue a notification of the log."""
        if len(data) >= 2 and data[0] == _LOGGING and data[1] in (_ENTRIES, _LEFT, _PAGE):
            self._heard.put_nowait(data)

    async def module(self) -> LoggingModule:
        """Read the module's description.

        Raises
        ------
        DeviceRefused
            If its firmware is too old.
        """
        answer = (await self._ask(_INFO)).ljust(9, b"\0")
        if answer[3] < _PAGED:
            raise DeviceRefused(
                f"the firmware of this MetaMotion is too old to fetch its log (revision "
                f"{answer[3]} of its logging, {_PAGED} is needed); update it with the MetaBase app"
            )
        return LoggingModule(
            triggers=answer[4], revision=answer[3], capacity=int.from_bytes(answer[5:9], "little")
        )

    async def runs(self) -> bool:
        """Return whether it is logging."""
        return (await self._ask(_ENABLE))[2:3] == b"\x01"

    async def length(self) -> int:
        """Return the number of entries."""
        return int.from_bytes((await self._ask(_LENGTH))[2:6], "little")

    async def clock(self) -> ClockReading:
        """Read the board's clock."""
        asked = time.time_ns()
        answer = await self._ask(_TIME)
        if len(answer) < 7:
            raise DeviceRefused(f"the MetaMotion does not give its time: {answer.hex()}")
        unix_ns = (asked + time.time_ns()) // 2
        tick = int.from_bytes(answer[2:6], "little")
        return ClockReading(start=answer[6] & 7, tick=tick, unix_ns=unix_ns)

    async def set_triggers(self) -> tuple[int, int]:
        """Log acceleration only; return the numbers of both triggers."""
        await self.remove_triggers()
        return await self._trigger(_HALVES[0]), await self._trigger(_HALVES[1])

    async def triggers(self) -> tuple[int, int] | None:
        """Return the numbers of the triggers of x and y, and of z; None if the board has none.

        Raises
        ------
        DeviceRefused
            If something else is logged.
        """
        found = {}
        for number in range((await self.module()).triggers):
            answer = await self._ask(_TRIGGER, number)
            if len(answer) > 2:
                found[answer[2:6]] = number
        if not found:
            return None
        if set(found) != set(_HALVES):
            raise DeviceRefused(
                "the log of this MetaMotion holds other things than acceleration, begun by another "
                "program; fetch it with that one"
            )
        return found[_HALVES[0]], found[_HALVES[1]]

    async def remove_triggers(self) -> None:
        """Remove all triggers."""
        await self._write(_REMOVE_TRIGGERS)

    async def run(self) -> None:
        """Start logging; a full log keeps its beginning."""
        await self._write(_CIRCULAR, 0)
        await self._write(_ENABLE, 1)

    async def end(self) -> None:
        """Stop logging, and flush pending entries, which would silently be left out."""
        await self._write(_ENABLE, 0)
        if (await self.module()).revision >= _FLUSHED:
            await self._write(_FLUSH, 1)

    async def read_out(
        self, entries: int, keep: Callable[[bytes], None], progress: Callable[[float], None]
    ) -> None:
        """Read the log; the board forgets each page once it was kept.

        ``keep`` stores the entries of a page safely; ``progress`` is called with the share that was
        read, 0 to 1.

        Raises
        ------
        LinkLost
            If the board does not go on; it still has the pages that were not kept.
        """
        if (await self.module()).revision == _PAGED:
            await self._write(_PAGE, 1)
        await self._write(_ENTRIES, 1)
        await self._write(_LEFT, 1)
        while not self._heard.empty():
            self._heard.get_nowait()
        await self._write(_READOUT, *struct.pack("<II", entries, max(1, entries // _TOLD)))
        page = bytearray()
        at_end = False
        while (packet := await self._next(last=at_end)) is not None:
            if packet[1] == _ENTRIES and len(packet) in _PACKETS:
                page += packet[2:]
            elif packet[1] == _PAGE:
                keep(bytes(page))
                page.clear()
                await self._write(_CONFIRM)
                if at_end:
                    return
            elif packet[1] == _LEFT and len(packet) >= 6:
                left = int.from_bytes(packet[2:6], "little")
                progress(1 - min(1.0, left / entries))
                at_end = left == 0
        keep(bytes(page))

    async def _next(self, *, last: bool) -> bytes | None:
        """Wait for the next packet; None if none comes after the end."""
        seconds = _LAST_PAGE_S if last else _NEXT_S
        try:
            async with asyncio.timeout(seconds):
                return await self._heard.get()
        except TimeoutError as error:
            if last:
                return None
            raise LinkLost(
                f"the MetaMotion did not continue within {seconds:.0f} s; what came until then is "
                "kept. Fetch again, and it goes on from there"
            ) from error

    async def _trigger(self, source: bytes) -> int:
        head = bytes([_LOGGING, _TRIGGER])
        answer = await self._link.request(
            metamotion.COMMAND, head + source, accept=lambda data: data[:2] == head
        )
        if len(answer) < 3:
            raise DeviceRefused("the MetaMotion has no room for what is to be logged; reset it")
        return answer[2]

    async def _ask(self, register: int, *parameters: int) -> bytes:
        head = bytes([_LOGGING, register | _READ])
        return await self._link.request(
            metamotion.COMMAND, head + bytes(parameters), accept=lambda data: data[:2] == head
        )

    async def _write(self, register: int, *parameters: int) -> None:
        await self._link.write(metamotion.COMMAND, bytes([_LOGGING, register, *parameters]))
