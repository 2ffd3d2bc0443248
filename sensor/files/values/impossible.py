"""Values that no acceleration can have: placeholders for missing samples, and glitches."""

import numpy as np

from limbwatch.sensor.arrays import Mask, Values

LARGEST = 32e6
"""Largest number that can be an acceleration in any unit: a 16-bit code ends at 65535, 32 g are
32e6 micro-g. Once the unit is known, ``LARGEST_G`` applies."""

STANDING_FOR_NOTHING = (-999.0, 999.0, -9999.0, 9999.0, -99999.0, 99999.0, -32768.0, 32767.0)
"""Placeholders that programs write into all three axes where they have no sample (GGIR issue
281)."""

LARGEST_G = 50.0
"""Largest acceleration, g, of a sensor worn at night: the widest usual range is +-32 g, and its end
may read half as much again when the unit was inferred from gravity."""


def usable(xyz: Values) -> Mask:
    """Find the rows, of shape (n, 3), that hold three possible numbers, whatever their unit.

    A row is rejected when a value is missing or too large, when all three are zero, as sleeping
    recorders write, or when all three equal one placeholder.
    """
    good: Mask = np.ones(len(xyz), dtype=bool)
    if not len(xyz):
        return good
    low, high = float(xyz.min()), float(xyz.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        good = np.all(np.isfinite(xyz), axis=1)
        low, high = (float(xyz[good].min()), float(xyz[good].max())) if good.any() else (0.0, 0.0)
    if low < -LARGEST or high > LARGEST:
        good &= (np.abs(xyz) <= LARGEST).all(axis=1)
    for number in (0.0, *STANDING_FOR_NOTHING):
        if low <= number <= high:
            doubtful = np.flatnonzero(xyz[:, 0] == number)
            good[doubtful[(xyz[doubtful] == number).all(axis=1)]] = False
    return good


def within_range(xyz: Values) -> Mask | None:
    """Find the rows, shape (n, 3) in g, that a sensor can have measured; None when all are."""
    # a missing value makes both NaN, and the comparison false
    if max(-float(xyz.min()), float(xyz.max())) <= LARGEST_G:
        return None
    return np.asarray((np.abs(xyz) <= LARGEST_G).all(axis=1))
