"""How a limb lies before and after it moved."""

from dataclasses import dataclass

import numpy as np

from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class RestLimits:
    """When a limb lies again just as it lay; seconds, g and plain numbers."""

    moved: float = 0.05
    """Activity of an epoch in which it moved: many times what breath, pulse and a touched table
    give."""
    beside: float = 10.0
    """Time before and after that is looked at, and by which two movements are apart."""
    same: float = 0.002
    """Largest difference of the rests before and after, of any axis: what ``WearLimits.drift``
    allows a table."""
    fewest: int = 5
    """Movements from which anything is concluded."""
    share: float = 0.7
    """Share of them after which it lies as before, from which a recording shows no life at rest.
    None of 30 min to 6 h of six worn devices (92 movements) came back so; of 528 tracks of
    outsiders' nights and 360 of worlds here, with breath, seven in eight stayed below 0.5 and the
    highest had 0.83."""


REST_LIMITS = RestLimits()


def lies_as_before(epochs: Epochs, *, limits: RestLimits = REST_LIMITS) -> bool:
    """Tell whether a sensor that was moved nearly always comes to rest just as it lay before.

    Parameters
    ----------
    epochs : Epochs
        Of one second.

    Notes
    -----
    No limb does: it comes to rest a degree further, and sags. A recording in which all that is
    kept is gravity, noise and movements (made by a computer, or cleaned by one) shows neither that
    nor breath where it was surely worn, so that their lack elsewhere proves nothing.
    """
    apart = _rests_apart(epochs, limits)
    same = apart <= limits.same
    return len(apart) >= limits.fewest and bool(same.mean() >= limits.share)


def _rests_apart(epochs: Epochs, limits: RestLimits) -> Array:
    """How far the rest after each movement is from the one before, g: the axis that says most."""
    moved = np.flatnonzero(np.nan_to_num(epochs.activity) > limits.moved)
    if not len(moved):
        return np.empty(0)
    beside = max(2, round(limits.beside / epochs.length))
    step = np.flatnonzero(np.diff(moved) > beside)
    first, last = moved[np.append(0, step + 1)], moved[np.append(step, len(moved) - 1)]
    # the epoch beside a movement holds its edges
    before = np.stack([np.maximum(first - beside, 0), np.maximum(first - 1, 0)])
    after = np.minimum(np.stack([last + 2, last + 1 + beside]), len(epochs))
    seen = np.minimum(before[1] - before[0], after[1] - after[0]) >= beside // 2
    lay, lies = (medians_of(epochs.gravity, *rests[:, seen]) for rests in (before, after))
    return np.asarray(np.abs(lies - lay).max(axis=1))


def medians_of(values: Array, begin: Index, stop: Index) -> Array:
    """Return the medians of short stretches of rows, ten times as fast as one after the other.

    Parameters
    ----------
    values : ndarray, shape (n, k)
        A stretch with a NaN has NaN.
    begin, stop : ndarray of int, shape (m,)
        Half-open ranges, none of them empty.

    Returns
    -------
    ndarray, shape (m, k)
    """
    size = stop - begin
    row = begin[:, None] + np.arange(size.max(initial=0))
    rows = values.take(row, axis=0, mode="clip")
    # in order, what is beyond a stretch is behind it, and a NaN behind that
    rows[row >= stop[:, None]] = np.inf
    rows.sort(axis=1)
    each = np.arange(len(size))
    middle = 0.5 * (rows[each, (size - 1) // 2] + rows[each, size // 2])
    unknown = np.isnan(rows[:, -1:]).any(axis=1)
    return np.where(unknown, np.nan, middle)
