"""Boards with the EdgeML-Arduino program, and OpenEarable 1.3 and 1.4, which is built on it.

Sources: edge-ml/EdgeML-Arduino ``README.md`` (services; how a board describes its sensors and their
numbers), ``SensorProvider.cpp`` and Nicla's ``BoschParser.cpp`` (a packet: the sensor,
a size, milliseconds, the numbers; a Nicla does not set the size), ``SensorTypes.h``;
OpenEarable/open-earable ``README.md`` (50 Hz at most), ``IMU_Sensor.cpp``,
``SensorID_Earable.h`` and DFRobot/DFRobot_BMX160 (OpenEarable states g and sends m/s2). So the
stated unit is checked against gravity at rest. OpenEarable 2 uses the same services for something
else.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import Clock, Decoder, Packet, cut_data_words
from limbwatch.sensor.errors import DeviceRefused, LinkLost, NeverStreams

_BASE = "34c2e3{:02x}-34aa-11eb-adc1-0242ac120002"
SERVICE = _BASE.format(0xBB)
DATA = _BASE.format(0xBC)
CONFIGURATION = _BASE.format(0xBD)
SCHEME = "caa25cb8-7e1b-44f2-adc9-e8c06c9ced43"
_ADVERTISED = {SERVICE, "45622510-6468-465a-b141-0b9b0f96b468", SCHEME.replace("cb8", "cb7", 1)}
"""Its own service, that of its description and that of the scheme, which a board advertises."""

CLOCK = Clock(ticks_per_second=1000.0, modulus=2**32)
"""millis() of the board at the sample."""
FASTEST: Final = 50.0
"""Highest rate, Hz, with one sample per notification."""
LISTEN_S: Final = 4.0
"""Seconds of samples whose length is compared with gravity, as for lines of text."""
_TYPES: Final = "bBhHiIfd"
_HEAD = struct.Struct("<BBI")
_CONFIGURATION = struct.Struct("<BfI")
_LARGEST_G: Final = 17.0
"""Acceleration from which a value is refused, g: 16 g is the widest range of these chips."""


class Described(NamedTuple):
    """A sensor of a board, as its scheme describes it."""

    number: int
    layout: str
    """Format of its numbers for `struct`."""
    groups: tuple[str, ...]
    names: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def axes(self) -> tuple[int, ...]:
        """Positions of the x, y and z of an acceleration; empty if there are none."""
        accelerations = {
            name.casefold(): at
            for at, (group, name) in enumerate(zip(self.groups, self.names, strict=True))
            if group.casefold().startswith("acc")
        }
        return tuple(accelerations[axis] for axis in "xyz" if axis in accelerations)


def described(scheme: bytes) -> tuple[Described, ...]:
    """Parse a board's description of its sensors; empty if it is not understood."""
    try:
        left = iter(scheme)
        return tuple(_parse_sensor(left) for _ in range(next(left)))
    except (StopIteration, RuntimeError, IndexError, UnicodeDecodeError):
        return ()


def _parse_sensor(left: Iterator[int]) -> Described:
    number = next(left)
    _parse_text(left)
    count = next(left)
    parts = [
        (_TYPES[next(left)], _parse_text(left), _parse_text(left), _parse_text(left))
        for _ in range(count)
    ]
    kinds, groups, names, units = (tuple(part[at] for part in parts) for at in range(4))
    return Described(number, "<" + "".join(kinds), groups, names, units)


def _parse_text(left: Iterator[int]) -> str:
    return bytes(next(left) for _ in range(next(left))).decode()


@dataclass(slots=True, kw_only=True)
class EdgeMlDecoder(Decoder):
    """One sample of one sensor of the board per notification."""

    clock = CLOCK
    settings: Settings
    _layout: struct.Struct = field(init=False)
    _axes: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        extra = self.settings.extra
        self._layout = struct.Struct(str(extra["layout"]))
        self._axes = tuple(int(extra[axis]) for axis in "xyz")

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        extra = self.settings.extra
        if len(data) < _HEAD.size:
            self.tally.truncated += 1
            return ()
        number, _, millis = _HEAD.unpack_from(data)
        if number != extra["number"]:
            self.tally.other += 1
            return ()
        if not self.tally.fits(data[_HEAD.size :], self._layout.size):
            return ()
        values = self._layout.unpack_from(data, _HEAD.size)
        scale, most = float(extra["scale"]), float(extra.get("most", _LARGEST_G))
        xyz = [values[at] * scale for at in self._axes]
        # the chips of these boards measure no more
        if not all(abs(value) < most for value in xyz):
            self.tally.malformed += 1
            return ()
        return (self.tally.add(Packet(np.array([xyz], np.float32), millis, 0, None)),)


