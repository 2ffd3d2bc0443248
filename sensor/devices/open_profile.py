"""The open limb-sensor profile of limbwatch; ``docs/open-profile.md`` is its specification."""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused

_BASE = "6c77{:04x}-8d2c-4f0a-9b61-3d5c7e1fa042"
SERVICE = _BASE.format(0x0000)
DATA = _BASE.format(0x0001)
CONTROL = _BASE.format(0x0002)

CLOCK = Clock(ticks_per_second=32768.0, modulus=2**32)
"""Ticks of a watch crystal, at the first sample of a packet; wraps every 36.4 hours."""

VERSION = 1
_HEADER = struct.Struct("<BBHIBB")
_CONTROL = struct.Struct("<BHB")
_RANGES = (2.0, 4.0, 8.0, 16.0)


def encode(
    counts: NDArray[np.int16], *, number: int, tick: int, range_g: int, flags: int = 0
) -> bytes:
    """Build a packet, as a sensor does.

    Parameters
    ----------
    counts : ndarray of int16, shape (n, 3)
        32768 counts are the full scale, ``range_g``; n from 1 to 255.
    number, tick : int
        Running number of the packet and clock of its first sample: the low 16 and 32 bits are sent.
    flags : int
        Bit 0: the sensor restarted its clock; bit 1: it dropped samples before this packet.
    """
    header = _HEADER.pack(
        VERSION, flags, number % 2**16, tick % CLOCK.modulus, len(counts), range_g
    )
    return header + counts.astype("<i2").tobytes()


def control_value(*, rate: int, range_g: int) -> bytes:
    """Build the value that is written to, and read from, the control characteristic.

    A rate of 0 Hz stops the stream.
    """
    return _CONTROL.pack(VERSION, rate, range_g)


def control(data: bytes) -> tuple[int, int] | None:
    """Parse a control value into rate (0: stop) and full scale; None if it is not one."""
    if len(data) != _CONTROL.size or data[0] != VERSION:
        return None
    _, rate, range_g = _CONTROL.unpack(data)
    return rate, range_g


@dataclass(slots=True)
class OpenDecoder(Decoder):
    """Decodes packets with a running number and a clock."""

    clock = CLOCK
    number_modulus = 2**16

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if len(data) < _HEADER.size:
            self.tally.truncated += 1
            return ()
        version, _flags, number, tick, n, range_g = _HEADER.unpack_from(data)
        if version != VERSION or n == 0 or float(range_g) not in _RANGES:
            self.tally.malformed += 1
            return ()
        payload = data[_HEADER.size :]
        if not self.tally.fits(payload, 6 * n):
            return ()
        counts = np.frombuffer(payload, "<i2").reshape(-1, 3)
        xyz = (counts * (range_g / 32768)).astype(np.float32)
        return (self.tally.add(Packet(xyz, tick, 0, number)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Ask for rate and range, then read what the sensor accepted."""
    await link.subscribe(DATA)
    await link.write(CONTROL, control_value(rate=round(wish.rate), range_g=round(wish.range_g)))
    taken = control(await link.read(CONTROL))
    if taken is None or taken[0] == 0:
        raise DeviceRefused(
            "the sensor did not take the rate; it must follow version 1 of docs/open-profile.md"
        )
    return Settings(rate=float(taken[0]), range_g=float(taken[1]))


async def stop(link: Link) -> None:
    """Ask for rate 0."""
    await link.write(CONTROL, control_value(rate=0, range_g=0))


DEVICE = Device(
    kind="open",
    title="any sensor with the open limb-sensor profile (docs/open-profile.md)",
    service=SERVICE,
    data=DATA,
    recognises=lambda _name, services: SERVICE in services,
    start=start,
    stop=stop,
    decoder=lambda _settings: OpenDecoder(),
    battery=battery_level,
    advice="Reset the sensor.",
)
