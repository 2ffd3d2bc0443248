"""The recordings in a Polar sensor's memory: begin, end, list, read, remove; and its clock.

Sources: polarofficial/polar-ble-sdk ``documentation/SdkOfflineRecordingExplained.md``,
``documentation/TimeSystemExplained.md``, ``PolarOfflineRecordingUtils.kt`` (paths of files:
``/U/0/YYYYMMDD/R/hhmmss/ACC0.REC``, or listed in ``/PMDFILES.TXT``).
"""

import re
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from limbwatch.sensor.devices import polar
from limbwatch.sensor.devices.device import Settings, Wish
from limbwatch.sensor.devices.polar_offline import read_offline
from limbwatch.sensor.errors import DeviceRefused, SensorError
from limbwatch.sensor.memory import protobuf
from limbwatch.sensor.memory.memory_contents import MemoryStream, RecordingEnd, StoredRecording
from limbwatch.sensor.memory.psftp import PsFtp
from limbwatch.sensor.memory.unfinished_fetch import UnfinishedFetch
from limbwatch.sensor.radio.link import SessionLink
from limbwatch.sensor.radio.transport import Connection

_ROOT: Final = "/U/0/"
_LIST: Final = "/PMDFILES.TXT"
_FILE: Final = re.compile(r"/U/0/(\d{8})/R/(\d{6})/ACC(\d*)\.REC")
_LEVELS: Final = (r"\d{8}/", r"R/", r"\d{6}/")
_SET_SYSTEM_TIME, _SET_LOCAL_TIME, _GET_LOCAL_TIME = 1, 3, 4
_ANSWER_S: Final = 5.0
_MINUTE_S: Final = 60
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - subtracted from the sensor's local time
_EPOCH_NS: Final = 946_684_800 * 10**9
"""Epoch of the time stamps, 2000-01-01 (``TimeSystemExplained.md``), as Unix time, nanoseconds."""
_FRAME: Final = 10
"""Bytes before the samples of a frame: kind, time stamp, frame type."""


