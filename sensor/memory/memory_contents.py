"""The interface of a sensor's memory, whatever its maker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from limbwatch.sensor.devices.device import Settings, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecording:
    """One recording in the memory, of one or several files."""

    label: str
    """Identifies it among those of this sensor; part of a file name."""
    paths: tuple[str, ...]
    """Paths of its files, in order."""
    kept: tuple[Path, ...] = ()
    """Its files on this computer until the night is stored."""
    sizes: tuple[int, ...] = ()
    """Size of each file in bytes, if the sensor lists it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingEnd:
    """How a recording in the memory was found when it was to be ended."""

    ran: bool | None
    """Whether it was still running; None if the sensor does not say."""
    restarts: bool = False
    """Whether the sensor restarts now because of it."""
    restarted: bool = False
    """Whether the sensor had restarted since the recording was begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryStream:
    """The content of one file, as notifications of a live stream."""

    settings: Settings
    frames: tuple[tuple[int, bytes], ...]
    """Of each, Unix time of the last sample, nanoseconds, and its bytes."""
    torn: int = 0
    """Bytes at the end of the file that are not a whole frame."""
    undated: int = 0
    """Samples in the file that are not in the frames, as their time is unknown."""

    @property
    def torn_s(self) -> float:
        """Duration of the torn end, seconds, at the byte rate of the frames before it."""
        held = sum(len(frame) for _, frame in self.frames[1:])
        if not held:
            return 0.0
        return (self.frames[-1][0] - self.frames[0][0]) / 1e9 * self.torn / held


class SensorMemory(Protocol):
    """The memory of one connected sensor.

    Methods raise ``LinkLost`` if the connection is gone, ``PartMissing`` if it stands but lost
    something, ``DeviceRefused`` if the sensor refuses (``SensorRestarts`` if it was restarted for
    that), and ``UnreadableFile`` if a file is not a recording.
    """

    @property
    def suffix(self) -> str:
        """Extension of its files."""

    async def open(self) -> None:
        """Subscribe to answers."""

    async def begin(self, wish: Wish, now: datetime) -> Settings:
        """Set the clock to an aware time and start recording."""

    async def end(self) -> RecordingEnd:
        """End a recording that runs."""

    async def listed(self) -> tuple[StoredRecording, ...]:
        """List the recordings that the sensor names without sending any; some may be left out."""

    async def recordings(self) -> tuple[StoredRecording, ...]:
        """List the recordings of acceleration, oldest first."""

    async def read(self, recording: StoredRecording) -> tuple[bytes, ...]:
        """Read the files of a recording."""

    async def streams(
        self, recording: StoredRecording, contents: Sequence[bytes]
    ) -> tuple[MemoryStream, ...]:
        """Parse the files of a recording."""

    async def remove(self, recordings: Sequence[StoredRecording]) -> bool:
        """Remove recordings, all of them stored; return False if that would remove others."""
