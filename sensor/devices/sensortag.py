"""TI SensorTag CC2650 and CC1350: their movement service.

Sources: Texas Instruments, "CC2650 SensorTag User's Guide", Movement Sensor (bits of the
configuration, period in tens of milliseconds from 100 ms on, order of the data), and its firmware,
``sensortag_mov.c`` and ``SensorUtil.h`` of the BLE stack (ranges, the shortest period, and that
configuring the sensor sets its data to zero). The stream has no clock.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level, nearest
from limbwatch.sensor.devices.packet import Decoder, Packet

_BASE = "f000{:04x}-0451-4000-b000-000000000000"
SERVICE = _BASE.format(0xAA80)
DATA = _BASE.format(0xAA81)
CONFIGURATION = _BASE.format(0xAA82)
PERIOD = _BASE.format(0xAA83)
_SHORT_SERVICE = "0000aa80-0000-1000-8000-00805f9b34fb"
"""Its 16-bit form, which is advertised."""

_TICK_S = 0.01
"""Unit of the period, seconds."""
_PERIODS = (10, 255)
"""Shortest and longest period that the firmware accepts, in that unit."""
_RANGES = (2.0, 4.0, 8.0, 16.0)
_ACCELEROMETER = 0x38
"""Bits of all three axes; bit 7, which lets the sensor sleep while nothing moves, stays off."""
_LENGTH = 18
"""Bytes of a notification: gyroscope, acceleration, compass, three int16 each."""


@dataclass(slots=True, kw_only=True)
class SensorTagDecoder(Decoder):
    """One sample per notification; 32768 counts are the range."""

    range_g: float

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, _LENGTH):
            return ()
        counts = np.frombuffer(data, "<i2")[3:6]
        if not counts.any():
            # sent until the first measurement
            self.tally.other += 1
            return ()
        xyz = (counts[None] * (self.range_g / 32768)).astype(np.float32)
        return (self.tally.add(Packet(xyz, None, 0, None)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Set period and range, and switch the accelerometer on."""
    shortest, longest = _PERIODS
    # rounded down, so that the rate is not below the wish
    period = min(longest, max(shortest, int(1 / (wish.rate * _TICK_S) + 1e-9)))
    range_g = nearest(wish.range_g, _RANGES)
    await link.write(PERIOD, bytes([period]))
    await link.subscribe(DATA)
    bits = _ACCELEROMETER | _RANGES.index(range_g) << 8
    await link.write(CONFIGURATION, bits.to_bytes(2, "little"))
    return Settings(rate=1 / (period * _TICK_S), range_g=range_g)


async def stop(link: Link) -> None:
    """Switch all axes off, and with them the sensor's power."""
    await link.write(CONFIGURATION, bytes(2))


DEVICE = Device(
    kind="sensortag",
    title="TI SensorTag CC2650, CC1350",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: (
        name in ("CC2650 SensorTag", "CC1350 SensorTag", "SensorTag 2.0")
        or not services.isdisjoint((SERVICE, _SHORT_SERVICE))
    ),
    start=start,
    stop=stop,
    decoder=lambda settings: SensorTagDecoder(range_g=settings.range_g or 8.0),
    battery=battery_level,
    fastest=1 / (_PERIODS[0] * _TICK_S),
    advice="Press the SensorTag's left button, and close its app on every phone nearby.",
)
