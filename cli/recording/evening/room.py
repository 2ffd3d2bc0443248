"""Whether the disk has room for the rest of a night."""

import shutil
from dataclasses import dataclass
from pathlib import Path

NIGHT_S = 9 * 3600.0
"""Assumed length of a night without a set end, seconds; chosen by us."""

_FILES_PER_BYTE = 2.0
"""Bytes on disk for each byte captured, counted as its row in memory: the capture, the stored
samples and the report. Chosen."""

_MEASURE_S = 15.0
"""Least time over which the rate of captured bytes is taken, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Free space, and the need of the rest of the night."""

    free: float
    """Free space, bytes."""
    need: float
    """Space needed, bytes."""

    @property
    def enough(self) -> bool:
        """Whether the rest of the night fits."""
        return self.free >= self.need

    @property
    def words(self) -> str:
        """The numbers in words."""
        text = f"{size(self.free)} free, the night needs about {size(self.need)}"
        return text if self.enough else f"{text}; free some space"


def room_of(folder: Path, *, taken: int, passed_s: float, left_s: float | None) -> Room:
    """Estimate what the rest of a night needs from the bytes captured so far.

    ``passed_s`` is the time since the start, and ``left_s`` that until the end, None if no end was
    set.
    """
    left = NIGHT_S - passed_s if left_s is None else left_s
    rate = taken / max(passed_s, _MEASURE_S)
    # captured samples are written once more at the end, with the report
    need = _FILES_PER_BYTE * rate * max(0.0, left) + taken
    return Room(free=shutil.disk_usage(folder).free, need=need)


def size(amount: float) -> str:
    """Write bytes for people, in MB or GB."""
    return f"{amount / 1e9:.1f} GB" if amount >= 1e9 else f"{max(amount / 1e6, 0.1):.1f} MB"
