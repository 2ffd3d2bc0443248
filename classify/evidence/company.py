"""What the movements around an event, of like strength and in one rhythm with it, are like.

Movements of one rhythm have one cause, so what is hard to see in one is told by its company.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

_NEIGHBOURS = 8
_REACH_S = 300.0
"""Movements on either side, and how far away."""

_LIKE = np.log(3.0)
"""Peaks within this factor are alike."""

_LEAST = 2.0
"""Company that is worth hearing, as a number of movements."""


def company_of(
    onset: Column, peak: Column, member: Column, measures: Mapping[str, Column]
) -> dict[str, Column]:
    """Average measures over the company of each event.

    Parameters
    ----------
    onset, peak, member : ndarray of float, shape (events,)
        Seconds, g, and how probable it is that the event is a member of a rhythm.
    measures : mapping of str to ndarray of float, shape (events,)
        NaN where it could not be taken.

    Returns
    -------
    dict of str to ndarray of float, shape (events,)
        Mean of each measure over the neighbours, weighted by how probably they are members of a
        rhythm and how alike in strength; NaN without company.
    """
    count = len(onset)
    names = list(measures)
    values = np.stack([measures[name] for name in names], axis=1) if names else np.empty((count, 0))
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    total, weight = np.zeros(values.shape), np.zeros(values.shape)
    logs = np.log(np.maximum(peak, 1e-6))
    for step in range(1, min(_NEIGHBOURS, count - 1) + 1):
        near = onset[step:] - onset[:-step] <= _REACH_S
        alike = np.exp(-np.square((logs[step:] - logs[:-step]) / _LIKE))
        shared = near * alike * np.sqrt(member[step:] * member[:-step])
        for here, there in ((np.s_[step:], np.s_[:-step]), (np.s_[:-step], np.s_[step:])):
            total[here] += shared[:, None] * filled[there]
            weight[here] += shared[:, None] * known[there]
    mean = np.where(weight >= _LEAST, total / np.maximum(weight, 1e-9), np.nan)
    return {name: mean[:, place] for place, name in enumerate(names)}
