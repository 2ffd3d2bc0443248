"""A change of unit in the middle of a file, as an app update leaves behind."""

import math

import numpy as np

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.values.gain_change import WINDOW_S, crossing, rows_looked_at
from limbwatch.sensor.files.values.unit import Unit, unit_at_rest
from limbwatch.sensor.spans import runs_of

LASTING_S = 20.0
"""Shortest time, seconds, that a unit holds; anything shorter is a movement."""

CHANGED = 2.5
"""Ratio to gravity from which a magnitude is in another unit: between g and m/s2, the nearest two,
it is 9.8, and a moving limb does not average that much over two seconds. Chosen."""


def one_unit(xyz: Values, good: Mask, rate: float, unit: Unit) -> tuple[str, ...]:
    """Convert stretches in another unit to the unit of the rest, in place, and say so.

    ``xyz`` is as in the file, of shape (n, 3), ``good`` marks the usable rows; the rate is in Hz,
    roughly.
    """
    length = max(2, round(WINDOW_S * rate))
    if unit.zero or len(xyz) < 3 * length:
        return ()
    levels = _levels(xyz, good, length) * unit.scale
    foreign = np.abs(np.log(levels)) > math.log(CHANGED)
    if not foreign.any():
        return ()
    parts = []
    for begin, end in np.column_stack(runs_of(foreign)).tolist():
        level = float(np.median(levels[begin:end]))
        other = unit_at_rest(level / unit.scale, whole=False)
        if other is None or (end - begin) * WINDOW_S < LASTING_S:
            continue
        threshold = math.sqrt(level) / unit.scale
        first, stop = 0, len(xyz)
        if begin:
            first = crossing(
                xyz, (begin - 1) * length, (begin + 1) * length, threshold, up=level > 1
            )
        if end < len(levels):
            stop = crossing(xyz, (end - 1) * length, (end + 1) * length, threshold, up=level < 1)
        xyz[first:stop] *= np.float32(other.scale / unit.scale)
        parts.append(f"from {first / rate:.0f} to {stop / rate:.0f} s in {other.name}")
    if not parts:
        return ()
    shown = ", ".join(parts[:3]) + (", ..." if len(parts) > 3 else "")
    return (
        Doubt(
            f"The unit changes within the file: most values are in {unit.name}, but {shown}. Each "
            "part was read in its own unit."
        ),
    )


def _levels(xyz: Values, good: Mask, length: int) -> Array:
    """Return the median magnitude of each window, in the unit of the file.

    A window without usable rows gets the median of all windows.
    """
    count = len(xyz) // length
    index = rows_looked_at(np.arange(count) * length, length)
    magnitude = np.linalg.norm(xyz[index].astype(np.float64), axis=2)
    unknown = ~good[index] | (magnitude == 0)
    if not unknown.any():  # nanmedian takes three times as long
        return np.asarray(np.median(magnitude, axis=1))
    magnitude[unknown] = np.nan
    known = np.isfinite(magnitude).any(axis=1)
    levels = np.full(count, np.nan)
    levels[known] = np.nanmedian(magnitude[known], axis=1)
    levels[~known] = np.nanmedian(levels) if known.any() else 1.0
    return levels
