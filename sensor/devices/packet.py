"""Packets: what a decoder makes of notifications."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A counter of time in a sensor."""

    ticks_per_second: float
    """Nominal speed, Hz."""
    modulus: int
    """The counter wraps from ``modulus - 1`` to 0."""

    def __post_init__(self) -> None:
        if not self.ticks_per_second > 0 or not self.modulus > 1:
            raise ValueError(f"a clock ticks and wraps: {self}")


class Packet(NamedTuple):
    """The samples of one notification."""

    xyz: Values
    """Acceleration in g, gravity included; n >= 1; shape (n, 3)."""
    tick: int | None
    """Raw reading of the sensor's clock for the sample ``anchor``; None without a clock."""
    anchor: int
    """Index of the sample that ``tick`` belongs to: 0 or n - 1."""
    number: int | None
    """Running number of the packet, wrapping; None if the sensor does not count."""


@dataclass(slots=True)
class Tally:
    """Counts of one decoder; every notification is counted exactly once."""

    packets: int = 0
    """Notifications (or frames inside them) that gave samples."""
    samples: int = 0
    """Samples in them."""
    truncated: int = 0
    """Frames shorter than their header says; none of their samples is used."""
    malformed: int = 0
    """Frames that break the layout in another way; none of their samples is used."""
    other: int = 0
    """Notifications without samples by design, such as answers to commands."""

    def add(self, packet: Packet) -> Packet:
        """Count a good packet and return it."""
        self.packets += 1
        self.samples += len(packet.xyz)
        return packet

    def fits(self, data: bytes, length: int) -> bool:
        """Return whether data have this length; count them if not."""
        self.truncated += len(data) < length
        self.malformed += len(data) > length
        return len(data) == length


@dataclass(slots=True)
class Decoder:
    """Decodes the notifications of one connection, in order of arrival.

    Every connection gets a new decoder: the rest of a frame is lost when the link breaks. Order,
    repetition and loss are judged later, from ``tick`` and ``number`` over the whole night.
    """

    tally: Tally = field(default_factory=Tally, init=False)
    """Counts so far."""

    @property
    def clock(self) -> Clock | None:
        """The clock behind ``Packet.tick``; None for a stream without time."""
        return None

    @property
    def number_modulus(self) -> int | None:
        """Where ``Packet.number`` wraps; None for a stream that does not count."""
        return None

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification; never raise, whatever the bytes."""
        raise NotImplementedError


@dataclass(slots=True, kw_only=True)
class OneSample(Decoder):
    """One sample of three int16 per notification; no clock, no number."""

    counts_per_g: float
    length: int = 6
    """Length of a notification, bytes."""
    offset: int = 0
    """Bytes before the sample."""
    collected: bool = False
    """Whether some firmware sends several such samples in one notification."""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        whole = self.collected and len(data) > 0 and len(data) % self.length == 0
        if not whole and not self.tally.fits(data, self.length):
            return ()
        rows = np.frombuffer(data, np.uint8).reshape(-1, self.length)
        counts = rows[:, self.offset : self.offset + 6].copy().view("<i2")
        xyz = (counts / self.counts_per_g).astype(np.float32)
        return (self.tally.add(Packet(xyz, None, len(xyz) - 1, None)),)


def cut_data_words(notifications: int) -> str:
    """Return what to do if all data of a sensor come cut, after so many notifications."""
    return (
        f"connected, but all its data come cut ({notifications} notifications so far): sensor and "
        "computer agreed on packets that are too small for them. Switch the sensor and Bluetooth "
        "off and on, or use another adapter (Bluetooth 4.2 or later)"
    )
