"""Stamps that fit neither neighbour, while the neighbours fit each other.

A busy watch stamps one packet late; the packets before and behind it are stamped as usual, and lie
as far apart as the samples between them take. Then no sample is missing and no clock was set: one
reading is wrong, and its samples can be timed from both sides. Where packets are numbered, several
that waited in the watch and were stamped together are found as well.
"""

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Counts, Mask
from limbwatch.sensor.capture.timing.sensor_clock import CLOCK

_FITS = 0.4
"""Distance within which neighbours fit, in periods: less than any loss or repetition."""
_SOONER = 0.9
"""Share of the time of their samples within which packets that waited are stamped; our choice."""
IN_A_ROW = 50
"""Most packets that are searched for as one waiting group: ten seconds of lines of ten samples at
50 Hz; our choice."""


def stray_stamps(
    sensor: Array,
    between: Counts,
    *,
    ticks: NDArray[np.uint64],
    apart: Mask,
    tick_s: float,
) -> Mask:
    """Find the stamps that fit neither neighbour.

    Parameters
    ----------
    sensor : ndarray of float, shape (n,)
        Stamps in order of arrival, seconds.
    between : ndarray of int, shape (n - 1,)
        Samples from each stamp to the next, if none is missing.
    ticks : ndarray of uint64, shape (n,)
        Raw stamps.
    apart : ndarray of bool, shape (n - 1,)
        Whether anything but the stamps says that the next packet does not follow.
    tick_s : float
        Length of a tick, seconds.
    """
    stray = np.zeros(len(sensor), np.bool_)
    if len(sensor) < 3:
        return stray
    step = np.diff(sensor)
    period = float(np.median(step / between))
    off = np.abs(step - between * period) > np.maximum(CLOCK.loss * between, 0.6) * period
    over_both = between[:-1] + between[1:]
    fits = np.abs(step[:-1] + step[1:] - over_both * period) < _FITS * period + 2 * tick_s
    stray[1:-1] = off[:-1] & off[1:] & fits & ~apart[:-1] & ~apart[1:]
    # a stamp that occurred before marks a repeated packet, and a packet is missing in its place
    _, first, which = np.unique(ticks, return_index=True, return_inverse=True)
    stray &= first[which] == np.arange(len(sensor))
    # if another packet already stands where it belongs, it came late and is not stray
    at = np.flatnonzero(stray)
    stands = np.sort(sensor)
    share = between[at - 1] / (between[at - 1] + between[at])
    expected = sensor[at - 1] + share * (sensor[at + 1] - sensor[at - 1])
    next_ = np.clip(np.searchsorted(stands, expected), 1, len(stands) - 1)
    nearest = np.minimum(np.abs(stands[next_] - expected), np.abs(stands[next_ - 1] - expected))
    stray[at] = nearest >= _FITS * period
    return stray


def stamped_together(sensor: Array, between: Counts, *, apart: Mask) -> Mask:
    """Find numbered packets that waited and were stamped late, one or several in a row.

    The stamps before and behind them fit each other. Parameters are those of `stray_stamps`, but
    ``between`` includes the samples of packets that are missing by their number.
    """
    found = np.zeros(len(sensor), np.bool_)
    if len(sensor) < 3:
        return found
    period = float(np.median(np.diff(sensor) / between))
    # missing packets are counted in ``between``, so that only stamps can be off
    allowed = max(CLOCK.loss * float(np.median(between)), 0.6) * period
    behind = np.concatenate([[0.0], np.cumsum(np.diff(sensor) - between * period)])
    sooner = np.diff(sensor) < _SOONER * between * period
    together = np.concatenate([[0], np.cumsum(sooner)])
    cut = np.concatenate([[0], np.cumsum(apart)])
    for many in range(1, min(IN_A_ROW, len(sensor) - 2) + 1):
        first = np.arange(len(sensor) - many - 1)
        waited = (
            (behind[first + many] - behind[first] > allowed)
            & (together[first + many] - together[first + 1] == many - 1)
            & (np.abs(behind[first + many + 1] - behind[first]) < allowed)
            & (cut[first + many + 1] == cut[first])
        )
        found[np.flatnonzero(waited)[:, None] + np.arange(1, many + 1)] = True
    return found


def without_strays(sensor: Array, between: Counts, stray: Mask) -> Array:
    """Interpolate stray stamps, none of which is at an end, from both neighbours.

    Stamps are in seconds; ``between`` is as in `stray_stamps`.
    """
    place = np.concatenate([[0], np.cumsum(between)])
    mended = sensor.copy()
    mended[stray] = np.interp(place[stray], place[~stray], sensor[~stray])
    return mended
