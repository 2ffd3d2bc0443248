"""WitMotion BLE 5 family: BWT901BLE5.0, WT901BLE67/68, WT9011DCL-BT50.

Source: WITMOTION/WitBluetooth_BWT901BLE5_0 (``device_model.py``) and the product manuals; for the
data mode, "WT9011DCL-BT50 Communication Protocol" as two of its readers quote it alike. The
stream has neither clock nor counter nor checksum: a lost frame can only be guessed from arrival
times, and a damaged one only from its header.
"""

from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish, nearest
from limbwatch.sensor.devices.packet import Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused, LinkLost, NeverStreams

SERVICE = "0000ffe5-0000-1000-8000-00805f9a34fb"
DATA = "0000ffe4-0000-1000-8000-00805f9a34fb"
COMMAND = "0000ffe9-0000-1000-8000-00805f9a34fb"

FRAME = 20
"""Bytes of a frame: two of header, nine numbers of two bytes."""

_MOTION, _REGISTER = b"\x55\x61", b"\x55\x71"
_FULL_SCALE_G = 16.0
_RATES = {10.0: 0x06, 20.0: 0x07, 50.0: 0x08}  # codes above 50 Hz differ between models
_RATE_REGISTER, _BATTERY_REGISTER, _MODE_REGISTER = 0x03, 0x64, 0x96
_ACCELERATION = 0
"""Value of the data mode register (AGPVSEL) for acceleration, angular velocity and angle, the only
mode that begins with acceleration. 1 is displacement, speed and angle, in the same frame."""
_OTHER_MODES = (1, 2, 3)
_OTHER_FRAME = 32
"""Bytes of a frame of the vibration sensors (WTVB01), which have the same characteristics."""
_SET_UP = 250
"""Most frames of a set-up, five seconds of the fastest rate; a decoder that starts later does not
see the sensor confirm its mode. Chosen by us."""
_FIRST, _FIRST_S = 6, 2.0
"""Number of notifications that are examined first, which hold two headers of 32-byte frames in
pieces of 12 bytes or more, and the longest wait for them, seconds; chosen by us."""
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
"""Least voltage in hundredths of a volt for each charge in percent: the vendor's steps for one
lithium cell (``Windows_C#/Wit.Example_BWT901BLE/ble5/Components/Bwt901bleProcessor.cs`` of the same
source, and the same in its clients for iOS and Unity). Below 2.5 V such a cell is destroyed: chosen
by us."""
_NO_CELL = 450
"""Voltage that no single cell reaches, hundredths of a volt: models of two cells have another
curve."""


