"""A stamp that fits neither neighbour, while these fit each other.

A watch that is busy with something else stamps one packet late; the packets before and behind it
are stamped as ever, and lie as far apart as the samples between them take. Then no sample is
missing and no clock was set: one reading is wrong, and stands for samples whose time is known
from both sides.
"""

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.capture.timing.sensor_clock import Column

_FITS = 0.4
"""Neighbours fit each other within this share of a sample: less than any loss or repetition."""


def stray_stamps(
    sensor: Column,
    between: NDArray[np.int64],
    *,
    ticks: NDArray[np.uint64],
    apart: NDArray[np.bool_],
    loss: float,
    tick_s: float,
) -> NDArray[np.bool_]:
    """Find the stamps that fit neither neighbour.

    Parameters
    ----------
    sensor : ndarray of float, shape (n,)
        Stamps in order of arrival, seconds.
    between : ndarray of int, shape (n - 1,)
        Samples from the one of each stamp to that of the next, if none is missing.
    ticks : ndarray of uint64, shape (n,)
        Stamps as they came.
    apart : ndarray of bool, shape (n - 1,)
        Whether something else than the stamps says that the next packet does not follow.
    loss : float
        A step this much longer or shorter than its samples, as a share, does not fit.
    tick_s : float
        Length of a tick, seconds.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    stray = np.zeros(len(sensor), np.bool_)
    if len(sensor) < 3:
        return stray
    step = np.diff(sensor)
    period = float(np.median(step / between))
    off = np.abs(step - between * period) > np.maximum(loss * between, 0.6) * period
    over_both = between[:-1] + between[1:]
    fits = np.abs(step[:-1] + step[1:] - over_both * period) < _FITS * period + 2 * tick_s
    stray[1:-1] = off[:-1] & off[1:] & fits & ~apart[:-1] & ~apart[1:]
    # a stamp that was there before is a repeated packet, and where it stands one is missing
    _, first, which = np.unique(ticks, return_index=True, return_inverse=True)
    stray &= first[which] == np.arange(len(sensor))
    return stray


def without_strays(sensor: Column, between: NDArray[np.int64], stray: NDArray[np.bool_]) -> Column:
    """Give stray stamps, no two in a row and none at an end, the time that both neighbours say.

    Stamps are in seconds; ``between`` is as in `stray_stamps`.
    """
    at = np.flatnonzero(stray)
    share = between[at - 1] / (between[at - 1] + between[at])
    mended = sensor.copy()
    mended[at] = sensor[at - 1] + share * (sensor[at + 1] - sensor[at - 1])
    return mended