async def start(link: Link, wish: Wish) -> Settings:
    """Find the accelerometer, start it, and check its unit against gravity."""
    sensors = described(await link.read(SCHEME)) if link.has(SCHEME) else ()
    sensor = next((one for one in sensors if len(one.axes) == len("xyz")), None)
    if sensor is None:
        raise NeverStreams(
            "the board describes no acceleration of three axes as EdgeML-Arduino and OpenEarable "
            "1.3 and 1.4 do; it is another program, or one of another version (OpenEarable 2)"
        )
    rate = min(wish.rate, FASTEST)
    link.memory["number"] = sensor.number
    await link.subscribe(DATA)
    await link.write(CONFIGURATION, _CONFIGURATION.pack(sensor.number, rate, 0))
    x, y, z = sensor.axes
    described_as: dict[str, float | str] = {
        "number": sensor.number,
        "layout": sensor.layout,
        "x": x,
        "y": y,
        "z": z,
        "stated": sensor.units[x],
    }
    before = link.before
    if before is not None and described_as.items() <= before.extra.items():
        return before
    heard = await link.listen(LISTEN_S)
    if not heard:
        raise LinkLost(f"connected, but no sample came in {LISTEN_S:.0f} s. {DEVICE.advice}")
    return _checked_against_gravity(heard, rate, described_as)


def _checked_against_gravity(
    heard: list[tuple[float, bytes]], rate: float, described_as: dict[str, float | str]
) -> Settings:
    # load the rules of files only when there are samples to judge
    from limbwatch.sensor.files.homemade.first_samples import unit_at_start  # noqa: PLC0415

    unscaled = Settings(rate=rate, range_g=None, extra={**described_as, "scale": 1.0, "most": 1e9})
    decoder = EdgeMlDecoder(settings=unscaled)
    packets = [packet for _, data in heard for packet in decoder.push(data)]
    if not packets and decoder.tally.truncated:
        raise DeviceRefused(cut_data_words(decoder.tally.truncated))
    if not packets:
        raise DeviceRefused(
            f"none of {len(heard)} packets of the board are such as it describes; restart it"
        )
    unit, as_stated = unit_at_start(
        np.concatenate([one.xyz for one in packets]), rate, str(described_as["stated"])
    )
    rate = _rate_kept(rate, [packet.tick for packet in packets if packet.tick is not None])
    extra = {**described_as, "unit": unit.name, "scale": unit.scale, "as_stated": int(as_stated)}
    return Settings(rate=rate, range_g=None, extra=extra)


def _rate_kept(asked: float, millis: list[int]) -> float:
    """Return the rate of a board that waits one millisecond longer than asked, as most do.

    ``SensorManagerInterface.cpp`` takes a sample once more milliseconds have passed than the whole
    ones of a period: every 21 ms at 50 Hz. The chip of a Nicla keeps its own time. A higher rate
    is not asked for: that chip would double its own.
    """
    longer_ms = int(1000 / asked) + 1
    steps = np.diff(np.array(millis, np.int64))
    return 1000 / longer_ms if len(steps) and np.median(steps) == longer_ms else asked


async def stop(link: Link) -> None:
    """Stop the accelerometer."""
    await link.write(CONFIGURATION, _CONFIGURATION.pack(link.memory.get("number", 0), 0.0, 0))


def corrected(settings: Settings) -> str:
    """Describe a unit that gravity corrected; empty if the stated one is right."""
    remark = ""
    match settings.extra:
        case {"unit": unit, "stated": stated, "as_stated": 0}:
            remark = (
                f"the board states its acceleration in {stated}, and at rest it is gravity in "
                f"{unit}, as which it was read"
            )
    return remark


DEVICE = Device(
    kind="edgeml",
    title="boards with EdgeML-Arduino (Nano 33 BLE Sense, Nicla Sense ME, XIAO), OpenEarable 1",
    service=SERVICE,
    data=DATA,
    recognises=lambda _name, services: not services.isdisjoint(_ADVERTISED),
    start=start,
    stop=stop,
    decoder=lambda settings: EdgeMlDecoder(settings=settings),
    battery=battery_level,
    fastest=FASTEST,
    assumed=corrected,
    advice="Restart the board, and close the pages of edge-ml and OpenEarable that hold it.",
)
