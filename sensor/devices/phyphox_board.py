"""Boards with the phyphox-arduino library that send x, y and z; a person must name the kind.

Sources: phyphox/phyphox-arduino ``phyphoxBle.h`` (services and characteristics),
``phyphoxBLE_ESP32.cpp``, ``_NRF52``, ``_NanoIOT`` and ``_NINAB31`` (``write``: one to five floats
in a notification, little endian, or an array of them; alike on all boards), ``experiment.cpp``
(channel n is the float at 4 (n - 1)). Only the sketch knows what a channel is: it may be air
pressure. So no board is recognised as such a sensor, and x, y and z are found by
gravity at rest, as for lines of text. A time among the channels is a float, too coarse after some
hours; the arrival is used.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

import numpy as np

from limbwatch.sensor.devices.device import Device, Link, Settings, Wish, battery_level
from limbwatch.sensor.devices.packet import Decoder, Packet
from limbwatch.sensor.errors import DeviceRefused, LinkLost

_BASE = "cddf{:04x}-30f7-4671-8b43-5e40ba53514a"
SERVICE = _BASE.format(0x1001)
DATA = _BASE.format(0x1002)

LISTEN_S: Final = 4.0
"""Seconds of channels that are examined, as for lines of text."""
_LARGEST_G: Final = 50.0
"""Acceleration that no worn sensor has, g, as in files (`sensor/files/values/plausible.py`)."""


@dataclass(slots=True, kw_only=True)
class ChannelsDecoder(Decoder):
    """Decodes one sample per notification, of as many floats as the settings say."""

    settings: Settings
    """Those that `start` returns."""
    _layout: struct.Struct = field(init=False)
    _axes: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        extra = self.settings.extra
        self._layout = struct.Struct(f"<{int(extra['channels'])}f")
        self._axes = tuple(int(extra[axis]) for axis in "xyz")

    def push(self, data: bytes) -> tuple[Packet, ...]:
        """Decode one notification."""
        if not self.tally.fits(data, self._layout.size):
            return ()
        values, scale = self._layout.unpack(data), float(self.settings.extra["scale"])
        xyz = [values[at] * scale for at in self._axes]
        if not all(abs(value) <= _LARGEST_G for value in xyz):
            self.tally.malformed += 1
            return ()
        return (self.tally.add(Packet(np.array([xyz], np.float32), None, 0, None)),)


async def start(link: Link, _wish: Wish) -> Settings:
    """Listen to the first channels and find x, y and z, unless an earlier connection did."""
    await link.subscribe(DATA)
    if link.before is not None and "channels" in link.before.extra:
        (heard, *_) = await link.listen(LISTEN_S, most=1) or [(0.0, b"")]
        if len(heard[1]) == 4 * int(link.before.extra["channels"]):
            return link.before
    packets = await link.listen(LISTEN_S)
    if not packets:
        raise LinkLost(f"connected, but no channel came in {LISTEN_S:.0f} s. {DEVICE.advice}")
    return _settings_for(packets)


def _settings_for(packets: Sequence[tuple[float, bytes]]) -> Settings:
    # load the rules of files only when there are channels to judge
    from limbwatch.sensor.files.homemade.first_lines import reading_of  # noqa: PLC0415
    from limbwatch.sensor.files.times.spacing.nominal import nominal_rate  # noqa: PLC0415

    lines = [(at, _as_line(data)) for at, data in packets]
    try:
        found = reading_of(lines)
    except DeviceRefused as error:
        raise DeviceRefused(
            "nothing says which channels of the board are x, y and z of an acceleration with "
            "gravity, in g, m/s2 or mg, at 5 samples or more in a second. Hold it still while it "
            "begins, and have its program write these three alone: PhyphoxBLE::write(x, y, z)"
        ) from error
    x, y, z = found.axes
    return Settings(
        rate=nominal_rate(found.rate),
        range_g=None,
        extra={
            "channels": found.shape.count,
            "x": x,
            "y": y,
            "z": z,
            "unit": found.unit,
            "scale": found.scale,
        },
    )


def _as_line(data: bytes) -> str:
    """Format the floats of a notification as a board that prints them would."""
    if not data or len(data) % 4:
        return ""
    values = np.frombuffer(data, "<f4").tolist()
    return ",".join(map(str, values)) if all(map(isfinite, values)) else ""


def channels_taken(settings: Settings) -> str:
    """Describe which channels were taken for x, y and z."""
    remark = ""
    match settings.extra:
        case {"unit": unit, "channels": channels}:
            count = int(channels)
            x, y, z = (int(settings.extra[axis]) + 1 for axis in "xyz")
            remark = (
                f"of {count} channels of the board {x}, {y} and {z} were taken for x, y and z in "
                f"{unit}, by their length at rest"
            )
    return remark


DEVICE = Device(
    kind="phyphoxboard",
    title="boards with the phyphox-arduino library that send x, y and z",
    service=SERVICE,
    data=DATA,
    shared=True,
    recognises=lambda _name, _services: False,
    start=start,
    decoder=lambda settings: ChannelsDecoder(settings=settings),
    battery=battery_level,
    assumed=channels_taken,
    advice="Restart the board, and close phyphox on every phone nearby.",
)
