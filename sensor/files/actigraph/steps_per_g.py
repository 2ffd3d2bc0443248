"""The scale of an ActiGraph's samples, steps per g: as its file states, or as documented."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.actigraph.log_records import LogRecords, Steps
from limbwatch.sensor.files.doubt import Doubt

PARAMETERS: Final = 0x15
"""Kind of the records of key and value pairs (ActiGraph, GT3X-File-Format, "Parameters")."""

_ACCEL_SCALE: Final = (0, 55)
"""Key of the scale: address space and number."""
SAMPLE_RATE: Final = (1, 10)
"""Key of the rate: address space and number."""

_POSSIBLE: Final = (16.0, 16_384.0)
"""Least and largest plausible scale, steps per g: sensors of 12 bits measure 2 to 16 g, and
16 bits hold at least 2 g. The Insight Watch states 1, as its steps need its calibration."""

_BY_SERIAL: Final = {"NEO": 341.0, "CLE": 341.0, "MRA": 341.0}
"""Scale for the first letters of the serial number (GT3X-File-Format, "Activity";
NHANES-GT3X-File-Format)."""
_OTHERS: Final = 256.0
"""Scale of all other monitors, from the same sources."""

_APART: Final = 0.01
"""Relative difference beyond which two scales of one file are not the same, rounded. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepScale:
    """Conversion from steps to g."""

    steps: float = _OTHERS
    """Steps per g; not used if there is a calibration."""
    offset: Array | None = None
    """Calibrated steps at 0 g; shape (3,)."""
    matrix: Array | None = None
    """Calibration matrix from steps without offset to g; shape (3, 3)."""
    notes: tuple[str, ...] = ()
    """The origin of the scale, if worth reporting."""

    def in_g(self, samples: Steps) -> Values:
        """Convert samples, shape (n, 3), to g."""
        if self.offset is None or self.matrix is None:
            return samples.astype(np.float32) / np.float32(self.steps)
        return ((samples - self.offset) @ self.matrix.T).astype(np.float32)


def parameter_pairs(records: LogRecords) -> dict[tuple[int, int], int]:
    """Read the key and value pairs of the parameter records; the first of a repeated key counts."""
    found: dict[tuple[int, int], int] = {}
    for payload in records.payloads(PARAMETERS):
        for space, number, value in struct.iter_unpack("<HHI", payload[: len(payload) // 8 * 8]):
            found.setdefault((space, number), value)
    return found


def scale_of(
    info: Mapping[str, str], pairs: Mapping[tuple[int, int], int], calibration: Any
) -> StepScale:
    """Determine the scale of a file from its info.txt, parameters and calibration.json, if any."""
    calibrated = _calibrated(calibration, info.get("Sample Rate", ""))
    if calibrated is not None:
        return calibrated
    stated = positive_number(info.get("Acceleration Scale", ""))
    written = ssp_float(pairs[_ACCEL_SCALE]) if _ACCEL_SCALE in pairs else None
    least, most = _POSSIBLE
    possible = [one for one in (written, stated) if one is not None and least <= one <= most]
    if not possible:
        return _documented(info.get("Serial Number", ""))
    notes: tuple[str, ...] = ()
    if abs(possible[-1] / possible[0] - 1) > _APART:
        notes = (
            Doubt(
                f"The file states {possible[-1]:g} steps a g in its info.txt and {possible[0]:g} "
                "among the parameters of its log: the latter were taken, as ActiGraph asks for."
            ),
        )
    return StepScale(steps=possible[0], notes=notes)


def _documented(serial: str) -> StepScale:
    steps = _BY_SERIAL.get(serial[:3].upper(), _OTHERS)
    stated = (
        f"The file does not say how many steps of its sensor are one g: {steps:g} were taken, as "
        f"ActiGraph documents it for a monitor of the serial number {serial or '(none)'}."
    )
    return StepScale(steps=steps, notes=(stated,))


def _calibrated(calibration: Any, rate: str) -> StepScale | None:
    """Parse the calibration of a monitor whose steps need it (method 2, one set per rate).

    Sensitivities are in hundredths of a step per g; those across axes in hundredths of a step off
    250, as ActiGraph's own reader takes them.
    """
    if not isinstance(calibration, Mapping) or calibration.get("isCalibrated", True):
        return None
    hertz = positive_number(rate)
    try:
        if calibration["calibrationMethod"] != 2 or hertz is None:
            return None
        end = f"_{hertz:.0f}"
        offset = np.array([float(calibration[f"offset{axis}{end}"]) for axis in "XYZ"])
        own = [100 / float(calibration[f"sensitivity{axis}{axis}{end}"]) for axis in "XYZ"]
        xy, xz, yz = (
            1 / (float(calibration[f"sensitivity{pair}{end}"]) / 100 + 250) - 1 / 250
            for pair in ("XY", "XZ", "YZ")
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    matrix = np.array([[own[0], xy, xz], [xy, own[1], yz], [xz, yz, own[2]]])
    return StepScale(offset=offset, matrix=matrix) if np.isfinite(matrix).all() else None


def ssp_float(code: int) -> float:
    """Decode a number with 3 bytes of fraction and one of exponent, both signed (SSP)."""
    fraction = (code & 0xFFFFFF ^ 0x800000) - 0x800000
    exponent = (code >> 24 ^ 0x80) - 0x80
    return float(fraction / 2**23 * 2.0**exponent)


def positive_number(text: str) -> float | None:
    """Parse a number of info.txt, which some computers write with a comma; None if it is none."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if np.isfinite(value) and value > 0 else None
