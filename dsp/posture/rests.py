"""Whether a limb comes to rest after each movement exactly as it lay before."""

from dataclasses import dataclass

import numpy as np

from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class RestLimits:
    """When a limb has come to rest in its old position."""

    moved: float = 0.05
    """Activity above which an epoch holds a movement, g: many times what breath, pulse and a
    touched table give."""
    beside: float = 10.0
    """Length of the rest compared before and after, and least time between two movements,
    seconds."""
    same: float = 0.002
    """Largest difference between the rests before and after, in any axis, g: what
    ``WearLimits.drift`` allows a table."""
    fewest: int = 5
    """Fewest movements that a conclusion is drawn from."""
    share: float = 0.7
    """Share of movements with the same rest before and after, from which a recording shows no life
    at rest. None of 30 min to 6 h of six worn devices (92 movements) came back so; of 528 tracks of
    outsiders' nights and 360 of worlds here, with breath, seven in eight stayed below 0.5 and the
    highest had 0.83."""


REST_LIMITS = RestLimits()


def lies_as_before(epochs: Epochs, *, limits: RestLimits = REST_LIMITS) -> bool:
    """Return whether a sensor nearly always comes to rest exactly as it lay before it moved.

    Epochs are of one second.

    Notes
    -----
    No limb does: it comes to rest a degree further, and sags. A recording that holds only gravity,
    noise and movements (simulated, or cleaned by a program) shows neither sagging nor breath even
    where it was surely worn, so their absence elsewhere proves nothing.
    """
    shifts = _rest_shifts(epochs, limits)
    same = shifts <= limits.same
    return len(shifts) >= limits.fewest and bool(same.mean() >= limits.share)


def _rest_shifts(epochs: Epochs, limits: RestLimits) -> Array:
    """Return the change of rest across each movement in the axis that changed most, g."""
    moved = np.flatnonzero(np.nan_to_num(epochs.activity) > limits.moved)
    if not len(moved):
        return np.empty(0)
    beside = max(2, round(limits.beside / epochs.length))
    step = np.flatnonzero(np.diff(moved) > beside)
    first, last = moved[np.append(0, step + 1)], moved[np.append(step, len(moved) - 1)]
    # the epochs next to a movement hold its edges, so they are left out
    before = np.stack([np.maximum(first - beside, 0), np.maximum(first - 1, 0)])
    after = np.minimum(np.stack([last + 2, last + 1 + beside]), len(epochs))
    observed = np.minimum(before[1] - before[0], after[1] - after[0]) >= beside // 2
    rest_before, rest_after = (
        medians_of(epochs.gravity, *rests[:, observed]) for rests in (before, after)
    )
    return np.asarray(np.abs(rest_after - rest_before).max(axis=1))


def medians_of(values: Array, begin: Index, stop: Index) -> Array:
    """Return the medians of short stretches of rows, ten times as fast as one by one.

    Of values, shape (n, k), in half-open ranges, shape (m,), none of them empty; shape (m, k). The
    median of a stretch with a NaN is NaN.
    """
    size = stop - begin
    row = begin[:, None] + np.arange(size.max(initial=0))
    rows = values.take(row, axis=0, mode="clip")
    # sorting puts the padding (inf) behind the stretch and any NaN behind the padding
    rows[row >= stop[:, None]] = np.inf
    rows.sort(axis=1)
    each = np.arange(len(size))
    middle = 0.5 * (rows[each, (size - 1) // 2] + rows[each, size // 2])
    unknown = np.isnan(rows[:, -1:]).any(axis=1)
    return np.where(unknown, np.nan, middle)
