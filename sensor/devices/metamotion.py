"""MbientLab MetaMotion S, R and RL.

Sources: mbientlab/MetaWear-API ``docs/api-specification.md``; mbientlab/MetaWear-SDK-Cpp
(registers in ``src/metawear``, byte sequences in ``test/``).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.devices.device import Battery, Device, Link, Settings, Wish, nearest
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused

SERVICE = "326a9000-85cb-9195-d9dd-464cfbbae75a"
COMMAND = "326a9001-85cb-9195-d9dd-464cfbbae75a"
DATA = "326a9006-85cb-9195-d9dd-464cfbbae75a"

CLOCK = Clock(ticks_per_second=32768 / 48, modulus=2**32)
"""Ticks of the accounter, 1.46484375 ms (test_dataprocessor.py, TestAccounter)."""

_ACCELEROMETER, _PROCESSOR, _SETTINGS = 0x03, 0x09, 0x11
_CONFIG, _BATTERY, _READ = 0x03, 0x0C, 0x80
"""Registers, and the bit that reads one. With 0x40 added, as in the vendor's tests of single
signals, a read is silent: the board does not answer (``src/metawear/core/cpp/datasignal.cpp``)."""
_BMI160, _BMI270 = 1, 4
_ODR = {12.5: 5, 25.0: 6, 50.0: 7, 100.0: 8}
RATES = (25.0, 50.0, 100.0)
"""Rates for streaming, Hz."""
LOGGED_RATES = tuple(_ODR)
"""Rates for logging, Hz: with the lowest, a night fits into a small memory."""
_RANGE = {
    _BMI160: {2.0: 0x03, 4.0: 0x05, 8.0: 0x08, 16.0: 0x0C},
    _BMI270: {2.0: 0, 4.0: 1, 8.0: 2, 16.0: 3},
}
_BANDWIDTH = {_BMI160: 0x20, _BMI270: 0xA0}

_ADD_TIME_ACCOUNTER = bytes.fromhex("09020304ffa0113103")
_REMOVE_PROCESSORS = bytes.fromhex("0908")
_STOP = (bytes.fromhex("030100"), bytes.fromhex("03020001"))
_START = (bytes.fromhex("03020100"), bytes.fromhex("030101"))

_SINGLE = 0x04
"""Register of single samples without time."""
_PACKED = {_BMI160: 0x1C, _BMI270: 0x05}
"""Register of three samples together without time, for each chip."""
_THREE = tuple((_ACCELEROMETER, register) for register in _PACKED.values())


@dataclass(slots=True)
class MetaMotionDecoder(Decoder):
    """Decodes notifications of the accelerometer, alone or behind an accounter.

    With an accounter, notifications of the accelerometer itself are not samples: a subscription
    that another program left on the board repeats them without their time.
    """

    lsb_per_g: float
    """Counts per g: 32768 divided by the full scale."""
    accounter: str
    """What the data processor puts before the samples: "time", "count" or "none"."""
    processor: int
    """Number of the data processor."""

    @property
    def clock(self) -> Clock | None:
        """The accounter's clock, if it gives time."""
        return CLOCK if self.accounter == "time" else None

    @property
    def number_modulus(self) -> int | None:
        """Where the accounter's counter wraps, if it counts."""
        return 2**32 if self.accounter == "count" else None

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        head = tuple(data[:2])
        if head == (_PROCESSOR, 0x03):
            return self._accounted(data)
        if self.accounter == "none" and head == (_ACCELEROMETER, _SINGLE):
            return self._samples(data[2:], counts=1, tick=None, number=None)
        if self.accounter == "none" and head in _THREE:
            return self._samples(data[2:], counts=3, tick=None, number=None)
        if len(data) < 2:
            self.tally.truncated += 1
        else:
            self.tally.other += 1
        return ()

    def _accounted(self, data: bytes) -> tuple[Packet, ...]:
        if len(data) < 13:
            self.tally.truncated += 1
            return ()
        if data[2] != self.processor or self.accounter == "none":
            self.tally.other += 1
            return ()
        value = int.from_bytes(data[3:7], "little")
        tick, number = (value, None) if self.accounter == "time" else (None, value)
        return self._samples(data[7:], counts=len(data[7:]) // 6, tick=tick, number=number)

    def _samples(
        self, payload: bytes, *, counts: int, tick: int | None, number: int | None
    ) -> tuple[Packet, ...]:
        if not self.tally.fits(payload, 6 * counts):
            return ()
        raw = np.frombuffer(payload, "<i2").reshape(-1, 3)
        xyz = (raw / self.lsb_per_g).astype(np.float32)
        return (self.tally.add(Packet(xyz, tick, len(xyz) - 1, number)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Configure the accelerometer, attach a time accounter and stream."""
    await link.subscribe(DATA)
    settings = await configure(link, wish, RATES)
    added = await link.request(COMMAND, _ADD_TIME_ACCOUNTER, accept=_begins(_PROCESSOR, 0x02))
    if len(added) < 3:
        raise DeviceRefused("the MetaMotion has no room for a time accounter; reset it")
    processor = added[2]
    await link.write(COMMAND, bytes([_PROCESSOR, 0x07, processor, 1]))
    await link.write(COMMAND, bytes([_PROCESSOR, 0x03, 1]))
    await sample(link)
    extra: dict[str, float | str] = {"processor": processor, "accounter": "time"}
    return Settings(rate=settings.rate, range_g=settings.range_g, extra=extra)


async def configure(link: Link, wish: Wish, rates: tuple[float, ...]) -> Settings:
    """Stop everything that runs, and set rate and full scale of the accelerometer.

    Subscriptions belong to the board, not the connection: those left by another program would
    repeat every sample, so they are ended, as the vendor's document asks.
    """
    await stop(link)
    chip = await _implementation(link)
    for register in (_SINGLE, _PACKED[chip]):
        await link.write(COMMAND, bytes([_ACCELEROMETER, register, 0]))
    rate = nearest(wish.rate, rates)
    range_g = nearest(wish.range_g, tuple(_RANGE[chip]))
    config = bytes([_ACCELEROMETER, _CONFIG, _BANDWIDTH[chip] | _ODR[rate], _RANGE[chip][range_g]])
    await link.write(COMMAND, config)
    return Settings(rate=rate, range_g=range_g)


async def configured(link: Link) -> Settings:
    """Read the settings of the accelerometer."""
    chip = await _implementation(link)
    read = bytes([_ACCELEROMETER, _CONFIG | _READ])
    answer = (await link.request(COMMAND, read, accept=_begins(*read))).ljust(4, b"\0")
    rates = {code: rate for rate, code in _ODR.items()}
    ranges = {code: range_g for range_g, code in _RANGE[chip].items()}
    rate, range_g = rates.get(answer[2] & 0x0F), ranges.get(answer[3])
    if rate is None or range_g is None:
        raise DeviceRefused(
            f"the accelerometer of the MetaMotion is set in a way that limbwatch does not know "
            f"({answer[2:4].hex()})"
        )
    return Settings(rate=rate, range_g=range_g)


async def sample(link: Link) -> None:
    """Start the accelerometer."""
    for command in _START:
        await link.write(COMMAND, command)


async def rest(link: Link) -> None:
    """Stop the accelerometer."""
    for command in _STOP:
        await link.write(COMMAND, command)


async def _implementation(link: Link) -> int:
    read = bytes([_ACCELEROMETER, _READ])
    answer = await link.request(COMMAND, read, accept=_begins(*read))
    chip = answer[2] if len(answer) > 2 else 0
    if chip not in _RANGE:
        raise DeviceRefused(
            f"this MetaWear board has accelerometer {chip}; limbwatch knows {_BMI160} (BMI160: "
            f"MetaMotion R, RL) and {_BMI270} (BMI270: MetaMotion S)"
        )
    return chip


def _begins(module: int, register: int) -> Callable[[bytes], bool]:
    return lambda data: len(data) >= 2 and data[0] == module and data[1] == register


async def stop(link: Link) -> None:
    """Stop the accelerometer and remove the accounter."""
    for command in (*_STOP, _REMOVE_PROCESSORS):
        await link.write(COMMAND, command)


def battery_of(data: bytes) -> Battery | None:
    """Parse ``11 8c percent millivolt(2)``."""
    if len(data) < 5 or data[0] != _SETTINGS or data[1] != 0x8C or data[2] > 100:
        return None
    return Battery(percent=data[2], volts=int.from_bytes(data[3:5], "little") / 1000)


async def battery(link: Link) -> Battery | None:
    """Read charge and voltage."""
    read = bytes([_SETTINGS, _BATTERY | _READ])
    return battery_of(await link.request(COMMAND, read, accept=_begins(*read)))


def _decoder(settings: Settings) -> MetaMotionDecoder:
    return MetaMotionDecoder(
        lsb_per_g=32768 / (settings.range_g or 8.0),
        accounter=str(settings.extra.get("accounter", "none")),
        processor=int(settings.extra.get("processor", 0)),
    )


DEVICE = Device(
    kind="metamotion",
    title="MbientLab MetaMotion S, R, RL",
    service=SERVICE,
    data=DATA,
    recognises=lambda name, services: SERVICE in services or name.startswith("MetaWear"),
    start=start,
    stop=stop,
    decoder=_decoder,
    battery=battery,
    advice="Press the button of the board, charge it, and close the MetaBase app on every phone.",
)
