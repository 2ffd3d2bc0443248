"""Movements of the legs in the events of a night, and which of them the rules count."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.classify.observation.coverage import end_of, gaps_of, not_worn_of
from limbwatch.classify.rules.interruptions import interruptions
from limbwatch.classify.rules.leg_movements import SIDES, LegMovements, ScoredMovements, score
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.classify.slept import Sleep
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array, Index, Mask


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventLegs:
    """Movements of the legs, one row per leg, with the event each belongs to."""

    events: int
    """Number of events of the night."""
    event: Index
    """Index of the event of each row; shape (rows,)."""
    side: NDArray[np.int64]
    """Side of the body, as a number of `SIDES`; shape (rows,)."""
    onset: Array
    """Seconds from the recording's start; shape (rows,)."""
    duration: Array
    """Seconds; shape (rows,)."""
    asleep: Mask
    """Whether the person was asleep at the onset; shape (rows,)."""
    restarts: Array
    """Times at which an interruption of the legs' sensors ends, seconds."""

    @classmethod
    def of(
        cls,
        joint: JointMovements,
        tracks: Sequence[Track],
        sleep: Sleep,
        *,
        own: Mask,
    ) -> "EventLegs":
        """Select the parts of the events that are a leg's own movements."""
        ankle = on_legs(tracks)
        rows = np.flatnonzero(ankle[joint.track] & own)
        sides = np.array([SIDES[track.placement.side] for track in tracks], np.int64)
        onset = joint.column(tracks, "onset")[rows]
        end = end_of(tracks)
        unseen = [
            np.concatenate([gaps_of(track, end), not_worn_of(track)]).tolist()
            for track in compress(tracks, ankle)
        ]
        return cls(
            events=len(joint),
            event=joint.event[rows],
            side=sides[joint.track[rows]],
            onset=onset,
            duration=joint.column(tracks, "offset")[rows] - onset,
            asleep=sleep.asleep_at(onset),
            restarts=interruptions(unseen)[:, 1],
        )

    def periodic(self, rules: Rules, *, without: Mask) -> "PeriodicMovements":
        """Return what the rules count in each event, leaving out the events in ``without``."""
        rows = np.flatnonzero(~without[self.event])
        scored: ScoredMovements = score(
            LegMovements.from_seconds(
                side=self.side[rows].tolist(),
                onset=self.onset[rows],
                duration=self.duration[rows],
                asleep=self.asleep[rows],
            ),
            rules,
            restarts=self.restarts,
        )
        number = np.zeros(self.events, np.int64)
        begin, end = np.full((2, self.events), np.nan)
        # backwards, so that the first movement of an event is the one that stays
        for row in np.flatnonzero(scored.periodic)[::-1].tolist():
            event = self.event[rows[scored.rows[row][0]]]
            number[event] = scored.series[row]
            begin[event], end[event] = scored.onset[row] / 1000, scored.offset[row] / 1000
        return PeriodicMovements(number, begin, end)


class PeriodicMovements(NamedTuple):
    """The periodic leg movement of each event, if any; columns of shape (events,)."""

    series: NDArray[np.int64]
    """Number of its series; 0 for none."""
    begin: Array
    """Onset, seconds; NaN without one."""
    end: Array
    """Offset, seconds; NaN without one."""
