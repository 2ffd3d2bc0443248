"""A log that comes in parts, some of which may be lost, filled by one download after another.

Source: sokolmarek/movesense-commander ``docs/gsp-protocol.md``, 5: each part carries its offset,
none is repeated, and a log can only be fetched from its beginning.
"""

import os
import struct
from bisect import bisect_left, bisect_right, insort
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from limbwatch.sensor.memory.unfinished_fetch import remove_kept

_MAGIC: Final = b"limbwatch parts of a log 1\n"
_PART: Final = struct.Struct("<IH")
"""Offset and length before each part in the file; a length of 0 ends the log at that offset."""

Spans = list[tuple[int, int]]
"""Where something is known: first byte and the one after the last, in order, never touching."""


class LogParts:
    """The parts of one log, in memory and in a file that another run of the program reads again.

    ``path`` is the file; None to keep nothing. What the disk refuses is in memory only. Use it as
    a context manager.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._content = bytearray()
        self._spans: Spans = []
        self._newest: Spans = []
        self._size: int | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._open(self._path)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    @property
    def missing(self) -> int | None:
        """Bytes that have not come; None if the length of the log is not known."""
        if self._size is None:
            return None
        return self._size - sum(end - begin for begin, end in self._spans)

    @property
    def whole(self) -> bytes | None:
        """The log; None if a part is missing."""
        return bytes(self._content) if self.missing == 0 else None

    def begin(self) -> None:
        """Begin another download."""
        self._newest = []

    def add(self, offset: int, body: bytes) -> None:
        """Add a part. If it contradicts an older one, only what this download gave is left."""
        end = offset + len(body)
        if any(
            self._content[max(low, offset) : min(high, end)]
            != body[max(low, offset) - offset : min(high, end) - offset]
            for low, high in _touched(self._spans, offset, end)
        ) or (self._size is not None and end > self._size):
            self._start_anew()
        if len(self._content) < end:
            self._content.extend(bytes(end - len(self._content)))
        self._content[offset:end] = body
        if _insert(self._spans, offset, end):
            self._write(_PART.pack(offset, len(body)) + body)
        _insert(self._newest, offset, end)

    def finish(self, size: int | None) -> None:
        """End a download; ``size`` is that of the log, None if the sensor does not say it."""
        last = self._newest[-1][1] if self._newest else 0
        size = last if size is None else size
        known = self._spans[-1][1] if self._spans else 0
        if self._size not in (None, size) or known > size:
            self._start_anew()
        if self._size is None:
            self._size = size
            self._content.extend(bytes(max(0, size - len(self._content))))
            self._write(_PART.pack(size, 0))

    def remove(self) -> None:
        """Remove the file."""
        self._close()
        if self._path is not None:
            with suppress(OSError):
                remove_kept(self._path)

    def _start_anew(self) -> None:
        """Keep what the newest download gave: the log is another one than before."""
        self._spans, self._size = list(self._newest), None
        del self._content[self._spans[-1][1] if self._spans else 0 :]
        if self._path is not None and self._file is not None:
            self._close()
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
                self._open(self._path)
        for begin, end in self._spans:
            for at in range(begin, end, 2**15):
                body = bytes(self._content[at : min(end, at + 2**15)])
                self._write(_PART.pack(at, len(body)) + body)

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stored = path.read_bytes() if path.exists() else b""
            whole = self._replay(stored)
            if whole < len(stored):
                os.truncate(path, whole)
            self._file = path.open("ab")
            if not whole:
                self._write(_MAGIC)
        except OSError:
            self._close()

    def _replay(self, stored: bytes) -> int:
        """Take the parts of a file; return where its last whole part ends."""
        if not stored.startswith(_MAGIC):
            return 0
        at = len(_MAGIC)
        while at + _PART.size <= len(stored):
            offset, length = _PART.unpack_from(stored, at)
            end = at + _PART.size + length
            if end > len(stored):
                break
            if length:
                self.add(offset, stored[at + _PART.size : end])
            else:
                self.finish(offset)
            at = end
        return at

    def _write(self, record: bytes) -> None:
        try:
            if self._file is not None:
                self._file.write(record)
        except OSError:
            self._close()

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                file.close()


def _touched(spans: Spans, begin: int, end: int) -> Spans:
    """Return the spans that share a byte with ``begin`` to ``end``, or touch it."""
    low = bisect_left(spans, begin, key=lambda span: span[1])
    high = bisect_right(spans, end, key=lambda span: span[0])
    return spans[low:high]


def _insert(spans: Spans, begin: int, end: int) -> bool:
    """Insert a span, joined with those it touches; return whether anything of it was unknown."""
    touched = _touched(spans, begin, end)
    if any(low <= begin and end <= high for low, high in touched):
        return False
    for span in touched:
        spans.remove(span)
    joined = min([begin, *(low for low, _ in touched)]), max([end, *(high for _, high in touched)])
    insort(spans, joined)
    return True
