"""eSense, the earbud of Nokia Bell Labs; its left one has the accelerometer.

Source: the vendor's library for Android, ``io.esense.esenselib`` (``ESenseManager.java``: the
characteristics, the sum of each message, 1 to 100 samples a second, six numbers of 16 bits,
gyroscope first, battery in mV; ``ESenseConfig.java``: ranges and filters, by default 4 g and a low
pass of 5 Hz). Numbers are big endian; that the library adds the lower byte with its sign is a bug.
A packet's number wraps after 256, fewer than a silence may swallow: it is not used, and the stream
has no clock.
"""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish, within
from limbwatch.sensor.devices.packet import Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused

_BASE = "0000ff{:02x}-0000-1000-8000-00805f9b34fb"
SERVICE = _BASE.format(0x06)
SAMPLING = _BASE.format(0x07)
DATA = _BASE.format(0x08)
VOLTAGE = _BASE.format(0x0A)
CONFIGURATION = _BASE.format(0x0E)

FASTEST: Final = 50.0
"""Highest rate, Hz: one sample per notification at the connection intervals that it asks for."""
_RANGES: Final = (2.0, 4.0, 8.0, 16.0)
_BANDWIDTH: Final = 4
"""Code of the low pass of 20 Hz, below half of 50 Hz."""
_HEAD: Final = 0x55
_LENGTH: Final = 16


def message(kind: int, *rest: int) -> bytes:
    """Build a message: its kind, the sum of the bytes that follow, and those bytes."""
    return bytes([kind, sum(rest) % 256, *rest])


def is_whole(data: bytes) -> bool:
    """Return whether a message that was read has the sum of its bytes."""
    return len(data) > 2 and data[1] == sum(data[2:]) % 256


@dataclass(slots=True, kw_only=True)
class EsenseDecoder(Decoder):
    """One sample per notification."""

    range_g: float

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, _LENGTH):
            return ()
        if data[0] != _HEAD or data[2] != sum(data[3:]) % 256:
            self.tally.malformed += 1
            return ()
        counts = np.array(struct.unpack_from(">3h", data, 10), np.float64)[None]
        xyz = (counts * (self.range_g / 32768)).astype(np.float32)
        return (self.tally.add(Packet(xyz, None, 0, None)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Set range and filter and start sampling; keep the original settings for the end."""
    before = await link.read(CONFIGURATION)
    if not is_whole(before) or len(before) < 7:
        raise DeviceRefused(
            f"the earbud gives no range and filter ({before.hex()!r}); take the left one, which "
            "has the accelerometer, out of its case and switch it on again"
        )
    # after a broken link it has our settings; it gets back what it had before
    await link.keep("configuration", int.from_bytes(before[3:7], "big"))
    code = next((at for at, one in enumerate(_RANGES) if one >= wish.range_g), len(_RANGES) - 1)
    range_code = before[5] & ~0x18 | code << 3
    low_pass = before[6] & ~0x0F | _BANDWIDTH
    await link.write(CONFIGURATION, message(0x59, 4, before[3], before[4], range_code, low_pass))
    rate = max(1, min(round(wish.rate), round(FASTEST)))
    await link.subscribe(DATA)
    await link.write(SAMPLING, message(0x53, 2, 1, rate))
    return Settings(rate=float(rate), range_g=_RANGES[code])


async def stop(link: Link) -> None:
    """Stop sampling, and restore range and filter."""
    await link.write(SAMPLING, message(0x53, 2, 0, 0))
    before = link.memory.get("configuration")
    if before is not None:
        await link.write(CONFIGURATION, message(0x59, 4, *before.to_bytes(4, "big")))


async def battery(link: Link) -> Battery | None:
    """Read the voltage; the earbud does not report its charge."""
    answer = await link.read(VOLTAGE) if link.has(VOLTAGE) else b""
    if not is_whole(answer) or len(answer) < 5:
        return None
    return Battery(percent=None, volts=int.from_bytes(answer[3:5], "big") / 1000)


DEVICE = Device(
    kind="esense",
    title="eSense earbud, the left one",
    service=SERVICE,
    data=DATA,
    shared=True,
    together=frozenset(within(SERVICE, one) for one in (SAMPLING, DATA, VOLTAGE, CONFIGURATION)),
    recognises=lambda name, _services: name.startswith("eSense-"),
    start=start,
    stop=stop,
    decoder=lambda settings: EsenseDecoder(range_g=settings.range_g or _RANGES[1]),
    battery=battery,
    fastest=FASTEST,
    advice="Take the left earbud out of its case, switch it on, and close its app on every phone.",
)
