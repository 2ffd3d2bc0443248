"""Whether three columns have the length of gravity, as a sensor's acceleration does at rest."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.unit import METRES, MILLI_G, RATIOS_AT_REST, G

LIKELY = (G, MILLI_G, METRES)
"""Units that a table without names may be in."""

MOSTLY = 0.8
"""Share of the first rows that lie at gravity, in columns of acceleration. A limb that moves is
beyond it for seconds; a gyroscope or a temperature is at it by chance alone. Chosen."""

MADE = 1e-4
"""Variation of a length, as a share of it, below which a program made it 1, as that of quaternions
and directions: the noise of a sensor is more, the rounding to four decimals less. Chosen."""


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
    xyz = _first_rows(head, axes)
    lengths = np.linalg.norm(xyz, axis=0)
    if not len(lengths):
        return False
    small = MADE * float(lengths.mean())
    return float(lengths.std()) < small < float(xyz.std(axis=1).max())


def _first_rows(head: Head, axes: tuple[int, int, int]) -> NDArray[np.float64]:
    """Give the numbers of the first rows, shape (3, n)."""
    columns = [head.numbers(at) for at in axes]
    count = min(map(len, columns))
    return np.array([column[:count] for column in columns], np.float64)
