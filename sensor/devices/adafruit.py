"""Adafruit boards with the Bluefruit Playground program: CLUE, Circuit Playground Bluefruit, Sense.

Sources: adafruit/Adafruit_CircuitPython_BLE_Adafruit ``accelerometer_service.py``,
``adafruit_service.py`` and its examples (three floats in m/s2; names); adafruit/
Adafruit_nRF52_Arduino ``BLEAdafruitAccel.cpp``, ``BLEAdafruitSensor.cpp`` and the sketch
``bluefruit_playground`` (milliseconds between measurements: -1 stops them, 0 sends only changes;
2 g on a CLUE and a Sense). Every service of a board has its own period characteristic, all with one
UUID. The stream has no clock. The CircuitPython program does many things in turn and is slower than
asked; the rate is measured.
"""

import struct
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import (
    Battery,
    Device,
    Link,
    Settings,
    Wish,
    battery_level,
    nearest,
    within,
)
from limbwatch.sensor.devices.packet import Decoder, Packet
from limbwatch.sensor.samples import STANDARD_GRAVITY

_BASE = "adaf{:04x}-c332-42a8-93bd-25e905756cb8"
SERVICE = _BASE.format(0x0200)
DATA = _BASE.format(0x0201)
PERIOD = within(SERVICE, _BASE.format(0x0001))

_RATES = tuple(1000 / ms for ms in range(10, 1001))
"""Rates of whole milliseconds, Hz; with one sample per notification, radios drop faster ones."""
_PERIOD = struct.Struct("<i")
_AT_FIRST_MS = 1000
"""Default period of a board."""
_LENGTH = 12
_WRITTEN_ONCE = 100
"""Percent that ``bluefruit_playground.ino`` reports, whatever the battery has."""
_LARGEST_G = 17.0
"""Acceleration from which a value is refused, g: 16 g is the widest range of both chips."""


@dataclass(slots=True)
class AdafruitDecoder(Decoder):
    """One sample of three floats per notification."""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, _LENGTH):
            return ()
        xyz = (np.frombuffer(data, "<f4").astype(np.float64) / STANDARD_GRAVITY)[None]
        # the chips of these boards measure no more
        if not (np.abs(xyz) < _LARGEST_G).all():
            self.tally.malformed += 1
            return ()
        return (self.tally.add(Packet(xyz.astype(np.float32), None, 0, None)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Set the period and subscribe."""
    rate = nearest(wish.rate, _RATES)
    period = _PERIOD.pack(round(1000 / rate))
    before = await link.read(PERIOD)
    # our own period is left over from a recording that was not ended
    ours = len(before) != _PERIOD.size or before == period
    await link.keep("period", _AT_FIRST_MS if ours else _PERIOD.unpack(before)[0])
    await link.write(PERIOD, period)
    await link.subscribe(DATA)
    return Settings(rate=rate, range_g=None)


async def stop(link: Link) -> None:
    """Restore the board's period: it goes on measuring when nobody is subscribed."""
    await link.write(PERIOD, _PERIOD.pack(link.memory.get("period", _AT_FIRST_MS)))


async def battery(link: Link) -> Battery | None:
    """Read the charge; unknown at 100 %, which the Arduino sketch writes once and never again."""
    found = await battery_level(link)
    return None if found is None or found.percent == _WRITTEN_ONCE else found


DEVICE = Device(
    kind="adafruit",
    title="Adafruit CLUE, Circuit Playground Bluefruit, Feather Sense",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: name in ("CLUE", "CPlay") or SERVICE in services,
    start=start,
    stop=stop,
    decoder=lambda _settings: AdafruitDecoder(),
    battery=battery,
    advice="Press the board's reset button; the program of Bluefruit Playground must run on it.",
)
