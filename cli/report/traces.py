"""How strongly a limb moved and how it lay, condensed for drawing."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import PEAK_RATE, Epochs, gridded, posture_of, undetected_peaks
from limbwatch.sensor import Placement
from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.store import read_stored

RATE: Final = PEAK_RATE
"""Bins per second of an envelope."""
EPOCH: Final = 30.0
"""Length of a posture epoch, seconds: the epoch of sleep scoring."""

_MOST_CANDIDATES: Final = 2880
"""Most epochs that are tried as the usual position: those of a day."""
_START_PRECISION_S: Final = 0.001
"""Precision of the start of a night in ``night.json``, seconds."""

_ORDER: Final = ("ankle_left", "ankle_right", "ankle", "wrist_left", "wrist_right", "wrist")
"""Placements in the order of drawing."""

_Float = TypeVar("_Float", np.float32, np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NightEnvelope:
    """The movement and posture of one limb through a night, on two regular time grids."""

    placement: str
    peak: Values
    """Shape (n,): largest value of the detector's movement envelope in each bin of ``1 / RATE`` s,
    g; NaN without data."""
    gravity: Array
    """Shape (m, 3): mean acceleration of each epoch of ``EPOCH`` s, g; NaN without data."""

    def lasting(self, seconds: float) -> "NightEnvelope":
        """Cut to the length of a night, seconds, or pad with NaN."""
        return replace(
            self,
            peak=_cut_or_pad(self.peak, int(np.ceil(seconds * RATE))),
            gravity=_cut_or_pad(self.gravity, int(np.ceil(seconds / EPOCH))),
        )

    def windows(self, starts: Array, length: float) -> Values:
        """Return the peaks, g, of stretches of one length, shape (n, length * RATE).

        Starts and length are in seconds; stretches may lie outside the recording. NaN without data.
        """
        places = np.rint(starts * RATE).astype(np.int64)[:, None] + np.arange(round(length * RATE))
        inside = (places >= 0) & (places < len(self.peak))
        return np.where(inside, self.peak.take(places, mode="clip"), np.float32(np.nan))


def envelopes_of(
    night: NightSource, at_hand: tuple[NightEnvelope, ...] = ()
) -> tuple[NightEnvelope, ...]:
    """Condense the stored samples of a night, except those at hand; left ankle first.

    Envelopes ``at_hand`` come from `envelope`, perhaps while samples were still being stored. A
    sensor whose samples are not stored has none.
    """
    ready = {each.placement: each for each in at_hand}

    def condense(place: str) -> NightEnvelope:
        found = ready.get(place)
        if found is None:
            found = _from_stored(night.recording(place), night.start)
        return found.lasting(night.seconds)

    places = [
        placement
        for placement in night.places
        if placement in ready or night.recording(placement).exists()
    ]
    with sensor_workers() as workers:
        return tuple(workers.map(condense, sorted(places, key=_ORDER.index)))


def envelope(placement: Placement, peaks: Values, epochs: Epochs) -> NightEnvelope:
    """Condense the peaks, as a ``Track`` has them, and calibrated epochs of a whole recording."""
    size = round(EPOCH / epochs.length)
    missing = -len(epochs) % size
    share = np.pad(epochs.valid, (0, missing)).reshape(-1, size, 1)
    posture = np.pad(np.nan_to_num(epochs.gravity), ((0, missing), (0, 0))).reshape(-1, size, 3)
    with np.errstate(invalid="ignore", divide="ignore"):
        gravity = (posture * share).sum(axis=1) / share.sum(axis=1)
    return NightEnvelope(placement=placement.value, peak=peaks, gravity=gravity)


def _from_stored(path: Path, start: datetime) -> NightEnvelope:
    """Condense stored samples as they were when the night was scored."""
    recording = read_stored(path)
    # a night scored again without one of its sensors may begin later than its samples
    if abs((recording.start - start).total_seconds()) >= _START_PRECISION_S:
        recording = recording.rebased(start)
    sensor = gridded(recording)
    calibration, epochs = posture_of(sensor)
    return envelope(sensor.recording.placement, undetected_peaks(sensor, calibration), epochs)


def coarser(values: Values, bins: int) -> Values:
    """Return the largest value in each of ``bins`` equal parts, not more than values.

    NaN where a whole part is unknown.
    """
    if len(values) == bins:
        return values
    if not len(values):
        return np.full(bins, np.nan, dtype=np.float32)
    edges = np.linspace(0, len(values), bins, endpoint=False).astype(np.int64)
    largest: Values = np.fmax.reduceat(values, edges)
    return largest


def turned(gravity: Array) -> Array:
    """Return how far a limb was turned away from its most usual position of the night.

    ``gravity`` is the mean acceleration of each epoch, g, shape (n, 3); returned are degrees, 0 to
    180. Both are NaN without data.
    """
    length = np.linalg.norm(gravity, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = gravity / length[:, None]
    known = np.flatnonzero(np.isfinite(unit).all(axis=1))
    degrees = np.full(len(gravity), np.nan)
    if len(known):
        directions = unit[known]
        # the usual position is the epoch with the most others within 20 degrees of it; every pair
        # is compared, so recordings of days are thinned first
        candidates = directions[:: 1 + len(directions) // _MOST_CANDIDATES]
        usual = candidates[np.argmax((candidates @ candidates.T > np.cos(np.pi / 9)).sum(axis=1))]
        degrees[known] = np.degrees(np.arccos(np.clip(directions @ usual, -1, 1)))
    return degrees


def _cut_or_pad(values: NDArray[_Float], count: int) -> NDArray[_Float]:
    """Cut the first dimension to a length, or pad it with NaN."""
    missing = max(0, count - len(values))
    rest = np.full((missing, *values.shape[1:]), np.nan, dtype=values.dtype)
    return np.concatenate([values[:count], rest])
