"""Whether three columns have the magnitude of gravity, as acceleration at rest has."""

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.values.unit import METRES, MILLI_G, RATIOS_AT_REST, G

LIKELY = (G, MILLI_G, METRES)
"""Units that are tried for a table without names."""

MOSTLY = 0.8
"""Share of the first rows at gravity in columns of acceleration. A moving limb exceeds it for
seconds; a gyroscope or a temperature matches by chance alone. Chosen."""

MADE = 1e-4
"""Relative variation of a magnitude below which a program normalised it, as in quaternions and
directions: the noise of a sensor is more, the rounding to four decimals less. Chosen."""


ROUNDED = 0.35
"""Largest variation of a normalised magnitude, in units of the last decimal: rounding alone makes
it 0.29. Chosen."""

FINE = 0.002
"""Last decimal, as a share of the magnitude, below which rounding does not hide the noise of
sensors, 0.5 mg and more at 50 Hz in their data sheets. Chosen."""

TURNED = 4.0
"""Least ratio of the variation of a direction to that of its magnitude, where only rounding is
left. Chosen."""


def lies_at_gravity(head: Head, axes: tuple[int, int, int]) -> bool:
    """Tell whether most of the first rows of three columns have the magnitude of gravity.

    It is tried in each likely unit.
    """
    lengths = np.linalg.norm(_first_rows(head, axes), axis=0)
    if not len(lengths):
        return False
    low, high = RATIOS_AT_REST
    return any(
        float(np.mean((lengths * unit.scale > low) & (lengths * unit.scale < high))) >= MOSTLY
        for unit in LIKELY
    )


def has_made_length(head: Head, axes: tuple[int, int, int]) -> bool:
    """Tell whether three columns change while their magnitude does not, as no sensor's do."""
    return is_made_length(_first_rows(head, axes))


def is_made_length(parts: Array) -> bool:
    """Tell whether numbers change while their magnitude does not, apart from rounding.

    They are three parts of a direction, shape (3, n), or the four of a quaternion, (4, n).
    """
    lengths = np.linalg.norm(parts, axis=0)
    if not len(lengths):
        return False
    mean, deviation = float(lengths.mean()), float(lengths.std())
    largest_turn = float(parts.std(axis=1).max())
    if deviation < MADE * mean < largest_turn:
        return True
    steps = np.diff(np.unique(parts.astype(np.float32)))
    step = float(steps.min()) if len(steps) else 0.0
    return step <= FINE * mean and deviation < ROUNDED * step < largest_turn / TURNED


def _first_rows(head: Head, axes: tuple[int, int, int]) -> Array:
    """Return the numbers of the first rows, shape (3, n)."""
    columns = [head.numbers(at) for at in axes]
    count = min(map(len, columns))
    return np.array([column[:count] for column in columns], np.float64)
