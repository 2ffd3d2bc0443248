"""JSON messages of the app Sensor Logger, parsed to acceleration with gravity.

Source: tszheichoi/awesome-sensor-logger, ``PUSHING.md`` (schema of a message), ``UNITS.md`` and
``CROSSPLATFORM.md`` (units, signs). Of a message, only acceleration, gravity and the battery are
read; position, sound and names of networks are dropped at once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.devices.phone import Convention
from limbwatch.sensor.errors import DeviceRefused, SensorError
from limbwatch.sensor.network.relay import AppSamples

ENOUGH: Final = 25
"""Samples needed to find their unit: a quarter to half a second. Chosen by us."""

_LEVELS: Final = {Convention.G_REVERSED: (0.5, 2.0), Convention.METRES: (5.0, 20.0)}
"""Median magnitude of acceleration with gravity for each unit: half to twice 1 g."""

_NO_GRAVITY: Final = (
    "Sensor Logger sends acceleration without gravity. Switch on its sensor Accelerometer "
    "Uncalibrated (or Gravity beside Accelerometer)"
)


class PushSource(StrEnum):
    """The device whose acceleration is taken from a message."""

    PHONE = "phone"
    WATCH = "watch"


_Vectors = dict[int, tuple[float, float, float]]


@dataclass(slots=True, kw_only=True)
class Messages:
    """Parses the messages of one phone."""

    body: PushSource
    device: str = ""
    battery: int | None = None
    _channel: str = ""
    _convention: Convention | None = None
    _pending: _Vectors = field(default_factory=dict)
    _gravity: _Vectors = field(default_factory=dict)

    def take(self, message: bytes) -> AppSamples | None:
        """Parse the body of a push; None until there are enough samples to find the unit.

        Raises
        ------
        SensorError
            If it is not such a message.
        DeviceRefused
            If it lacks acceleration with gravity, or the unit is unknown.
        """
        vectors = self._read(message)
        channels = [name for name in _CHANNELS[self.body] if vectors.get(name)]
        if not channels:
            if vectors.get("accelerometer") and not self._channel:
                raise DeviceRefused(_NO_GRAVITY)
            return None
        if channels[0] != self._channel and self._channel not in channels:
            self._channel, self._convention = channels[0], None
            self._pending.clear()
        self._pending |= vectors[self._channel]
        return self._release()

    def _read(self, message: bytes) -> dict[str, _Vectors]:
        try:
            content = json.loads(message)
            readings = content["payload"]
            self.device = str(content.get("deviceId", ""))[:64]
            found: dict[str, _Vectors] = {}
            for reading in readings:
                self._add_reading(reading, found)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise SensorError(
                f"this is not a message of Sensor Logger ({type(error).__name__}); it has "
                "deviceId and a list payload of name, time in nanoseconds and values"
            ) from error
        self._add_gravity(found)
        return found

    def _add_reading(self, reading: Mapping[str, Any], found: dict[str, _Vectors]) -> None:
        name = str(reading["name"]).replace(" ", "").lower()
        if name == "battery":
            level = float(reading["values"]["batteryLevel"])
            self.battery = round(100 * level) if 0 <= level <= 1 else None
            return
        axes = _AXES.get(name)
        if axes is None:
            return
        time_ns, values = int(reading["time"]), reading["values"]
        vector = [sum(float(values[one]) for one in parts) for parts in axes]
        if np.isfinite(vector).all() and 0 <= time_ns < 2**63:
            found.setdefault(name, {})[time_ns] = (vector[0], vector[1], vector[2])

    def _add_gravity(self, found: dict[str, _Vectors]) -> None:
        """Add acceleration and gravity, which iPhones send separately with one time stamp."""
        self._gravity |= found.get("gravity", {})
        own = found.get("accelerometer", {})
        both: _Vectors = {}
        for time_ns, (x, y, z) in own.items():
            if (down := self._gravity.get(time_ns)) is not None:
                both[time_ns] = (x + down[0], y + down[1], z + down[2])
        if both:
            found["together"] = both
        newest = sorted(self._gravity)[-_MOST_WAITING:]
        self._gravity = {time_ns: self._gravity[time_ns] for time_ns in newest}

    def _release(self) -> AppSamples | None:
        times = sorted(self._pending)
        if self._convention is None:
            if len(times) < ENOUGH:
                return None
            self._convention = self._unit_of(np.array([self._pending[one] for one in times]))
        # messages that overtake each other are put in order later, by their time stamps
        xyz = np.array([self._pending[one] for one in times], np.float32)
        self._pending.clear()
        return AppSamples(np.array(times, np.int64), xyz, self._convention)

    def _unit_of(self, xyz: Array) -> Convention:
        """Return the unit: a setting of the app that its messages do not state."""
        level = float(np.median(np.linalg.norm(xyz, axis=1)))
        for convention, (low, high) in _LEVELS.items():
            if low <= level <= high:
                return convention
        self._pending.clear()
        raise DeviceRefused(
            f"Sensor Logger's {self._channel} has a magnitude of {level:.3g}, which is gravity "
            "neither in g (1) nor in m/s2 (9.8); hold the phone still"
        )


_MOST_WAITING: Final = 2000
"""Most gravity vectors that wait for their acceleration, which may come in a later message."""

_CHANNELS: Final = {
    PushSource.PHONE: ("totalacceleration", "accelerometeruncalibrated", "together"),
    PushSource.WATCH: ("wristmotion",),
}
"""Channels with gravity, the best first; names in lower case without spaces."""

_XYZ: Final = (("x",), ("y",), ("z",))
_AXES: Final = {
    "totalacceleration": _XYZ,
    "accelerometeruncalibrated": _XYZ,
    "accelerometer": _XYZ,
    "gravity": _XYZ,
    "wristmotion": tuple((f"acceleration{axis}", f"gravity{axis}") for axis in "XYZ"),
}
"""Values to be added for each axis of a channel."""
