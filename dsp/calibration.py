"""Offset and gain of a sensor, fitted to its own still periods."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Corrected acceleration is ``gain * (raw + offset)``, axis by axis.

    Parameters
    ----------
    offset : ndarray of float, shape (3,)
        Added to the raw acceleration, g.
    gain : ndarray of float, shape (3,)
        Factor after the offset.
    error_before, error_after : float
        Mean distance of the still epochs from 1 g, before and after, g; NaN without one.
    still_epochs : int
        Still epochs the fit stands on; 0 when it was not possible and nothing is corrected.
    """

    offset: NDArray[np.float64]
    gain: NDArray[np.float64]
    error_before: float
    error_after: float
    still_epochs: int
