"""Fetched recordings as the capture of a night, which is then scored like any other."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from limbwatch.sensor.capture.account import account_of
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import device_of_kind
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.memory.early_end import EarlyEnd
from limbwatch.sensor.memory.memory_contents import MemoryStream
from limbwatch.sensor.placement import Placement

_AT_ONCE: Final = 10_000
"""Frames written in one transaction: a megabyte, of the 64 that a capture holds in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One fetched recording of one sensor."""

    placement: Placement
    kind: str
    """Kind of device."""
    address: str
    """Address of the sensor."""
    name: str
    """Name of the sensor."""
    streams: tuple[MemoryStream, ...]
    """Its files in order; at least one frame in all."""
    early: EarlyEnd | None = None
    """Why it ended before it was to; None if it did not, or nobody knows that."""

    @property
    def span(self) -> tuple[int, int]:
        """Unix time of its first and last frame, nanoseconds."""
        times = [moment for stream in self.streams for moment, _ in stream.frames]
        return min(times), max(times)


def group_nights(fetched: Sequence[Fetched]) -> list[list[Fetched]]:
    """Group recordings into nights, in order of time: overlapping, of different placements."""
    nights: list[list[Fetched]] = []
    for one in sorted(fetched, key=lambda one: one.span[0]):
        begin = one.span[0]
        last = nights[-1] if nights else []
        overlaps = any(begin < other.span[1] for other in last)
        if overlaps and one.placement not in {other.placement for other in last}:
            last.append(one)
        else:
            nights.append([one])
    return nights


def write_capture(path: Path, night: Sequence[Fetched], *, version: str) -> None:
    """Write a new capture of a night; ``version`` is that of limbwatch.

    Raises
    ------
    UnreadableFile
        If no disk takes it.
    """
    capture = Capture(path)
    begin = min(one.span[0] for one in night)
    zone = datetime.fromtimestamp(begin / 1e9).astimezone().utcoffset() or timedelta(0)
    capture.about("limbwatch", version)
    capture.about("utc_offset_s", str(zone.total_seconds()))
    capture.about("fetched", "from the sensors' memory")
    _add(capture, night, asked=(), ended=0)


def add_to_capture(path: Path, late: Sequence[Fetched]) -> None:
    """Add what was fetched later of the same night to its capture.

    Raises
    ------
    UnreadableFile
        If it is no capture, or no disk takes it.
    AlreadyRecording
        If another program writes to it.
    """
    account = account_of(path)
    asked = tuple(leg.placement.value for leg in account.legs)
    _add(Capture(path), late, asked=asked, ended=round(account.end.timestamp() * 1e9))


def _add(
    capture: Capture, fetched: Sequence[Fetched], *, asked: tuple[str, ...], ended: int
) -> None:
    """Write recordings; ``ended`` is when those in the capture end, Unix nanoseconds."""
    begin = min(one.span[0] for one in fetched)
    end = max(ended, *(one.span[1] for one in fetched))
    capture.about("asked", json.dumps([*asked, *(one.placement.value for one in fetched)]))
    for moment, incident in ((begin, Incident.BEGUN), (end, Incident.ENDED)):
        capture.clock(ClockPair(moment, moment, moment))
        capture.event(incident, moment)
    written = True
    for one in fetched:
        number = capture.sensor(one.placement, kind=one.kind, address=one.address, name=one.name)
        data = device_of_kind(one.kind).data
        if one.early is not None:
            detail = {"why": one.early.value, "last_ns": one.span[1]}
            capture.event(Incident.ENDED_EARLY, end, sensor=number, detail=detail)
        for part in one.streams:
            stream = capture.stream(number, begin, firmware="", mtu=None)
            capture.settings(stream, part.settings)
            if part.torn:
                lost = {"bytes": part.torn, "seconds": part.torn_s}
                capture.event(Incident.TORN, end, sensor=number, detail=lost)
            for place, (moment, frame) in enumerate(part.frames, 1):
                capture.notification(stream, data, moment, frame)
                if place % _AT_ONCE == 0:  # a capture drops what exceeds its memory
                    written = capture.flush() and written
    written = capture.close() and written
    if not written or capture.overflowed:
        raise UnreadableFile(f"{capture.path} cannot be written: the disk is full")
