"""Fixed epochs of one sensor: posture, activity and valid time on one absolute grid."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Epochs:
    """Epoch k covers the seconds ``[k * length, (k + 1) * length)`` of the recording's clock.

    Parameters
    ----------
    length : float
        Length of an epoch, seconds.
    valid : ndarray of float, shape (n,)
        Share of the epoch that was recorded, 0 to 1.
    gravity : ndarray of float, shape (n, 3)
        Mean acceleration, g; NaN where nothing was recorded.
    activity : ndarray of float, shape (n,)
        Root mean square dynamic acceleration, g; NaN where nothing was recorded.
    spread : ndarray of float, shape (n, 3)
        Standard deviation of each axis, g; NaN where nothing was recorded.
    """

    length: float
    valid: NDArray[np.float64]
    gravity: NDArray[np.float64]
    activity: NDArray[np.float64]
    spread: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.valid)

    @property
    def time(self) -> NDArray[np.float64]:
        """Start of each epoch, seconds from the recording's start."""
        return np.arange(len(self.valid)) * self.length
