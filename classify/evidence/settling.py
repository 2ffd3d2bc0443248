"""A limb that settles after it moved: small, soon after something far stronger."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp import Movements

Column = NDArray[np.float64]

_SOON_S = 6.0
"""A limb and its bedding come to rest within this time after a movement; chosen on development
nights of five simulators (3 s finds three quarters as many, 10 s begins to meet movements)."""

_BEFORE = 8
"""Movements looked back at; more do not end within so short a time."""


def settling_of(movements: Movements) -> Column:
    """Compare each movement of a limb with the strongest that ended just before it.

    A creeping mattress or a muscle that lets go shows as a small movement of its own, seconds
    after the one that it belongs to. Taken for a leg movement it would end a series, for it is
    less than ten seconds from the one before (WASM 2016).

    Parameters
    ----------
    movements : Movements
        Of one sensor.

    Returns
    -------
    ndarray of float, shape (n,)
        Peak over the strongest peak of the last seconds; infinite where there was nothing.
    """
    count = len(movements)
    strongest = np.zeros(count)
    for step in range(1, min(_BEFORE, count - 1) + 1):
        soon = movements.onset[step:] - movements.offset[:-step] <= _SOON_S
        before = np.where(soon, movements.peak[:-step], 0.0)
        strongest[step:] = np.maximum(strongest[step:], before)
    ratio = movements.peak / np.maximum(strongest, 1e-9)
    return np.where(strongest > 0, ratio, np.inf)
