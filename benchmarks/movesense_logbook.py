"""A Movesense sensor with a logbook, written from what others measured on one.

Source: sokolmarek/movesense-commander ``docs/gsp-protocol.md`` and ``docs/sbem-format.md``. Not
from our own reader.
"""

import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.peripherals import Movesense, Notifications, counts_of
from limbwatch.sensor.devices import movesense

G = 9.80665
_BODY = 150
_SIZES = {8: 30, 1: 31}
"""Id of the group of each number of samples in a chunk."""


def chunk(number: int, content: bytes) -> bytes:
    """Wrap what one chunk holds."""
    size = len(content)
    length = bytes([size]) if size < 255 else b"\xff" + struct.pack("<I", size)
    return bytes([number]) + length + content


def described(number: int, text: str) -> bytes:
    """Describe an id."""
    return chunk(0, struct.pack("<H", number) + text.encode() + b"\0")


def head(*, timed: bool = True) -> bytes:
    """Write the beginning of a log: its descriptions, as a Movesense Flash does."""
    lines = [
        (10, "<PTH>Samples+Array.MeasAcc.Timestamp\n<FRM>uint32"),
        (11, "<PTH>Samples.Array.MeasAcc.ArrayAcc+x\n<FRM>float32"),
        (12, "<PTH>Samples.Array.MeasAcc.ArrayAcc.y\n<FRM>float32"),
        (13, "<PTH>Samples.Array.MeasAcc.ArrayAcc.z\n<FRM>float32"),
        (14, "<PTH>["),
        (15, "<PTH>]"),
        (20, "<GRP>11,12,13"),
    ]
    lines += [(one, "<GRP>10,14," + "20," * n + "15") for n, one in _SIZES.items()]
    if timed:
        lines += [
            (16, "<PTH>Samples+Array.TimeDetailed.relativeTime\n<FRM>uint32"),
            (17, "<PTH>Samples.Array.TimeDetailed.utcTime\n<FRM>uint64"),
            (32, "<GRP>16,17"),
        ]
    return b"SBEM0112" + b"".join(described(one, text) for one, text in lines)


def samples(first: int, n: int, time_ms: int) -> bytes:
    """Write one chunk of acceleration."""
    values = counts_of(first, n) / 1000 * G
    content = struct.pack("<I", time_ms) + values.astype("<f4").tobytes()
    return chunk(_SIZES[n], content)


def log_of(begin_unix: float, frames: int, *, begin_ms: int = 60_000, timed: bool = True) -> bytes:
    """Write a log of 52 Hz that begins at a moment."""
    content = head(timed=timed)
    if timed:
        utc_us = round(begin_unix * 1e6)
        content += chunk(32, struct.pack("<IQ", begin_ms, utc_us))
    for number in range(frames):
        time_ms = begin_ms + round(number * 8 / 52 * 1000)
        content += samples(number * 8, 8, time_ms)
    return content


@dataclass(kw_only=True)
class MovesenseFlash(Movesense):
    """Logs, a clock, and a state that outlives the link.

    Parameters
    ----------
    lose : int, a list of them, or None
        Numbers of the parts of a log that are lost: one in each download, until there are none.
    conflict_after : int or None
        Downloads after which it answers 409 to its logbook until it restarts.
    conflicts : tuple of int
        Commands that are answered so.
    listed : int
        How many entries fit into the answer that lists them.
    """

    logs: dict[int, bytes] = field(default_factory=dict)
    state: int = 2
    lose: int | list[int] | None = None
    conflict_after: int | None = None
    conflicts: tuple[int, ...] = (3,)
    listed: int = 4
    config: bytes = b""
    utc_us: int = 0
    started: int = 0
    sent: int = 0
    host_s: Callable[[], float] = time.monotonic
    set_at: float = 0.0
    asked: list[int] = field(default_factory=list)

    def write(self, characteristic: str, data: bytes) -> Notifications:
        code, reference, payload = data[0], data[1], data[2:]
        if characteristic != movesense.COMMAND or code in (1, 2):
            return super().write(characteristic, data)
        self.asked.append(code)
        status, content = self._obey(code, payload)
        answers = [bytes([1, reference]) + struct.pack("<H", status) + content]
        if code == 3 and status == 200:
            answers += self._parts(reference, self.logs[struct.unpack("<I", payload)[0]])
        return [(movesense.DATA, answer) for answer in answers]

    def _obey(self, code: int, payload: bytes) -> tuple[int, bytes]:
        if code in self.conflicts and self.sent == self.conflict_after:
            return 409, b""
        if code == 4:
            return self._get(payload.rstrip(b"\0").decode())
        if code == 3 and struct.unpack("<I", payload)[0] not in self.logs:
            return 404, b""
        if code == 5:
            self.logs.clear()
        elif code == 6:
            self.config = payload
        elif code == 7:
            self.started += 1
            self.sent = 0
            return 202, b""
        elif code == 8:
            self.utc_us, self.set_at = struct.unpack("<Q", payload)[0], self.host_s()
        elif code == 9:
            self.state = payload[0]
        return 200, b""

    def _get(self, path: str) -> tuple[int, bytes]:
        if path == "/Mem/DataLogger/State":
            return 200, bytes([self.state])
        if path == "/Time/Detailed":
            utc_us = self.utc_us + round((self.host_s() - self.set_at) * 1e6)
            return 200, struct.pack("<QIII", utc_us, 60_000, 1024, 20)
        if path != "/Mem/Logbook/entries":
            return 404, b""
        entries = list(self.logs.items())[: self.listed]
        content = [struct.pack("<IIQ", one, 10**9 + one, len(log)) for one, log in entries]
        return 200, bytes([len(content)]) + b"".join(content)

    def _parts(self, reference: int, log: bytes) -> list[bytes]:
        parts = [
            bytes([2, reference]) + struct.pack("<I", at) + log[at : at + _BODY]
            for at in range(0, len(log), _BODY)
        ]
        self.sent += 1
        lost = [self.lose] if isinstance(self.lose, int) else self.lose or []
        if lost and lost[0] < len(parts):
            del parts[lost[0]]
            self.lose = lost[1:]
        return [*parts, bytes([2, reference]) + struct.pack("<I", len(log))]
