"""Phones and watches whose apps send acceleration through the local network.

An app sends text, ten times as long as its content, which may include a person's position or
voice level. So the network's side (``sensor.network``) keeps only time and acceleration,
exactly as they came, in packets of this layout::

    u8  version = 1
    u8  convention    of the values, see `Convention`
    u16 n             samples in this packet, at least 1
    i64 time          of the first sample, nanoseconds of the phone's clock from any zero
    n x 3 x f32       x, y, z

Sources of the conventions: tszheichoi/awesome-sensor-logger ``UNITS.md``, ``COORDINATES.md`` and
``CROSSPLATFORM.md``; phyphox/phyphox-ios ``ExperimentSensorInput.swift`` (``kG = -9.81``, not the
standard gravity, which changes a level by 0.03 %).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np

from limbwatch.sensor.arrays import Counts, Values
from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused
from limbwatch.sensor.samples import STANDARD_GRAVITY

_BASE = "6c77{:04x}-8d2c-4f0a-9b61-3d5c7e1fa042"
SERVICE = _BASE.format(0x0100)
DATA = _BASE.format(0x0101)
CONTROL = _BASE.format(0x0102)
RATE = _BASE.format(0x0103)
"""UUIDs that nothing on the air uses: here a phone is never a Bluetooth sensor."""

CLOCK = Clock(ticks_per_second=1e9, modulus=2**64)
"""Nanoseconds at the first sample of a packet."""

VERSION = 1
START, STOP = b"start", b"stop"
"""Values written to the control characteristic."""
_HEADER = struct.Struct("<BBHq")
_RATE = struct.Struct("<d")
_MOST = 1000
"""Most samples in a packet: 12 kB, well within the longest row of a capture."""
_UNEVEN = 0.5
"""Relative difference of a step between samples from the usual one that begins a new packet, as
samples of one packet are even. Chosen by us: phones vary by 0.5 % (iPhone) to some 10 % of a step
(``SAMPLING.md`` of Sensor Logger), and a lost sample doubles it."""


class Convention(IntEnum):
    """The meaning of an app's numbers."""

    METRES = 0
    """m/s2; a phone on its back reads +9.81 on z. Android, and phyphox on all phones."""
    G_REVERSED = 1
    """g; a phone on its back reads -1 on z. Apple."""


_SCALE = {Convention.METRES: 1 / STANDARD_GRAVITY, Convention.G_REVERSED: -1.0}


def packet(time_ns: Counts, xyz: Values, convention: Convention) -> bytes:
    """Pack evenly spaced samples, 1 to 1000; their times rise."""
    head = _HEADER.pack(VERSION, convention, len(time_ns), int(time_ns[0]))
    return head + xyz.astype("<f4").tobytes()


def encode(time_ns: Counts, xyz: Values, convention: Convention) -> Iterator[bytes]:
    """Pack samples, with a new packet wherever the time between two samples is not the usual one.

    The last sample before such a place, and of all, is a packet of its own: a loss then shows
    against the time of one sample, not against a second of them, of which it may be a small part.
    Times rise, shape (n,); samples have the shape (n, 3).
    """
    steps = np.diff(time_ns)
    usual = float(np.median(steps)) if len(steps) else 0.0
    cuts = np.flatnonzero(np.abs(steps - usual) > _UNEVEN * usual) + 1
    for part in np.split(np.arange(len(time_ns)), cuts):
        bounds = [*range(0, len(part) - 1, _MOST), len(part) - 1, len(part)]
        for first, end in pairwise(bounds):
            rows = part[first:end]
            if len(rows):
                yield packet(time_ns[rows], xyz[rows], convention)


def rate_value(rate: float) -> bytes:
    """Build the value of the rate characteristic: Hz, as measured on the first samples."""
    return _RATE.pack(rate)


@dataclass(slots=True)
class PhoneDecoder(Decoder):
    """Decodes packets with the phone's clock."""

    clock = CLOCK

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one packet."""
        if len(data) < _HEADER.size:
            self.tally.truncated += 1
            return ()
        version, convention, n, time_ns = _HEADER.unpack_from(data)
        payload = data[_HEADER.size :]
        if version != VERSION or convention not in _SCALE or n == 0 or time_ns < 0:
            self.tally.malformed += 1
            return ()
        if not self.tally.fits(payload, 12 * n):
            return ()
        values = np.frombuffer(payload, "<f4").reshape(-1, 3).astype(np.float64)
        if not np.isfinite(values).all():
            self.tally.malformed += 1
            return ()
        xyz = (values * _SCALE[Convention(convention)]).astype(np.float32)
        return (self.tally.add(Packet(xyz, time_ns, 0, None)),)


async def start(link: Link, _wish: Wish) -> Settings:
    """Start the app where that is possible, and read its measured rate."""
    await link.write(CONTROL, START)
    await link.subscribe(DATA)
    (rate,) = _RATE.unpack(await link.read(RATE))
    if not rate > 0:
        raise DeviceRefused("the phone's app stamps all its samples with one time")
    return Settings(rate=rate, range_g=None)


async def stop(link: Link) -> None:
    """Stop the app where that is possible: it would drain the battery."""
    await link.write(CONTROL, STOP)


DEVICE = Device(
    kind="phone",
    title="iPhone, Apple Watch, Android phone or watch, by Sensor Logger or phyphox",
    service=SERVICE,
    data=DATA,
    recognises=lambda _name, _services: False,
    start=start,
    stop=stop,
    decoder=lambda _settings: PhoneDecoder(),
    battery=battery_level,
    silence_s=5.0,
    advice=(
        "Look at the phone: its app must be recording, in the foreground where the phone asks for "
        "that, and in the same network as this computer."
    ),
)
