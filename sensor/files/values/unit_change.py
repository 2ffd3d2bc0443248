"""A unit that changes in the middle of a file, as an app that was updated leaves behind."""

import math

import numpy as np

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.values.unit import Unit, unit_at_rest
from limbwatch.sensor.spans import runs_of

WINDOW_S = 2.0
"""Length of the windows that are looked at: long enough to average over a shake."""

LASTING_S = 20.0
"""A unit holds at least this long; less is a movement."""

CHANGED = 2.5
"""Ratio to gravity from which a magnitude is in another unit: between g and m/s2, the nearest two,
it is 9.8, and a limb in motion does not average as much over two seconds. Chosen."""

LOOKED_AT = 6
"""Samples of a window that tell its magnitude."""


def one_unit(xyz: Values, good: Mask, rate: float, unit: Unit) -> tuple[str, ...]:
    """Convert stretches that are in another unit to that of the rest, in place, and say so.

    ``xyz`` is as in the file, of shape (n, 3), ``good`` the rows that count; the rate is in Hz,
    roughly.
    """
    length = max(2, round(WINDOW_S * rate))
    if unit.zero or len(xyz) < 3 * length:
        return ()
    levels = _levels(xyz, good, length) * unit.scale
    foreign = np.abs(np.log(levels)) > math.log(CHANGED)
    if not foreign.any():
        return ()
    changes = []
    for begin, end in np.column_stack(runs_of(foreign)).tolist():
        level = float(np.median(levels[begin:end]))
        other = unit_at_rest(level / unit.scale, whole=False)
        if other is None or (end - begin) * WINDOW_S < LASTING_S:
            continue
        between = math.sqrt(level) / unit.scale
        first = 0 if begin == 0 else _cut(xyz, begin * length, length, between, up=level > 1)
        stop = len(xyz)
        if end < len(levels):
            stop = _cut(xyz, end * length, length, between, up=level < 1)
        xyz[first:stop] *= np.float32(other.scale / unit.scale)
        changes.append(f"from {first / rate:.0f} to {stop / rate:.0f} s in {other.name}")
    if not changes:
        return ()
    shown = ", ".join(changes[:3]) + (", ..." if len(changes) > 3 else "")
    return (
        Doubt(
            f"The unit changes within the file: most values are in {unit.name}, but {shown}. Each "
            "part was read in its own unit."
        ),
    )


def _levels(xyz: Values, good: Mask, length: int) -> Array:
    """Median magnitude of each window, in the unit of the file; that of all where none counts."""
    count = len(xyz) // length
    index = (np.arange(count) * length)[:, None] + np.arange(0, length, max(1, length // LOOKED_AT))
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


def _cut(xyz: Values, edge: int, length: int, between: float, *, up: bool) -> int:
    """Find the sample at which the magnitude steps over a level, near the edge of a window."""
    low = max(0, edge - length)
    near = np.linalg.norm(xyz[low : edge + length].astype(np.float64), axis=1)
    behind = near > between if up else near <= between
    # few samples on the wrong side: some behind before the cut, some before behind it
    wrong = np.r_[0, np.cumsum(behind)] + np.r_[np.cumsum(~behind[::-1])[::-1], 0]
    return low + int(np.argmin(wrong))
