"""The log of a MetaMotion, as a file on this computer, and the samples in it.

Source: mbientlab/MetaWear-API ``docs/api-specification.md`` (0x0B, Logging Module); packets with
the numbers that the vendor reads from them: mbientlab/MetaWear-SDK-Cpp ``test/logdata.py``. An
entry is::

    u8   bits 0-4 number of the trigger, bits 5-7 restarts of the board, modulo 8
    u32  ticks of 48/32768 s since that start
    u32  four bytes of the measurement

so that a sample takes two entries: x and y, then z. The board forgets a page once it is confirmed,
so pages are appended to the file before that. The file has a line that says what it is, then
blocks: a line of JSON, which entries may follow.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Counts
from limbwatch.sensor.devices import metamotion
from limbwatch.sensor.devices.device import Settings
from limbwatch.sensor.errors import UnreadableFile

MAGIC: Final = b"limbwatch MetaMotion log 1\n"
ENTRY: Final = np.dtype([("which", "u1"), ("tick", "<u4"), ("data", "<u4")])
PROCESSOR: Final = 0
"""Number of the accounter in the notifications that `LoggedStretch.frames` makes."""

_TRIGGER: Final = 0x1F
_STARTS_AT: Final = 5
_HALF: Final = metamotion.CLOCK.modulus // 2
_SUSPICIOUS: Final = 200e-6
"""Largest plausible clock error, as in `limbwatch.sensor.capture.timing.sensor_clock`."""
_LONG_S: Final = 600.0
"""Time between two readings of a clock that suffices to tell its error, seconds; our choice."""
_LONGEST_LINE: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One reading of the board's clock."""

    start: int
    """Restarts of the board so far, modulo 8."""
    tick: int
    unix_ns: int
    """Nanoseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaMotionLog:
    """The content of one file."""

    named: str
    """Identifies the log among those of this board."""
    settings: Settings
    triggers: tuple[int, int]
    """Numbers of the trigger of x and y, and of that of z."""
    readings: tuple[ClockReading, ...]
    entries: NDArray[np.void]
    """Of type `ENTRY`, in order of arrival, shape (n,); a page may occur twice."""
    cut: int
    """Bytes at the end that are not a whole block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedStretch:
    """The samples between two starts of a board."""

    ticks: Counts
    """Ticks of the samples, in order of time; shape (n,)."""
    counts: NDArray[np.int16]
    """Shape (n, 3)."""
    unix_ns: Counts | None
    """Shape (n,); None if the clock was never read after that start."""
    halves: int
    """Entries whose other half is missing."""

    def frames(self) -> Iterator[bytes]:
        """Yield the samples as notifications of a live stream behind a time accounter."""
        packed = np.zeros(len(self.ticks), [("head", "u1", 3), ("tick", "<u4"), ("xyz", "<i2", 3)])
        packed["head"] = (0x09, 0x03, PROCESSOR)
        packed["tick"] = self.ticks % metamotion.CLOCK.modulus
        packed["xyz"] = self.counts
        content, size = packed.tobytes(), packed.dtype.itemsize
        return (content[at : at + size] for at in range(0, len(content), size))


def head_block(named: str, settings: Settings, triggers: tuple[int, int]) -> bytes:
    """Return the beginning of a file."""
    content_of_line = {"named": named, "rate": settings.rate, "range_g": settings.range_g}
    return MAGIC + _line({**content_of_line, "triggers": list(triggers)})


def reading_block(reading: ClockReading) -> bytes:
    """Return the block of a clock reading."""
    return _line({"clock": [reading.start, reading.tick, reading.unix_ns]})


