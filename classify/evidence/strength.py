"""The strength of each event at every worn sensor, whether it was detected there or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.dsp import PEAK_RATE, Track
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedLimits:
    """How much of one limb's movement the bed may carry to the sensor on another; chosen by us."""

    strong: float = 0.1
    """Least peak of the movements from which the carried share is learned, g."""
    quantile: float = 0.2
    """Quantile of the other sensor's share in these movements that the bed carried: in the rest the
    other limb moved along."""
    factor: float = 2.5
    """Safety factor on the carried share."""
    usual: float = 0.04
    """Carried share assumed with too few movements: a mattress carries some 2 % from one limb to
    another (seen on simulated beds)."""
    least: float = 0.025
    """Lowest carried share."""
    most: float = 0.12
    """Highest carried share."""
    fewest: int = 8
    """Fewest movements from which the carried share is learned."""
    turned_deg: float = 1.0
    """Least turn of a weakly moving limb that moves by itself, degrees."""
    turned: float = 0.5
    """Least slow departure from rest of such a limb, as a share of its peak."""


CARRIED = CarriedLimits()

_FLOORS = 2.0
"""Highest envelope at rest, in noise floors."""

_LEAST_G = 1e-4
"""Lowest strength in a ratio, g: a fraction of the noise of the best sensors."""

_LONGEST_S = 20.0
"""Longest part of an event that is searched, seconds."""

_AROUND_S = 0.1
"""Time before the onset and after the end that is searched too, seconds: one peak."""

_NEIGHBOURS, _FEWEST = 12, 4
"""Events on either side whose ratios are compared, and the fewest for a result."""

_NEAR = 0.35
"""Largest difference of equal ratios, in natural logarithm: a partner's scatter by .2 to .3, own
movements by 2 to 2.5 (seen on simulated beds)."""


class FeltStrength(NamedTuple):
    """The strength of the events at every sensor, and which limbs moved by themselves."""

    strength: Array
    """Largest envelope of every sensor, g; NaN without data; shape (events, tracks)."""
    own: Mask
    """Whether the limb of each part moved by itself, not carried by the bed alone; shape
    (parts,)."""
    moved: Mask
    """Limbs that moved by themselves in each event; shape (events, tracks)."""


class Ratios(NamedTuple):
    """Ratios between sensors; columns of shape (events,), NaN where the sensors are not worn."""

    arms_over_legs: Array
    """Strongest wrist over strongest ankle."""
    leg_over_leg: Array
    """Weaker ankle over stronger ankle."""
    fixed: Array
    """Share of the neighbouring events that reach the sensors in the same ratio: 1 for one source
    in one bed, near 0 for limbs that move by themselves."""


def strength_at_sensors(joint: JointMovements, tracks: Sequence[Track]) -> FeltStrength:
    """Return the strength of each event at every sensor, and which limbs moved by themselves."""
    moved = np.zeros((len(joint), len(tracks)), np.bool_)
    if not len(joint):
        return FeltStrength(np.empty(moved.shape), np.zeros(0, np.bool_), moved)
    onset = joint.column(tracks, "onset")[joint.head]
    offset = np.maximum.reduceat(joint.column(tracks, "offset"), joint.head)
    strength = strength_of(onset, offset - onset, tracks)
    own = takes_part(joint, tracks, strength)
    moved[joint.event[own], joint.track[own]] = True
    return FeltStrength(strength, own, moved)


def strength_of(onset: Array, duration: Array, tracks: Sequence[Track]) -> Array:
    """Return the largest envelope of every sensor during each event, g, shape (events, tracks).

    Onsets and durations are in seconds. It is at least the sensor's envelope at rest; NaN without
    data.
    """
    found = np.full((len(onset), len(tracks)), np.nan)
    for column, track in enumerate(tracks):
        peaks = np.append(track.peaks.astype(np.float64), [np.nan, np.nan])
        begin = np.floor((onset - _AROUND_S) * PEAK_RATE)
        first = np.clip(begin, 0, len(peaks) - 2).astype(np.intp)
        length = np.minimum(duration, _LONGEST_S) + 2 * _AROUND_S
        last = np.clip(first + np.ceil(length * PEAK_RATE), 1, len(peaks) - 1).astype(np.intp)
        edges = np.stack([first, np.maximum(last, first + 1)], axis=1).ravel()
        if len(edges):
            largest = np.fmax.reduceat(peaks, edges)[::2]
            found[:, column] = np.fmax(largest, _FLOORS * track.floor)
            found[np.isnan(largest), column] = np.nan
    return found


