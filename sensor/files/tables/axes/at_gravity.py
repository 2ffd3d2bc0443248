"""Whether three columns have the length of gravity, as a sensor's acceleration does at rest."""

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.values.unit import METRES, MILLI_G, RATIOS_AT_REST, G

LIKELY = (G, MILLI_G, METRES)
"""Units that a table without names may be in."""

MOSTLY = 0.8
"""Share of the first rows that lie at gravity, in columns of acceleration. A limb that moves is
beyond it for seconds; a gyroscope or a temperature is at it by chance alone. Chosen."""

MADE = 1e-4
"""Variation of a length, as a share of it, below which a program made it 1, as that of quaternions
and directions: the noise of a sensor is more, the rounding to four decimals less. Chosen."""


ROUNDED = 0.35
"""Times the last decimal that a made length varies by: rounding alone makes it 0.29. Chosen."""

FINE = 0.002
"""Share of a length from which on down the last decimal is below the noise of sensors, 0.5 mg and
more at 50 Hz in their data sheets, so that rounding hides none of it. Chosen."""

TURNED = 4.0
"""Times as much as its length that a direction has to vary, where only rounding is left. Chosen."""


def lies_at_gravity(head: Head, axes: tuple[int, int, int]) -> bool:
    """Tell whether most of the first rows of three columns do, in a likely unit."""
    lengths = np.linalg.norm(_first_rows(head, axes), axis=0)
    if not len(lengths):
        return False
    low, high = RATIOS_AT_REST
    return any(
        float(np.mean((lengths * unit.scale > low) & (lengths * unit.scale < high))) >= MOSTLY
        for unit in LIKELY
    )


def has_made_length(head: Head, axes: tuple[int, int, int]) -> bool:
    """Tell whether three columns change and their length does not, as no sensor's does."""
    return is_made_length(_first_rows(head, axes))


def is_made_length(parts: Array) -> bool:
    """Tell whether numbers change and their length does not, but for the rounding of the numbers.

    Parameters
    ----------
    parts : ndarray, shape (3, n) or (4, n)
        Three parts of a direction, or the four of a quaternion.
    """
    lengths = np.linalg.norm(parts, axis=0)
    if not len(lengths):
        return False
    mean, varies = float(lengths.mean()), float(lengths.std())
    turns = float(parts.std(axis=1).max())
    if varies < MADE * mean < turns:
        return True
    steps = np.diff(np.unique(parts.astype(np.float32)))
    step = float(steps.min()) if len(steps) else 0.0
    return step <= FINE * mean and varies < ROUNDED * step < turns / TURNED


def _first_rows(head: Head, axes: tuple[int, int, int]) -> Array:
    """Give the numbers of the first rows, shape (3, n)."""
    columns = [head.numbers(at) for at in axes]
    count = min(map(len, columns))
    return np.array([column[:count] for column in columns], np.float64)
