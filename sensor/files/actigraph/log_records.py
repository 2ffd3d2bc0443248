"""The records of ActiGraph's log.bin: which are whole, and where something else lies.

A record is a separator, its kind, four bytes of time, two of size, the payload and a sum
(ActiGraph, GT3X-File-Format, "Log Records").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SEPARATOR: Final = 0x1E
_HEADER: Final = 8
"""Bytes before the payload."""

_PADDING: Final = 8
"""As many zeros or fewer between two records are no damage: ActiGraph's document knows "a few extra
bytes with 0's"; no record fits into them."""

_FULL: Final = 0xFF
"""All bytes of a whole record combined by exclusive or: its sum is the complement of the others."""

Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRecords:
    """The whole records of a log, in its order."""

    log: NDArray[np.uint8]
    starts: Offsets
    ends: Offsets
    """`starts` and `ends`: where each record begins, and what is behind its sum."""
    places: int
    """Places between them where something was left out."""

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """The kind of each."""
        return self.log[self.starts + 1]

    @property
    def sizes(self) -> Offsets:
        """Bytes of each payload."""
        return self.ends - self.starts - (_HEADER + 1)

    @property
    def times(self) -> Offsets:
        """Second of each, counted from 1970 by the monitor's clock."""
        return _number(self.log, self.starts + 2, 4)

    def payloads(self, kind: int) -> Iterator[bytes]:
        """Give the payloads of a kind, one after the other."""
        for at in np.flatnonzero(self.kinds == kind).tolist():
            yield self.log[self.starts[at] + _HEADER : self.ends[at] - 1].tobytes()

    def alike(self, chosen: Offsets, size: int) -> NDArray[np.uint8]:
        """Give the payloads of records of one size, shape (n, size)."""
        windows = np.lib.stride_tricks.sliding_window_view(self.log, size)
        return windows[self.starts[chosen] + _HEADER]


def whole_records(log: bytes) -> LogRecords:
    """Find the records whose sums are right, also behind bytes that are none."""
    data = np.frombuffer(log, np.uint8)
    starts = np.flatnonzero(data == _SEPARATOR)
    starts = starts[starts + _HEADER < len(data)]
    ends = starts + _HEADER + 1 + _number(data, starts + 6, 2)
    within = ends <= len(data)
    starts, ends = starts[within], ends[within]
    # each sum from the sums of all bytes up to both ends, however far these are apart
    sums = np.concatenate([np.zeros(1, np.uint8), np.bitwise_xor.accumulate(data)])
    right = sums[ends] ^ sums[starts] == _FULL
    kept, places = _chain(data, starts[right].tolist(), ends[right].tolist())
    return LogRecords(log=data, starts=kept[:, 0], ends=kept[:, 1], places=places)


def _chain(data: NDArray[np.uint8], starts: list[int], ends: list[int]) -> tuple[Offsets, int]:
    """Keep what begins where the one before ends, or is the first behind what is no record."""
    kept: list[tuple[int, int]] = []
    at = places = 0
    for start, end in zip(starts, ends, strict=True):
        if start >= at:
            places += _is_damage(data[at:start])
            kept.append((start, end))
            at = end
    places += _is_damage(data[at:])
    return np.array(kept, dtype=np.int64).reshape(-1, 2), places


def _is_damage(between: NDArray[np.uint8]) -> bool:
    return len(between) > 0 and bool(len(between) > _PADDING or between.any())


def _number(data: NDArray[np.uint8], at: Offsets, size: int) -> Offsets:
    """Read numbers of so many bytes, the lowest first."""
    found = np.zeros(len(at), np.int64)
    for byte in range(size):
        found |= data[at + byte].astype(np.int64) << (8 * byte)
    return found