class PolarMemory:
    """The memory of one connected sensor; ``unfinished`` keeps its files until they are stored."""

    suffix = "REC"

    def __init__(self, connection: Connection, unfinished: UnfinishedFetch | None = None) -> None:
        self._files = PsFtp(connection)
        self._unfinished = unfinished or UnfinishedFetch()
        self._link = SessionLink(connection, lambda _characteristic, _data: None, _ANSWER_S)

    async def open(self) -> None:
        """Subscribe to answers."""
        await self._files.open()

    async def begin(self, wish: Wish, now: datetime) -> Settings:
        """Set the clock and start recording, as `polar.start_offline` does."""
        await self.set_clock(now)
        return await polar.start_offline(self._link, wish)

    async def end(self) -> RecordingEnd:
        """End a recording that runs; the sensor does not restart."""
        await polar.stop_offline(self._link)
        return RecordingEnd(ran=None)

    async def listed(self) -> tuple[StoredRecording, ...]:
        """Return the same as `recordings`."""
        return await self.recordings()

    async def clock(self) -> datetime:
        """Read the sensor's clock; naive, in what the sensor takes for local time."""
        answer = await self._files.query(_GET_LOCAL_TIME)
        inside = protobuf.parts(answer)
        day, time = protobuf.numbers(inside.get(1, b"")), protobuf.numbers(inside.get(2, b""))
        try:
            return datetime(  # noqa: DTZ001 - the sensor's own
                day[1], day[2], day[3], time[1], time[2], time[3], time.get(4, 0) * 1000
            )
        except (LookupError, ValueError) as error:
            raise SensorError(f"the sensor's clock cannot be read: {answer.hex()}") from error

    async def set_clock(self, now: datetime) -> None:
        """Set the sensor's clock to an aware time."""
        offset = now.utcoffset() or timedelta(0)
        zone = round(offset.total_seconds() / _MINUTE_S)
        utc = now - offset
        # as in the vendor's client: older firmware has only one clock
        with suppress(DeviceRefused):
            await self._files.query(_SET_SYSTEM_TIME, protobuf.encode(*_time_fields(utc), (3, 1)))
        await self._files.query(_SET_LOCAL_TIME, protobuf.encode(*_time_fields(now), (3, zone)))

    async def recordings(self) -> tuple[StoredRecording, ...]:
        """List the recordings of acceleration, oldest first."""
        found = await self._walk(_ROOT, _LEVELS) or await self._read_list()
        grouped: dict[str, list[tuple[int, str, int]]] = {}
        for path, size in found:
            parsed = _FILE.fullmatch(path)
            if parsed and size > 0:
                number = int(parsed[3] or 0)
                grouped.setdefault(f"{parsed[1]}-{parsed[2]}", []).append((number, path, size))
        return tuple(self._stored(begun, sorted(parts)) for begun, parts in sorted(grouped.items()))

    def _stored(self, begun: str, parts: list[tuple[int, str, int]]) -> StoredRecording:
        paths = tuple(path for _, path, _ in parts)
        places = (self._unfinished.place(_kept_name(path)) for path in paths)
        return StoredRecording(
            label=begun,
            paths=paths,
            kept=tuple(place for place in places if place is not None),
            sizes=tuple(size for _, _, size in parts),
        )

    async def read(self, recording: StoredRecording) -> tuple[bytes, ...]:
        """Read the files of a recording, except those that came whole in an earlier fetch."""
        return tuple(
            [
                await self._read_file(path, size)
                for path, size in zip(recording.paths, recording.sizes, strict=True)
            ]
        )

    async def _read_file(self, path: str, size: int) -> bytes:
        content = self._unfinished.read(_kept_name(path), size)
        if content is None:
            content = await self._files.get(path)
            self._unfinished.keep(_kept_name(path), content)
        return content

    async def streams(
        self, recording: StoredRecording, contents: Sequence[bytes]
    ) -> tuple[MemoryStream, ...]:
        """Parse the files; correct their times by what the sensor's clock shows now."""
        # the clock's error and the sensor's time zone together
        asked_ns = time.time_ns()
        sensor_time = await self.clock()
        shown_ns = round((sensor_time - _EPOCH).total_seconds() * 1e9)
        ahead_ns = shown_ns - (asked_ns + time.time_ns()) // 2
        files = [
            read_offline(content, path)
            for content, path in zip(contents, recording.paths, strict=True)
        ]
        return tuple(
            MemoryStream(
                settings=file.settings,
                frames=tuple(
                    (int.from_bytes(frame[1:9], "little") + _EPOCH_NS - ahead_ns, frame)
                    for frame in file.frames
                    if len(frame) >= _FRAME
                ),
                torn=file.cut,
            )
            for file in files
        )

    async def remove(self, recordings: Sequence[StoredRecording]) -> bool:
        """Remove the files of recordings from the sensor."""
        for recording in recordings:
            for path in recording.paths:
                await self._files.remove(path)
        return True

    async def _walk(self, path: str, levels: tuple[str, ...]) -> list[tuple[str, int]]:
        try:
            entries = await self._files.list(path)
        except DeviceRefused:
            return []  # no such directory: nothing has been recorded
        if not levels:
            return [(path + one.name, one.size) for one in entries]
        found = []
        for one in entries:
            if re.fullmatch(levels[0], one.name):
                found += await self._walk(path + one.name, levels[1:])
        return found

    async def _read_list(self) -> list[tuple[str, int]]:
        """Read the list that newer firmware keeps: a size and a path per line."""
        try:
            text = (await self._files.get(_LIST)).decode("ascii", "replace")
        except DeviceRefused:
            return []
        lines = [line.split() for line in text.splitlines()]
        return [(line[1], int(line[0])) for line in lines if len(line) == 2 and line[0].isdigit()]


def _time_fields(now: datetime) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
    day = protobuf.encode((1, now.year), (2, now.month), (3, now.day))
    time = protobuf.encode(
        (1, now.hour), (2, now.minute), (3, now.second), (4, now.microsecond // 1000)
    )
    return (1, day), (2, time)


def _kept_name(path: str) -> str:
    return path.removeprefix(_ROOT).replace("/", "-")