def transmitted_share(strength: Array) -> Array:
    """Learn the share that the bed carries from the strongest sensor (row) to each other (column).

    It is the largest that the bed alone would carry, by the strengths of `strength_of`; shape
    (tracks, tracks).
    """
    tracks = strength.shape[1]
    carried = np.full((tracks, tracks), CARRIED.usual)
    known = np.where(np.isnan(strength), 0.0, strength)
    strongest = known.argmax(axis=1) if tracks else np.zeros(0, np.intp)
    for one in range(tracks):
        strengths = strength[
            (strongest == one) & (known.max(axis=1, initial=0.0) >= CARRIED.strong)
        ]
        for other in range(tracks):
            share = strengths[:, other] / strengths[:, one] if other != one else np.empty(0)
            share = share[~np.isnan(share)]
            if len(share) >= CARRIED.fewest:
                carried[one, other] = CARRIED.factor * np.quantile(share, CARRIED.quantile)
    return np.asarray(np.clip(carried, CARRIED.least, CARRIED.most))


def takes_part(joint: JointMovements, tracks: Sequence[Track], strength: Array) -> Mask:
    """Return which limbs of each event moved by themselves, not carried by the bed alone.

    The strongest limb, by the strengths of `strength_of`, always does; shape (parts,).
    """
    strengths = np.nan_to_num(strength)[joint.event, joint.track]
    strongest = np.lexsort((-strengths, joint.event))[joint.head]
    top = strongest[joint.event]
    carried = transmitted_share(strength)[joint.track[top], joint.track]
    more = strengths >= carried * strengths[top]
    turns = (joint.column(tracks, "excursion") >= CARRIED.turned_deg) & (
        joint.column(tracks, "displacement") >= CARRIED.turned * joint.column(tracks, "peak")
    )
    return np.asarray(more | turns)


def ratios_of(strength: Array, tracks: Sequence[Track]) -> Ratios:
    """Return the ratios between sensors in each event (`strength_of`), and how steady they are."""
    leg = on_legs(tracks)
    nothing = np.full(len(strength), np.nan)
    known = np.log(np.maximum(strength, _LEAST_G))
    legs, arms = known[:, leg], known[:, ~leg]
    strongest_leg = _largest(legs)
    weakest_leg = -_largest(-legs)
    ratio = _largest(arms) - strongest_leg if legs.size and arms.size else nothing
    across = weakest_leg - strongest_leg if legs.shape[1] > 1 else nothing
    if strength.shape[1] > 1:
        vectors = known[:, 1:] - known[:, :1]
        fixed = _share_with_same_ratio(vectors)
    else:
        fixed = nothing
    return Ratios(np.exp(ratio), np.exp(across), fixed)


def _largest(values: Array) -> Array:
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    return np.asarray(np.fmax.reduce(values, axis=1))


def _share_with_same_ratio(vectors: Array) -> Array:
    """Return the share of the neighbours with the same ratios, shape (events,)."""
    count = len(vectors)
    same, number = np.zeros(count), np.zeros(count)
    for step in range(1, min(_NEIGHBOURS, count - 1) + 1):
        difference = np.abs(vectors[step:] - vectors[:-step])
        known = ~np.isnan(difference).all(axis=1)
        near = known & (np.fmax.reduce(difference, axis=1, initial=0.0) < _NEAR)
        for part in (np.s_[step:], np.s_[:-step]):
            same[part] += near
            number[part] += known
    return np.where(number >= _FEWEST, same / np.maximum(number, 1), np.nan)
