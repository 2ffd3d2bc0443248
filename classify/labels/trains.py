"""Trains of foot tremor: several in both legs are not the jerking of one leg."""

from typing import Final

import numpy as np

from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import CLOSE
from limbwatch.sensor.arrays import Array, Mask

FEWEST: Final = 4
"""Fewest trains within `WITHIN_S`, counting the one in question: rhythmic feet movements while
falling asleep come in many trains, of either foot, that last seconds to minutes (Wichniak et al.
2001); focal jerking keeps to one side."""
WITHIN_S: Final = 3600.0
"""Time around a train within which others count, seconds."""

_RHYTHMS = (Kind.FOOT_TREMOR, Kind.FOCAL)
"""Kinds that a single train may look like."""


def trains_of(
    labels: Labels,
    onset: Array,
    moved: Mask,
    *,
    leg: Mask,
    other: Mask | None = None,
) -> Mask:
    """Return which events are trains of foot tremor because there are several, in both legs.

    A single train differs from the jerking of a leg only by its length.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    moved : ndarray of bool, shape (events, sensors)
        Limbs that took part.
    leg : ndarray of bool, shape (sensors,)
        Which sensors are worn on a leg; with fewer than two nothing is known, and no event is.
    other : ndarray of bool, shape (events,), optional
        Events that belong to an attack, whatever kind is most probable.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    feet = np.zeros(len(onset), np.bool_)
    if np.count_nonzero(leg) < 2 or not len(onset):
        return feet
    likely = np.sum([labels.of(kind) for kind in _RHYTHMS], axis=0) >= CLOSE
    trains = labels.led_by(*_RHYTHMS) & likely & ~moved[:, ~leg].any(axis=1)
    trains = np.flatnonzero(trains if other is None else trains & ~other)
    for event in trains.tolist():
        near = trains[np.abs(onset[trains] - onset[event]) <= WITHIN_S / 2]
        feet[event] = len(near) >= FEWEST and bool(moved[near][:, leg].any(axis=0).all())
    return feet
