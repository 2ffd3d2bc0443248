"""Sensors written from their vendors' documents, for tests without a radio.

Every sample carries its own number, so that what was stored can be told sample by sample. See
`limbwatch.sensor.devices` for the sources of each protocol.
"""

import struct
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from limbwatch.sensor.devices import dot, metamotion, movesense, osd, polar, witmotion
from limbwatch.sensor.devices.device import BATTERY_LEVEL
from limbwatch.sensor.samples import STANDARD_GRAVITY

BATTERY_SERVICE = "0000180f-0000-1000-8000-00805f9b34fb"

Notifications = list[tuple[str, bytes]]
Counts = np.ndarray[tuple[int, int], np.dtype[np.int64]]

_BASE = 2000
_HALF = _BASE // 2


def counts_of(first: int, n: int) -> Counts:
    """Code sample numbers into three axes of counts; the third is one g for 1000 counts per g."""
    number = np.arange(first, first + n)
    return np.stack(
        [number % _BASE - _HALF, number // _BASE % _BASE - _HALF, np.full(n, 1000)], axis=1
    )


def numbers_of(xyz: np.ndarray, counts_per_g: float) -> np.ndarray:
    """Read the sample numbers back from decoded samples."""
    counts = np.round(xyz[:, :2].astype(float) * counts_per_g).astype(int) + _HALF
    return counts[:, 0] + _BASE * counts[:, 1]


@dataclass(kw_only=True)
class Peripheral(ABC):
    """A sensor that samples steadily and sends while somebody listens.

    Parameters
    ----------
    address, name : str
    rate : float
        Samples per second, Hz.
    per_packet : int
    ppm : float
        Error of its clock, parts per million.
    remembers : bool
        Keep the numbers of all samples sent, to hold the recording against.
    """

    unasked: ClassVar[bool] = False
    """Whether it streams to whoever subscribes, without a command."""

    address: str
    name: str
    rate: float = 52.0
    per_packet: int = 12
    ppm: float = 0.0
    counts_per_g: float = 1000.0
    kind: str = ""
    advertised: frozenset[str] = frozenset()
    streaming: bool = False
    muted: bool = False
    battery: int | None = 90
    """Charge, percent; None if the sensor does not tell it."""
    begin_s: float | None = None
    clock_zero_s: float = 0.0
    taken: int = 0
    sent: list[tuple[int, int]] = field(default_factory=list)
    remembers: bool = True

    @property
    @abstractmethod
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Characteristics of each service, and what each can do."""

    def named(self, service: str, characteristic: str) -> str:
        """Give the name by which `read` and `write` know a characteristic: its UUID is enough."""
        del service
        return characteristic

    def read(self, characteristic: str) -> bytes:
        return bytes([self.battery or 0]) if characteristic == BATTERY_LEVEL else b""

    def write(self, characteristic: str, data: bytes) -> Notifications:
        del characteristic, data
        return []

    @abstractmethod
    def packet(self, first: int) -> tuple[str, bytes]:
        """Make the notification that begins with a sample: its characteristic and its bytes."""

    def disconnected(self) -> None:
        self.streaming = False

    def sampled_at(self, number: int) -> float:
        """Give the true time of a sample, seconds."""
        assert self.begin_s is not None
        return self.begin_s + number / self.rate

    def clock_s(self, number: int) -> float:
        """Read the sensor's clock at a sample, seconds."""
        return (number / self.rate) * (1 + self.ppm * 1e-6) + self.clock_zero_s

    def due(self, now_s: float) -> Notifications:
        """Give the packets whose last sample has been taken."""
        if self.begin_s is None:
            self.begin_s = now_s
        ready = int((now_s - self.begin_s) * self.rate) // self.per_packet * self.per_packet
        firsts = range(self.taken, ready, self.per_packet)
        self.taken = max(self.taken, ready)
        if not self.streaming or self.muted:
            return []
        if self.remembers:
            self.sent.extend((first, self.per_packet) for first in firsts)
        return [self.packet(first) for first in firsts]


@dataclass(kw_only=True)
class PolarSense(Peripheral):
    """Verity Sense: control point with indications, delta-compressed milli-g."""

    kind: str = "polar"
    refuse_status: int = 0
    sdk_mode: bool = False

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "fb005c80-02e7-f387-1cad-8acd2d8df0c8": {
                polar.CONTROL: ("read", "write", "indicate"),
                polar.DATA: ("notify",),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read", "notify")},
        }

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic != polar.CONTROL:
            return []
        return [(polar.CONTROL, self._answer(data))]

    def _answer(self, data: bytes) -> bytes:
        command, kind = data[0], data[1]
        ok = bytes([0xF0, command, kind, 0, 0])
        if (command, kind) == (2, 9):
            self.sdk_mode = True
        elif (command, kind) == (1, 2):
            return ok + bytes.fromhex("000234001a000101100002010800040103")
        elif (command, kind) == (2, 2):
            status = self.refuse_status or (6 if self.streaming else 0)
            if status:
                return bytes([0xF0, command, kind, status, 0])
            self.streaming = True
            return ok + bytes([5, 1]) + struct.pack("<f", 1.0)
        elif (command, kind) == (3, 2):
            self.streaming = False
        return ok

    def packet(self, first: int) -> tuple[str, bytes]:
        counts = counts_of(first, self.per_packet)
        stamp = round((self.clock_s(first + self.per_packet - 1) + 3600) * 1e9)
        deltas = np.diff(counts, axis=0).ravel().tolist()
        width = max((d if d >= 0 else ~d).bit_length() + 1 for d in deltas)
        packed = sum((d & ((1 << width) - 1)) << (i * width) for i, d in enumerate(deltas))
        return polar.DATA, (
            bytes([2])
            + stamp.to_bytes(8, "little")
            + b"\x81"
            + counts[0].astype("<i2").tobytes()
            + bytes([width, self.per_packet - 1])
            + packed.to_bytes(-(-width * len(deltas) // 8), "little")
        )


@dataclass(kw_only=True)
class Movesense(Peripheral):
    """GSP: subscription by path, floats in m/s2 with milliseconds."""

    kind: str = "movesense"
    reference: int = 0

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "34802252-7185-4d5d-b431-630e7050e8f0": {
                movesense.COMMAND: ("write",),
                movesense.DATA: ("notify",),
            },
            BATTERY_SERVICE: {BATTERY_LEVEL: ("read",)},
        }

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic != movesense.COMMAND:
            return []
        if data[0] == 1:
            self.reference = data[1]
            self.streaming = True
        elif data[0] == 2:
            self.streaming = False
        return [(movesense.DATA, bytes([1, data[1]]) + (200).to_bytes(2, "little"))]

    def packet(self, first: int) -> tuple[str, bytes]:
        metres = counts_of(first, self.per_packet) / 1000 * STANDARD_GRAVITY
        head = bytes([2, self.reference])
        stamp = round(self.clock_s(first) * 1000) % 2**32
        return movesense.DATA, head + struct.pack("<I", stamp) + metres.astype("<f4").tobytes()


@dataclass(kw_only=True)
class MetaMotion(Peripheral):
    """Time accounter behind the accelerometer, one sample in a notification."""

    kind: str = "metamotion"
    rate: float = 50.0
    per_packet: int = 1
    counts_per_g: float = 4096.0

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            metamotion.SERVICE: {
                metamotion.COMMAND: ("write", "write-without-response"),
                metamotion.DATA: ("notify",),
            }
        }

    @property
    def _processor(self) -> int:
        return 3

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic != metamotion.COMMAND:
            return []
        if data == b"\x03\x80":
            return [(metamotion.DATA, bytes([3, 0x80, 4, 1]))]
        if data[:2] == b"\x09\x02":
            return [(metamotion.DATA, bytes([9, 2, self._processor]))]
        if data == b"\x11\x8c":
            return [(metamotion.DATA, bytes([0x11, 0x8C, self.battery or 0]) + b"\x34\x10")]
        if data[:2] == b"\x03\x01":
            self.streaming = data[2] == 1
        return []

    def packet(self, first: int) -> tuple[str, bytes]:
        tick = round(self.clock_s(first) * metamotion.CLOCK.ticks_per_second) % 2**32
        counts = counts_of(first, 1).astype("<i2").tobytes()
        return metamotion.DATA, bytes([9, 3, self._processor]) + struct.pack("<I", tick) + counts


@dataclass(kw_only=True)
class Bangle(Peripheral):
    """OpenSeizureDetector profile, format 3: no clock."""

    unasked: ClassVar[bool] = True
    kind: str = "osd"
    rate: float = 25.0
    per_packet: int = 3
    advertised: frozenset[str] = frozenset({osd.SERVICE})

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            osd.SERVICE: {
                osd.DATA: ("read", "notify"),
                osd.BATTERY: ("read",),
                osd.FORMAT: ("read",),
            }
        }

    def read(self, characteristic: str) -> bytes:
        return {osd.BATTERY: bytes([self.battery or 0]), osd.FORMAT: b"\x03"}.get(
            characteristic, b""
        )

    def packet(self, first: int) -> tuple[str, bytes]:
        return osd.DATA, counts_of(first, self.per_packet).astype("<i2").tobytes()


