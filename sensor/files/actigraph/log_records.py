"""The records of ActiGraph's log.bin, and the places where it is damaged.

A record is a separator, its kind, four bytes of time, two of size, the payload and a checksum
(ActiGraph, GT3X-File-Format, "Log Records").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array

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


Steps = NDArray[np.int16]
Bytes = NDArray[np.uint8]

_ORDERS: Final = {0x00: (1, 0, 2), 0x1A: (0, 1, 2), 0x1B: (0, 1, 2)}
"""Order of x, y and z in each kind of record with samples: ACTIVITY, ACTIVITY2 (ActiGraph,
GT3X-File-Format), and that of the Insight Watch, packed like the first and ordered like the
second."""

_WHOLE_NUMBERS: Final = 0x1A
"""ACTIVITY2, which has 16 bits per value, low byte first; the others have 12 bits, high first."""

_IGNORED: Final = frozenset(
    {
        *(0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E),
        *(0x0F, 0x10, 0x12, 0x13, 0x14, 0x15, 0x17, 0x18, 0x1C, 0x1D, 0x1E),
    }
)
"""Known kinds without acceleration: battery, events, pulse, light, names, epochs."""

_EVENT, _ASLEEP, _AWAKE = 0x03, b"\x08", b"\x09"
"""Kind of the records of idle sleep mode, and the payloads at its beginning and end."""

_SIZE_BITS: Final = 16
"""Bits of the size of a payload."""

_AT_ONCE: Final = 1 << 14
"""Records unpacked at a time, so that a week of them is not held twice. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitySteps:
    """The samples of a log."""

    first: int
    """Second of the first sample, counted from 1970 by the monitor's clock."""
    seconds: Array
    """Time of each sample since then, seconds; shape (n,)."""
    steps: Steps
    """Samples in steps of the sensor; shape (n, 3)."""
    rate: float
    """Rate stated by the file, or else that of its records, Hz."""
    usual: int
    """Samples of most records, each of which is one second."""


def activity_steps(records: LogRecords, stated: float | None) -> ActivitySteps | None:
    """Unpack all records of activity; None if none has a sample.

    A payload of one byte marks a USB connection and has no sample. Seconds without a record are a
    gap. ``stated`` is the rate that the file states, Hz.
    """
    kinds, sizes = records.kinds, records.sizes
    counts = np.where(kinds == _WHOLE_NUMBERS, sizes // 6, sizes * 8 // 36)
    counts[~np.isin(kinds, list(_ORDERS))] = 0
    with_samples = np.flatnonzero(counts)
    if len(with_samples) == 0:
        return None
    kinds, sizes, counts = kinds[with_samples], sizes[with_samples], counts[with_samples]
    usual = int(np.bincount(counts).argmax())
    rate = stated if stated is not None and round(stated) == usual else float(usual)
    times = records.times[with_samples]
    begins = np.cumsum(counts) - counts
    steps = np.empty((int(counts.sum()), 3), np.int16)
    seconds = np.empty(len(steps))
    forms = kinds.astype(np.int64) << _SIZE_BITS | sizes
    order = np.argsort(forms, kind="stable")
    found, firsts = np.unique(forms[order], return_index=True)
    for form, alike in zip(found.tolist(), np.split(order, firsts[1:]), strict=True):
        kind, size = divmod(form, 1 << _SIZE_BITS)
        for at in range(0, len(alike), _AT_ONCE):
            batch = alike[at : at + _AT_ONCE]
            unpacked = _unpacked(records.alike(with_samples[batch], size), kind)
            within = np.arange(unpacked.shape[1])
            places = begins[batch, None] + within
            steps[places] = unpacked
            # a record with more samples than a second should have is compressed into it
            spread = within / max(len(within), rate)
            seconds[places] = (times[batch] - times[0])[:, None] + spread
    return ActivitySteps(first=int(times[0]), seconds=seconds, steps=steps, rate=rate, usual=usual)


def idle_seconds(records: LogRecords, first: int) -> int:
    """Return the seconds in which a monitor that lay still had stopped its sensor.

    They count from ``first``, the second of the first sample: before it there is no gap.
    """
    events = records.kinds == _EVENT
    asleep: int | None = None
    idle = 0
    for time, payload in zip(records.times[events].tolist(), records.payloads(_EVENT), strict=True):
        if payload == _ASLEEP and asleep is None:
            asleep = time
        elif payload == _AWAKE and asleep is not None:
            idle += max(0, time - max(asleep, first))
            asleep = None
    return idle


def undecoded(records: LogRecords) -> list[int]:
    """Return the kinds of records that may hold acceleration but are not unpacked."""
    kinds = set(np.unique(records.kinds).tolist())
    return sorted(kinds - _IGNORED - _ORDERS.keys())


def _unpacked(payloads: Bytes, kind: int) -> Steps:
    """Unpack payloads of one size, shape (n, size), to x, y and z, shape (n, samples, 3)."""
    if kind == _WHOLE_NUMBERS:
        whole = payloads[:, : payloads.shape[1] // 6 * 6]
        return np.ascontiguousarray(whole).view("<i2").reshape(len(payloads), -1, 3)
    return twelve_bits(payloads)[:, :, _ORDERS[kind]]


def twelve_bits(packed: Bytes) -> Steps:
    """Unpack signed values of 12 bits, the highest bit first, to shape (n, samples, 3).

    They are packed in bytes of shape (n, size); an incomplete last sample is dropped.
    """
    rows, size = packed.shape
    samples = size * 8 // 36
    padded = np.pad(packed, ((0, 0), (0, -size % 3))).reshape(rows, -1, 3).astype(np.int16)
    values = np.stack(
        [
            padded[:, :, 0] << 4 | padded[:, :, 1] >> 4,
            (padded[:, :, 1] & 0x0F) << 8 | padded[:, :, 2],
        ],
        axis=2,
    ).reshape(rows, -1)[:, : 3 * samples]
    return (((values ^ 0x800) - 0x800).astype(np.int16)).reshape(rows, samples, 3)