def page_block(entries: bytes) -> bytes:
    """Return the block of a page of whole entries."""
    return _line({"entries": len(entries) // ENTRY.itemsize}) + entries


def _line(content_of_line: Mapping[str, object]) -> bytes:
    return json.dumps(content_of_line).encode("ascii") + b"\n"


def read_metamotion_log(content: bytes, name: str) -> MetaMotionLog:
    """Parse a file; ``name`` is what messages call it.

    Raises
    ------
    UnreadableFile
        If it is not a log, or its head lacks something.
    """
    if not content.startswith(MAGIC):
        raise UnreadableFile(
            f"{name} is not a log of a MetaMotion: it begins with {content[:12]!r}"
        )
    at = len(MAGIC)
    head: dict[str, Any] | None = None
    readings, pages = [], []
    while (block := _block(content, at)) is not None:
        content_of_line, entries, at = block
        if head is None:
            head = content_of_line
        elif "clock" in content_of_line:
            start, tick, unix_ns = content_of_line["clock"]
            readings.append(ClockReading(start=start, tick=tick, unix_ns=unix_ns))
        pages.append(entries)
    try:
        if head is None:
            raise KeyError("named")
        first, second = head["triggers"]
        settings = Settings(
            rate=float(head["rate"]),
            range_g=float(head["range_g"]),
            extra={"accounter": "time", "processor": PROCESSOR},
        )
        named = str(head["named"])
    except (LookupError, TypeError, ValueError) as error:
        raise UnreadableFile(f"{name} does not say how it was recorded: {error}") from error
    return MetaMotionLog(
        named=named,
        settings=settings,
        triggers=(int(first), int(second)),
        readings=tuple(readings),
        entries=np.frombuffer(b"".join(pages), ENTRY),
        cut=len(content) - at,
    )


def _block(content: bytes, at: int) -> tuple[dict[str, Any], bytes, int] | None:
    """Return the JSON and the entries of the block at a position, and where the next begins."""
    end = content.find(b"\n", at, at + _LONGEST_LINE)
    if end < 0:
        return None
    try:
        content_of_line = json.loads(content[at:end])
        size = int(content_of_line.get("entries", 0)) * ENTRY.itemsize
    except (ValueError, TypeError, AttributeError):
        return None
    entries = content[end + 1 : end + 1 + size]
    if size < 0 or len(entries) < size:
        return None
    return content_of_line, entries, end + 1 + size


def stretches(log: MetaMotionLog) -> Iterator[LoggedStretch]:
    """Join the halves of samples; yield one stretch for each start of the board.

    A half belongs to the one written at most half a sample's time before it: a loss on the board
    then costs one sample and shifts no other.
    """
    starts = log.entries["which"] >> _STARTS_AT
    for start in dict.fromkeys(starts.tolist()):
        here = log.entries[starts == start]
        plane, plane_data = _entries_of(here, log.triggers[0])
        height, height_data = _entries_of(here, log.triggers[1])
        limit = metamotion.CLOCK.ticks_per_second / log.settings.rate / 2
        other = np.searchsorted(plane, height, side="right") - 1
        whole = other >= 0
        whole[whole] = height[whole] - plane[other[whole]] <= limit
        low, high = plane_data[other[whole]], height_data[whole]
        counts = np.stack([low & 0xFFFF, low >> 16, high & 0xFFFF], axis=1).astype(np.uint16)
        readings = [one for one in log.readings if one.start == start]
        ticks = height[whole]
        yield LoggedStretch(
            ticks=ticks,
            counts=counts.view(np.int16),
            unix_ns=_times(ticks, readings),
            halves=len(plane) + len(height) - 2 * len(ticks),
        )


def _entries_of(entries: NDArray[np.void], trigger: int) -> tuple[Counts, NDArray[Any]]:
    """Return the ticks of a trigger, unique and in order, and their data."""
    triggered = entries[entries["which"] & _TRIGGER == trigger]
    ticks = triggered["tick"].astype(np.int64)
    if len(ticks) and int(np.ptp(ticks)) > _HALF:
        ticks[ticks < _HALF] += metamotion.CLOCK.modulus  # it wraps once in 72 days
    once, first = np.unique(ticks, return_index=True)
    return once, triggered["data"][first]


def _times(ticks: Counts, readings: list[ClockReading]) -> Counts | None:
    """Date samples by the last clock reading, at the speed between the first and the last."""
    if not readings:
        return None
    first, last = readings[0], readings[-1]
    nominal = 1e9 / metamotion.CLOCK.ticks_per_second
    ns_per_tick = nominal
    if (apart := last.tick - first.tick) > _LONG_S * metamotion.CLOCK.ticks_per_second:
        measured = (last.unix_ns - first.unix_ns) / apart
        # the computer's clock may have been set between the two
        if abs(measured / nominal - 1) < _SUSPICIOUS:
            ns_per_tick = measured
    since: Counts = np.rint((ticks - last.tick) * ns_per_tick).astype(np.int64)
    return since + last.unix_ns
