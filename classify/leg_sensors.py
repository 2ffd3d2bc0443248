"""Which sensors and movements count as those of legs, in scoring, figures and findings alike.

Without a sensor on an ankle, all sensors that were worn count.
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
    """Return which sensors are on an ankle, shape (tracks,)."""
    return np.array([track.placement.limb == "ankle" for track in tracks], np.bool_)


def ankle_sensors(coverage: Sequence[Coverage]) -> tuple[Coverage, ...]:
    """Return the sensors on ankles."""
    return tuple(sensor for sensor in coverage if sensor.placement.limb == "ankle")


def leg_sensors(coverage: Sequence[Coverage]) -> Sequence[Coverage]:
    """Return the sensors that count leg movements: those on ankles, or else all."""
    return ankle_sensors(coverage) or coverage


def leg_placements(coverage: Sequence[Coverage]) -> frozenset[Placement]:
    """Return the placements of the `leg_sensors`."""
    return frozenset(sensor.placement for sensor in leg_sensors(coverage))


def is_leg_movement(event: Event, legs: AbstractSet[Placement]) -> bool:
    """Return whether an event is a limb movement at one of the `leg_placements`."""
    return event.kind in LIMB_MOVEMENTS and not legs.isdisjoint(event.limbs)
