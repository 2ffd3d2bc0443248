"""What a sensor's memory can be asked for, whatever its maker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from limbwatch.sensor.devices.device import Settings, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecording:
    """One recording in the memory, which may be several files."""

    label: str
    """Tells it from all others of this sensor, in a file's name."""
    paths: tuple[str, ...]
    """Of its files, in order."""
    kept: Path | None = None
    """Where on this computer it lies until its night is stored, when the sensor forgets what it has
    given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryStream:
    """What one file holds, as notifications of a live stream."""

    settings: Settings
    frames: tuple[tuple[int, bytes], ...]
    """Unix time of the last sample of each, nanoseconds, and its bytes."""
    torn: int = 0
    """Bytes at the end of the file that are no whole frame."""
    undated: int = 0
    """Samples that are in the file and not in the frames: nobody knows when they were taken."""

    @property
    def torn_s(self) -> float:
        """Seconds that the torn end held, at the bytes a second of the frames before it."""
        held = sum(len(frame) for _, frame in self.frames[1:])
        if not held:
            return 0.0
        return (self.frames[-1][0] - self.frames[0][0]) / 1e9 * self.torn / held


class SensorMemory(Protocol):
    """The memory of one connected sensor.

    Methods raise ``LinkLost`` when the connection is gone, ``DeviceRefused`` when the sensor says
    no, and ``UnreadableFile`` when a file is none.
    """

    @property
    def suffix(self) -> str:
        """How the names of its files end."""
        ...

    async def open(self) -> None:
        """Begin to listen."""
        ...

    async def begin(self, wish: Wish, now: datetime) -> Settings:
        """Set the clock to an aware time and begin to record."""
        ...

    async def end(self) -> bool:
        """End what is being recorded, if anything; tell whether the sensor starts anew by that."""
        ...

    async def recordings(self) -> tuple[StoredRecording, ...]:
        """List the recordings of acceleration, the oldest first."""
        ...

    async def read(self, recording: StoredRecording) -> tuple[bytes, ...]:
        """Read the files of a recording."""
        ...

    async def streams(
        self, recording: StoredRecording, contents: Sequence[bytes]
    ) -> tuple[MemoryStream, ...]:
        """Understand them."""
        ...

    async def remove(self, recordings: Sequence[StoredRecording]) -> bool:
        """Remove recordings; tell whether it could be done without removing others."""
        ...
