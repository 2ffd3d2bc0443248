"""Steps: legs that alternate at the pace of walking, with the shank upright."""

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.parts import Parts
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.dsp import PEAK_RATE, Track
from limbwatch.sensor.arrays import Array, Index

_STRIDE_S = (0.8, 1.6)
"""Time from one step of a leg to its next, seconds: 0.6 to 1.2 strides in a second (slow walking
at night to brisk walking; steps at 1.4 to 2.2 in a second)."""

_LEAST_S = 3.0
"""Shortest movement with enough strides to measure, seconds."""

_LONGEST_S = 60.0
"""Longest part of a movement that is analysed, seconds."""

_SWING_HZ = (0.55, 1.3)
"""Strides per second at which an ankle's swing is searched: those of `_STRIDE_S`, widened by the
width of a line in the spectrum of a few strides."""

_SLOWEST_HZ = 0.4
"""Lowest frequency of swells, Hz: below it the envelope shows the course of the whole event."""

_SPECTRUM = 256
"""Fewest values of a spectrum: 0.04 Hz apart."""

IN_TURN, AT_PACE = 0.2, 0.35
"""Least antiphase, or least share of swells at the pace of strides, of legs that step. Of 190
walking events of more than eight seconds of nine simulated worlds (development nights, two ankles)
160 reach one of them and do not swell together there, of the 159 of worlds whose legs are a body's
140; of 60 convulsions 9."""

SURELY_IN_TURN, SURELY_AT_PACE = 0.8, 0.5
"""Antiphase and share at the pace of strides that together show steps, or trembling in turn: of the
events of eight seconds and more of ten simulated worlds and eleven outsiders', three sensors, 388
of 1549 walks reach both, 42 of 739 trains of foot tremor and 3 of 2300 others: no convulsion, no
stiffening."""

STEADY = 0.7
"""Least share of the ankles' power at the pace of strides in a steady swing; on 65 nights of five
simulated worlds the legs of a lying body reached it together only where they bounced awake, and
no convulsion did."""

_POSTURE_DEG = 45.0
"""Largest angle between equal postures, degrees: a limb that stiffens where it lies turns by less,
and standing up turns a shank by more. On 72 nights of eight simulated worlds 95 of 100 walking
shanks have their posture for at most 0.21 of the night by this angle, as by 30 degrees."""

_POSTURE_STEP = 30
"""Every n-th epoch is used as a sample of the night's postures."""


class Gait(NamedTuple):
    """Measures of steps; columns of shape (events,), NaN where they could not be taken."""

    stride: Array
    """Autocorrelation of the stronger ankle's envelope at the best stride, -1 to 1."""
    antiphase: Array
    """How far the two ankles swell and ebb alternately at the pace of strides: 1 alternately, as in
    walking, -1 together, as where one cause shakes both."""
    at_pace: Array
    """Share of the modulation of the ankles' envelopes at the pace of strides, 0 to 1."""
    posture_share: Array
    """Share of the night that the strongest limb spent in the posture that it has during the event,
    0 to 1: small for a shank that stands upright."""


def gait_of(onset: Array, duration: Array, strongest: Index, tracks: Sequence[Track]) -> Gait:
    """Measure steps in each event, whose onsets and durations are in seconds.

    ``strongest`` is the number of the track that shows each event most strongly.
    """
    count = len(onset)
    gait = Gait(*np.full((len(Gait._fields), count), np.nan))
    ankles = list(compress(tracks, on_legs(tracks)))
    for event in np.flatnonzero(duration >= _LEAST_S) if ankles else ():
        first = round(float(onset[event]) * PEAK_RATE)
        last = first + round(min(float(duration[event]), _LONGEST_S) * PEAK_RATE)
        legs = [np.nan_to_num(track.peaks[first:last].astype(np.float64)) for track in ankles]
        size = min(len(leg) for leg in legs)
        if size >= _LEAST_S * PEAK_RATE:
            centred = [_standardised_log(leg[:size]) for leg in legs]
            gait.stride[event] = _stride(centred)
            gait.antiphase[event], gait.at_pace[event] = _pace_measures(centred)
    for number, track in enumerate(tracks):
        own_events = np.flatnonzero(strongest == number)
        gait.posture_share[own_events] = _posture_share(
            onset[own_events] + 0.5 * duration[own_events], track
        )
    return gait


