"""Dominant frequency of each movement."""

from collections.abc import Callable

import numpy as np

from limbwatch.dsp.limits import Limits
from limbwatch.sensor.arrays import Array, Index

_BAND = (0.25, 12.0)
"""Frequencies searched, Hz: from the slowest leg bursts (0.3 Hz) to the fastest tremor (12 Hz),
AASM and MDS ranges."""

_MINIMUM_S = 0.8
"""Shortest movement with a dominant frequency, seconds: a shorter one holds less than two periods
of anything slower than 2.5 Hz."""

_NEIGHBOURHOOD = 0.2
"""Power within this share of the dominant frequency counts as its rhythm."""

_BATCH = 256
"""Movements transformed at a time."""


def dominant(
    signal: Callable[[Index], Array],
    *,
    first: Index,
    stop: Index,
    middle: Index,
    rate: float,
    limits: Limits,
) -> tuple[Array, Array]:
    """Return the dominant frequency of each movement, Hz, and the share of its power there.

    A movement that is too short has NaN and 0. The spectrum is that of a Hann window over at most
    ``limits.spectrum`` seconds, with the power summed over the axes, so that it does not depend on
    the sensor's orientation.

    Parameters
    ----------
    signal : callable
        Returns the acceleration at an array of indices, g, with the axes as a new first dimension.
    first, stop, middle : ndarray of int, shape (m,)
        Extent of each movement, and the index around which a long one is analysed.
    rate : float
        Values per second, Hz.

    """
    frequency = np.full(len(first), np.nan)
    share = np.zeros(len(first))
    longest = round(limits.spectrum * rate)
    length = np.minimum(stop - first, longest)
    begin = np.clip(middle - length // 2, first, stop - length)
    # the size of the transform follows from a movement's own length, so that its result does not
    # depend on which others are in its batch
    octave = np.where(length >= _MINIMUM_S * rate, np.ceil(np.log2(np.maximum(length, 2))), 0)
    for power in np.unique(octave[octave > 0]).astype(int):
        chosen = np.flatnonzero(octave == power)
        for batch in np.split(chosen, range(_BATCH, len(chosen), _BATCH)):
            frequency[batch], share[batch] = _peaks(
                signal, begin[batch], length[batch], rate=rate, longest=1 << power
            )
    return frequency, share


def _peaks(
    signal: Callable[[Index], Array], begin: Index, length: Index, *, rate: float, longest: int
) -> tuple[Array, Array]:
    # written out: importing scipy.signal is slow, and movements of many lengths share a batch
    size = 2 * longest
    position = np.arange(longest)
    inside = position < length[:, None]
    window = np.where(inside, np.sin(np.pi * (position + 0.5) / length[:, None]) ** 2, 0.0)
    rows = signal(np.where(inside, begin[:, None] + position, begin[:, None]))
    rows = (rows - rows.mean(axis=2, keepdims=True, where=inside)) * window
    power = np.sum(np.abs(np.fft.rfft(rows, n=size)) ** 2, axis=0)
    grid = np.arange(power.shape[1]) * rate / size
    power = np.where((grid >= _BAND[0]) & (grid <= _BAND[1]), power, 0.0)
    frequency = grid[np.argmax(power, axis=1)]
    near = np.abs(grid - frequency[:, None]) <= _NEIGHBOURHOOD * frequency[:, None]
    total = power.sum(axis=1)
    return frequency, np.divide((power * near).sum(axis=1), total, where=total > 0, out=total * 0)
