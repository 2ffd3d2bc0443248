"""Whether the disk has room for what is still to come of a night."""

import shutil
from dataclasses import dataclass
from pathlib import Path

NIGHT_S = 9 * 3600.0
"""Length of a night whose end nobody named, seconds; chosen by us."""

_FILES_PER_BYTE = 2.0
"""Bytes on disk for each byte that a sensor sent and its row weighs in memory: the capture, the
stored samples and the report. Chosen."""

_MEASURE_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is free, and what the rest of the night needs."""

    free: float
    need: float
    """`free` and `need`: bytes."""

    @property
    def enough(self) -> bool:
        """Whether all of it will fit."""
        return self.free >= self.need

    @property
    def words(self) -> str:
        """In words."""
        text = f"{size(self.free)} free, the night needs about {size(self.need)}"
        return text if self.enough else f"{text}; free some space"


def room_of(folder: Path, *, taken: int, passed_s: float, left_s: float | None) -> Room:
    """Foretell what a night in a folder will need from the bytes that it took so far.

    ``passed_s`` were seconds until now, and ``left_s`` are those until the end, None when nobody
    named one.
    """
    left = NIGHT_S - passed_s if left_s is None else left_s
    rate = taken / max(passed_s, _MEASURE_S)
    # what was taken is written once more at the end: the samples, and the report
    need = _FILES_PER_BYTE * rate * max(0.0, left) + taken
    return Room(free=shutil.disk_usage(folder).free, need=need)


def size(amount: float) -> str:
    """Write bytes as a person says them."""
    return f"{amount / 1e9:.1f} GB" if amount >= 1e9 else f"{max(amount / 1e6, 0.1):.1f} MB"
