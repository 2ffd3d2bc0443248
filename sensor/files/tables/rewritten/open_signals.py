"""Names of the columns of OpenSignals (biosignalsplux, BITalino), which stand in a line of JSON."""

import re

from limbwatch.sensor.files.json_text import json_object
from limbwatch.sensor.files.tables.heads.axis_names import AXES
from limbwatch.sensor.files.tables.rewritten.rewriting import Rewriting

_HEADER = re.compile(
    rb"\s*#[^\r\n]*OpenSignals[^\r\n]*\r?\n#\s*(\{[^\r\n]*\})[^\r\n]*\r?\n(?:#[^\r\n]*\r?\n)*"
)
_ACCELEROMETER = re.compile(r"xyz|acc", re.IGNORECASE)
"""What ``sensor`` says of the channels of an accelerometer (OpenSignals, "Text file format")."""

_UNSAID = re.compile(r"raw\b|custom\b|other\b|$", re.IGNORECASE)
"""What it says of a channel of any sensor."""


def open_signals(start: bytes) -> Rewriting | None:
    """Find the names of the columns of a recording of OpenSignals.

    None also when it is of several devices, its columns have names of their own, or nothing says of
    which sensors they are.
    """
    header = _HEADER.match(start)
    if header is None:
        return None
    names = _names(header[1])
    first = start[header.end() :].splitlines()[:1]
    if not names or not first or len(first[0].rstrip(b"\t ").split(b"\t")) != len(names):
        return None
    line = "\t".join(names).encode() + b"\n"
    return Rewriting(
        rewritten=lambda text: text[: header.end()] + line + text[header.end() :],
        note=f"The names of the columns are those of the header: {', '.join(names)}.",
    )


def _names(told: bytes) -> list[str]:
    """Name the columns of one device: axes where its channels are of accelerometers, by threes."""
    device, *others = [*(json_object(told) or {}).values()] or [None]
    if others or not isinstance(device, dict):
        return []
    columns, sensors = _texts(device.get("column")), _texts(device.get("sensor"))
    if not sensors or len(columns) < len(sensors):
        return []
    channels = columns[-len(sensors) :]
    moved = [at for at, sensor in enumerate(sensors) if _ACCELEROMETER.match(sensor)]
    if not moved and any(_UNSAID.match(sensor) for sensor in sensors):
        return []
    if len(moved) % len(AXES) == 0:
        # of several, by the first channel: numbers without a gap would be those of samples
        starts = [f"{channels[at]}_acc" for at in moved[:: len(AXES)]]
        for number, at in enumerate(moved):
            which = starts[number // len(AXES)] if len(starts) > 1 else "acc"
            channels[at] = f"{which}_{AXES[number % len(AXES)]}"
    return [*columns[: -len(sensors)], *channels]


def _texts(told: object) -> list[str]:
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
