"""WitMotion BLE 5 family: BWT901BLE5.0, WT901BLE67/68, WT9011DCL-BT50.

Source: WITMOTION/WitBluetooth_BWT901BLE5_0 (``device_model.py``) and the product manuals. The
stream has neither clock nor counter nor checksum: a lost frame can only be guessed from arrival
times, and a damaged one only from its header.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish, nearest
from limbwatch.sensor.devices.packet import Decoder, Packet

SERVICE = "0000ffe5-0000-1000-8000-00805f9a34fb"
DATA = "0000ffe4-0000-1000-8000-00805f9a34fb"
COMMAND = "0000ffe9-0000-1000-8000-00805f9a34fb"

FRAME = 20
"""Bytes of a frame: two of header, nine numbers of two bytes."""

_MOTION, _REGISTER = b"\x55\x61", b"\x55\x71"
_FULL_SCALE_G = 16.0
_RATES = {10.0: 0x06, 20.0: 0x07, 50.0: 0x08}  # codes above 50 Hz differ between models
_RATE_REGISTER, _BATTERY_REGISTER = 0x03, 0x64
_UNLOCK = bytes.fromhex("ffaa6988b5")
_SAVE = bytes.fromhex("ffaa000000")

_CHARGE = (
    (396, 100),
    (393, 90),
    (387, 75),
    (382, 60),
    (379, 50),
    (377, 40),
    (373, 30),
    (370, 20),
    (368, 15),
    (350, 10),
    (340, 5),
    (250, 0),
)
"""From so many hundredths of a volt on, so many percent: the vendor's steps for one lithium cell
(``Windows_C#/Wit.Example_BWT901BLE/ble5/Components/Bwt901bleProcessor.cs`` of the same source, and
the same in its clients for iOS and Unity). Below 2.5 V such a cell is destroyed: chosen by us."""
_NO_CELL = 450
"""Hundredths of a volt that no single cell has: models of two cells have another curve."""


@dataclass(slots=True)
class WitDecoder(Decoder):
    """Frames of 20 bytes, several in a notification or split over two."""

    _rest: bytes = b""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification; all frames that it completes make one packet."""
        stream = self._rest + data
        samples: list[bytes] = []
        at = 0
        while (found := _header(stream, at)) is not None:
            if found > at:
                self.tally.malformed += 1
            end = found + FRAME
            if end > len(stream):
                at = found
                break
            if _may_follow(stream[end : end + 2]):
                self._frame(stream[found:end], samples)
                at = end
            else:
                self.tally.truncated += 1
                resumed = _header(stream, found + 2)
                at = len(stream) if resumed is None else resumed
        else:
            at = self._skip_noise(stream, at)
        self._rest = stream[at:]
        if not samples:
            return ()
        raw = np.frombuffer(b"".join(samples), "<i2").reshape(-1, 3)
        xyz = (raw / 32768 * _FULL_SCALE_G).astype(np.float32)
        return (self.tally.add(Packet(xyz, None, len(xyz) - 1, None)),)

    def _frame(self, frame: bytes, samples: list[bytes]) -> None:
        if frame.startswith(_MOTION):
            samples.append(frame[2:8])
        else:
            self.tally.other += 1

    def _skip_noise(self, stream: bytes, at: int) -> int:
        keep = 1 if stream[at:].endswith(_MOTION[:1]) else 0
        if len(stream) - keep > at:
            self.tally.malformed += 1
        return len(stream) - keep


def _header(stream: bytes, start: int) -> int | None:
    places = [stream.find(header, start) for header in (_MOTION, _REGISTER)]
    found = [place for place in places if place >= 0]
    return min(found) if found else None


def _may_follow(tail: bytes) -> bool:
    return any(header.startswith(tail) for header in (_MOTION, _REGISTER))


def _write_register(register: int, value: int) -> bytes:
    return bytes([0xFF, 0xAA, register, value & 0xFF, value >> 8])


def _read_register(register: int) -> bytes:
    return bytes([0xFF, 0xAA, 0x27, register, 0x00])


async def start(link: Link, wish: Wish) -> Settings:
    """Set the rate; the stream starts with the subscription."""
    rate = nearest(wish.rate, tuple(_RATES))
    for command in (_UNLOCK, _write_register(_RATE_REGISTER, _RATES[rate]), _SAVE):
        await link.write(COMMAND, command, response=False)
        await link.pause(0.1)  # the vendor's client waits so long between commands
    await link.subscribe(DATA)
    return Settings(rate=rate, range_g=_FULL_SCALE_G)


async def battery(link: Link) -> Battery | None:
    """Read the cell's voltage, hundredths of a volt; its charge is that of the vendor's table."""

    def answers(data: bytes) -> bool:
        return data[:2] == _REGISTER and data[2:4] == bytes([_BATTERY_REGISTER, 0])

    answer = await link.request(
        COMMAND, _read_register(_BATTERY_REGISTER), accept=answers, response=False
    )
    told = int.from_bytes(answer[4:6], "little")
    return Battery(percent=_charge(told), volts=told / 100)


def _charge(told: int) -> float | None:
    """Give percent; None for what is no voltage of one cell."""
    if told >= _NO_CELL:
        return None
    return next((percent for least, percent in _CHARGE if told >= least), None)


DEVICE = Device(
    kind="witmotion",
    title="WitMotion BWT901BLE5.0, WT901BLE67/68, WT9011DCL-BT50",
    service=SERVICE,
    data=DATA,
    # WTVB models are vibration meters that use the same header for another layout
    recognises=lambda name, _services: name.startswith("WT") and not name.startswith("WTVB"),
    start=start,
    decoder=lambda _settings: WitDecoder(),
    battery=battery,
    silence_s=1.0,
    advice="Switch the sensor off and on, and close the WitMotion app on every phone.",
)
