"""PineTime with InfiniTime: its motion service.

Sources: InfiniTimeOrg/InfiniTime ``doc/MotionService.md`` (layout, 1024 counts per g),
``src/components/motion/MotionController.cpp`` (read ten times a second; sent only where a value has
changed). The stream has no clock, and unchanged values are missing without a trace: each sample
is timed by its arrival, which suffices for sleep and posture, but hardly for the length of a
movement.

OpenSeizureDetector's firmware for the watch (OpenSeizureDetector/PineTimeSD
``src/components/ble/MotionService.cpp``, ``src/drivers/Bma421.cpp``) sends all that the chip has
collected, several samples per notification: 25 Hz, 4 g, in the same counts. A characteristic of its
own identifies it.
"""

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import OneSample

_BASE = "{:08x}-78fc-48fe-8e23-433b3a1942d0"
SERVICE = _BASE.format(0x00030000)
DATA = _BASE.format(0x00030002)
SEIZURE_STATE = _BASE.format(0x00030078)
"""Characteristic to which OpenSeizureDetector writes what the watch shows; InfiniTime lacks it."""

RATE = 10.0
"""The only rate of InfiniTime, Hz."""
COLLECTED_RATE = 25.0
"""The only rate of OpenSeizureDetector's firmware, Hz."""


async def start(link: Link, _wish: Wish) -> Settings:
    """Subscribe; there is nothing to set."""
    await link.subscribe(DATA)
    if link.has(SEIZURE_STATE):
        return Settings(rate=COLLECTED_RATE, range_g=4.0)
    return Settings(rate=RATE, range_g=2.0)


DEVICE = Device(
    kind="pinetime",
    title="PineTime with InfiniTime or PineTimeSD",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: name == "InfiniTime" or SERVICE in services,
    start=start,
    decoder=lambda _settings: OneSample(counts_per_g=1024, collected=True),
    battery=battery_level,
    silence_s=3.0,
    changes=lambda settings: settings.rate == RATE,
    fastest=COLLECTED_RATE,
    advice="Wake the watch; a watch that lies still on a table sends nothing new.",
)
