"""How well two sets of indices agree."""

import numpy as np
from numpy.typing import NDArray


def icc_2_1(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Intraclass correlation ICC(2,1): two-way random effects, absolute agreement.

    Parameters
    ----------
    one, other : ndarray of float, shape (n,)
        Paired measurements.

    Returns
    -------
    float
        NaN with fewer than two pairs or no spread.

    References
    ----------
    .. [1] Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428.
    """
    table = np.stack([one, other], axis=1)
    n, k = table.shape
    if n < 2:
        return float("nan")
    grand = table.mean()
    rows = k * np.sum((table.mean(axis=1) - grand) ** 2) / (n - 1)
    columns = n * np.sum((table.mean(axis=0) - grand) ** 2) / (k - 1)
    residual = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + grand
    error = np.sum(residual**2) / ((n - 1) * (k - 1))
    below = rows + (k - 1) * error + k * (columns - error) / n
    return float((rows - error) / below) if below > 0 else float("nan")
