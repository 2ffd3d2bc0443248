"""Values that no acceleration can be: what programs write for nothing, and glitches."""

import numpy as np

from limbwatch.sensor.arrays import Mask, Values

LARGEST = 32e6
"""Larger numbers are no acceleration in any unit: a code of 16 bits ends at 65535, 32 g are 32e6
micro-g. What is too large in the unit that is found goes by ``LARGEST_G``."""

STANDING_FOR_NOTHING = (-999.0, 999.0, -9999.0, 9999.0, -99999.0, 99999.0, -32768.0, 32767.0)
"""Numbers that programs write into all three axes where they have none (GGIR issue 281)."""

LARGEST_G = 50.0
"""g that no sensor worn at night reaches: the widest usual range is +-32 g, and a code at its end
may be half as much again when the unit is told by gravity."""


def usable(xyz: Values) -> Mask:
    """Find rows, of shape (n, 3), with three possible numbers, whatever their unit.

    Impossible is where a value is missing or too large, where all three are zero, as sleeping
    recorders write, and where all three are one number that stands for nothing.
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
    """Find rows, shape (n, 3) in g, that a sensor can have measured; None when all are."""
    # missing values make both NaN, and they are no less missing when compared
    if max(-float(xyz.min()), float(xyz.max())) <= LARGEST_G:
        return None
    return np.asarray((np.abs(xyz) <= LARGEST_G).all(axis=1))
