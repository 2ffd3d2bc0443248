"""How the energy of a movement is spread over time, and between the limbs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.parts import Parts
from limbwatch.dsp import Track
from limbwatch.dsp.limits import LIMITS, SHAPE_RATE
from limbwatch.sensor.arrays import Array, Mask

_BURST_S, _SWING_S, _EARLY_S = 0.4, 0.8, 0.5
"""Time of a muscle burst of 75-250 ms (ICSD-3) with the first swing that it gives to a limb; of
that swing with most of its ringing; of the burst when the onset is a tenth of a second early,
seconds."""

_SLACK_S = 0.1
"""Error of the edges of a movement, seconds."""


_FIRST, _HALF = 0.1, 0.5
"""Shares of a limb's energy whose times are compared between limbs. Onsets are not compared: they
are where a movement leaves the noise, up to a second before the jolt that it is joined with."""


class Impulse(NamedTuple):
    """Distribution of the energy of each event; columns of shape (events,).

    Shares, 0 to 1, are of the energy of the limbs that moved: the square of the dynamic
    acceleration over time. A jolted limb rings on, in a soft bed for seconds, but nearly all energy
    is in the first swings; a muscle that continues or repeats spreads it out.
    """

    burst_share: Array
    """Share in each limb's 0.4 s with the most energy."""
    swing_share: Array
    """Share in each limb's 0.8 s with the most energy."""
    early_share: Array
    """Share in the first 0.5 s from each limb's onset."""
    begun_apart: Array
    """Time between the first and the last limb at which a tenth of the limb's energy has come,
    seconds; NaN where a single limb moved. One command reaches all limbs within some hundredths of
    a second."""
    half_apart: Array
    """The same for half of the energy, seconds."""


def impulse_of(parts: Parts, tracks: Sequence[Track], *, own: Mask, clock: Array) -> Impulse:
    """Measure how the energy of each event is spread over time.

    Of each part, ``own`` is whether its limb moved by itself (`evidence.strength`), and ``clock``
    how far the clock of its sensor is behind (`evidence.similarity`), seconds.
    """
    if not len(own):
        return Impulse(*(np.empty(0) for _ in Impulse._fields))
    time = np.arange(LIMITS.shape_values) / SHAPE_RATE - LIMITS.shape_before
    duration = parts.column("offset") - parts.column("onset")
    within = (time >= -_SLACK_S) & (time <= duration[:, None] + _SLACK_S)
    power = np.where(within, np.square(parts.joint.column(tracks, "shape")), 0.0)
    cumulative = np.cumsum(power, axis=1) / SHAPE_RATE
    # the energy beyond the stored waveform follows from the root mean square of the movement
    whole = np.maximum(np.square(parts.column("rms")) * duration, cumulative[:, -1])
    total = np.maximum(_sum_over_own(parts, whole, own), 1e-12)
    begin = parts.column("onset") - clock
    early = cumulative[:, np.searchsorted(time, _EARLY_S, side="right") - 1]
    return Impulse(
        burst_share=_sum_over_own(parts, _largest_in_window(cumulative, _BURST_S), own) / total,
        swing_share=_sum_over_own(parts, _largest_in_window(cumulative, _SWING_S), own) / total,
        early_share=_sum_over_own(parts, early, own) / total,
        begun_apart=_time_between_limbs(parts, _time_of_share(cumulative, _FIRST) + begin, own),
        half_apart=_time_between_limbs(parts, _time_of_share(cumulative, _HALF) + begin, own),
    )


def _largest_in_window(cumulative: Array, seconds: float) -> Array:
    """Return the largest energy in any window of this length, shape (parts,)."""
    length = round(seconds * SHAPE_RATE)
    before = np.concatenate([np.zeros((len(cumulative), 1)), cumulative], axis=1)
    return np.asarray((before[:, length:] - before[:, :-length]).max(axis=1))


def _time_of_share(cumulative: Array, share: float) -> Array:
    """Return when this share of the energy is reached, seconds from the onset, shape (parts,)."""
    wanted = share * np.maximum(cumulative[:, -1], 1e-12)
    rows, place = np.arange(len(cumulative)), np.argmax(cumulative >= wanted[:, None], axis=1)
    before = np.where(place > 0, cumulative[rows, place - 1], 0.0)
    part = (wanted - before) / np.maximum(cumulative[rows, place] - before, 1e-12)
    return np.asarray((place + np.minimum(part, 1.0)) / SHAPE_RATE - LIMITS.shape_before)


def _time_between_limbs(parts: Parts, moment: Array, own: Mask) -> Array:
    apart = parts.apart(np.where(own, moment, np.nan))
    return np.where(_sum_over_own(parts, np.ones(len(own)), own) > 1, apart, np.nan)


def _sum_over_own(parts: Parts, energy: Array, own: Mask) -> Array:
    return parts.reduced(np.add, np.where(own, energy, 0.0))
