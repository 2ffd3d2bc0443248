"""PineTime with InfiniTime: its motion service.

Sources: InfiniTimeOrg/InfiniTime ``doc/MotionService.md`` (layout, 1024 counts per g),
``src/components/motion/MotionController.cpp`` (read ten times a second; sent only where a value has
changed). The stream has no clock, and what did not change is missing without a trace: each sample
has the time of its arrival, and sleep and posture can be told from it, the length of a movement
hardly.
"""

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import OneSample

_BASE = "{:08x}-78fc-48fe-8e23-433b3a1942d0"
SERVICE = _BASE.format(0x00030000)
DATA = _BASE.format(0x00030002)

RATE = 10.0
"""Hz; the only one."""


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
    decoder=lambda _settings: OneSample(counts_per_g=1024),
    battery=battery_level,
    silence_s=3.0,
    changes=True,
    advice="Wake the watch; a watch that lies still on a table sends nothing new.",
)
