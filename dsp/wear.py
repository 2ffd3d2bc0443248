"""When a sensor was worn."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.epochs import Epochs


def worn_spans(epochs: Epochs, *, spans: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ARG001
    """Return the recorded stretches in which the sensor was worn.

    Parameters
    ----------
    epochs : Epochs
    spans : ndarray of float, shape (runs, 2)
        Recorded stretches, seconds.

    Returns
    -------
    ndarray of float, shape (k, 2)
        Seconds from the recording's start.
    """
    return spans
