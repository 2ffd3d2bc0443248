"""BBC micro:bit accelerometer service, also offered by Bangle.js ``btadv``.

Source: lancaster-university/microbit-dal, Bluetooth profile. The stream has no clock.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level, nearest
from limbwatch.sensor.devices.packet import Decoder, Packet

SERVICE = "e95d0753-251d-470a-a062-fa1922dfa9a8"
DATA = "e95dca4b-251d-470a-a062-fa1922dfa9a8"
PERIOD = "e95dfb24-251d-470a-a062-fa1922dfa9a8"

_PERIODS_MS = (1, 2, 5, 10, 20, 80, 160, 640)
_SLOW_ENOUGH_MS = 10  # one sample in a notification: faster, and the radio drops them


@dataclass(slots=True)
class MicrobitDecoder(Decoder):
    """One sample in a notification, three int16 in milli-g."""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, 6):
            return ()
        xyz = (np.frombuffer(data, "<i2").reshape(1, 3) / 1000).astype(np.float32)
        return (self.tally.add(Packet(xyz, None, 0, None)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Set the period and subscribe."""
    offered = tuple(1000 / ms for ms in _PERIODS_MS if ms >= _SLOW_ENOUGH_MS)
    rate = nearest(wish.rate, offered)
    await link.write(PERIOD, round(1000 / rate).to_bytes(2, "little"))
    await link.subscribe(DATA)
    return Settings(rate=rate, range_g=None)


DEVICE = Device(
    kind="microbit",
    title="BBC micro:bit with the accelerometer service",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: SERVICE in services or name.startswith("BBC micro:bit"),
    start=start,
    decoder=lambda _settings: MicrobitDecoder(),
    battery=battery_level,
    silence_s=2.0,
    advice="Reset the micro:bit; its program must start the accelerometer service.",
)
