"""The movement in each epoch, as far as it distinguishes wake from sleep."""

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
"""Largest turn of a limb that keeps its posture, degrees (van Hees 2015)."""

STIRRED_DEG = 2.0
"""Swing above which a limb that comes back has stirred, degrees; chosen between 2 and 5 on worlds
left out."""

_LASTING_S = 15.0
"""Least time of movement in an epoch that is more than a turn in bed, seconds: half the epoch."""

_BUSY_S, _BUSY_G = 10.0, 0.05
"""Least duration, seconds, and peak, g, of a movement that makes a limb busy, however little it
turns: longer than any scored movement of sleep (WASM 2016), and stronger than a mattress transmits.
Legs that bounce or rub before sleep hardly turn. On six such nights of an outsider's simulator
sleep began 30 min early with three sensors, and 9 min with this; on 260 nights of ten others the
error stays as it was."""


_TOGETHER_S = 0.5
"""Largest difference between the onsets of both legs that counts as one movement, seconds; chosen
(WASM 2016 joins movements less than this after the other's end)."""


class Posture(IntEnum):
    """The largest change of posture in an epoch."""

    KEPT = 0
    TURNED = 1
    LASTING = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Activity:
    """The movement in each epoch; columns of shape (n,).

    Epoch k covers ``[k * epoch, (k + 1) * epoch)`` seconds.
    """

    epoch: float
    """Length of an epoch, seconds."""
    legs_worn: Mask
    """Whether any sensor on a leg was recorded and worn."""
    arms_worn: Mask
    """Whether any sensor on an arm was recorded and worn."""
    posture: NDArray[np.int64]
    """`Posture`: the largest change recorded by any sensor."""
    swinging: Mask
    """Whether a limb swung for half of the epoch or more, as in a person who is up."""
    legs_stirred: Mask
    """Whether a leg moved outside any rhythm."""
    arms_stirred: Mask
    """Whether an arm moved outside any rhythm."""
    legs_in_rhythm: Mask
    """Whether a leg moved as a member of a rhythm."""
    leg_movements: NDArray[np.int64]
    """Number of leg movements that began, simultaneous ones of both legs counted once."""

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
    """Return what moved in each epoch.

    Parameters
    ----------
    tracks : sequence of Track
        Tracks of one night; at least one.
    single : sequence of ndarray of bool, shape (movements,)
        For each track, the movements that indicate wake: the limb's own, outside any rhythm.
    rhythmic : sequence of ndarray of bool, shape (movements,), optional
        For each track, the movements in a rhythm; by default none.

    Notes
    -----
    A change of posture turns the limb by more than 5 degrees, as in the published rule for raw
    acceleration [1]_: the shake of a mattress, breath and pulse do not. Movements in a rhythm are
    periodic, asleep or awake, and say nothing about sleep; other movements that return to rest do,
    and so do long ones.

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
        worn_now = _seconds_inside(track.worn[:, 0], track.worn[:, 1], count) >= EPOCH_S / 2
        busy = (moves.offset - moves.onset >= _BUSY_S) & (moves.peak >= _BUSY_G)
        swung = counted & (moves.excursion > TURN_DEG)
        swinging |= _epochs_filled(moves, swung, count) & worn_now
        lasting = _epochs_filled(moves, counted & (busy | swung), count)
        turned = _epochs_touched(moves, counted & (moves.turn > TURN_DEG), count)
        level = np.where(lasting, Posture.LASTING, np.where(turned, Posture.TURNED, Posture.KEPT))
        posture = np.maximum(posture, np.where(worn_now, level, Posture.KEPT))
        worn[leg] |= worn_now
        moved = busy | (moves.excursion > STIRRED_DEG)
        stirred[leg] |= _epochs_touched(moves, counted & moved, count) & worn_now
        if leg:
            in_rhythm |= _epochs_touched(moves, member & moved, count) & worn_now
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
        leg_movements=_begin_counts(of_legs, count),
    )


def _epochs_filled(moves: Movements, chosen: Mask, count: int) -> Mask:
    """Return the epochs that chosen movements fill by half or more."""
    return _seconds_inside(moves.onset[chosen], moves.offset[chosen], count) >= _LASTING_S


def _begin_counts(onsets: list[Array], count: int) -> NDArray[np.int64]:
    """Return how many movements begin in each epoch, counting simultaneous ones once."""
    onset = np.sort(np.concatenate([np.empty(0), *onsets]))
    onset = onset[np.diff(onset, prepend=-np.inf) > _TOGETHER_S]
    epoch = np.clip((onset / EPOCH_S).astype(np.intp), 0, count - 1)
    return np.bincount(epoch, minlength=count)


def _epochs_touched(moves: Movements, chosen: Mask, count: int) -> Mask:
    """Return the epochs that a chosen movement touches."""
    first = np.clip((moves.onset[chosen] / EPOCH_S).astype(np.intp), 0, count - 1)
    last = np.clip((moves.offset[chosen] / EPOCH_S).astype(np.intp), 0, count - 1)
    steps = np.bincount(first, minlength=count + 1) - np.bincount(last + 1, minlength=count + 1)
    return np.asarray(np.cumsum(steps)[:count] > 0)


def _seconds_inside(starts: Array, ends: Array, count: int) -> Array:
    """Return the seconds of each epoch inside spans, which are in order and do not overlap."""
    edges = np.stack([starts, ends], axis=1).ravel()
    before = np.stack([np.zeros(len(starts)), ends - starts], axis=1).ravel().cumsum()
    if len(edges) == 0:
        return np.zeros(count)
    covered = np.interp(np.arange(count + 1) * EPOCH_S, edges, before)
    return np.asarray(np.diff(covered))
