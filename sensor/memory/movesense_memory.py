"""The logbook of a Movesense sensor: begin, end, list, read, clear; and its clock.

Source: sokolmarek/movesense-commander ``docs/gsp-protocol.md``, "Operational sequences": a log
needs ``/Time/Detailed`` beside the measurement; after its end the sensor is restarted, which
writes the log out; the list of logs is cut to one packet, so the next numbers are tried as well.
Each part of a log is kept on this computer until its night is stored.
"""

import asyncio
import struct
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from limbwatch.sensor.devices import movesense
from limbwatch.sensor.devices.device import Settings, Wish, nearest
from limbwatch.sensor.devices.movesense_log import MovesenseLog, read_log
from limbwatch.sensor.errors import DeviceRefused, SensorRestarts
from limbwatch.sensor.memory import gsp
from limbwatch.sensor.memory.log_parts import LogParts
from limbwatch.sensor.memory.memory_contents import MemoryStream, RecordingEnd, StoredRecording
from limbwatch.sensor.memory.unfinished_fetch import UnfinishedFetch
from limbwatch.sensor.radio.transport import Connection

_READY, _LOGGING = 2, 3
_ENTRY: Final = struct.Struct("<IIQ")
_STATE: Final = b"/Mem/DataLogger/State\0"
_ENTRIES: Final = b"/Mem/Logbook/entries\0"
_TIME: Final = b"/Time/Detailed\0"
_MICROSECONDS: Final = 8
"""Bytes of a time of day, in microseconds, with which ``/Time/Detailed`` begins."""
_PLAUSIBLE_S: Final = 2.0
"""Error of a clock that was set just now beyond which the answer is not understood, seconds; our
choice: others and we saw 0.1 to 0.3 s."""
_REFERENCE: Final = 77
_RATES: Final = (13.0, 26.0, 52.0, 104.0)
"""Rates, Hz; the vendor's own tool warns of lost samples above these (``gsp-protocol.md``)."""