@dataclass(kw_only=True)
class Wit(Peripheral):
    """BLE 5 frames: no clock, no counter."""

    unasked: ClassVar[bool] = True
    kind: str = "witmotion"
    rate: float = 50.0
    per_packet: int = 1
    counts_per_g: float = 2048.0

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            witmotion.SERVICE: {
                witmotion.DATA: ("notify",),
                witmotion.COMMAND: ("write", "write-without-response"),
            }
        }

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic == witmotion.COMMAND and data[:3] == b"\xff\xaa\x27":
            told = b"\x86\x01" if data[3] == 0x64 else bytes(2)
            return [(witmotion.DATA, b"\x55\x71" + data[3:4] + b"\0" + told + bytes(14))]
        return []

    def packet(self, first: int) -> tuple[str, bytes]:
        return witmotion.DATA, (
            b"\x55\x61" + counts_of(first, 1).astype("<i2").tobytes() + bytes(12)
        )


@dataclass(kw_only=True)
class Dot(Peripheral):
    """Rate quantities with microseconds that wrap."""

    kind: str = "dot"
    rate: float = 60.0
    per_packet: int = 1
    control: bytes = bytes(24) + (20).to_bytes(2, "little") + bytes(6)

    @property
    def services(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "15171000-4947-11e9-8646-d663bd873d93": {dot.CONTROL_DEVICE: ("read", "write")},
            "15172000-4947-11e9-8646-d663bd873d93": {
                dot.CONTROL_MEASUREMENT: ("read", "write"),
                dot.DATA: ("notify",),
            },
            "15173000-4947-11e9-8646-d663bd873d93": {dot.BATTERY: ("read", "notify")},
        }

    def read(self, characteristic: str) -> bytes:
        return {dot.BATTERY: bytes([self.battery or 0, 0]), dot.CONTROL_DEVICE: self.control}.get(
            characteristic, b""
        )

    def write(self, characteristic: str, data: bytes) -> Notifications:
        if characteristic == dot.CONTROL_DEVICE:
            self.control = data
        elif characteristic == dot.CONTROL_MEASUREMENT:
            self.streaming = data[1] == 1
        return []

    def packet(self, first: int) -> tuple[str, bytes]:
        metres = counts_of(first, 1)[0] / 1000 * STANDARD_GRAVITY
        tick = round(self.clock_s(first) * 1e6) % 2**32
        return dot.DATA, struct.pack("<Ifff", tick, *metres) + bytes(24)


def streams_when_heard(peripheral: Peripheral) -> bool:
    """Whether it streams as soon as somebody subscribes, without a command."""
    return peripheral.unasked
