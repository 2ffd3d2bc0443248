"""How long each limb of an event moves, or stays tilted."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.parts import Parts
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array, Mask

_AWAY, _AWAY_DEG, _AWAY_S = 0.25, 1.0, 5.0
"""A limb that comes to rest away from where it lay, by at least this share of its excursion and
this many degrees, still counts as held, for at most this many seconds; chosen."""


class Lasting(NamedTuple):
    """Times that the limbs of each event move or stay tilted; columns of shape (events,)."""

    leg_lasting: Array
    """Longest time that one leg moves by itself, all its parts together, seconds; 0 where no leg
    takes part."""
    second_lasting: Array
    """Time that the limb with the second longest movement moves, seconds; 0 where one limb moves,
    NaN with one sensor."""
    leg_held: Array
    """Longest time that one leg stays tilted, all its parts together, seconds."""
    least_lasting: Array
    """Shortest time that a worn limb moves, seconds; 0 where one does not move, NaN with one
    sensor."""
    held_least: Array
    """Shortest time that a worn limb stays tilted, seconds; 0 where one does not move, NaN with one
    sensor."""


def lasting_of(
    parts: Parts,
    tracks: Sequence[Track],
    *,
    own: Mask,
    worn: Mask,
) -> Lasting:
    """Add up the times of each limb's parts in each event.

    ``own`` is whether the limb of each part moved by itself
    (`limbwatch.classify.evidence.strength`), ``worn`` which sensors were worn, shape (events,
    tracks).
    """
    shape = (len(parts.joint), len(tracks))
    time, held = np.zeros(shape), np.zeros(shape)
    limb = (parts.joint.event, parts.joint.track)
    duration = parts.column("offset") - parts.column("onset")
    np.add.at(time, limb, np.where(own, duration, 0.0))
    np.add.at(held, limb, np.where(own, parts.column("held"), 0.0))
    two = np.pad(time, ((0, 0), (0, max(2 - len(tracks), 0))))
    leg, several = on_legs(tracks), worn.sum(axis=1) > 1
    return Lasting(
        leg_lasting=time[:, leg].max(axis=1, initial=0.0),
        second_lasting=np.where(several, np.sort(two, axis=1)[:, -2], np.nan),
        leg_held=held[:, leg].max(axis=1, initial=0.0),
        least_lasting=np.where(several, _least_of_worn(time, worn), np.nan),
        held_least=np.where(several, _least_of_worn(held, worn), np.nan),
    )


def _least_of_worn(time: Array, worn: Mask) -> Array:
    return np.asarray(np.where(worn, time, np.inf).min(axis=1))


def held_of(parts: Parts) -> Array:
    """Return the longest time that a limb stays tilted, including rest in a new place, seconds."""
    turn = parts.column("turn")
    away = (turn > _AWAY * parts.column("excursion")) & (turn > _AWAY_DEG)
    after = np.nan_to_num(parts.column("still_after"))
    return parts.reduced(
        np.maximum, parts.column("held") + np.where(away, np.minimum(after, _AWAY_S), 0.0)
    )
