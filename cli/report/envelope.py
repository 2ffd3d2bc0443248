"""How strongly and in which position a limb moved, condensed from the stored samples."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from limbwatch.cli.report.source import NightSource
from limbwatch.dsp import Gridded, gridded
from limbwatch.dsp.calibration import UNCALIBRATED
from limbwatch.dsp.envelope import Envelope as MovementEnvelope
from limbwatch.dsp.grid import UNIT
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.totals import Totals
from limbwatch.sensor.store import read_stored

RATE: Final = 10.0
"""Bins per second of an envelope: fine enough to draw a jerk of a quarter of a second."""
EPOCH: Final = 30.0
"""Length of a posture epoch, seconds: the epoch of sleep scoring."""

_BLOCK: Final = 1 << 15
"""Grid values condensed at a time, some 20 minutes: what the processor's cache holds."""

_ORDER: Final = ("ankle_left", "ankle_right", "ankle", "wrist_left", "wrist_right", "wrist")

_Number = TypeVar("_Number", np.int32, np.float64)


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


def envelopes_of(night: NightSource, sensors: tuple[Gridded, ...] = ()) -> tuple[Envelope, ...]:
    """Condense the stored samples of a night.

    Parameters
    ----------
    night : NightSource
    sensors : tuple of Gridded
        The stored recordings, of those that are at hand; the others are read.

    Returns
    -------
    tuple of Envelope
        Only of sensors whose samples are stored; ankles first, left first.
    """
    at_hand = {sensor.recording.placement.value: sensor for sensor in sensors}

    def condense(place: str) -> Envelope:
        sensor = at_hand.get(place) or gridded(read_stored(night.recording(place)))
        return envelope(sensor, start=night.start, seconds=night.seconds)

    stored = [place for place in night.places if night.recording(place).exists()]
    # numpy and Arrow work outside Python's lock, so two sensors take little longer than one
    with ThreadPoolExecutor(max_workers=max(1, min(len(stored), os.cpu_count() or 1))) as workers:
        return tuple(workers.map(condense, sorted(stored, key=_ORDER.index)))


def envelope(sensor: Gridded, *, start: datetime, seconds: float) -> Envelope:
    """Condense a recording.

    Parameters
    ----------
    sensor : Gridded
    start : datetime
        Of the night, aware.
    seconds : float
        Length of the night, seconds.

    Returns
    -------
    Envelope
    """
    peak = np.full(int(np.ceil(seconds * RATE)), np.nan, dtype=np.float32)
    total = np.zeros((int(np.ceil(seconds / EPOCH)), 3))
    count = np.zeros(len(total))
    later = (sensor.recording.start - start).total_seconds()
    for stretch in sensor.stretches:
        values = _side_by_side([block.values for block in stretch])
        moments = _side_by_side([block.times for block in stretch])
        moments += later
        _add_peaks(peak, values, moments, rate=stretch[0].anchor.rate)
        _add_postures(total, count, values, moments)
    with np.errstate(invalid="ignore", divide="ignore"):
        gravity = total / count[:, None]
    return Envelope(placement=str(sensor.recording.placement), peak=peak, gravity=gravity)


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
    if len(values) == bins:
        return values
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


def _side_by_side(parts: list[NDArray[_Number]]) -> NDArray[_Number]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)


def _add_peaks(
    peak: NDArray[np.float32],
    values: NDArray[np.int32],
    moments: NDArray[np.float64],
    *,
    rate: float,
) -> None:
    """Take from a stretch what the detector itself looks at, so that the page shows why."""
    detector = MovementEnvelope(rate, limits=LIMITS)
    margin, length = detector.margin, len(moments)
    for first in range(0, length, _BLOCK):
        stop = min(first + _BLOCK, length)
        # nothing is known of the half second before and after a stretch
        low, high = max(first, margin), min(stop, length - margin)
        size = np.zeros(stop - first, dtype=np.float32)
        if low < high:
            near = Totals.empty(UNCALIBRATED).extended(values[:, low - margin : high + margin])
            size[low - first : high - first] = detector.between(near)
        bins, starts, end = _groups(moments[first:stop], RATE, len(peak))
        if len(bins):
            peak[bins] = np.fmax(peak[bins], np.maximum.reduceat(size[:end], starts))


def _add_postures(
    total: NDArray[np.float64],
    count: NDArray[np.float64],
    values: NDArray[np.int32],
    moments: NDArray[np.float64],
) -> None:
    epochs, starts, stop = _groups(moments, 1 / EPOCH, len(total))
    if len(epochs):
        summed = np.add.reduceat(values[:, :stop], starts, axis=1, dtype=np.float64)
        total[epochs] += summed.T / UNIT
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
