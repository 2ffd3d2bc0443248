"""Nordic Thingy:52 motion service.

Source: NordicSemiconductor/Nordic-Thingy52-FW, firmware documentation. Acceleration is 6Q10
fixed point: 1024 counts per g. The stream has no clock.
"""

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import OneSample
from limbwatch.sensor.errors import DeviceRefused

_BASE = "ef68{:04x}-9b35-4933-9b10-52ffa9740042"
SERVICE = _BASE.format(0x0400)
CONFIGURATION = _BASE.format(0x0401)
DATA = _BASE.format(0x0406)

_LENGTH = 18
"""Bytes of a notification: acceleration, gyroscope, compass, three int16 each."""


async def start(link: Link, wish: Wish) -> Settings:
    """Set the motion frequency and subscribe to raw data."""
    rate = float(min(200, max(5, round(wish.rate))))
    configuration = bytearray(await link.read(CONFIGURATION))
    if len(configuration) < 8:
        raise DeviceRefused(
            f"the Thingy:52 gave {len(configuration)} bytes of motion settings instead of 9; "
            "update its firmware"
        )
    configuration[6:8] = int(rate).to_bytes(2, "little")
    await link.write(CONFIGURATION, bytes(configuration))
    await link.subscribe(DATA)
    return Settings(rate=rate, range_g=None)


DEVICE = Device(
    kind="thingy52",
    title="Nordic Thingy:52",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: _BASE.format(0x0100) in services or name == "Thingy",
    start=start,
    decoder=lambda _settings: OneSample(counts_per_g=1024, length=_LENGTH),
    battery=battery_level,
    advice="Press the Thingy's button to wake it.",
)
