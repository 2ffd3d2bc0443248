"""Several numbered accelerations per row: consecutive samples, or several sensors."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.several.choice import SensorNotFound

SAMPLES = 0.9
"""Ratio of mean squared steps, those within a row to those between rows, without noise, below which
the columns are consecutive samples. For k samples of a smooth signal it is 1/k^2, for single jolts
1; for two sensors it is far above 1 once one of them moves or lies differently. Ours."""

NOISE = 3 / 2.366
"""Mean over median of squared steps of noise on three axes (chi-squared, 3 degrees of freedom)."""


def interleaved(groups: Sequence[Values], path: Path) -> Values:
    """Interleave the samples of each row, given as accelerations of shape (n, 3).

    Each axis is contiguous in the result, shape (n * k, 3).

    Raises
    ------
    SensorNotFound
        If the columns are of several sensors, or nothing shows that they are not.
    """
    inside, across = (
        _squared_steps(groups[0], groups[1]),
        _squared_steps(groups[0][:-1], groups[0][1:]),
    )
    noise = NOISE * float(np.median(across)) if len(across) else np.inf
    moved = float(np.mean(across)) - noise if len(across) else 0.0
    if not moved > noise / 5 or not float(np.mean(inside)) - noise < SAMPLES * moved:
        raise SensorNotFound(
            f"{path} has {len(groups)} accelerations in each row, numbered, and nothing shows that "
            "they are samples in order of time: the second is no nearer to the first than that of "
            "the next row. Say which sensor it is by its number, such as --sensor ankle_left=1."
        )
    count = len(groups)
    result = np.empty((3, count * len(groups[0])), dtype=np.float32).T
    for place, group in enumerate(groups):
        result[place::count] = group
    return result


def _squared_steps(one: Values, other: Values) -> Array:
    """Return the squared length of each step from one acceleration to another."""
    difference = other.astype(np.float64) - one
    squares: Array = (difference * difference).sum(axis=1)
    return squares[np.isfinite(squares)]
