"""PineTime with InfiniTime: its motion service.

Sources: InfiniTimeOrg/InfiniTime ``doc/MotionService.md`` (layout, 1024 counts per g),
``src/components/motion/MotionController.cpp`` (read ten times a second; sent only where a value has
changed). The stream has no clock, and what did not change is missing without a trace: sleep and
posture can be told from it, the length of a movement hardly.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import Decoder, Packet

_BASE = "{:08x}-78fc-48fe-8e23-433b3a1942d0"
SERVICE = _BASE.format(0x00030000)
DATA = _BASE.format(0x00030002)

RATE = 10.0
"""Hz; the only one."""
_COUNTS_PER_G = 1024
_LENGTH = 6


@dataclass(slots=True)
class PineTimeDecoder(Decoder):
    """One sample in a notification, three int16."""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, _LENGTH):
            return ()
        xyz = (np.frombuffer(data, "<i2").reshape(1, 3) / _COUNTS_PER_G).astype(np.float32)
        return (self.tally.add(Packet(xyz, None, 0, None)),)


async def start(link: Link, _wish: Wish) -> Settings:
    """Subscribe; there is nothing to set."""
    await link.subscribe(DATA)
    return Settings(rate=RATE, range_g=2.0)


DEVICE = Device(
    kind="pinetime",
    title="PineTime with InfiniTime",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: name == "InfiniTime" or SERVICE in services,
    start=start,
    decoder=lambda _settings: PineTimeDecoder(),
    battery=battery_level,
    silence_s=3.0,
    advice="Wake the watch; a watch that lies still on a table sends nothing new.",
)
