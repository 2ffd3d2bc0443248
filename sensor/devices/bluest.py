"""ST's boards with the BlueST protocol: SensorTile, SensorTile.box, BlueNRG-Tile, BlueCoin.

Sources: STMicroelectronics, UM2496 "Getting started with the BlueST protocol and SDK", and
STMicroelectronics/BlueSTSDK_Python ``README.md`` and ``feature_accelerometer.py`` (one bit of the
characteristic's UUID per quantity, a time stamp of 16 bits, then the quantities in the
order of the bits; acceleration in milli-g); the firmware packages fp-sns-allmems1 and
FP-SNS-MOTENV1 (``BLE_Inertial.c``, ``main.h``: acceleration, gyroscope and compass together, 20 Hz,
2 g). No document names the unit of the time stamp, so it is not used, and the stream has no
clock. Rate and range are the firmware's; there is nothing to set.
"""

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import OneSample

SERVICE = "00000000-0001-11e1-9ab4-0002a5d5c51b"
DATA = "00e00000-0001-11e1-ac36-0002a5d5c51b"
"""Characteristic with bits 23, 22 and 21: acceleration, gyroscope, compass."""

RATE = 20.0
"""Rate of ST's own firmware, Hz; another rate is measured and reported."""
_STAMP = 2
"""Bytes of the time stamp."""
_LENGTH = _STAMP + 3 * 6


async def start(link: Link, _wish: Wish) -> Settings:
    """Subscribe; there is nothing to set."""
    await link.subscribe(DATA)
    return Settings(rate=RATE, range_g=None)


DEVICE = Device(
    kind="bluest",
    title="ST SensorTile, SensorTile.box, BlueNRG-Tile, BlueCoin",
    service=SERVICE,
    data=DATA,
    recognises=lambda _name, services: SERVICE in services,
    start=start,
    decoder=lambda _settings: OneSample(counts_per_g=1000, length=_LENGTH, offset=_STAMP),
    battery=battery_level,
    fastest=RATE,
    advice="Switch the board off and on, and close the ST BLE Sensor app on every phone nearby.",
)
