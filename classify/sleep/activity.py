"""What the worn sensors saw in each epoch, as far as it tells wake from sleep."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp import Movements, Track
from limbwatch.sensor.arrays import Array, Mask

EPOCH_S = 30.0
"""Sleep is scored in epochs of 30 s (AASM manual)."""

TURN_DEG = 5.0
"""A limb that turns by no more than this has kept its posture (van Hees 2015)."""

STIRRED_DEG = 2.0
"""A limb that swings by more than this and comes back has stirred; chosen between 2 and 5 on
worlds left out."""

_LASTING_S = 15.0
"""Movement for half an epoch or more is more than a turn in bed."""

_BUSY_S, _BUSY_G = 10.0, 0.05
"""A limb that moves by itself for longer than any movement of sleep that is scored (WASM 2016), and
more strongly than a mattress passes on, g, is busy, however little it turns: legs that bounce or
rub before sleep hardly do. On six such nights of an outsider's simulator sleep began 30 min early
with three sensors, and 9 min with this; on 260 nights of ten others the error stays as it was."""


_TOGETHER_S = 0.5
"""Movements of both legs whose onsets are no further apart are one; chosen (WASM 2016 joins what
begins less than this after the other's end)."""


class Posture(IntEnum):
    """Change of posture in an epoch."""

    KEPT = 0
    TURNED = 1
    LASTING = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Activity:
    """Columns of shape (n,); epoch k covers ``[k * epoch, (k + 1) * epoch)`` seconds."""

    epoch: float
    """Length of an epoch, seconds."""
    legs_worn: Mask
    arms_worn: Mask
    """Whether any sensor on a leg, and any on an arm, was recorded and worn."""
    posture: NDArray[np.int64]
    """`Posture`: the largest change seen by any sensor."""
    swinging: Mask
    """Whether a limb swung for half of the epoch or more, as of somebody who is up."""
    legs_stirred: Mask
    arms_stirred: Mask
    """Whether a leg, and an arm, moved out of any rhythm."""
    legs_in_rhythm: Mask
    """Whether a leg moved as a member of a rhythm."""
    leg_movements: NDArray[np.int64]
    """How many movements of the legs began; what both do at once is one."""

    def __len__(self) -> int:
        return len(self.posture)

    @property
    def worn(self) -> Mask:
        """Whether any sensor was recorded and worn, shape (n,)."""
        return np.asarray(self.legs_worn | self.arms_worn)


def activity_of(
    tracks: Sequence[Track],
    *,
    single: Sequence[Mask],
    rhythmic: Sequence[Mask] = (),
) -> Activity:
    """Say for each epoch what moved.

    Parameters
    ----------
    tracks : sequence of Track
        Of one night; at least one.
    single : sequence of ndarray of bool, shape (movements,)
        For each track, the movements that tell of wake: the limb's own, and not in a rhythm.
    rhythmic : sequence of ndarray of bool, shape (movements,), optional
        Likewise those in a rhythm; none.

    Notes
    -----
    A change of posture turns the limb by more than 5 degrees, as in the published rule for raw
    acceleration [1]_: the shake of a mattress, breath and pulse do not. Movements in a rhythm are
    periodic, asleep or awake, and say nothing of sleep; other movements that come back do, and so
    does what goes on for long.

    References
    ----------
    .. [1] van Hees V. T. et al. PLoS ONE 2015;10:e0142533. doi:10.1371/journal.pone.0142533
    """
    count = max(1, int(np.ceil(max(track.spans[-1, 1] for track in tracks) / EPOCH_S)))
    posture, swinging = np.zeros(count, np.int64), np.zeros(count, np.bool_)
    worn = {limb: np.zeros(count, np.bool_) for limb in (False, True)}
    stirred = {limb: np.zeros(count, np.bool_) for limb in (False, True)}
    in_rhythm = np.zeros(count, np.bool_)
    of_legs: list[Array] = []
    members = rhythmic or [np.zeros(len(track.movements), np.bool_) for track in tracks]
    for track, counted, member in zip(tracks, single, members, strict=True):
        moves, leg = track.movements, track.placement.limb == "ankle"
        here = _seconds(track.worn[:, 0], track.worn[:, 1], count) >= EPOCH_S / 2
        busy = (moves.offset - moves.onset >= _BUSY_S) & (moves.peak >= _BUSY_G)
        swung = counted & (moves.excursion > TURN_DEG)
        swinging |= _lasting(moves, swung, count) & here
        lasting = _lasting(moves, counted & (busy | swung), count)
        turned = _touched(moves, counted & (moves.turn > TURN_DEG), count)
        level = np.where(lasting, Posture.LASTING, np.where(turned, Posture.TURNED, Posture.KEPT))
        posture = np.maximum(posture, np.where(here, level, Posture.KEPT))
        worn[leg] |= here
        moved = busy | (moves.excursion > STIRRED_DEG)
        stirred[leg] |= _touched(moves, counted & moved, count) & here
        if leg:
            in_rhythm |= _touched(moves, member & moved, count) & here
            of_legs.append(moves.onset[(counted | member) & moved])
    return Activity(
        epoch=EPOCH_S,
        legs_worn=worn[True],
        arms_worn=worn[False],
        posture=posture,
        swinging=swinging,
        legs_stirred=stirred[True],
        arms_stirred=stirred[False],
        legs_in_rhythm=in_rhythm,
        leg_movements=_begun(of_legs, count),
    )


def _lasting(moves: Movements, chosen: Mask, count: int) -> Mask:
    """Epochs that chosen movements fill by half or more."""
    return _seconds(moves.onset[chosen], moves.offset[chosen], count) >= _LASTING_S


def _begun(onsets: list[Array], count: int) -> NDArray[np.int64]:
    """How many movements begin in each epoch, those that begin together counted once."""
    onset = np.sort(np.concatenate([np.empty(0), *onsets]))
    onset = onset[np.diff(onset, prepend=-np.inf) > _TOGETHER_S]
    epoch = np.clip((onset / EPOCH_S).astype(np.intp), 0, count - 1)
    return np.bincount(epoch, minlength=count)


def _touched(moves: Movements, chosen: Mask, count: int) -> Mask:
    """Epochs that a chosen movement touches."""
    first = np.clip((moves.onset[chosen] / EPOCH_S).astype(np.intp), 0, count - 1)
    last = np.clip((moves.offset[chosen] / EPOCH_S).astype(np.intp), 0, count - 1)
    steps = np.bincount(first, minlength=count + 1) - np.bincount(last + 1, minlength=count + 1)
    return np.asarray(np.cumsum(steps)[:count] > 0)


def _seconds(starts: Array, ends: Array, count: int) -> Array:
    """Seconds of each epoch inside the spans, which are in order and do not overlap."""
    edges = np.stack([starts, ends], axis=1).ravel()
    before = np.stack([np.zeros(len(starts)), ends - starts], axis=1).ravel().cumsum()
    if len(edges) == 0:
        return np.zeros(count)
    covered = np.interp(np.arange(count + 1) * EPOCH_S, edges, before)
    return np.asarray(np.diff(covered))
