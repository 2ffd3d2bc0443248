"""Colmi R02 to R06 rings: raw mode.

Sources: tahnok/colmi_r02_client (service, packets of 16 bytes with a sum); the captured packets in
the README of edgeimpulse/example-data-collection-colmi-r02. Twelve bits of each axis come in a byte
of eight and one of four. Read as a two's complement at 512 counts per g, the resting ring of that
capture has a magnitude of 0.96 to 0.99 g; the numbers printed there (3.7 g) take the sign from the
wrong bit. Four samples a second, with no clock: enough for rest and posture, not for jerks.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish
from limbwatch.sensor.devices.packet import Decoder, Packet

SERVICE = "6e40fff0-b5a3-f393-e0a9-e50e24dcca9e"
COMMAND = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
DATA = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"

RATE = 1 / 0.24
"""Rate captured from the maker's firmware, Hz; faster, modified firmware is not supported."""
_LENGTH = 16
_RAW, _ACCELERATION = 0xA1, 0x03
_BATTERY = 0x03
_COUNTS_PER_G = 512


def command(*content: int) -> bytes:
    """Build a packet: its content, zeros, and the sum of all in the last byte."""
    body = bytes(content).ljust(_LENGTH - 1, b"\0")
    return body + bytes([sum(body) & 0xFF])


@dataclass(slots=True)
class ColmiDecoder(Decoder):
    """Packets of the raw mode, without those of the optical sensor."""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, _LENGTH):
            return ()
        if sum(data[:-1]) & 0xFF != data[-1]:
            self.tally.malformed += 1
            return ()
        if tuple(data[:2]) != (_RAW, _ACCELERATION):
            self.tally.other += 1
            return ()
        high = np.frombuffer(data[2:8:2], np.int8).astype(np.int16)
        low = np.frombuffer(data[3:8:2], np.uint8) & 0x0F
        y, z, x = ((high << 4) | low) / _COUNTS_PER_G
        return (self.tally.add(Packet(np.array([[x, y, z]], np.float32), None, 0, None)),)


async def start(link: Link, _wish: Wish) -> Settings:
    """Switch the raw mode on."""
    await link.subscribe(DATA)
    await link.write(COMMAND, command(_RAW, 0x04), response=False)
    return Settings(rate=RATE, range_g=4.0)


async def stop(link: Link) -> None:
    """Switch the raw mode off, and with it the ring's lights."""
    await link.write(COMMAND, command(_RAW, 0x02), response=False)


async def battery(link: Link) -> Battery | None:
    """Read percent and charging state."""

    def answers(data: bytes) -> bool:
        return len(data) == _LENGTH and data[0] == _BATTERY

    answer = await link.request(COMMAND, command(_BATTERY), accept=answers, response=False)
    return Battery(percent=answer[1], charging=answer[2] != 0) if answer[1] <= 100 else None


DEVICE = Device(
    kind="colmi",
    title="Colmi R02, R03, R06",
    service=SERVICE,
    data=DATA,
    shared=True,
    recognises=lambda name, _services: name.startswith(("R02_", "R03_", "R06_")),
    start=start,
    stop=stop,
    decoder=lambda _settings: ColmiDecoder(),
    battery=battery,
    fastest=RATE,
    advice="Take the ring out of its charger, and close the QRing app on every phone nearby.",
)
