"""Bouts: events separated only by short pauses, as shaking continues after a pause of a second."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.evidence.parts import Parts
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array, Index

PAUSE_S: Final = 3.0
"""Longest rest within a bout, seconds. Clonic jerks slow to one or less a second before they end
(Theodore et al. 1994), and a limb that jerks once a second rests between; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bouts:
    """Runs of events without a rest of more than `PAUSE_S`.

    Columns have shape (bouts,), except ``number`` and ``weight`` of shape (events,).
    """

    number: Index
    """Bout of each event, from 0, not falling."""
    count: Index
    """Number of events."""
    onset: Array
    """Seconds from the recording's start."""
    length: Array
    """Seconds, including pauses."""
    moving: Array
    """Share of the length that is movement."""
    rest_before: Array
    """Rest of all limbs before, seconds."""
    rest_after: Array
    """Rest of all limbs after, seconds."""
    one_limb: Array
    """Share of the movement in which the same limb is the strongest."""
    second: Array
    """Mean strength of the second strongest limb over the strongest; 0 with one sensor."""
    excursion: Array
    """Largest excursion of any event, degrees."""
    peak: Array
    """Largest peak of any event, g."""
    swells: Array
    """Number of swells of all events."""
    hand_hz: Array
    """Mean dominant frequency of events led by an arm, Hz; 0 without any."""
    weight: Array
    """Share of each event in the movement of its bout."""

    def __len__(self) -> int:
        return len(self.onset)

    def mean(self, values: Array) -> Array:
        """Return the mean of events' values over each bout, weighted by the events' durations."""
        return _sum_by_bout(self.number, self.weight * values, len(self))


def bouts_of(features: Features, joint: JointMovements, tracks: Sequence[Track]) -> Bouts:
    """Divide the events of a night into bouts and measure each."""
    onset, end = features.onset, features.onset + features.duration
    reach = np.maximum.accumulate(end) if len(end) else end
    begins = np.diff(onset, prepend=-np.inf) > 0
    begins[1:] = onset[1:] - reach[:-1] > PAUSE_S
    head = np.flatnonzero(begins)
    tail = np.append(head[1:], len(onset))[: len(head)] - 1
    number = np.cumsum(begins) - 1
    length = reach[tail] - onset[head]
    total = _sum_by_bout(number, features.duration, len(head))
    weight = features.duration / np.maximum(total, 1e-9)[number]
    limb = joint.track[Parts(joint, tracks).strongest] if len(onset) else number
    by_limb = np.zeros((len(head), max(len(tracks), 1)))
    np.add.at(by_limb, (number, limb), weight)
    second = np.nan_to_num(features.second)
    hand = np.isfinite(features.hand_frequency) & (features.frequency > 0)
    by_hand = np.where(hand, weight, 0.0)
    hertz = _sum_by_bout(number, by_hand * np.nan_to_num(features.hand_frequency), len(head))
    return Bouts(
        number=number,
        count=tail - head + 1,
        onset=onset[head],
        length=length,
        moving=total / np.maximum(length, 1e-9),
        rest_before=features.still_before[head],
        rest_after=features.still_after[tail],
        one_limb=by_limb.max(axis=1, initial=0.0),
        second=_sum_by_bout(number, weight * second, len(head)),
        excursion=_largest_by_bout(features.excursion, head),
        peak=_largest_by_bout(features.peak, head),
        swells=_sum_by_bout(number, features.bursts, len(head)),
        hand_hz=hertz / np.maximum(_sum_by_bout(number, by_hand, len(head)), 1e-9),
        weight=weight,
    )


def _sum_by_bout(number: Index, values: Array, count: int) -> Array:
    return np.asarray(np.bincount(number, values, minlength=count), np.float64)


def _largest_by_bout(values: Array, head: Index) -> Array:
    return np.maximum.reduceat(values, head) if len(head) else np.empty(0)