class MovesenseMemory:
    """The logbook of one connected sensor; ``unfinished`` keeps what comes of its logs."""

    suffix = "sbem"

    def __init__(self, connection: Connection, unfinished: UnfinishedFetch | None = None) -> None:
        self._gsp = gsp.Gsp(connection)
        self._unfinished = unfinished or UnfinishedFetch()

    async def open(self) -> None:
        """Subscribe to answers."""
        await self._gsp.open()

    async def begin(self, wish: Wish, now: datetime) -> Settings:
        """Set the clock and start to log acceleration."""
        entered = asyncio.get_running_loop().time()
        if await self._state() == _LOGGING:
            raise DeviceRefused(
                "the Movesense sensor is already logging; fetch that first: limbwatch fetch"
            )
        rate = nearest(wish.rate, _RATES)
        await self._set_clock(now.timestamp() - entered)
        paths = f"/Meas/Acc/{rate:.0f}\0/Time/Detailed\0"
        await self._gsp.command(gsp.PUT_CONFIG, paths.encode("ascii"))
        await self._gsp.command(gsp.PUT_STATE, bytes([_LOGGING]))
        return Settings(rate=rate, range_g=None)

    async def _set_clock(self, zero: float) -> None:
        """Set the clock, and again by what it then lacks: a command takes a tenth of a second.

        ``zero`` is the Unix time of the loop's zero, seconds.
        """
        loop = asyncio.get_running_loop()
        await self._put_time(zero + loop.time())
        asked = zero + loop.time()
        try:
            answer = await self._gsp.command(gsp.GET, _TIME)
        except SensorRestarts:
            raise
        except DeviceRefused:
            return  # it cannot be measured
        if len(answer) >= _MICROSECONDS:
            shown = int.from_bytes(answer[:_MICROSECONDS], "little") / 1e6
            behind = (asked + zero + loop.time()) / 2 - shown
            if abs(behind) < _PLAUSIBLE_S:
                await self._put_time(zero + loop.time() + behind)

    async def _put_time(self, unix_s: float) -> None:
        content = round(unix_s * 1e6).to_bytes(_MICROSECONDS, "little")
        await self._gsp.command(gsp.PUT_UTC, content)

    async def end(self) -> RecordingEnd:
        """End the log and restart the sensor, which writes it out."""
        if await self._state() != _LOGGING:
            return RecordingEnd(ran=False)
        await self._gsp.command(gsp.PUT_STATE, bytes([_READY]))
        await self._gsp.restart()
        return RecordingEnd(ran=True, restarts=True)

    async def _state(self) -> int:
        answer = await self._gsp.command(gsp.GET, _STATE)
        state = answer[0] if answer else _READY
        self._gsp.idle = state == _READY
        return state

    async def listed(self) -> tuple[StoredRecording, ...]:
        """List the logs in the sensor's list, which may lack the newest."""
        return tuple(
            self._stored(log, f"{log}-{modified:08x}-{size}")
            for log, modified, size in sorted(await self._entries())
            if size
        )

    async def recordings(self) -> tuple[StoredRecording, ...]:
        """List the logs: those in the sensor's list, and those after it."""
        await self._state()
        found = list(await self.listed())
        log = max((entry[0] for entry in await self._entries()), default=0) + 1
        while (content := await self._unlisted(log)) is not None:
            if content:
                found.append(self._stored(log, f"{log}-{crc32(content):08x}-{len(content)}"))
            log += 1
        return tuple(found)

    async def _entries(self) -> list[tuple[int, int, int]]:
        """Return number, time of the last change and size of each log in the sensor's list."""
        answer = await self._gsp.command(gsp.GET, _ENTRIES)
        whole = (len(answer) - 1) // _ENTRY.size * _ENTRY.size
        return list(_ENTRY.iter_unpack(answer[1 : 1 + whole])) if answer else []

    async def _unlisted(self, log: int) -> bytes | None:
        """Read a log that the list does not name, once in a run; None if there is none."""
        if log not in self._unfinished.unlisted:
            with LogParts(self._place(log)) as parts:
                content = await self._gsp.fetch(log, parts)
                if content is None:
                    parts.remove()
                    return None
            self._unfinished.unlisted[log] = content
        return self._unfinished.unlisted[log]

    def _place(self, log: int, label: str = "unlisted") -> Path | None:
        return self._unfinished.place(f"log{log}-{label}.parts")

    def _stored(self, log: int, label: str) -> StoredRecording:
        unlisted = log in self._unfinished.unlisted
        place = self._place(log) if unlisted else self._place(log, label)
        kept = () if place is None else (place,)
        return StoredRecording(label=f"log{label}", paths=(str(log),), kept=kept)

    async def read(self, recording: StoredRecording) -> tuple[bytes, ...]:
        """Read a log, unless all of it came in an earlier fetch."""
        log = int(recording.paths[0])
        if (content := self._unfinished.unlisted.get(log)) is not None:
            return (content,)
        with LogParts(recording.kept[0] if recording.kept else None) as parts:
            content = parts.whole
            if content is None:
                content = await self._gsp.fetch(log, parts)
            if content is None:
                parts.remove()
                raise DeviceRefused(f"log {log} is not on the sensor any more")
        return (content,)

    async def streams(
        self, recording: StoredRecording, contents: Sequence[bytes]
    ) -> tuple[MemoryStream, ...]:
        """Parse a log."""
        return tuple(
            stream_of(read_log(content, f"log {path}"))
            for content, path in zip(contents, recording.paths, strict=True)
        )

    async def remove(self, recordings: Sequence[StoredRecording]) -> bool:
        """Clear the logbook, which is only possible as a whole, if it holds nothing else."""
        on_sensor = {one.label for one in await self.recordings()}
        if on_sensor - {one.label for one in recordings}:
            return False
        await self._gsp.command(gsp.CLEAR_LOGBOOK)
        return True


def stream_of(log: MovesenseLog) -> MemoryStream:
    """Convert a log to the notifications of a live subscription."""
    times = np.array([one.time_ms for one in log.samples])
    counts = np.array([len(one.xyz) for one in log.samples])
    steps = np.diff(times)
    period_ms = float(np.median(steps / counts[:-1])) if len(steps) else 0.0
    rate = 1000.0 / period_ms if period_ms > 0 else max(_RATES)
    relative_ms, utc_us = log.clock
    frames = []
    for one in log.samples:
        last_ms = one.time_ms - relative_ms + (len(one.xyz) - 1) * 1000.0 / rate
        body = struct.pack("<BBI", 2, _REFERENCE, one.time_ms % 2**32)
        frames.append(
            (utc_us * 1000 + round(last_ms * 1e6), body + one.xyz.astype("<f4").tobytes())
        )
    nominal = min(movesense.RATES, key=lambda offered: abs(offered - rate))
    return MemoryStream(
        settings=Settings(rate=nominal, range_g=None, extra={"reference": _REFERENCE}),
        frames=tuple(frames),
        torn=log.cut,
    )
