"""What the worn sensors saw in each epoch, as far as it tells wake from sleep."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp import Movements, Track

EPOCH_S = 30.0
"""Sleep is scored in epochs of 30 s (AASM manual)."""

TURN_DEG = 5.0
"""A limb that turns by no more than this has kept its posture (van Hees 2015)."""

_LASTING_S = 15.0
"""Movement for half an epoch or more is more than a turn in bed."""


class Posture(IntEnum):
    """Change of posture in an epoch."""

    KEPT = 0
    TURNED = 1
    LASTING = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Activity:
    """Columns of shape (n,); epoch k covers ``[k * epoch, (k + 1) * epoch)`` seconds.

    Parameters
    ----------
    epoch : float
        Length of an epoch, seconds.
    worn, wrist_worn : ndarray of bool
        Whether any sensor, and any sensor on a wrist, was recorded and worn.
    posture : ndarray of int
        `Posture`: the largest change seen by any sensor.
    reached : ndarray of bool
        Whether a wrist moved and came back to where it had rested.
    """

    epoch: float
    worn: NDArray[np.bool_]
    wrist_worn: NDArray[np.bool_]
    posture: NDArray[np.int64]
    reached: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.worn)


def activity_of(tracks: tuple[Track, ...], *, set_aside: NDArray[np.float64]) -> Activity:
    """Say for each epoch what moved.

    Parameters
    ----------
    tracks : tuple of Track
        Of one night; at least one.
    set_aside : ndarray of float, shape (k, 2)
        Extents of short limb movements that are no sign of wake, seconds, in order of onset.

    Returns
    -------
    Activity

    Notes
    -----
    Only movements that turn the limb by more than 5 degrees count, as in the published rule for
    raw acceleration [1]_: the shake of a mattress, breath and pulse do not. A movement of a leg
    that is set aside counts only when the leg comes to rest in another posture.

    References
    ----------
    .. [1] van Hees V. T. et al. PLoS ONE 2015;10:e0142533. doi:10.1371/journal.pone.0142533
    """
    count = max(1, int(np.ceil(max(track.spans[-1, 1] for track in tracks) / EPOCH_S)))
    worn, wrist_worn = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    posture, reached = np.zeros(count, np.int64), np.zeros(count, np.bool_)
    for track in tracks:
        moves = track.movements
        here = _seconds(track.worn[:, 0], track.worn[:, 1], count) >= EPOCH_S / 2
        turned = moves.turn > TURN_DEG
        changed = turned | ((moves.excursion > TURN_DEG) & ~_inside(moves, set_aside))
        touched = _touched(moves, changed, count) & here
        lasting = _seconds(moves.onset[changed], moves.offset[changed], count) >= _LASTING_S
        level = np.where(touched, np.where(lasting, Posture.LASTING, Posture.TURNED), Posture.KEPT)
        posture = np.maximum(posture, level)
        worn |= here
        if track.placement.limb == "wrist":
            wrist_worn |= here
            returned = (moves.excursion > TURN_DEG) & ~changed
            reached |= _touched(moves, returned, count) & here
    return Activity(
        epoch=EPOCH_S, worn=worn, wrist_worn=wrist_worn, posture=posture, reached=reached
    )


def _inside(moves: Movements, spans: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each movement lies within one of the spans, which are in order of their start."""
    reach = np.concatenate([[-np.inf], np.maximum.accumulate(spans[:, 1])])
    return np.asarray(reach[np.searchsorted(spans[:, 0], moves.onset, "right")] >= moves.offset)


def _touched(moves: Movements, chosen: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Epochs that a chosen movement touches."""
    first = np.clip((moves.onset[chosen] / EPOCH_S).astype(np.intp), 0, count - 1)
    last = np.clip((moves.offset[chosen] / EPOCH_S).astype(np.intp), 0, count - 1)
    steps = np.bincount(first, minlength=count + 1) - np.bincount(last + 1, minlength=count + 1)
    return np.asarray(np.cumsum(steps)[:count] > 0)


def _seconds(
    starts: NDArray[np.float64], ends: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Seconds of each epoch inside the spans, which are in order and do not overlap."""
    edges = np.stack([starts, ends], axis=1).ravel()
    before = np.stack([np.zeros(len(starts)), ends - starts], axis=1).ravel().cumsum()
    if len(edges) == 0:
        return np.zeros(count)
    covered = np.interp(np.arange(count + 1) * EPOCH_S, edges, before)
    return np.asarray(np.diff(covered))
