"""Trains of foot tremor: several of them, in both legs, are no attack of one leg."""

from typing import Final

import numpy as np

from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import CLOSE
from limbwatch.sensor.arrays import Array, Mask

FEWEST: Final = 4
WITHIN_S: Final = 3600.0
"""Fewest trains, the one that is looked at included, and the time around it within which they
count, seconds: rhythmic feet movements while falling asleep come in many trains, of either foot,
that last seconds to minutes (Wichniak et al. 2001); focal jerking keeps to one side."""

_RHYTHMS = (Kind.FOOT_TREMOR, Kind.FOCAL)


def trains_of(
    labels: Labels,
    onset: Array,
    moved: Mask,
    *,
    leg: Mask,
    other: Mask | None = None,
) -> Mask:
    """Say which events are trains of foot tremor because several come, in both legs.

    A single train and the jerking of a leg differ in nothing but their length.

    Parameters
    ----------
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    moved : ndarray of bool, shape (events, sensors)
        Limbs that took part.
    leg : ndarray of bool, shape (sensors,)
        Which sensors are worn on a leg. One leg alone tells nothing of the other: then none is.
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
    train = labels.led_by(*_RHYTHMS) & likely & ~moved[:, ~leg].any(axis=1)
    train = np.flatnonzero(train if other is None else train & ~other)
    for one in train.tolist():
        near = train[np.abs(onset[train] - onset[one]) <= WITHIN_S / 2]
        feet[one] = len(near) >= FEWEST and bool(moved[near][:, leg].any(axis=0).all())
    return feet
