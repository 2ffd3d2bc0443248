r"""Any board that prints x, y and z as lines of text over Nordic UART; a person must name the kind.

Sources: Nordic Semiconductor, nRF5 SDK ``ble_nus`` (the service; text goes by notifications of its
TX characteristic); Adafruit_nRF52_Arduino ``BLEUart.cpp`` and espressif/arduino-esp32
``libraries/BLE/examples/UART`` (lines are sent as they are printed, cut into notifications
anywhere, or one per notification without a line end); Bluetooth Core Specification, ATT (without a
larger MTU a notification carries 20 bytes, and ESP32's library cuts longer lines).

Many things have this service, so no sensor is recognised by it. The first lines tell how to read
all (``sensor/files/homemade/first_lines.py``), which is stored as settings; the bytes are kept as
they came.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.espruino import DATA, SERVICE
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.line_shape import LineShape

if TYPE_CHECKING:
    from limbwatch.sensor.files.homemade.first_lines import LineReading

LISTEN_S: Final = 4.0
"""Seconds of lines that are examined: three of them at rest show gravity. Chosen."""
_AGAIN: Final = 5
"""Lines needed to recognise the board of an earlier connection."""
_SAME: Final = 0.8
"""Share of them that must read as before; one may be cut."""
_SMALLEST: Final = 20
"""Payload of a notification without a larger MTU, bytes: a line of this length may be cut."""
_CUT: Final = 0.05
"""Share of such lines from which the board is refused: all of them would be lost. Chosen."""
_NOW_AND_THEN: Final = 0.5
"""Share of the notifications with a line end below which the ends may be those of words only: lines
with an end that are cut in two have one in half of the notifications. Chosen."""
_LONGEST: Final = 4096
"""Longest line, characters; longer text without an end is dropped."""
_LARGEST_G: Final = 50.0
"""Acceleration that no worn sensor has, g, as in files (`sensor/files/values/plausible.py`)."""
_ENDS: Final = re.compile(rb"[\r\n\0]+")


@dataclass(slots=True)
class Splitter:
    """Splits notifications into lines."""

    ended: bool
    """Whether lines have ends; otherwise each notification is a line."""
    least: int = 0
    """Bytes from which a notification without an end may be cut; 0 if none can be."""
    lost: int = 0
    _rest: bytes | None = None

    def lines(self, data: bytes) -> list[str]:
        """Return the lines completed by data, without a first one whose beginning may be lost."""
        if not self.ended:
            if self.least and len(data) >= self.least:
                self.lost += 1
                return []
            return [data.decode("ascii", "replace")]
        first, *others = _ENDS.split(data)
        if not others:
            self._rest = None if self._rest is None else self._rest + first
        else:
            whole = [] if self._rest is None else [self._rest + first]
            *middle, self._rest = others
            others = [*whole, *middle]
        if self._rest is not None and len(self._rest) > _LONGEST:
            self._rest = None
            self.lost += 1
        return [line.decode("ascii", "replace") for line in others if line.strip()]


@dataclass(slots=True, kw_only=True)
class LinesDecoder(Decoder):
    """Decodes lines of one shape; other output is left out."""

    settings: Settings
    """Those that `start` returns."""
    _shape: LineShape = field(init=False)
    _splitter: Splitter = field(init=False)
    _axes: tuple[int, ...] = field(init=False)
    _scale: float = field(init=False)
    _stamp: int = field(init=False)
    _clock: Clock | None = field(init=False)
    _per_tick: float = field(init=False)

    def __post_init__(self) -> None:
        extra = self.settings.extra
        self._shape = LineShape(str(extra.get("shape", "")))
        self._splitter = Splitter(bool(extra.get("ended", 1)), int(extra.get("least", 0)))
        self._axes = tuple(int(extra.get(axis, at)) for at, axis in enumerate("xyz"))
        self._scale = float(extra.get("scale", 1.0))
        self._stamp = int(extra.get("clock", -1))
        self._clock, self._per_tick = None, 1.0
        if self._stamp >= 0:
            self._clock, self._per_tick = _clock_of(float(extra["tick_s"]))

    @property
    def clock(self) -> Clock | None:
        """The clock of the lines, if one of their numbers surely is one."""
        return self._clock

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        lost = self._splitter.lost
        rows = [row for line in self._splitter.lines(data) if (row := self._row(line)) is not None]
        self.tally.truncated += self._splitter.lost - lost
        if not rows:
            return ()
        xyz = np.array([row[:3] for row in rows], np.float32)
        if self._clock is None:
            return (self.tally.add(Packet(xyz, None, len(xyz) - 1, None)),)
        modulus = self._clock.modulus
        ticks = (round(row[3] * self._per_tick) % modulus for row in rows)
        packets = zip(xyz[:, None], ticks, strict=True)
        return tuple(self.tally.add(Packet(one, tick, 0, None)) for one, tick in packets)

    def _row(self, line: str) -> tuple[float, float, float, float] | None:
        """Parse x, y and z in g, and the clock, from a line; None if it is not a sample."""
        numbers = self._shape.numbers(line)
        if numbers is None:
            # a line of words is other output; one of numbers is damaged
            damaged = sum(map(str.isdigit, line)) >= len(line) / 3
            self.tally.malformed += damaged
            self.tally.other += not damaged
            return None
        x, y, z = (numbers[at] * self._scale for at in self._axes)
        # without a clock the index is -1: the last number stands in, and is not used
        stamp = numbers[self._stamp]
        if max(abs(x), abs(y), abs(z)) > _LARGEST_G or not isfinite(stamp):
            self.tally.malformed += 1
            return None
        return x, y, z, stamp


def _clock_of(tick_s: float) -> tuple[Clock, float]:
    """Return a clock, given its unit in seconds, and its ticks per unit."""
    if tick_s == 1.0:  # seconds with a fraction
        return Clock(ticks_per_second=1e6, modulus=2**64), 1e6
    # millis() and micros() of Arduino have 32 bits; longer counters are reduced to these
    return Clock(ticks_per_second=round(1 / tick_s), modulus=2**32), 1.0


def _reading_of_lines(
    heard: Sequence[tuple[float, bytes]], *, ended: bool
) -> tuple[bool, int, "LineReading"]:
    from limbwatch.sensor.files.homemade.first_lines import reading_of  # noqa: PLC0415

    longest = max(len(data) for _, data in heard)
    full = sum(len(data) == _SMALLEST for _, data in heard)
    least = _SMALLEST if not ended and longest <= _SMALLEST else 0
    if least and full > _CUT * len(heard):
        raise DeviceRefused(
            f"{full} of {len(heard)} lines of the sensor are {_SMALLEST} bytes long and have no "
            "end, so that they may be cut: the smallest packets carry no more. Have it print fewer "
            "decimals, or a line end (println) behind each line and larger packets (an MTU of 100)"
        )
    splitter = Splitter(ended, least)
    lines = [(at, line) for at, data in heard for line in splitter.lines(data)]
    return ended, least, reading_of(lines)


async def start(link: Link, _wish: Wish) -> Settings:
    """Listen to the first lines and find how to read them, unless an earlier connection did."""
    await link.subscribe(DATA)
    before = link.before
    if before is not None and "shape" in before.extra and await _is_same(link, before):
        return before
    heard = await link.listen(LISTEN_S)
    if not heard:
        raise LinkLost(f"connected, but no text came in {LISTEN_S:.0f} s. {DEVICE.advice}")
    return _settings_for(heard)


async def _is_same(link: Link, before: Settings) -> bool:
    """Return whether a board sends lines as in an earlier connection."""
    decoder = LinesDecoder(settings=before)
    heard = await link.listen(LISTEN_S, most=2 * _AGAIN)
    for _, data in heard:
        decoder.push(data)
    tally = decoder.tally
    return tally.samples >= _SAME * (tally.samples + tally.malformed) and tally.samples > 0


def _settings_for(heard: Sequence[tuple[float, bytes]]) -> Settings:
    # load the reading of files only when there are lines to judge
    from limbwatch.sensor.files.times.spacing.nominal import nominal_rate  # noqa: PLC0415

    ends = sum(_ENDS.search(data) is not None for _, data in heard)
    try:
        ended, least, found = _reading_of_lines(heard, ended=ends > 0)
    except DeviceRefused as error:
        # words printed now and then may have an end where samples have none
        if not 0 < ends < _NOW_AND_THEN * len(heard):
            raise
        try:
            ended, least, found = _reading_of_lines(heard, ended=False)
        except DeviceRefused:
            raise error from None
    x, y, z = found.axes
    return Settings(
        rate=nominal_rate(found.rate),
        range_g=None,
        extra={
            "shape": found.shape.text,
            "x": x,
            "y": y,
            "z": z,
            "unit": found.unit,
            "scale": found.scale,
            "clock": found.clock,
            "tick_s": found.tick_s,
            "ended": int(ended),
            "least": least,
        },
    )


def taken_for(settings: Settings) -> str:
    """Describe how lines are read, as far as that was inferred from them."""
    remark = ""
    match settings.extra:
        case {"unit": unit, "shape": shape, "clock": at}:
            count, clock = LineShape(str(shape)).count, int(at) + 1
            x, y, z = (int(settings.extra[axis]) + 1 for axis in "xyz")
            remark = (
                f"of {count} numbers in a line {x}, {y} and {z} were taken for x, y and z in "
                f"{unit}, by their length at rest; no number is clearly a clock"
            )
            if clock > 0:
                remark = (
                    f"of {count} numbers in a line {x}, {y} and {z} were taken for x, y and z in "
                    f"{unit}, by their length at rest, and {clock} for a clock"
                )
    return remark


DEVICE = Device(
    kind="text",
    title="any board that prints x, y and z as lines of text over Nordic UART",
    service=SERVICE,
    data=DATA,
    shared=True,
    recognises=lambda _name, _services: False,
    start=start,
    decoder=lambda settings: LinesDecoder(settings=settings),
    battery=battery_level,
    assumed=taken_for,
    advice=(
        "Restart the board; its program must print lines such as 0.01,-0.02,0.98 to whoever is "
        "connected, and no app may hold it."
    ),
)
