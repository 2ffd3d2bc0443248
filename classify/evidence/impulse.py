"""When the energy of a movement comes: in one burst, at once, in all limbs together, or not."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.parts import Parts
from limbwatch.dsp import Track
from limbwatch.dsp.limits import LIMITS, SHAPE_RATE
from limbwatch.sensor.arrays import Array, Mask

_BURST_S, _SWING_S, _EARLY_S = 0.4, 0.8, 0.5
"""A muscle burst of 75-250 ms (ICSD-3) and the first swing that it gives to a limb; that swing and
most of its ringing; the burst with an onset that is a tenth of a second early."""

_SLACK_S = 0.1
"""Error of the edges of a movement, seconds."""


_FIRST, _HALF = 0.1, 0.5
"""Shares of a limb's energy whose moments are compared between limbs. The onset of a movement is
where it leaves the noise, up to a second before the jolt that it is joined with."""


class Impulse(NamedTuple):
    """Columns of shape (events,).

    Shares, 0 to 1, are of the energy of the limbs that moved: the square of the dynamic
    acceleration over time. A limb that was jolted rings on,
    in a soft bed for seconds, but nearly all energy is in the first swings; where a muscle goes on
    or comes again it is spread out.
    """

    burst_share: Array
    """In each limb's 0.4 s with the most energy."""
    swing_share: Array
    """In each limb's 0.8 s with the most."""
    early_share: Array
    """In the first 0.5 s from each limb's onset on."""
    begun_apart: Array
    half_apart: Array
    """Time from the first limb to the last at which the first tenth, and half, of the limb's energy
    has come, seconds; NaN where a single limb moved. One command reaches all limbs within some
    hundredths of a second."""


def impulse_of(parts: Parts, tracks: Sequence[Track], *, own: Mask, clock: Array) -> Impulse:
    """Say how far each event is over after one burst.

    Parameters
    ----------
    own : ndarray of bool, shape (parts,)
        Whether the limb of each part moved by itself (`evidence.strength`).
    clock : ndarray of float, shape (parts,)
        By how much the clock of each part's sensor is behind (`evidence.similarity`), seconds.
    """
    if not len(own):
        return Impulse(*(np.empty(0) for _ in Impulse._fields))
    time = np.arange(LIMITS.shape_values) / SHAPE_RATE - LIMITS.shape_before
    duration = parts.column("offset") - parts.column("onset")
    within = (time >= -_SLACK_S) & (time <= duration[:, None] + _SLACK_S)
    power = np.where(within, np.square(parts.joint.column(tracks, "shape")), 0.0)
    upto = np.cumsum(power, axis=1) / SHAPE_RATE
    # what lies behind the waveform that is kept is known by its root mean square
    whole = np.maximum(np.square(parts.column("rms")) * duration, upto[:, -1])
    total = np.maximum(_sum(parts, whole, own), 1e-12)
    begin = parts.column("onset") - clock
    early = upto[:, np.searchsorted(time, _EARLY_S, side="right") - 1]
    return Impulse(
        burst_share=_sum(parts, _most(upto, _BURST_S), own) / total,
        swing_share=_sum(parts, _most(upto, _SWING_S), own) / total,
        early_share=_sum(parts, early, own) / total,
        begun_apart=_time_between_limbs(parts, _moment(upto, _FIRST) + begin, own),
        half_apart=_time_between_limbs(parts, _moment(upto, _HALF) + begin, own),
    )


def _most(upto: Array, seconds: float) -> Array:
    """Return the largest energy in any stretch of this length, shape (parts,)."""
    length = round(seconds * SHAPE_RATE)
    before = np.concatenate([np.zeros((len(upto), 1)), upto], axis=1)
    return np.asarray((before[:, length:] - before[:, :-length]).max(axis=1))


def _moment(upto: Array, share: float) -> Array:
    """Return when this share of the energy has come, seconds from the onset, shape (parts,)."""
    wanted = share * np.maximum(upto[:, -1], 1e-12)
    rows, place = np.arange(len(upto)), np.argmax(upto >= wanted[:, None], axis=1)
    before = np.where(place > 0, upto[rows, place - 1], 0.0)
    part = (wanted - before) / np.maximum(upto[rows, place] - before, 1e-12)
    return np.asarray((place + np.minimum(part, 1.0)) / SHAPE_RATE - LIMITS.shape_before)


def _time_between_limbs(parts: Parts, moment: Array, own: Mask) -> Array:
    apart = parts.apart(np.where(own, moment, np.nan))
    return np.where(_sum(parts, np.ones(len(own)), own) > 1, apart, np.nan)


def _sum(parts: Parts, energy: Array, own: Mask) -> Array:
    return parts.reduced(np.add, np.where(own, energy, 0.0))
