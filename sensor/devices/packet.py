"""Packets: what a decoder makes of notifications."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A counter of time in a sensor.

    Parameters
    ----------
    ticks_per_second : float
        Nominal speed, Hz.
    modulus : int
        The counter wraps from ``modulus - 1`` to 0.
    """

    ticks_per_second: float
    modulus: int

    def __post_init__(self) -> None:
        if not self.ticks_per_second > 0 or not self.modulus > 1:
            raise ValueError(f"a clock ticks and wraps: {self}")


class Packet(NamedTuple):
    """The samples of one notification.

    Attributes
    ----------
    xyz : ndarray of float32, shape (n, 3)
        Acceleration in g, gravity included; n >= 1.
    tick : int or None
        Raw reading of the sensor's clock for the sample ``anchor``; None without a clock.
    anchor : int
        Index of the sample that ``tick`` belongs to: 0 or n - 1.
    number : int or None
        Running number of the packet, wrapping; None if the sensor does not count.
    """

    xyz: NDArray[np.float32]
    tick: int | None
    anchor: int
    number: int | None


@dataclass(slots=True)
class Tally:
    """Counts of one decoder; every notification is counted exactly once.

    Parameters
    ----------
    packets : int
        Notifications (or frames inside them) that gave samples.
    samples : int
        Samples in them.
    truncated : int
        Frames shorter than their header says; none of their samples is used.
    malformed : int
        Frames that break the layout in another way; none of their samples is used.
    other : int
        Notifications without samples by design, such as answers to commands.
    """

    packets: int = 0
    samples: int = 0
    truncated: int = 0
    malformed: int = 0
    other: int = 0

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

    Attributes
    ----------
    clock : Clock or None
        The clock behind ``Packet.tick``; None for a stream without time.
    number_modulus : int or None
        Where ``Packet.number`` wraps; None for a stream that does not count.
    tally : Tally
        Counts so far.
    """

    tally: Tally = field(default_factory=Tally, init=False)

    @property
    def clock(self) -> Clock | None:  # noqa: D102 - documented in the class
        return None

    @property
    def number_modulus(self) -> int | None:  # noqa: D102 - documented in the class
        return None

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification; never raise, whatever the bytes."""
        raise NotImplementedError


@dataclass(slots=True, kw_only=True)
class OneSample(Decoder):
    """One sample of three int16 per notification; no clock, no number.

    Parameters
    ----------
    counts_per_g : float
    length : int
        Length of a notification, bytes.
    offset : int
        Bytes before the sample.
    collected : bool
        Whether some firmware sends several such samples in one notification.
    """

    counts_per_g: float
    length: int = 6
    offset: int = 0
    collected: bool = False

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        whole = self.collected and len(data) > 0 and len(data) % self.length == 0
        if not whole and not self.tally.fits(data, self.length):
            return ()
        rows = np.frombuffer(data, np.uint8).reshape(-1, self.length)
        counts = rows[:, self.offset : self.offset + 6].copy().view("<i2")
        xyz = (counts / self.counts_per_g).astype(np.float32)
        return (self.tally.add(Packet(xyz, None, len(xyz) - 1, None)),)