@dataclass(slots=True)
class WitDecoder(Decoder):
    """Decodes frames of 20 bytes, several in a notification or split over two."""

    waits: int = 0
    """Frames to be ignored until the sensor confirms that it sends acceleration."""
    _rest: bytes = b""

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification; return all samples that it completes as one packet."""
        stream = self._rest + data
        samples: list[bytes] = []
        at = 0
        while (found := _next_header(stream, at)) is not None:
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
                resumed = _next_header(stream, found + 2)
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
        moves = frame.startswith(_MOTION)
        if moves and not self.waits:
            samples.append(frame[2:8])
            return
        self.tally.other += 1
        self.waits -= moves
        if frame.startswith(_answer_of(_MODE_REGISTER)) and _register_value(frame) == _ACCELERATION:
            self.waits = 0

    def _skip_noise(self, stream: bytes, at: int) -> int:
        keep = 1 if stream[at:].endswith(_MOTION[:1]) else 0
        if len(stream) - keep > at:
            self.tally.malformed += 1
        return len(stream) - keep


def _next_header(stream: bytes, start: int) -> int | None:
    places = [stream.find(header, start) for header in (_MOTION, _REGISTER)]
    found = [place for place in places if place >= 0]
    return min(found) if found else None


def _may_follow(tail: bytes) -> bool:
    return any(header.startswith(tail) for header in (_MOTION, _REGISTER))


def _write_register(register: int, value: int) -> bytes:
    return bytes([0xFF, 0xAA, register, value & 0xFF, value >> 8])


def _read_register(register: int) -> bytes:
    return bytes([0xFF, 0xAA, 0x27, register, 0x00])


def _answer_of(register: int) -> bytes:
    return _REGISTER + bytes([register, 0])


def _register_value(frame: bytes) -> int:
    return int.from_bytes(frame[4:6], "little")


async def start(link: Link, wish: Wish) -> Settings:
    """Set the rate, and the data mode if it is another; the stream starts by itself.

    Samples count once the sensor confirms the mode.
    """
    rate = nearest(wish.rate, tuple(_RATES))
    await link.subscribe(DATA)
    heard = await link.listen(_FIRST_S, most=_FIRST)
    if _of_another_length(b"".join(data for _, data in heard)):
        raise NeverStreams(
            "its frames have 32 bytes, as those of WitMotion's vibration sensors (WTVB01), which "
            "limbwatch does not read; nothing was set in it. Wear another model"
        )
    await _set(link, _RATE_REGISTER, _RATES[rate])
    mode = await _mode(link)
    if mode in _OTHER_MODES:
        await _set(link, _MODE_REGISTER, _ACCELERATION)
        # unconfirmed, it may still send displacement: the request fails, and it is connected anew
        mode = _register_value(await _ask(link, _MODE_REGISTER))
    if mode in _OTHER_MODES:
        raise DeviceRefused(
            f"the WitMotion sensor sends something other than acceleration (its data mode, "
            f"register 96h, is {mode} and stays so); set it to acceleration in the WitMotion app"
        )
    extra: dict[str, float | str] = {"mode": mode} if mode == _ACCELERATION else {}
    return Settings(rate=rate, range_g=_FULL_SCALE_G, extra=extra)


def _of_another_length(stream: bytes) -> bool:
    at = stream.find(_MOTION)
    return (
        at >= 0
        and not _may_follow(stream[at + FRAME : at + FRAME + 2])
        and stream[at + _OTHER_FRAME :].startswith(_MOTION)
    )


async def _set(link: Link, register: int, value: int) -> None:
    for command in (_UNLOCK, _write_register(register, value), _SAVE):
        await link.write(COMMAND, command, response=False)
        await link.pause(0.1)  # the vendor's client waits so long between commands


async def _mode(link: Link) -> int | None:
    """Read the data mode; None if the model does not tell."""
    with suppress(LinkLost):
        return _register_value(await _ask(link, _MODE_REGISTER))
    return None


async def _ask(link: Link, register: int) -> bytes:
    return await link.request(
        COMMAND,
        _read_register(register),
        accept=lambda data: data.startswith(_answer_of(register)),
        response=False,
    )


async def battery(link: Link) -> Battery | None:
    """Read the cell's voltage, hundredths of a volt, and its charge by the vendor's table."""
    hundredths = _register_value(await _ask(link, _BATTERY_REGISTER))
    return Battery(percent=_charge(hundredths), volts=hundredths / 100)


def _charge(hundredths: int) -> float | None:
    """Return the charge in percent; None for voltages not of a single cell."""
    if hundredths >= _NO_CELL:
        return None
    return next((percent for least, percent in _CHARGE if hundredths >= least), None)


DEVICE = Device(
    kind="witmotion",
    title="WitMotion BWT901BLE5.0, WT901BLE67/68, WT9011DCL-BT50",
    service=SERVICE,
    data=DATA,
    # WTVB models are vibration meters that use the same header for another layout
    recognises=lambda name, _services: name.startswith("WT") and not name.startswith("WTVB"),
    start=start,
    decoder=lambda settings: WitDecoder(waits=_SET_UP * ("mode" in settings.extra)),
    battery=battery,
    silence_s=1.0,
    advice="Switch the sensor off and on, and close the WitMotion app on every phone.",
)
