"""Movements of single limbs joined into events of the person."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limbwatch.classify.leg_sensors import on_legs
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array, Index

_JOIN_S = 0.5
"""Limbs join when one begins less than this after the other ended, seconds (WASM 2016, bilateral
LM)."""

_SHARED = 0.5
"""An arm joins the legs when it moves together with them for at least this share of the shorter of
the two, or begins within ``_JOIN_S`` of them; a longer arm movement that happens to overlap is a
separate event."""

_TRAIN_BURST_S = 1.2
"""Longest burst of a train of foot movements, seconds: 0.25-1.0 s of muscle activity (hypnagogic
foot tremor, AASM) and the limb's ringing."""

_TRAIN_STEP_S = 3.4
"""Longest time from burst to burst, seconds: 0.3 Hz (AASM, Wichniak et al. 2001)."""

_TRAIN_LEAST = 4
"""Fewest bursts of a train (AASM)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointMovements:
    """The movements of single limbs (parts) that make up each event."""

    event: Index
    """Number of the event that each part belongs to, from 0 in order of onset, not falling; shape
    (parts,)."""
    track: Index
    """Number of each part's track; shape (parts,)."""
    row: Index
    """Row of each part in the movements of its track; shape (parts,)."""
    head: Index
    """First part of each event; shape (events,)."""

    def __len__(self) -> int:
        return len(self.head)

    def column(self, tracks: Sequence[Track], name: str) -> Array:
        """Return one measure of every part, shape (parts,)."""
        if not len(self.event):
            return np.empty(0)
        begin = np.cumsum([0, *(len(track.movements) for track in tracks[:-1])])
        whole = np.concatenate([getattr(track.movements, name) for track in tracks])
        return np.asarray(whole[begin[self.track] + self.row])


def join(tracks: Sequence[Track]) -> JointMovements:
    """Join the movements of all limbs, on a common clock, into events.

    Legs join first, by the rule for bilateral leg movements, so that an event never holds two leg
    movements that the scoring rules count separately; arms then join the legs they move with.
    """
    track = np.concatenate([np.full(len(t.movements), k) for k, t in enumerate(tracks)])
    row = np.concatenate([np.arange(len(t.movements)) for t in tracks])
    onset = np.concatenate([t.movements.onset for t in tracks])
    offset = np.concatenate([t.movements.offset for t in tracks])
    leg = on_legs(tracks)[track.astype(np.intp)]
    group = np.empty(len(onset), np.intp)
    legs, arms = np.flatnonzero(leg), np.flatnonzero(~leg)
    group[legs] = _trains(_chains(onset[legs], offset[legs]), onset[legs], offset[legs])
    leg_count = group[legs].max(initial=-1) + 1
    group[arms] = leg_count + _chains(onset[arms], offset[arms])
    group = _arms_to_legs(group, onset=onset, offset=offset, legs=leg_count)
    return _ordered(group, track=track.astype(np.intp), row=row.astype(np.intp), onset=onset)


def extents_of(group: Index, onset: Array, offset: Array, *, count: int) -> tuple[Array, Array]:
    """Return the begin and end, shape (count,), of each of ``count`` groups of movements.

    ``group`` is the number of each movement's group; an empty one begins at inf and ends at -inf.
    Times are in seconds.
    """
    begin, end = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(begin, group, onset)
    np.maximum.at(end, group, offset)
    return begin, end


def _chains(onset: Array, offset: Array) -> Index:
    """Give intervals that overlap or closely follow each other the same number."""
    if not len(onset):
        return np.empty(0, np.intp)
    order = np.argsort(onset, kind="stable")
    reach = np.maximum.accumulate(offset[order])
    fresh = np.concatenate([[True], onset[order][1:] - reach[:-1] >= _JOIN_S])
    number = np.empty(len(onset), np.intp)
    number[order] = np.cumsum(fresh) - 1
    return number


def _trains(group: Index, onset: Array, offset: Array) -> Index:
    """Join trains of short bursts of the legs, and renumber the groups, shape (n,).

    Groups are numbered in order of onset; times are in seconds.
    """
    count = int(group.max(initial=-1)) + 1
    if count < _TRAIN_LEAST:
        return group
    begin, end = extents_of(group, onset, offset, count=count)
    short = end - begin <= _TRAIN_BURST_S
    linked = short[1:] & short[:-1] & (np.diff(begin) <= _TRAIN_STEP_S)
    train = np.concatenate([[0], np.cumsum(~linked)])
    long_enough = np.bincount(train)[train] >= _TRAIN_LEAST
    fresh = np.concatenate([[True], ~(linked & long_enough[1:])])
    return np.asarray((np.cumsum(fresh) - 1)[group])


def _arms_to_legs(group: Index, *, onset: Array, offset: Array, legs: int) -> Index:
    """Give each group of arm movements the number of the leg group it moves with, if any."""
    count = int(group.max(initial=-1)) + 1
    if legs in (0, count):
        return group
    begin, end = extents_of(group, onset, offset, count=count)
    target = np.arange(count)
    leg_begin, leg_end = begin[:legs], end[:legs]
    for arm in range(legs, count):
        low = np.searchsorted(leg_end, begin[arm] - _JOIN_S)
        high = np.searchsorted(leg_begin, end[arm] + _JOIN_S)
        if low >= high:
            continue
        near = np.arange(low, high)
        shared = np.minimum(leg_end[near], end[arm]) - np.maximum(leg_begin[near], begin[arm])
        shorter = np.minimum(leg_end[near] - leg_begin[near], end[arm] - begin[arm])
        together = (shared >= _SHARED * shorter) | (np.abs(leg_begin[near] - begin[arm]) < _JOIN_S)
        if together.any():
            target[arm] = near[np.argmax(np.where(together, shared, -np.inf))]
    return np.asarray(target[group])


def _ordered(group: Index, *, track: Index, row: Index, onset: Array) -> JointMovements:
    """Sort the parts by the first onset of their group, and number the groups in that order."""
    if not len(group):
        empty = np.empty(0, np.intp)
        return JointMovements(event=empty, track=empty, row=empty, head=empty)
    begin = np.full(group.max() + 1, np.inf)
    np.minimum.at(begin, group, onset)
    rank = np.empty(len(begin), np.intp)
    rank[np.argsort(begin, kind="stable")] = np.arange(len(begin))
    event = rank[group]
    order = np.lexsort((track, onset, event))
    event = event[order]
    return JointMovements(
        event=event,
        track=track[order],
        row=row[order],
        head=np.flatnonzero(np.diff(event, prepend=-1)),
    )
