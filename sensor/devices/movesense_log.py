"""Acceleration in the self-describing logs of a Movesense sensor (SBEM).

Sources: sokolmarek/movesense-commander ``docs/sbem-format.md``, written from Movesense's own
``sbem-tools`` and checked against its files; one of those, of a moving sensor, is a test vector.
A file is ``SBEM0112`` and chunks of id, length and content; id 0 describes another id: the path
and the format of a value, or a group of ids.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.errors import UnreadableFile

_MAGIC: Final = b"SBEM"
_HEAD: Final = 8
_ESCAPE: Final = 0xFF
_DEEPEST: Final = 8
"""Deepest nesting of groups."""
_MOST: Final = 1000
"""Most values of a chunk; eight samples of three sensors are 72 and a time."""
_FORMATS: Final = {
    "int8": "b",
    "uint8": "B",
    "int16": "h",
    "uint16": "H",
    "int32": "i",
    "uint32": "I",
    "int64": "q",
    "uint64": "Q",
    "float32": "f",
    "float64": "d",
    "bool": "?",
}
_VALUE: Final = re.compile(r"Meas(?:Acc|IMU6|IMU9)\.(Timestamp|ArrayAcc\.[xyz])")
_TIME: Final = re.compile(r"TimeDetailed\.(relativeTime|utcTime)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoggedSamples:
    """One chunk of acceleration."""

    time_ms: int
    """Time of the first sample since the sensor's start."""
    xyz: Values
    """m/s2; shape (n, 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesenseLog:
    """The content of a log."""

    samples: tuple[LoggedSamples, ...]
    clock: tuple[int, int]
    """Milliseconds since the sensor's start, and Unix time in microseconds at that moment."""
    cut: int
    """Bytes at the end that are not a whole chunk."""


@dataclass(slots=True)
class _Descriptions:
    """The meaning of a log's ids."""

    values: dict[int, tuple[str, str]] = field(default_factory=dict)
    groups: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def learn(self, content: bytes) -> None:
        """Add a description; one that is not understood adds nothing."""
        number = int.from_bytes(content[:2], "little")
        lines = content[2:].rstrip(b"\0").decode("utf-8", "replace").splitlines()
        described = {
            line[:5]: line[5:] for line in lines if line.startswith("<") and line[4:5] == ">"
        }
        if group := described.get("<GRP>"):
            self.groups[number] = tuple(int(one) for one in group.split(",") if one.isdigit())
        elif (path := described.get("<PTH>")) is not None:
            form = _FORMATS.get(described.get("<FRM>", "").split(",")[0], "")
            self.values[number] = (path.replace("+", ".").replace(".Array.", "."), form)

    def of(self, number: int, depth: int = 0) -> Iterator[tuple[str, str]]:
        """Yield path and format of each value of an id, in order; skip marks of repetition."""
        for one in self.groups.get(number, (number,)):
            if one in self.groups and one != number and depth < _DEEPEST:
                yield from self.of(one, depth + 1)
            elif one in self.values and self.values[one][1]:
                yield self.values[one]


def read_log(content: bytes, name: str) -> MovesenseLog:
    """Parse a log; ``name`` is what messages call it.

    Raises
    ------
    UnreadableFile
        If it is not a log, or lacks acceleration or a time of day.
    """
    if not content.startswith(_MAGIC):
        raise UnreadableFile(f"{name} is not a log of Movesense: it does not begin with SBEM")
    descriptions = _Descriptions()
    samples: list[LoggedSamples] = []
    times: dict[str, int] = {}
    whole = _HEAD
    for number, chunk, end in _chunks(content):
        whole = end
        if number == 0:
            descriptions.learn(chunk)
            continue
        values = _unpack(descriptions, number, chunk)
        times = {m[1]: int(value) for path, value in values if (m := _TIME.search(path))} | times
        if (acceleration := _acceleration(values)) is not None:
            samples.append(acceleration)
    if not samples:
        raise UnreadableFile(f"{name} holds no acceleration that describes itself")
    if {"relativeTime", "utcTime"} - times.keys():
        raise UnreadableFile(
            f"{name} does not say when it was recorded; log /Time/Detailed beside acceleration, as "
            "limbwatch fetch --begin does"
        )
    clock = (times["relativeTime"], times["utcTime"])
    return MovesenseLog(samples=tuple(samples), clock=clock, cut=max(0, len(content) - whole))


def _chunks(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield id, content and end of each chunk; a chunk cut off at the end is left out."""
    at = _HEAD
    while at < len(content):
        number, at = _read_count(content, at, wide=2)
        size, at = _read_count(content, at, wide=4)
        if at + size > len(content):
            return
        yield number, content[at : at + size], at + size
        at += size


def _read_count(content: bytes, at: int, *, wide: int) -> tuple[int, int]:
    if at < len(content) and content[at] == _ESCAPE:
        return int.from_bytes(content[at + 1 : at + 1 + wide], "little"), at + 1 + wide
    return int.from_bytes(content[at : at + 1], "little"), at + 1


def _unpack(
    descriptions: _Descriptions, number: int, chunk: bytes
) -> list[tuple[str, float | int]]:
    """Return the values of a chunk with their paths; none if it does not fit its description."""
    leaves = []
    for leaf in descriptions.of(number):
        leaves.append(leaf)
        if len(leaves) > _MOST:
            return []
    layout = struct.Struct("<" + "".join(form for _, form in leaves))
    if not leaves or layout.size != len(chunk):
        return []
    return list(zip((path for path, _ in leaves), layout.unpack(chunk), strict=True))


def _acceleration(values: list[tuple[str, float | int]]) -> LoggedSamples | None:
    time_ms = None
    axes: dict[str, list[float]] = {"x": [], "y": [], "z": []}
    for path, value in values:
        found = _VALUE.search(path)
        if found is None:
            continue
        if found[1] == "Timestamp":
            time_ms = int(value)
        else:
            axes[found[1][-1]].append(float(value))
    counts = {len(axis) for axis in axes.values()}
    if time_ms is None or len(counts) != 1 or 0 in counts:
        return None
    xyz = np.array([axes["x"], axes["y"], axes["z"]], np.float32).T
    return LoggedSamples(time_ms=time_ms, xyz=xyz) if np.isfinite(xyz).all() else None
