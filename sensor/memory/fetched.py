"""Fetched recordings as the capture of a night, which is then scored like any other."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import device_of_kind
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.memory.memory_contents import MemoryStream
from limbwatch.sensor.placement import Placement


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
    begin, end = (pick(one.span[n] for one in night) for n, pick in enumerate((min, max)))
    zone = datetime.fromtimestamp(begin / 1e9).astimezone().utcoffset() or timedelta(0)
    capture = Capture(path)
    capture.about("limbwatch", version)
    capture.about("utc_offset_s", str(zone.total_seconds()))
    capture.about("asked", json.dumps([one.placement.value for one in night]))
    capture.about("fetched", "from the sensors' memory")
    for moment, incident in ((begin, Incident.BEGUN), (end, Incident.ENDED)):
        capture.clock(ClockPair(moment, moment, moment))
        capture.event(incident, moment)
    for one in night:
        number = capture.sensor(one.placement, kind=one.kind, address=one.address, name=one.name)
        data = device_of_kind(one.kind).data
        for part in one.streams:
            stream = capture.stream(number, begin, firmware="", mtu=None)
            capture.settings(stream, part.settings)
            if part.torn:
                lost = {"bytes": part.torn, "seconds": part.torn_s}
                capture.event(Incident.TORN, end, sensor=number, detail=lost)
            for moment, frame in part.frames:
                capture.notification(stream, data, moment, frame)
    if not capture.close():
        raise UnreadableFile(f"{path} cannot be written: the disk is full")
