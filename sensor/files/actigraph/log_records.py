"""The records of ActiGraph's log.bin, and the places where it is damaged.

A record is a separator, its kind, four bytes of time, two of size, the payload and a checksum
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
"""Most zero bytes between two records that are not damage: ActiGraph's document mentions "a few
extra bytes with 0's"; no record fits into them."""

_FULL: Final = 0xFF
"""Exclusive or over a whole record: its checksum is the complement of the other bytes."""

Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRecords:
    """The whole records of a log, in order."""

    log: NDArray[np.uint8]
    starts: Offsets
    """Where each record begins."""
    ends: Offsets
    """Where each record ends, its checksum included."""
    places: int
    """Number of damaged places between them."""

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """Kind of each record."""
        return self.log[self.starts + 1]

    @property
    def sizes(self) -> Offsets:
        """Bytes of each payload."""
        return self.ends - self.starts - (_HEADER + 1)

    @property
    def times(self) -> Offsets:
        """Second of each record, counted from 1970 by the monitor's clock."""
        return _number(self.log, self.starts + 2, 4)

    def payloads(self, kind: int) -> Iterator[bytes]:
        """Yield the payloads of a kind."""
        for at in np.flatnonzero(self.kinds == kind).tolist():
            yield self.log[self.starts[at] + _HEADER : self.ends[at] - 1].tobytes()

    def alike(self, chosen: Offsets, size: int) -> NDArray[np.uint8]:
        """Return the payloads of records of one size, shape (n, size)."""
        windows = np.lib.stride_tricks.sliding_window_view(self.log, size)
        return windows[self.starts[chosen] + _HEADER]


def whole_records(log: bytes) -> LogRecords:
    """Find the records with a correct checksum, also after bytes that are no record."""
    data = np.frombuffer(log, np.uint8)
    starts = np.flatnonzero(data == _SEPARATOR)
    starts = starts[starts + _HEADER < len(data)]
    ends = starts + _HEADER + 1 + _number(data, starts + 6, 2)
    within = ends <= len(data)
    starts, ends = starts[within], ends[within]
    # the checksum over any range is the difference of two prefix sums
    sums = np.concatenate([np.zeros(1, np.uint8), np.bitwise_xor.accumulate(data)])
    right = sums[ends] ^ sums[starts] == _FULL
    kept, places = _chain(data, starts[right].tolist(), ends[right].tolist())
    return LogRecords(log=data, starts=kept[:, 0], ends=kept[:, 1], places=places)


def _chain(data: NDArray[np.uint8], starts: list[int], ends: list[int]) -> tuple[Offsets, int]:
    """Keep records that begin where the one before ends, or are the first after damage."""
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
    """Read little-endian numbers of ``size`` bytes."""
    found = np.zeros(len(at), np.int64)
    for byte in range(size):
        found |= data[at + byte].astype(np.int64) << (8 * byte)
    return found
