"""OpenSeizureDetector profile, as in the Bangle.js 2 app ``openseizure``.

Sources: OpenSeizureDetector/Android_Pebble_SD ``doc/BLE_Datasource_Specification.md``;
OpenSeizureDetector/BangleSD ``apps/openseizure/widget.js``.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused, ServicesLacking

SERVICE = "000085e9-0000-1000-8000-00805f9b34fb"
DATA = "000085e9-0001-1000-8000-00805f9b34fb"
BATTERY = "000085e9-0002-1000-8000-00805f9b34fb"
FORMAT = "000085e9-0005-1000-8000-00805f9b34fb"

RATE = 25.0
"""The only rate of the profile, Hz."""

_THREE_AXES = 3


@dataclass(slots=True)
class OsdDecoder(Decoder):
    """Format 3: x, y, z in milli-g, normally three samples per notification."""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not data or len(data) % 6:
            self.tally.truncated += 1
            return ()
        xyz = (np.frombuffer(data, "<i2").reshape(-1, 3) / 1000).astype(np.float32)
        # free fall on all axes at once does not last; the widget sends zeros for missing data
        if not xyz.any():
            self.tally.malformed += 1
            return ()
        return (self.tally.add(Packet(xyz, None, len(xyz) - 1, None)),)


async def start(link: Link, _wish: Wish) -> Settings:
    """Check that the watch sends three axes, and subscribe."""
    if not link.has(FORMAT):
        # older apps lack this characteristic and send magnitudes of one byte; or the system does
        # not show it yet
        raise ServicesLacking(
            "the watch does not say in which format it sends acceleration, as older versions of "
            "its app do, and those send a magnitude without direction; update its "
            "OpenSeizureDetector app and set it to format 3 (three axes)"
        )
    layout = (await link.read(FORMAT))[:1]
    if layout != bytes([_THREE_AXES]):
        raise DeviceRefused(
            f"the watch sends acceleration format {layout.hex() or 'none'}, a magnitude without "
            "direction; set its OpenSeizureDetector app to format 3 (three axes)"
        )
    await link.subscribe(DATA)
    return Settings(rate=RATE, range_g=8.0)


DEVICE = Device(
    kind="osd",
    title="Bangle.js 2 and other watches with the OpenSeizureDetector profile",
    service=SERVICE,
    data=DATA,
    recognises=lambda _name, services: SERVICE in services,
    start=start,
    decoder=lambda _settings: OsdDecoder(),
    battery=lambda link: battery_level(link, BATTERY),
    advice="Open the OpenSeizureDetector app on the watch, or restart the watch.",
)
