"""Files that omconvert and OMGUI make of an Axivity's .cwa: the channels of a WAV file.

Source: openmovementproject/openmovement, ``Software/AX3/omconvert``: ``README.md``, and
``omconvert.c`` and ``wav.c`` for what it leaves out. More than two channels make the file
"extensible". An AX6 adds three channels of a gyroscope. The last channel is the auxiliary one, of
which the texts say nothing, whatever the README shows. The time is by the device's clock.
"""

import struct
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.device_samples import DeviceSamples
from limbwatch.sensor.files.doubt import Doubt

_AXES: Final = ("Accel-X", "Accel-Y", "Accel-Z")
_STEPS: Final = 32768
"""Steps of full scale, which the texts state in g."""
_NO_DATA: Final = 0x8000
"""Bit of the auxiliary channel: no data for this row."""
_PCM: Final = 1
_EXTENSIBLE: Final = 0xFFFE
"""Formats of a WAV file: the second one states the first in a longer description."""
_MOST_HEAD: Final = 1 << 20
"""Most bytes before the samples that are looked at; the program writes 1024. Chosen."""
_CUT_RATES: Final = {(13, 12): 12.5, (6, 6): 6.25}
"""Rates, Hz, by the one that the WAV file states, rounded, and the one that the sensor was set to,
cut to a whole number. The program does not resample unless it is told to."""
_CLAMPED_S: Final = 15
"""Seconds by which the program moves the first time to the start that was set for a recording."""


class _Format(NamedTuple):
    """The description of the samples."""

    code: int
    channels: int
    rate: int
    bits: int


def is_omconvert(start: bytes) -> bool:
    """Tell whether a file that begins so is a WAV file of omconvert."""
    return start[:4] == b"RIFF" and start[8:12] == b"WAVE" and b"Channel-1: Accel-X" in start


def read_omconvert(path: Path) -> DeviceSamples:
    """Decode a WAV file of omconvert; rows without data are a gap.

    Raises
    ------
    UnreadableFile
        If its channels are not those that the program writes.
    ValueError, LookupError, struct.error
        If it is damaged.
    """
    with path.open("rb") as file:
        head = file.read(_MOST_HEAD)
    parts = {name: (begin, size) for name, begin, size in _chunks(head)}
    form = _format_at(head, parts[b"fmt "][0])
    texts = _texts(head, *parts[b"LIST"])
    comment, recording = texts[b"ICMT"], texts.get(b"INAM", {})
    _require_axes(path, form, comment)
    begin, size = parts[b"data"]
    stated = size // (2 * form.channels)
    there = min(stated, (path.stat().st_size - begin) // (2 * form.channels))
    rows = np.fromfile(path, "<i2", count=there * form.channels, offset=begin)
    rows = rows.reshape(-1, form.channels)
    known = np.ones(there, np.bool_)
    if form.channels > len(_AXES):
        known = rows[:, -1].view("<u2") & _NO_DATA == 0
    scales = [float(comment[f"Scale-{number}"]) / _STEPS for number in (1, 2, 3)]
    rate = _rate(form.rate, recording)
    return DeviceSamples(
        begin=datetime.fromisoformat(comment["Time"]),
        seconds=np.flatnonzero(known) / rate,
        xyz=(rows[known, :3] * scales).astype(np.float32),
        metadata={
            "device": {"Device Type": "Axivity", "Serial Number": texts.get(b"IART", {}).get("Id")}
        },
        rate=rate,
        notes=(*_cut_off(there, stated), *_clamped(comment["Time"], recording)),
    )


def _format_at(head: bytes, begin: int) -> _Format:
    code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", head, begin)
    if code == _EXTENSIBLE:
        # size, valid bits and mask of the channels stand before the format
        (code,) = struct.unpack_from("<H", head, begin + 24)
    return _Format(code, channels, rate, bits)


def _require_axes(path: Path, form: _Format, comment: Mapping[str, str]) -> None:
    """Refuse samples of another size, and channels in another order."""
    names = [comment.get(f"Channel-{number}", "?") for number in (1, 2, 3)]
    if (form.code, form.bits) != (_PCM, 16) or tuple(names) != _AXES or form.rate < 1:
        raise UnreadableFile(
            f"{path} is a WAV file of omconvert with {form.channels} channels of {form.bits} bits "
            f"at {form.rate} Hz, of which the first are {', '.join(names)}. limbwatch reads 16 "
            "bits and the axes of the accelerometer first; give the .cwa itself."
        )


def _rate(stated: int, recording: Mapping[str, str]) -> float:
    """Return the rate in Hz, which the file states in whole numbers."""
    configured = recording.get("Config-A", recording.get("Rate-A", "")).partition(",")[0]
    cut = int(configured) if configured.isdecimal() else 0
    return _CUT_RATES.get((stated, cut), float(stated))


def _cut_off(there: int, stated: int) -> tuple[str, ...]:
    """Return a warning if the file holds fewer samples than it states."""
    if there >= stated:
        return ()
    return (
        Doubt(
            f"The file holds {there} of the {stated} samples that its header states: it is cut "
            "off. What is there was read; copy it again."
        ),
    )


def _clamped(time: str, recording: Mapping[str, str]) -> tuple[str, ...]:
    """Return a warning if the program may have moved the first time."""
    if recording.get("Start", "").removesuffix(".000") != time.removesuffix(".000"):
        return ()
    return (
        Doubt(
            f"omconvert gave the file the start that was set for the recording, {time}: it may be "
            f"up to {_CLAMPED_S} s from the first sample. The .cwa itself has the exact time."
        ),
    )


def _chunks(head: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name, the begin and the size of each chunk, up to that of the samples."""
    at = 12
    while at + 8 <= len(head):
        name, size = struct.unpack_from("<4sI", head, at)
        yield name, at + 8, size
        if name == b"data":
            return
        at += 8 + size + size % 2


def _texts(head: bytes, begin: int, size: int) -> Mapping[bytes, Mapping[str, str]]:
    """Return the keys and values of each text of an INFO list, by its name."""
    if head[begin : begin + 4] != b"INFO":
        raise ValueError("its list is no INFO list")
    found: dict[bytes, dict[str, str]] = {}
    at, end = begin + 4, begin + size
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", head, at)
        text = head[at + 8 : at + 8 + length].decode("latin-1").rstrip("\0")
        pairs = (line.partition(":") for line in text.splitlines())
        found[name] = {key.strip(): value.strip() for key, colon, value in pairs if colon}
        at += 8 + length + length % 2
    return found
