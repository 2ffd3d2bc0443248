"""The program's events of a night, as lists for comparison with another scorer's."""

from dataclasses import dataclass

import numpy as np

from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_sensors import is_leg_movement, leg_placements
from limbwatch.classify.night import Event, Night
from limbwatch.classify.rules.interruptions import restarts_of
from limbwatch.classify.rules.leg_movements import SIDES, LegMovements, ScoredMovements, score
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnList:
    """Some events of a night."""

    events: tuple[Event, ...]
    """Events in order of onset."""

    def __len__(self) -> int:
        return len(self.events)

    @property
    def onset(self) -> Array:
        """Onsets, seconds."""
        return np.array([event.onset for event in self.events], np.float64)

    @property
    def offset(self) -> Array:
        """Offsets, seconds."""
        return np.array([event.onset + event.duration for event in self.events], np.float64)

    def where(self, chosen: Mask) -> "OwnList":
        """Return the chosen events."""
        return OwnList(events=tuple(e for e, yes in zip(self.events, chosen, strict=True) if yes))

    def of_kind(self, *kinds: Kind) -> "OwnList":
        """Return the events of some kinds."""
        return OwnList(events=tuple(e for e in self.events if e.kind in kinds))

    def of_side(self, side: str) -> "OwnList":
        """Return the events that one leg took part in."""
        return OwnList(
            events=tuple(
                e
                for e in self.events
                if any(limb.limb == "ankle" and limb.side == side for limb in e.limbs)
            )
        )


def leg_movements_of(night: Night) -> OwnList:
    """Return the periodic and isolated movements that a leg took part in, as in the figures."""
    legs = leg_placements(night.coverage)
    return OwnList(events=tuple(event for event in night.events if is_leg_movement(event, legs)))


def by_rules(night: Night, rules: Rules, *, without: Array | None = None) -> ScoredMovements:
    """Score the program's own leg movements by rules, as a scorer's list is.

    ``without`` are onsets of movements to leave out, seconds.
    """
    left_out = set() if without is None else set(without.tolist())
    side, onset, duration, asleep = [], [], [], []
    for event in leg_movements_of(night).events:
        if event.onset in left_out:
            continue
        legs = {limb.side for limb in event.limbs if limb.limb == "ankle"} or {None}
        for leg in legs:
            side.append(int(SIDES[leg]))
            onset.append(event.onset)
            duration.append(event.duration)
            asleep.append(event.asleep)
    return score(
        LegMovements.from_seconds(side=side, onset=onset, duration=duration, asleep=asleep),
        rules,
        restarts=restarts_of(night.coverage),
    )
