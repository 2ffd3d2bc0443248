"""What was fetched, as the capture of a night: scored by the path of every other night."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from limbwatch.sensor.capture.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import polar
from limbwatch.sensor.devices.polar_offline import OfflineFile
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.placement import Placement

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Of the time stamps (``TimeSystemExplained.md``)."""
_EPOCH_NS: Final = 946_684_800 * 10**9
_FRAME: Final = 10
"""Bytes before the samples of a frame: kind, time stamp, frame type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One recording of one sensor.

    Parameters
    ----------
    placement : Placement
    address, name : str
        Of the sensor.
    files : tuple of OfflineFile
        In order.
    ahead_ns : int
        By how much the sensor's local time was ahead of Unix time when it was fetched: its error
        and the zone that it takes itself to be in, nanoseconds.
    """

    placement: Placement
    address: str
    name: str
    files: tuple[OfflineFile, ...]
    ahead_ns: int

    def wall_ns(self, frame: bytes) -> int:
        """Unix time of the last sample of a frame, nanoseconds."""
        return int.from_bytes(frame[1:9], "little") + _EPOCH_NS - self.ahead_ns

    @property
    def frames(self) -> list[bytes]:
        """All of its frames that have a time."""
        return [frame for one in self.files for frame in one.frames if len(frame) >= _FRAME]

    @property
    def span(self) -> tuple[int, int]:
        """Unix time of its first and last frame, nanoseconds.

        Raises
        ------
        UnreadableFile
            If it holds nothing.
        """
        times = [self.wall_ns(frame) for frame in self.frames]
        if not times:
            raise UnreadableFile(f"the recording of the {self.placement.words} holds no sample")
        return min(times), max(times)


def together(fetched: Sequence[Fetched]) -> list[list[Fetched]]:
    """Sort recordings into nights: those that overlap, of different placements, are one.

    Parameters
    ----------
    fetched : sequence of Fetched

    Returns
    -------
    list of list of Fetched
        In order of time.
    """
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
    """Write the capture of a night.

    Parameters
    ----------
    path : Path
        Of a new ``capture.sqlite``.
    night : sequence of Fetched
    version : str
        Of limbwatch.

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
        number = capture.sensor(
            one.placement, kind=polar.DEVICE.kind, address=one.address, name=one.name
        )
        for file in one.files:
            stream = capture.stream(number, begin, firmware="", mtu=None)
            capture.settings(stream, file.settings)
            for frame in file.frames:
                moment = one.wall_ns(frame) if len(frame) >= _FRAME else begin
                capture.notification(stream, polar.DATA, moment, frame)
    if not capture.close():
        raise UnreadableFile(f"{path} cannot be written: the disk is full")
