"""BBC micro:bit accelerometer service, also offered by Bangle.js ``btadv``.

Source: lancaster-university/microbit-dal, Bluetooth profile. The stream has no clock.
"""

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level, nearest
from limbwatch.sensor.devices.packet import OneSample

SERVICE = "e95d0753-251d-470a-a062-fa1922dfa9a8"
DATA = "e95dca4b-251d-470a-a062-fa1922dfa9a8"
PERIOD = "e95dfb24-251d-470a-a062-fa1922dfa9a8"

_PERIODS_MS = (1, 2, 5, 10, 20, 80, 160, 640)
_SLOW_ENOUGH_MS = 10  # one sample per notification: the radio drops faster ones


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
    decoder=lambda _settings: OneSample(counts_per_g=1000),
    battery=battery_level,
    advice="Reset the micro:bit; its program must start the accelerometer service.",
)
