"""Names of columns above a table that stand in no line of their own.

OpenSignals (biosignalsplux, BITalino) writes them in a line of JSON, ShimmerCapture in four lines,
one below the other: device, signal, ``RAW`` or ``CAL``, and unit. Of a signal in both, the
calibrated one is read.
"""

import re

from limbwatch.sensor.files.json_text import json_object
from limbwatch.sensor.files.tables.heads.axis_names import AXES
from limbwatch.sensor.files.tables.rewritten.rewriting import Rewriting

_HEADER = re.compile(
    rb"\s*#[^\r\n]*OpenSignals[^\r\n]*\r?\n#\s*(\{[^\r\n]*\})[^\r\n]*\r?\n(?:#[^\r\n]*\r?\n)*"
)
_ACCELEROMETER = re.compile(r"xyz|acc", re.IGNORECASE)
"""Values of ``sensor`` for channels of an accelerometer (OpenSignals, "Text file format")."""

_UNSPECIFIED = re.compile(r"raw\b|custom\b|other\b|$", re.IGNORECASE)
"""Values of ``sensor`` for a channel of any sensor."""


def open_signals(start: bytes) -> Rewriting | None:
    """Return how to insert the column names of a recording of OpenSignals.

    None also when it is of several devices, its columns have names of their own, or the kinds of
    its sensors are unknown.
    """
    header = _HEADER.match(start)
    if header is None:
        return None
    names = _column_names(header[1])
    first = start[header.end() :].splitlines()[:1]
    if not names or not first or len(first[0].rstrip(b"\t ").split(b"\t")) != len(names):
        return None
    line = "\t".join(names).encode() + b"\n"
    return Rewriting(
        rewritten=lambda text: text[: header.end()] + line + text[header.end() :],
        note=f"The names of the columns are those of the header: {', '.join(names)}.",
    )


def _column_names(raw: bytes) -> list[str]:
    """Name the columns of one device: axes where its channels are of accelerometers, by threes."""
    device, *others = [*(json_object(raw) or {}).values()] or [None]
    if others or not isinstance(device, dict):
        return []
    columns, sensors = _strings(device.get("column")), _strings(device.get("sensor"))
    if not sensors or len(columns) < len(sensors):
        return []
    channels = columns[-len(sensors) :]
    accelerometer_channels = [
        at for at, sensor in enumerate(sensors) if _ACCELEROMETER.match(sensor)
    ]
    if not accelerometer_channels and any(_UNSPECIFIED.match(sensor) for sensor in sensors):
        return []
    if len(accelerometer_channels) % len(AXES) == 0:
        # name several by their first channel: consecutive numbers would mean samples
        starts = [f"{channels[at]}_acc" for at in accelerometer_channels[:: len(AXES)]]
        for number, at in enumerate(accelerometer_channels):
            which = starts[number // len(AXES)] if len(starts) > 1 else "acc"
            channels[at] = f"{which}_{AXES[number % len(AXES)]}"
    return [*columns[: -len(sensors)], *channels]


def _strings(raw: object) -> list[str]:
    return [item for item in raw if isinstance(item, str)] if isinstance(raw, list) else []


_LINES = 4
_SORTS = {"RAW", "CAL"}
"""What the third line says of each column."""


def stacked_names(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose names stand in four lines, judged by its beginning."""
    lines = start.split(b"\n", _LINES)
    if len(lines) <= _LINES:
        return None
    stacked = [_names_in(line) for line in lines[:_LINES]]
    devices, signals, sorts, _ = stacked
    if set(sorts) - {""} != _SORTS or len(set(map(len, stacked))) > 1:
        return None
    calibrated = {
        (device, signal)
        for device, signal, sort in zip(devices, signals, sorts, strict=True)
        if sort == "CAL"
    }
    several = len(set(devices) - {""}) > 1
    names = []
    for at, (device, signal, sort, unit) in enumerate(zip(*stacked, strict=True)):
        if sort == "RAW" and (device, signal) in calibrated:
            names.append(f"column {at + 1}")
        else:
            # an asterisk marks the usual calibration
            plain = re.sub(r"[()]|\*$", "", unit)
            names.append(f"{device} {signal} ({plain})" if several else f"{signal} ({plain})")
    above = ("\t".join(names) + "\n").encode()
    return Rewriting(
        rewritten=lambda text: above + text.split(b"\n", _LINES)[_LINES],
        note="The names of the columns stand in four lines; the calibrated signals were read.",
    )


def _names_in(line: bytes) -> list[str]:
    return [cell.strip() for cell in line.decode("utf-8-sig", "replace").strip("\r\n").split("\t")]
