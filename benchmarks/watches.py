"""Watches and a ring, written from what their firmware does, for tests without a radio."""

from dataclasses import dataclass
from typing import ClassVar

from benchmarks.peripherals import BATTERY_SERVICE, Bangle, Notifications, Peripheral, counts_of
from limbwatch.sensor.devices.device import BATTERY_LEVEL


@dataclass(kw_only=True)
class BangleConsole(Peripheral):
    """Bangle.js 2 without an app: a console that runs what is typed, over Nordic UART.

    It runs no JavaScript: it knows the program by the poll interval that it sets. What the program
    prints is checked in a real engine by ``tests/test_devices.py``.
    """

    kind: str = "bangle"
    rate: float = 50.0
    per_packet: int = 10
    counts_per_g: float = 4096.0
    typed: bytes = b""

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "6e400001-b5a3-f393-e0a9-e50e24dcca9e": {
                "6e400002-b5a3-f393-e0a9-e50e24dcca9e": ("write", "write-without-response"),
                "6e400003-b5a3-f393-e0a9-e50e24dcca9e": ("notify",),
            }
        }

    def write(self, characteristic: str, data: bytes) -> Notifications:
        del characteristic
        if data.startswith(b"\x03"):
            self.typed = b""
        self.typed += data
        if not self.typed.endswith(b"\n"):
            return []
        line, self.typed = self.typed, b""
        if b"E.getBattery()" in line:
            return self.printed(f"B,{self.battery}\r\n>".encode())
        return self.ran(line)

    def ran(self, line: bytes) -> Notifications:
        if b"setPollInterval(20)" in line:
            self.streaming = True
            return self.printed(b"W,172,0,80,1\r\n>")
        if b"delete global.limbwatch;" in line:
            self.streaming = False
        return []

    def printed(self, text: bytes) -> Notifications:
        uart = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"
        return [(uart, text[at : at + 20]) for at in range(0, len(text), 20)]

    def packet(self, first: int) -> tuple[str, bytes]:
        values = ",".join(map(str, counts_of(first, self.per_packet).ravel().tolist()))
        stamp = round(self.clock_s(first + self.per_packet - 1) * 1000) + 1_700_000_000_000
        line = f"L,{first // self.per_packet % 65536},{stamp},{values},E\r\n"
        return "6e400003-b5a3-f393-e0a9-e50e24dcca9e", line.encode()

    def due(self, now_s: float) -> Notifications:
        return [part for _, line in super().due(now_s) for part in self.printed(line)]


@dataclass(kw_only=True)
class SilentBangle(Bangle):
    """The OpenSeizureDetector app beside the console, advertised by the watch's name alone."""

    advertised: frozenset[str] = frozenset()

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        console = BangleConsole(address=self.address, name=self.name).services
        return console | super().services


@dataclass(kw_only=True)
class PineTime(Peripheral):
    """InfiniTime's motion service; here every sample differs from the one before."""

    unasked: ClassVar[bool] = True
    kind: str = "pinetime"
    dead: bool = False
    """Whether values change, and are sent no more."""
    rate: float = 10.0
    per_packet: int = 1
    counts_per_g: float = 1024.0

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "00030000-78fc-48fe-8e23-433b3a1942d0": {
                "00030001-78fc-48fe-8e23-433b3a1942d0": ("read", "notify"),
                "00030002-78fc-48fe-8e23-433b3a1942d0": ("read", "notify"),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def read(self, characteristic: str) -> bytes:
        if not characteristic.startswith("00030002"):
            return super().read(characteristic)
        # what was sent last, as long as nothing changes
        return self.packet(self.sent[-1][0] + self.dead)[1]

    def packet(self, first: int) -> tuple[str, bytes]:
        data = counts_of(first, 1).astype("<i2").tobytes()
        return "00030002-78fc-48fe-8e23-433b3a1942d0", data


@dataclass(kw_only=True)
class Colmi(Peripheral):
    """A ring in raw mode: packets of sixteen bytes with a sum, those of its optics between."""

    kind: str = "colmi"
    rate: float = 1 / 0.24
    per_packet: int = 1
    counts_per_g: float = 512.0

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "6e40fff0-b5a3-f393-e0a9-e50e24dcca9e": {
                "6e400002-b5a3-f393-e0a9-e50e24dcca9e": ("write", "write-without-response"),
                "6e400003-b5a3-f393-e0a9-e50e24dcca9e": ("notify",),
            }
        }

    def write(self, characteristic: str, data: bytes) -> Notifications:
        del characteristic
        assert len(data) == 16
        assert sum(data[:15]) % 256 == data[15]
        if data[0] == 0xA1:
            self.streaming = data[1] == 4
        elif data[0] == 3:
            return [self._framed(bytes([3, self.battery or 0, 0]))]
        return []

    def _framed(self, content: bytes) -> tuple[str, bytes]:
        body = content.ljust(15, b"\0")
        return "6e400003-b5a3-f393-e0a9-e50e24dcca9e", body + bytes([sum(body) % 256])

    def packet(self, first: int) -> tuple[str, bytes]:
        x, y, z = counts_of(first, 1)[0].tolist()
        halves = [part for one in (y, z, x) for part in (one >> 4 & 0xFF, one & 15)]
        return self._framed(bytes([0xA1, 3, *halves]))

    def due(self, now_s: float) -> Notifications:
        optics = self._framed(bytes.fromhex("a10229812acd29c1010c01"))
        return [part for packet in super().due(now_s) for part in (optics, packet)]
