"""Arduino Nano 33 BLE Sense, or Nano RP2040 Connect, with the program of Arduino Science Journal.

Sources: arduino-libraries/Arduino_ScienceJournal, the sketches for these boards (UUIDs, three
floats as the chip's library gives them, the name); ``Arduino_LSM9DS1``, ``Arduino_BMI270_BMM150``
and ``Arduino_LSM6DSOX`` (g, 4 g full scale, NaN if the chip does not answer, 104 Hz of the last).
Both sketches have one service and one name. That of the Nano 33 waits 100 ms between two samples,
and has a compass; that of the RP2040 sends each sample of its chip, and has none. The stream has no
clock, and the sketches no setting: they send to whoever is subscribed.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import Decoder, Packet

_BASE = "555a0002-{:04x}-467a-9538-01f0652c74e8"
SERVICE = _BASE.format(0x0000)
DATA = _BASE.format(0x0011)
COMPASS = _BASE.format(0x0013)
"""Magnetic field, which only the Nano 33 BLE Sense measures."""

_WAITING_RATE = 10.0
"""Most samples per second of a Nano 33 BLE Sense, Hz: its sketch waits 100 ms between two."""
_CHIP_RATE = 104.0
"""Samples per second of the chip of an RP2040 Connect, Hz."""
_RANGE_G = 4.0
"""Full scale that the libraries of the chips set, g."""
_LENGTH = 12
"""Bytes of a notification: x, y and z as float32."""


@dataclass(slots=True)
class ScienceJournalDecoder(Decoder):
    """One sample of three floats per notification."""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, _LENGTH):
            return ()
        xyz = np.frombuffer(data, "<f4").astype(np.float32)[None]
        if not (np.abs(xyz) <= _RANGE_G).all():
            self.tally.malformed += 1
            return ()
        return (self.tally.add(Packet(xyz, None, 0, None)),)


async def start(link: Link, _wish: Wish) -> Settings:
    """Subscribe; rate and range are those of the sketch."""
    rate = _WAITING_RATE if link.has(COMPASS) else _CHIP_RATE
    await link.subscribe(DATA)
    return Settings(rate=rate, range_g=_RANGE_G)


DEVICE = Device(
    kind="sciencejournal",
    title="Arduino Nano 33 BLE Sense, Nano RP2040 Connect with the program of Science Journal",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: SERVICE in services or name.startswith("BLE Sense - "),
    start=start,
    decoder=lambda _settings: ScienceJournalDecoder(),
    battery=battery_level,
    # until it is connected, nothing tells a Nano 33 from an RP2040
    fastest=_WAITING_RATE,
    advice="Press the board's reset button, and close Science Journal on every phone nearby.",
)
