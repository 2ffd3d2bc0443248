"""Which sensors and movements count as those of legs: one answer for scoring, figures and findings.

Without a sensor on any ankle whatever was worn stands for the legs.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from limbwatch.classify.kind import LIMB_MOVEMENTS
from limbwatch.classify.night import Coverage, Event
from limbwatch.dsp import Track
from limbwatch.sensor import Placement
from limbwatch.sensor.arrays import Mask


def on_legs(tracks: Sequence[Track]) -> Mask:
    """Tell which sensors are on an ankle, shape (tracks,)."""
    return np.array([track.placement.limb == "ankle" for track in tracks], np.bool_)


def ankle_sensors(coverage: Sequence[Coverage]) -> tuple[Coverage, ...]:
    """Find the sensors on ankles."""
    return tuple(sensor for sensor in coverage if sensor.placement.limb == "ankle")


def leg_sensors(coverage: Sequence[Coverage]) -> Sequence[Coverage]:
    """Find the sensors that count leg movements: the ankles, or what there is."""
    return ankle_sensors(coverage) or coverage


def leg_placements(coverage: Sequence[Coverage]) -> frozenset[Placement]:
    """Name where they are."""
    return frozenset(sensor.placement for sensor in leg_sensors(coverage))


def is_leg_movement(event: Event, legs: AbstractSet[Placement]) -> bool:
    """Tell whether an event is a limb movement that a sensor of some `leg_placements` saw."""
    return event.kind in LIMB_MOVEMENTS and not legs.isdisjoint(event.limbs)
