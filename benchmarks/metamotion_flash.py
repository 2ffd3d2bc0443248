"""A MetaMotion that logs into its own flash, written from the vendor's specification.

Source: mbientlab/MetaWear-API ``docs/api-specification.md``, 0x0B. Not from our own reader.
"""

import struct
from dataclasses import dataclass, field

from benchmarks.peripherals import MetaMotion, Notifications, counts_of
from limbwatch.sensor.devices import metamotion

TICK_S = 48 / 32768


def entry(trigger: int, start: int, tick: int, data: int) -> bytes:
    """Write an entry of a log."""
    return struct.pack("<BII", trigger | start << 5, tick % 2**32, data)


@dataclass(kw_only=True)
class MetaMotionFlash(MetaMotion):
    """Triggers, a tick counter, and pages that are nulled when they are confirmed.

    Parameters
    ----------
    per_page : int
        Entries.
    revision : int
        Of its logging module.
    starts : int
        How often it started anew, modulo 8.
    lost_after : int or None
        Pages after which the board falls silent, once.
    last_page_first : bool
        Whether the end of the last page comes before the word that nothing is left.
    """

    per_page: int = 512
    revision: int = 3
    capacity: int = 67_000_000
    starts: int = 5
    lost_after: int | None = None
    last_page_first: bool = False
    tick: int = 1_000_000
    log: list[bytes] = field(default_factory=list)
    cached: list[bytes] = field(default_factory=list)
    triggers: dict[int, bytes] = field(default_factory=dict)
    logging: bool = False
    config: bytes = bytes.fromhex("a702")
    confirmed: int = 0
    asked: list[bytes] = field(default_factory=list)
    _sent: int = 0
    _left: int = 0

    def remember(self, first: int, n: int, *, seconds_ago: float, first_trigger: int = 0) -> None:
        """Lay samples down; the first was taken so long ago."""
        for number in range(n):
            x, y, z = (int(one) for one in counts_of(first + number, 1)[0])
            tick = self.tick - round((seconds_ago - number / self.rate) / TICK_S)
            plane = struct.unpack("<I", struct.pack("<hh", x, y))[0]
            self.log.append(entry(first_trigger, self.starts, tick, plane))
            self.log.append(entry(first_trigger + 1, self.starts, tick + number % 2, z & 0xFFFF))

    def restart(self) -> None:
        """Start anew, as after an empty battery: the log stays, what ran does not."""
        self.starts, self.tick = (self.starts + 1) % 8, 5000
        self.triggers.clear()
        self.logging = False

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic != metamotion.COMMAND:
            return []
        self.asked.append(data)
        if data[:2] == b"\x03\x03":
            self.config = data[2:]
        elif data == b"\x03\x83":
            return [(metamotion.DATA, b"\x03\x83" + self.config)]
        if data[0] != 0x0B:
            return super().write(characteristic, data)
        return [(metamotion.DATA, answer) for answer in self._obey(data[1], data[2:])]

    def _obey(self, register: int, given: bytes) -> list[bytes]:
        head = bytes([0x0B, register])
        if register & 0x80:
            return self._told(head, given)
        if register == 0x01:
            self.logging = given == b"\x01"
        elif register == 0x02:
            number = len(self.triggers)
            self.triggers[number] = given
            return [head + bytes([number])]
        elif register == 0x0A:
            self.triggers.clear()
        elif register == 0x10:
            self.log += self.cached
            self.cached.clear()
        elif register == 0x06:
            self._left = struct.unpack("<I", given[:4])[0]
            return self._page()
        elif register == 0x0E and self._sent:
            del self.log[: self._sent]
            self.confirmed += 1
            return self._page() if self._left else []
        return []

    def _told(self, head: bytes, given: bytes) -> list[bytes]:
        register = head[1] & 0x7F
        if register == 0x00:
            said = bytes([0, self.revision, 8]) + struct.pack("<IH", self.capacity, 512)
        elif register == 0x01:
            said = bytes([self.logging])
        elif register == 0x02:
            said = self.triggers.get(given[0], b"")
        elif register == 0x04:
            said = struct.pack("<IB", self.tick % 2**32, self.starts)
        else:
            said = struct.pack("<I", len(self.log))
        return [head + said]

    def _page(self) -> list[bytes]:
        if self.lost_after is not None and self.confirmed >= self.lost_after:
            # the link dies in the middle of a page
            self.lost_after, self._sent = None, 0
            return [b"\x0b\x07" + self.log[0]]
        page = self.log[: min(self.per_page, self._left)]
        self._sent, self._left = len(page), self._left - len(page)
        parts = [b"\x0b\x07" + b"".join(page[at : at + 2]) for at in range(0, len(page), 2)]
        end = [b"\x0b\x08" + struct.pack("<I", self._left), b"\x0b\x0d"]
        return parts + (end[::-1] if self.last_page_first else end)
