"""Files of acceleration that a Polar sensor recorded in its own memory (``ACC0.REC``).

Source: polarofficial/polar-ble-sdk, ``OfflineRecordingData.kt`` and its unit test, whose file of a
resting sensor is a test vector. A file is::

    u8   encryption; 0 for none
    u32  magic, u32 version, u32 free, u32 hash of the firmware
    20   time of its beginning, "2017-01-19 08:32:52" and a zero, by the sensor's clock
    u8   length of the settings, and the settings as in the answer to a start
    u8   length of the decryption data, and the data
    u16  length of a frame, and the frame as it would be streamed; and so on
"""

import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from limbwatch.sensor.devices import polar
from limbwatch.sensor.devices.device import Settings
from limbwatch.sensor.errors import UnreadableFile

_MAGIC: Final = 0x3D7C4C2B
_HEAD: Final = struct.Struct("<BIIII20s")
_LENGTH: Final = struct.Struct("<H")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineFile:
    """The content of one file."""

    start: datetime
    """Beginning by the sensor's clock; naive."""
    settings: Settings
    frames: tuple[bytes, ...]
    """Frames as notifications of the data characteristic."""
    cut: int
    """Bytes at the end that are not a whole frame."""


def read_offline(content: bytes, name: str) -> OfflineFile:
    """Parse a file; ``name`` is what messages call it.

    Raises
    ------
    UnreadableFile
        If it is not a recording, or encrypted.
    """
    if len(content) < _HEAD.size:
        raise UnreadableFile(
            f"{name} has {len(content)} bytes; a recording of Polar begins with 37"
        )
    strategy, magic, _version, _free, _hash, start = _HEAD.unpack_from(content)
    if strategy:
        raise UnreadableFile(
            f"{name} is encrypted with a key that another program chose; fetch it with that one"
        )
    if magic != _MAGIC:
        raise UnreadableFile(f"{name} is not a recording of Polar: it begins with {magic:#010x}")
    at = _HEAD.size
    settings, at = _counted(content, at, name)
    _secret, at = _counted(content, at, name)
    frames, at = _frames(content, at)
    return OfflineFile(
        start=_start(start, name),
        settings=_settings(settings, name),
        frames=frames,
        cut=len(content) - at,
    )


def _counted(content: bytes, at: int, name: str) -> tuple[bytes, int]:
    """Read bytes preceded by their length; return them and where they end."""
    if at >= len(content) or at + 1 + content[at] > len(content):
        raise UnreadableFile(f"{name} ends in the middle of its head")
    end = at + 1 + content[at]
    return content[at + 1 : end], end


def _frames(content: bytes, at: int) -> tuple[tuple[bytes, ...], int]:
    frames = []
    while at + _LENGTH.size <= len(content):
        (size,) = _LENGTH.unpack_from(content, at)
        end = at + _LENGTH.size + size
        if size == 0 or end > len(content):
            break
        frames.append(content[at + _LENGTH.size : end])
        at = end
    return tuple(frames), at


def _start(text: bytes, name: str) -> datetime:
    try:
        return datetime.fromisoformat(text.split(b"\0")[0].decode("ascii"))
    except ValueError as error:
        raise UnreadableFile(f"{name} does not say when it begins: {text!r}") from error


def _settings(parameters: bytes, name: str) -> Settings:
    offered = polar.settings_offered(parameters)
    rate, full = offered.get(polar.RATE, ()), offered.get(polar.RANGE, ())
    if not rate or not rate[0] > 0:
        raise UnreadableFile(f"{name} does not say at which rate it was recorded")
    factor = offered.get(polar.FACTOR, (polar.G_PER_COUNT,))[0]
    return Settings(rate=rate[0], range_g=full[0] if full else None, extra={"factor": factor})
