"""How strongly and in which position a limb moved, condensed from the stored samples."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from limbwatch.cli.report.source import NightSource
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import Gridded, gridded
from limbwatch.dsp.calibration import UNCALIBRATED
from limbwatch.dsp.envelope import Envelope as MovementEnvelope
from limbwatch.dsp.grid import UNIT
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.totals import PIECE, Totals
from limbwatch.sensor.store import read_stored

RATE: Final = 10.0
"""Bins per second of an envelope: fine enough to draw a jerk of a quarter of a second."""
EPOCH: Final = 30.0
"""Length of a posture epoch, seconds: the epoch of sleep scoring."""

_ORDER: Final = ("ankle_left", "ankle_right", "ankle", "wrist_left", "wrist_right", "wrist")

_Number = TypeVar("_Number", np.int32, np.float64)
_Float = TypeVar("_Float", np.float32, np.float64)


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

    def lasting(self, seconds: float) -> "Envelope":
        """Bring to the length of a night.

        Parameters
        ----------
        seconds : float
            Length of the night.

        Returns
        -------
        Envelope
            Cut, or without data at its end.
        """
        return replace(
            self,
            peak=_long(self.peak, int(np.ceil(seconds * RATE))),
            gravity=_long(self.gravity, int(np.ceil(seconds / EPOCH))),
        )

    def windows(self, starts: NDArray[np.float64], length: float) -> NDArray[np.float32]:
        """Cut out stretches of one length.

        Parameters
        ----------
        starts : ndarray of float, shape (n,)
            Seconds; stretches may lie outside the recording.
        length : float
            Seconds.

        Returns
        -------
        ndarray of float32, shape (n, length * RATE)
            Peaks, g; NaN without data.
        """
        places = np.rint(starts * RATE).astype(np.int64)[:, None] + np.arange(round(length * RATE))
        inside = (places >= 0) & (places < len(self.peak))
        return np.where(inside, self.peak.take(places, mode="clip"), np.float32(np.nan))


def envelopes_of(night: NightSource, at_hand: tuple[Envelope, ...] = ()) -> tuple[Envelope, ...]:
    """Condense the stored samples of a night.

    Parameters
    ----------
    night : NightSource
    at_hand : tuple of Envelope
        What was condensed before, by `envelope`, while samples are being stored perhaps; the
        samples of other sensors are read.

    Returns
    -------
    tuple of Envelope
        Only of sensors whose samples are stored; ankles first, left first.
    """
    known = {each.placement: each for each in at_hand}

    def condense(place: str) -> Envelope:
        found = known.get(place)
        if found is None:
            found = envelope(gridded(read_stored(night.recording(place))), start=night.start)
        return found.lasting(night.seconds)

    places = [p for p in night.places if p in known or night.recording(p).exists()]
    with sensor_workers() as workers:
        return tuple(workers.map(condense, sorted(places, key=_ORDER.index)))


def envelope(sensor: Gridded, *, start: datetime) -> Envelope:
    """Condense a recording.

    Parameters
    ----------
    sensor : Gridded
    start : datetime
        Of the night, aware; ``night.json`` tells it in whole milliseconds, so it is cut to them.

    Returns
    -------
    Envelope
        As long as the recording.
    """
    begin = start.replace(microsecond=start.microsecond // 1000 * 1000)
    later = (sensor.recording.start - begin).total_seconds()
    end = sensor.blocks[-1].end + later
    peak = np.full(int(np.ceil(end * RATE)) + 1, np.nan, dtype=np.float32)
    total = np.zeros((int(np.ceil(end / EPOCH)) + 1, 3), np.int64)
    count = np.zeros(len(total))
    for stretch in sensor.stretches:
        values = _side_by_side([block.values for block in stretch])
        moments = _side_by_side([block.times for block in stretch])
        moments += later
        moving = _moving(values, rate=stretch[0].anchor.rate)
        for first in range(0, len(moments), PIECE):
            piece = slice(first, first + PIECE)
            _add_peaks(peak, moving[piece], moments[piece])
            _add_postures(total, count, values[:, piece], moments[piece])
    with np.errstate(invalid="ignore", divide="ignore"):
        gravity = total / UNIT / count[:, None]
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


def _long(values: NDArray[_Float], count: int) -> NDArray[_Float]:
    """Cut the first dimension to a length, or fill it up with NaN."""
    missing = max(0, count - len(values))
    rest = np.full((missing, *values.shape[1:]), np.nan, dtype=values.dtype)
    return np.concatenate([values[:count], rest])


def _side_by_side(parts: list[NDArray[_Number]]) -> NDArray[_Number]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)


def _moving(values: NDArray[np.int32], *, rate: float) -> NDArray[np.float32]:
    """Take from a stretch what the detector itself looks at, so that the page shows why."""
    detector = MovementEnvelope(rate, limits=LIMITS)
    moving = np.zeros(values.shape[1], dtype=np.float32)
    known = detector.between(Totals.empty(UNCALIBRATED).extended(values))
    # nothing is known of the half second before and after a stretch
    moving[detector.margin : detector.margin + len(known)] = known
    return moving


def _add_peaks(
    peak: NDArray[np.float32], moving: NDArray[np.float32], moments: NDArray[np.float64]
) -> None:
    bins, starts, stop = _groups(moments, RATE, len(peak))
    if len(bins):
        peak[bins] = np.fmax(peak[bins], np.maximum.reduceat(moving[:stop], starts))


def _add_postures(
    total: NDArray[np.int64],
    count: NDArray[np.float64],
    values: NDArray[np.int32],
    moments: NDArray[np.float64],
) -> None:
    epochs, starts, stop = _groups(moments, 1 / EPOCH, len(total))
    if len(epochs):
        for axis, row in enumerate(values):
            total[epochs, axis] += np.add.reduceat(row[:stop].astype(np.int64), starts)
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
