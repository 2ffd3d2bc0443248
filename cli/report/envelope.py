"""How strongly and in which position a limb moved, condensed from the stored samples."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.calibration import UNCALIBRATED
from limbwatch.dsp.envelope import Envelope as MovementEnvelope
from limbwatch.dsp.grid import UNIT, Grid
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.totals import Totals
from limbwatch.sensor import Recording, Samples

RATE: Final = 10.0
"""Bins per second of an envelope: fine enough to draw a jerk of a quarter of a second."""
EPOCH: Final = 30.0
"""Length of a posture epoch, seconds: the epoch of sleep scoring."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Envelope:
    """One limb's night on two absolute grids.

    Parameters
    ----------
    placement : str
    peak : ndarray of float32, shape (n,)
        Largest value of the detector's movement envelope in each bin of ``1 / RATE`` s, g;
        NaN without data.
    gravity : ndarray of float, shape (m, 3)
        Mean acceleration of each epoch of ``EPOCH`` s, g; NaN without data.
    """

    placement: str
    peak: NDArray[np.float32]
    gravity: NDArray[np.float64]

    def window(self, start: float, end: float, bins: int) -> NDArray[np.float32]:
        """Cut out a stretch at a given resolution.

        Parameters
        ----------
        start, end : float
            Seconds; they may lie outside the recording.
        bins : int
            Number of values wanted, at most ``(end - start) * RATE``.

        Returns
        -------
        ndarray of float32, shape (bins,)
            Peaks, g; NaN without data.
        """
        first = round(start * RATE)
        wide = np.full(round((end - start) * RATE), np.nan, dtype=np.float32)
        low, high = max(first, 0), min(first + len(wide), len(self.peak))
        if low < high:
            wide[low - first : high - first] = self.peak[low:high]
        return coarser(wide, bins)


def envelope(recording: Recording, seconds: float) -> Envelope:
    """Condense a recording.

    Parameters
    ----------
    recording : Recording
        Its second 0 is the night's.
    seconds : float
        Length of the night, seconds.

    Returns
    -------
    Envelope
    """
    peak = np.full(int(np.ceil(seconds * RATE)), np.nan, dtype=np.float32)
    total = np.zeros((int(np.ceil(seconds / EPOCH)), 3))
    count = np.zeros(len(total))
    for run in recording.runs:
        _condense(run, peak, total, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        gravity = total / count[:, None]
    return Envelope(placement=str(recording.placement), peak=peak, gravity=gravity)


def coarser(values: NDArray[np.float32], bins: int) -> NDArray[np.float32]:
    """Keep the largest value of each of some equal parts.

    Parameters
    ----------
    values : ndarray of float32, shape (n,)
        NaN where unknown.
    bins : int
        Not more than n.

    Returns
    -------
    ndarray of float32, shape (bins,)
        NaN where a whole part is unknown.
    """
    if not len(values):
        return np.full(bins, np.nan, dtype=np.float32)
    edges = np.linspace(0, len(values), bins, endpoint=False).astype(np.int64)
    largest: NDArray[np.float32] = np.fmax.reduceat(values, edges)
    return largest


def turned(gravity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell how far a limb was turned away from its most usual position of the night.

    Parameters
    ----------
    gravity : ndarray of float, shape (n, 3)
        Mean acceleration of each epoch, g; NaN without data.

    Returns
    -------
    ndarray of float, shape (n,)
        Degrees, 0 to 180; NaN without data.
    """
    length = np.linalg.norm(gravity, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = gravity / length[:, None]
    known = np.flatnonzero(np.isfinite(unit).all(axis=1))
    degrees = np.full(len(gravity), np.nan)
    if len(known):
        directions = unit[known]
        # the usual position is the epoch with the most others within 20 degrees of it
        usual = directions[np.argmax((directions @ directions.T > np.cos(np.pi / 9)).sum(axis=1))]
        degrees[known] = np.degrees(np.arccos(np.clip(directions @ usual, -1, 1)))
    return degrees


def _condense(
    run: Samples,
    peak: NDArray[np.float32],
    total: NDArray[np.float64],
    count: NDArray[np.float64],
) -> None:
    """Take from a run what the detector itself looked at, so that the page shows why."""
    block = Grid(run, limits=LIMITS).push(run)
    length = block.values.shape[1]
    moments = block.times
    detector = MovementEnvelope(block.anchor.rate, limits=LIMITS)
    found = detector.between(Totals.empty(UNCALIBRATED).extended(block.values))
    size = np.zeros(length, dtype=np.float32)
    if len(found):
        size[detector.margin : length - detector.margin] = found
    bins, starts, stop = _groups(moments, RATE, len(peak))
    if len(bins):
        peak[bins] = np.fmax(peak[bins], np.maximum.reduceat(size[:stop], starts))
    epochs, starts, stop = _groups(moments, 1 / EPOCH, len(total))
    if len(epochs):
        values = np.add.reduceat(block.values[:, :stop], starts, axis=1, dtype=np.float64)
        total[epochs] += values.T / UNIT
        count[epochs] += np.diff(np.append(starts, stop))


def _groups(
    moments: NDArray[np.float64], rate: float, limit: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Find the bins that samples fall into, their first samples, and the end of the last one."""
    number = np.floor(moments * rate + 1e-6).astype(np.int64)
    first, stop = np.searchsorted(number, (0, limit))
    if first == stop:
        return number[:0], number[:0], 0
    inside = number[first:stop]
    starts = np.flatnonzero(np.diff(inside, prepend=-1))
    return inside[starts], starts + first, int(stop)
