"""How a limb lies before and after it moved."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.posture.epochs import Epochs


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


def _rests_apart(epochs: Epochs, limits: RestLimits) -> NDArray[np.float64]:
    """How far the rest after each movement is from the one before, g: the axis that says most."""
    moved = np.flatnonzero(np.nan_to_num(epochs.activity) > limits.moved)
    beside = max(2, round(limits.beside / epochs.length))
    apart = []
    for movement in np.split(moved, np.flatnonzero(np.diff(moved) > beside) + 1):
        if not len(movement):
            break
        first, last = movement[0], movement[-1]
        # the epoch beside a movement holds its edges
        before = epochs.gravity[max(0, first - beside) : max(0, first - 1)]
        after = epochs.gravity[last + 2 : last + 1 + beside]
        if min(len(before), len(after)) >= beside // 2:
            apart.append(np.abs(np.median(after, axis=0) - np.median(before, axis=0)).max())
    return np.array(apart)
