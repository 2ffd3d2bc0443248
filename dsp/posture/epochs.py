"""Fixed epochs of one sensor: posture, activity and valid time on one absolute grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from limbwatch.dsp.frame import frame_of
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.grid import PIECE, UNIT, GridBlock
from limbwatch.sensor.arrays import Array
from limbwatch.sensor.one_line import one_line

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Epochs:
    """Posture and activity of one sensor, epoch by epoch.

    Epoch k covers the seconds ``[k * length, (k + 1) * length)`` of the recording's clock.

    Parameters
    ----------
    length : float
        Length of an epoch, seconds.
    valid : ndarray of float, shape (n,)
        Share of the epoch that was recorded, 0 to 1.
    gravity : ndarray of float, shape (n, 3)
        Mean acceleration, g; NaN where nothing was recorded.
    spread : ndarray of float, shape (n, 3)
        Standard deviation of each axis, g; NaN where nothing was recorded.
    """

    length: float
    valid: Array
    gravity: Array
    spread: Array

    __repr__ = one_line

    def __len__(self) -> int:
        return len(self.valid)

    @property
    def time(self) -> Array:
        """Start of each epoch, seconds from the recording's start."""
        return np.asarray(np.arange(len(self.valid)) * self.length, np.float64)

    @property
    def activity(self) -> Array:
        """Root mean square departure from the epoch's mean, g, shape (n,)."""
        return np.asarray(np.sqrt(np.square(self.spread).sum(axis=1)))

    def calibrated(self, calibration: Calibration) -> "Epochs":
        """Return a copy with calibrated gravity and spread."""
        return replace(
            self,
            gravity=(self.gravity + calibration.offset) * calibration.gain,
            spread=self.spread * calibration.gain,
        )

    def to_dataframe(self, *, start: datetime | None = None) -> "pd.DataFrame":
        """Return one row per epoch.

        Parameters
        ----------
        start : datetime, optional
            Aware time of second 0, such as ``Recording.start``; adds the column ``time``.

        Returns
        -------
        pandas.DataFrame
            ``onset`` in seconds, ``valid`` as a share, ``activity``, ``gravity_x`` to ``_z`` and
            ``spread_x`` to ``_z`` in g.

        Raises
        ------
        ValueError
            If the start has no time zone.
        """
        columns = {"onset": self.time, "valid": self.valid, "activity": self.activity}
        for name in ("gravity", "spread"):
            values = getattr(self, name)
            columns |= {f"{name}_{axis}": values[:, k] for k, axis in enumerate("xyz")}
        return frame_of(columns, seconds=self.time, start=start)


def epochs_of(blocks: Sequence[GridBlock], *, length: float) -> Epochs:
    """Average grid values over epochs, from second 0 of the recording to its end.

    Blocks are in order of time and do not overlap; ``length`` is that of an epoch, seconds.
    """
    filled = [block for block in blocks if block.values.size]  # noqa: PD011 - no data frame
    end = max((block.end for block in filled), default=0.0)
    count = max(1, int(np.ceil(end / length)))
    seconds, number = np.zeros(count), np.zeros(count, np.int64)
    total, squares = np.zeros((3, count), np.int64), np.zeros((3, count), np.int64)
    for block in chain.from_iterable(block.parts(PIECE) for block in filled):
        size = block.values.shape[1]  # noqa: PD011 - no data frame
        times = block.times
        first, last = int(times[0] // length), int(times[-1] // length)
        head = np.searchsorted(times, np.arange(first, last + 1) * length)
        owner, inside = np.arange(first, last + 1), np.diff(np.append(head, size))
        head, owner, inside = head[inside > 0], owner[inside > 0], inside[inside > 0]
        number[owner] += inside
        seconds[owner] += inside / block.anchor.rate
        values = block.values.astype(np.int64)  # noqa: PD011 - no data frame
        total[:, owner] += np.add.reduceat(values, head, axis=1)
        squares[:, owner] += np.add.reduceat(np.square(values, out=values), head, axis=1)
    with np.errstate(invalid="ignore"):
        mean = total / np.where(number > 0, number, np.nan)
        variance = squares / np.where(number > 0, number, np.nan) - np.square(mean)
    return Epochs(
        length=length,
        valid=np.minimum(seconds / length, 1.0),
        gravity=mean.T / UNIT,
        spread=np.sqrt(np.maximum(variance.T, 0.0)) / UNIT,
    )