def swing_of(parts: Parts, tracks: Sequence[Track]) -> Array:
    """Return how steadily every worn ankle swings at the pace of strides, shape (events,).

    Steady steps are recognised without posture: a person may lie with the shank as it was when
    standing, or sit up for most of a short recording. They need not alternate either: an even swing
    swells twice in a stride, so that its legs swell together.

    The tracks are in the order of the parts' tracks. It is the least share of an ankle's power that
    lies at the pace of strides, 0 to 1: 0 where an ankle swings at another pace or does not take
    part; NaN where none is worn.
    """
    ankle = on_legs(tracks)
    if not ankle.any():
        return np.full(len(parts.joint), np.nan)
    leg = ankle[parts.joint.track]
    pace = parts.column("frequency")
    at_pace = (pace >= _SWING_HZ[0]) & (pace <= _SWING_HZ[1])
    share = np.where(at_pace, np.nan_to_num(parts.column("rhythm")), 0.0)
    least = parts.reduced(np.minimum, np.where(leg, share, 1.0))
    all_ankles = parts.reduced(np.add, leg.astype(np.float64)) >= ankle.sum()
    return np.where(all_ankles, least, 0.0)


def _standardised_log(envelope: Array) -> Array:
    # logarithm, so that one heavy step does not hide the others
    level = np.log(envelope + 0.005)
    centred = level - _mean(level)
    return np.asarray(centred / max(float(np.sqrt(_mean(np.square(centred)))), 1e-9))


def _mean(values: Array) -> float:
    # np.mean has too much overhead for so few values
    return float(np.add.reduce(values)) / len(values)


def _stride(legs: list[Array]) -> float:
    low, high = (round(seconds * PEAK_RATE) for seconds in _STRIDE_S)
    lags = range(low, min(high, len(legs[0]) - 5) + 1)
    return max(_mean(leg[lag:] * leg[:-lag]) for leg in legs for lag in lags)


def _pace_measures(legs: list[Array]) -> tuple[float, float]:
    """Return antiphase and share at the pace of strides, from the spectra of the envelopes.

    Growth or decay over the event is slower. A train of blows at 2 Hz and more also repeats after
    the time of a stride, but has no power at the pace of strides.
    """
    size = max(len(legs[0]), _SPECTRUM)
    swells = np.fft.rfft(legs * np.hanning(len(legs[0])), size)
    pace = np.fft.rfftfreq(size, 1 / PEAK_RATE)
    power = np.square(np.abs(swells))
    strides = (pace >= _SWING_HZ[0]) & (pace <= _SWING_HZ[1])
    whole = power[:, pace >= _SLOWEST_HZ].sum(axis=1)
    at_pace = power[:, strides].sum(axis=1)
    share = float(np.mean(at_pace / np.maximum(whole, 1e-9)))
    if len(legs) < 2:
        return float("nan"), share
    left, right = swells[:2, strides]
    together = float(np.sum(left * np.conj(right)).real)
    return -together / max(float(np.sqrt(at_pace[0] * at_pace[1])), 1e-9), share


def _posture_share(time: Array, track: Track) -> Array:
    gravity = track.epochs.gravity
    if not len(gravity) or not len(time):
        return np.full(len(time), np.nan)
    unit = gravity / np.maximum(np.linalg.norm(gravity, axis=1, keepdims=True), 1e-9)
    sampled = unit[::_POSTURE_STEP]
    sampled = sampled[~np.isnan(sampled).any(axis=1)]
    unit_at_event = unit[np.clip((time / track.epochs.length).astype(np.intp), 0, len(unit) - 1)]
    if not len(sampled):
        return np.full(len(time), np.nan)
    near = unit_at_event @ sampled.T > np.cos(np.radians(_POSTURE_DEG))
    return np.where(np.isnan(unit_at_event).any(axis=1), np.nan, near.mean(axis=1))
