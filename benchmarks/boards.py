"""Boards that can be worn, written from what their firmware does, for tests without a radio."""

import struct
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from benchmarks.peripherals import BATTERY_SERVICE, Notifications, Peripheral, counts_of
from benchmarks.watches import BangleConsole
from limbwatch.sensor.devices.device import BATTERY_LEVEL
from limbwatch.sensor.samples import STANDARD_GRAVITY

_ADAFRUIT = "adaf{:04x}-c332-42a8-93bd-25e905756cb8"


@dataclass(kw_only=True)
class SensorTag(Peripheral):
    """A CC2650 with TI's firmware: noughts when it is configured, then a sample each period."""

    kind: str = "sensortag"
    rate: float = 10.0
    per_packet: int = 1
    counts_per_g: float = 4096.0
    period: int = 100

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "f000aa80-0451-4000-b000-000000000000": {
                "f000aa81-0451-4000-b000-000000000000": ("read", "notify"),
                "f000aa82-0451-4000-b000-000000000000": ("read", "write"),
                "f000aa83-0451-4000-b000-000000000000": ("read", "write"),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic.startswith("f000aa83"):
            assert data[0] >= 10
            self.period = data[0]
            return []
        bits = int.from_bytes(data, "little")
        # 8 g and 10 Hz, by which its samples are numbered here
        assert bits in (0, 0x0238)
        assert self.period == 10
        self.streaming = bits != 0
        return [("f000aa81-0451-4000-b000-000000000000", bytes(18))]

    def packet(self, first: int) -> tuple[str, bytes]:
        turned, field = struct.pack("<3h", 10, 20, 30), struct.pack("<3h", 100, 200, 300)
        counts = counts_of(first, 1).astype("<i2").tobytes()
        return "f000aa81-0451-4000-b000-000000000000", turned + counts + field


@dataclass(kw_only=True)
class PuckConsole(BangleConsole):
    """A Puck.js 2; one of version 1 answers that it has no accelerometer."""

    kind: str = "puck"
    rate: float = 52.0
    version: int = 2

    def ran(self, line: bytes) -> Notifications:
        if b"Puck.accelOn(52)" in line:
            self.streaming = self.version == 2
            return self.printed(b"A,1,0,0\r\n>" if self.streaming else b"A,0\r\n>")
        if b"Puck.accelOff()" in line:
            self.streaming = False
        return []


@dataclass(kw_only=True)
class Clue(Peripheral):
    """A CLUE: acceleration and temperature, each with a period of its own and of one UUID."""

    # its firmware has a period from the start and sends to whoever subscribes
    unasked: ClassVar[bool] = True
    kind: str = "adafruit"
    rate: float = 50.0
    per_packet: int = 1
    periods: dict[int, int] = field(default_factory=lambda: {0x0200: 100, 0x0100: 1000})

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            _ADAFRUIT.format(0x0200): {
                _ADAFRUIT.format(0x0201): ("read", "notify"),
                _ADAFRUIT.format(0x0001): ("read", "write"),
            },
            _ADAFRUIT.format(0x0100): {
                _ADAFRUIT.format(0x0101): ("read", "notify"),
                _ADAFRUIT.format(0x0001): ("read", "write"),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def named(self, service: str, characteristic: str) -> str:
        if characteristic != _ADAFRUIT.format(0x0001):
            return characteristic
        return f"period {int(service[4:8], 16)}"

    def read(self, characteristic: str) -> bytes:
        if characteristic.startswith("period"):
            return struct.pack("<i", self.periods[int(characteristic.split()[1])])
        return super().read(characteristic)

    def write(self, characteristic: str, data: bytes) -> Notifications:
        (self.periods[int(characteristic.split()[1])],) = struct.unpack("<i", data)
        # samples are numbered by this period here
        self.streaming = self.streaming and self.periods[0x0200] == 20
        return []

    def packet(self, first: int) -> tuple[str, bytes]:
        metres = counts_of(first, 1)[0] / 1000 * STANDARD_GRAVITY
        return _ADAFRUIT.format(0x0201), struct.pack("<3f", *metres)


@dataclass(kw_only=True)
class ScienceJournalBoard(Peripheral):
    """A Nano 33 BLE Sense: floats in g to whoever is subscribed; neither settings nor battery."""

    unasked: ClassVar[bool] = True
    kind: str = "sciencejournal"
    rate: float = 10.0
    per_packet: int = 1
    battery: int | None = None

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "555a0002-0000-467a-9538-01f0652c74e8": {
                "555a0002-0001-467a-9538-01f0652c74e8": ("read",),
                "555a0002-0011-467a-9538-01f0652c74e8": ("notify",),
                "555a0002-0012-467a-9538-01f0652c74e8": ("notify",),
                "555a0002-0013-467a-9538-01f0652c74e8": ("notify",),
            }
        }

    def packet(self, first: int) -> tuple[str, bytes]:
        values = counts_of(first, 1)[0] / 1000
        return "555a0002-0011-467a-9538-01f0652c74e8", struct.pack("<3f", *values)


@dataclass(kw_only=True)
class SensorTile(Peripheral):
    """ST's firmware: a time stamp, acceleration, gyroscope and compass, to whoever subscribes."""

    unasked: ClassVar[bool] = True
    kind: str = "bluest"
    rate: float = 20.0
    per_packet: int = 1

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "00000000-0001-11e1-9ab4-0002a5d5c51b": {
                "00e00000-0001-11e1-ac36-0002a5d5c51b": ("notify",),
                "00140000-0001-11e1-ac36-0002a5d5c51b": ("read", "notify"),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def packet(self, first: int) -> tuple[str, bytes]:
        stamp = struct.pack("<H", int(self.clock_s(first) * 125) % 2**16)
        counts = counts_of(first, 1).astype("<i2").tobytes()
        rest = struct.pack("<6h", 1, 2, 3, 4, 5, 6)
        return "00e00000-0001-11e1-ac36-0002a5d5c51b", stamp + counts + rest


def felt_gravity(first: int) -> float:
    """Give what an axis straight up feels at rest, with the noise of a cheap chip, m/s2."""
    return STANDARD_GRAVITY + float(np.random.default_rng(first).normal(0, 0.02))


@dataclass(kw_only=True)
class PrintingBoard(Peripheral):
    """A sketch that prints millis() and m/s2 to whoever is connected, 20 bytes at a time.

    It lies still but for the numbers of its samples, which are small beside gravity.
    """

    unasked: ClassVar[bool] = True
    kind: str = "text"
    rate: float = 50.0
    per_packet: int = 1
    counts_per_g: float = 32000.0

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "6e400001-b5a3-f393-e0a9-e50e24dcca9e": {
                "6e400002-b5a3-f393-e0a9-e50e24dcca9e": ("write", "write-without-response"),
                "6e400003-b5a3-f393-e0a9-e50e24dcca9e": ("notify",),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def packet(self, first: int) -> tuple[str, bytes]:
        x, y, _ = counts_of(first, 1)[0] / self.counts_per_g * STANDARD_GRAVITY
        millis = round(self.clock_s(first) * 1000)
        line = f"t:{millis} ax:{x:.6f} ay:{y:.6f} az:{felt_gravity(first):.6f}\r\n"
        return "6e400003-b5a3-f393-e0a9-e50e24dcca9e", line.encode()

    def due(self, now_s: float) -> Notifications:
        return [
            (uart, line[at : at + 20])
            for uart, line in super().due(now_s)
            for at in range(0, len(line), 20)
        ]


def _scheme(number: int, parts: list[tuple[str, str, str]]) -> bytes:
    """Describe one sensor whose numbers are floats, as EdgeML-Arduino's setup_scheme_buffer."""

    def text(words: str) -> bytes:
        return bytes([len(words)]) + words.encode()

    described = b"".join(
        b"\x06" + text(group) + text(name) + text(unit) for group, name, unit in parts
    )
    return bytes([1, number]) + text("ACC_GYRO_MAG") + bytes([len(parts)]) + described


@dataclass(kw_only=True)
class OpenEarable(Peripheral):
    """OpenEarable 1.3: acceleration, gyroscope and compass as floats; m/s2, though it states g."""

    kind: str = "edgeml"
    rate: float = 50.0
    per_packet: int = 1
    counts_per_g: float = 32000.0
    asked: list[float] = field(default_factory=list)

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "34c2e3bb-34aa-11eb-adc1-0242ac120002": {
                "34c2e3bd-34aa-11eb-adc1-0242ac120002": ("write",),
                "34c2e3bc-34aa-11eb-adc1-0242ac120002": ("read", "notify"),
            },
            "caa25cb7-7e1b-44f2-adc9-e8c06c9ced43": {
                "caa25cb8-7e1b-44f2-adc9-e8c06c9ced43": ("read",),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def read(self, characteristic: str) -> bytes:
        if not characteristic.startswith("caa25cb8"):
            return super().read(characteristic)
        kinds = {"ACC": "g", "GYRO": "dps", "MAG": "uT"}
        return _scheme(0, [(kind, axis, unit) for kind, unit in kinds.items() for axis in "XYZ"])

    def write(self, characteristic: str, data: bytes) -> Notifications:
        assert characteristic.startswith("34c2e3bd")
        number, rate, latency = struct.unpack("<BfI", data)
        assert (number, latency) == (0, 0)
        self.asked.append(rate)
        self.streaming = rate > 0
        return []

    def packet(self, first: int) -> tuple[str, bytes]:
        x, y, _ = counts_of(first, 1)[0] / self.counts_per_g * STANDARD_GRAVITY
        millis = round(self.clock_s(first) * 1000)
        numbers = (x, y, felt_gravity(first), 0.5, -0.2, 0.1, 20.0, -3.0, 40.0)
        return "34c2e3bc-34aa-11eb-adc1-0242ac120002", struct.pack(
            "<BBI9f", 0, 36, millis, *numbers
        )


@dataclass(kw_only=True)
class PhyphoxSketch(Peripheral):
    """A sketch of phyphox-arduino: a time in seconds, then x, y and z in m/s2, and a nought."""

    unasked: ClassVar[bool] = True
    kind: str = "phyphoxboard"
    rate: float = 50.0
    per_packet: int = 1

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "cddf0001-30f7-4671-8b43-5e40ba53514a": {
                "cddf0002-30f7-4671-8b43-5e40ba53514a": ("read", "write", "notify"),
                "cddf0004-30f7-4671-8b43-5e40ba53514a": ("write",),
            },
            "cddf1001-30f7-4671-8b43-5e40ba53514a": {
                "cddf1002-30f7-4671-8b43-5e40ba53514a": ("read", "write", "notify"),
                "cddf1003-30f7-4671-8b43-5e40ba53514a": ("read", "write", "notify"),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def felt(self, first: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Give what it feels lying still, with the noise of its chip, m/s2."""
        noise = np.random.default_rng(first).normal(0, 0.02, 3)
        return np.array([3.53, -4.71, 7.85]) + noise

    def packet(self, first: int) -> tuple[str, bytes]:
        data = struct.pack("<5f", self.clock_s(first), *self.felt(first), 0.0)
        return "cddf1002-30f7-4671-8b43-5e40ba53514a", data


@dataclass(kw_only=True)
class Earbud(Peripheral):
    """An eSense: messages with the sum of their bytes, numbers with their first byte first."""

    kind: str = "esense"
    rate: float = 50.0
    per_packet: int = 1
    counts_per_g: float = 4096.0
    configuration: bytes = bytes.fromhex("59200406080806")

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "0000ff06-0000-1000-8000-00805f9b34fb": {
                "0000ff07-0000-1000-8000-00805f9b34fb": ("read", "write"),
                "0000ff08-0000-1000-8000-00805f9b34fb": ("read", "notify"),
                "0000ff0a-0000-1000-8000-00805f9b34fb": ("read",),
                "0000ff0e-0000-1000-8000-00805f9b34fb": ("read", "write"),
            }
        }

    def read(self, characteristic: str) -> bytes:
        if characteristic.startswith("0000ff0e"):
            return self.configuration
        return bytes.fromhex("4e9f020f8e")

    def write(self, characteristic: str, data: bytes) -> Notifications:
        assert data[1] == sum(data[2:]) % 256
        if characteristic.startswith("0000ff0e"):
            self.configuration = data
            return []
        assert data[0] == 0x53
        assert data[2] == 2
        # 8 g and 50 Hz, by which its samples are numbered here
        assert data[3:] == b"\0\0" or (data[4] == 50 and self.configuration[5] & 0x18 == 0x10)
        self.streaming = data[3] == 1
        return []

    def packet(self, first: int) -> tuple[str, bytes]:
        numbers = struct.pack(">6h", 10, -20, 30, *counts_of(first, 1)[0].tolist())
        body = bytes([12]) + numbers
        data = bytes([0x55, first % 256, sum(body) % 256]) + body
        return "0000ff08-0000-1000-8000-00805f9b34fb", data
