"""Movella (Xsens) DOT.

Sources: Movella DOT BLE Services Specification; the layout of the device control
characteristic also as read by adamkewley/xdc.
"""

import struct
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish, nearest
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused
from limbwatch.sensor.samples import STANDARD_GRAVITY

_BASE = "1517{:04x}-4947-11e9-8646-d663bd873d93"
SERVICE = _BASE.format(0x2000)
CONTROL_DEVICE = _BASE.format(0x1002)
CONTROL_MEASUREMENT = _BASE.format(0x2001)
DATA = _BASE.format(0x2003)
BATTERY = _BASE.format(0x3001)

CLOCK = Clock(ticks_per_second=1e6, modulus=2**32)
"""Microseconds; it wraps every 71.6 minutes."""

RATES = (1.0, 4.0, 10.0, 12.0, 15.0, 20.0, 30.0, 60.0)
"""Output rates in streaming, Hz."""

_RATE_QUANTITIES = 0x15  # time, acceleration with gravity, angular velocity: 28 bytes
_LENGTH = 28
_VISIT_POWER_SAVING, _VISIT_RATE = 0x04, 0x10


def timed_vector(data: bytes) -> tuple[int, tuple[float, float, float]]:
    """Decode the common beginning of the payloads: microseconds and three floats, m/s2."""
    tick, x, y, z = struct.unpack_from("<Ifff", data)
    return tick, (x, y, z)


@dataclass(slots=True)
class DotDecoder(Decoder):
    """Medium payload, rate quantities."""

    clock = CLOCK

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if len(data) < _LENGTH:
            self.tally.truncated += 1
            return ()
        tick, vector = timed_vector(data)
        xyz = (np.array([vector]) / STANDARD_GRAVITY).astype(np.float32)
        if not np.isfinite(xyz).all():
            self.tally.malformed += 1
            return ()
        return (self.tally.add(Packet(xyz, tick, 0, None)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Switch the power-saving time-out off, set the rate and stream.

    The sensor sleeps after 30 minutes by default, connected or not.
    """
    rate = nearest(wish.rate, RATES)
    await stop(link)
    control = bytearray(await link.read(CONTROL_DEVICE))
    if len(control) < 26:
        raise DeviceRefused(
            f"the DOT gave {len(control)} bytes of settings instead of 32; update its firmware"
        )
    control[0] = _VISIT_POWER_SAVING | _VISIT_RATE
    control[3:7] = bytes(4)
    control[24:26] = int(rate).to_bytes(2, "little")
    await link.write(CONTROL_DEVICE, bytes(control))
    # a payload that starts before anybody listens is lost silently
    await link.subscribe(DATA)
    await link.write(CONTROL_MEASUREMENT, bytes([1, 1, _RATE_QUANTITIES]))
    return Settings(rate=rate, range_g=16.0)


async def stop(link: Link) -> None:
    """End the measurement."""
    await link.write(CONTROL_MEASUREMENT, bytes([1, 0, _RATE_QUANTITIES]))


async def battery(link: Link) -> Battery | None:
    """Read percent and charging state."""
    value = await link.read(BATTERY)
    if len(value) < 2 or value[0] > 100:
        return None
    return Battery(percent=value[0], charging=value[1] != 0)


DEVICE = Device(
    kind="dot",
    title="Movella DOT, Xsens DOT",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, _services: name.startswith(("Movella DOT", "Xsens DOT")),
    start=start,
    stop=stop,
    decoder=lambda _settings: DotDecoder(),
    battery=battery,
    advice="Press the sensor's button for a second, and close the Movella DOT app on every phone.",
)
