"""Sleep and wake of a night, epoch by epoch."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from limbwatch.dsp.frame import frame_of
from limbwatch.sensor.arrays import Array, Index, Mask
from limbwatch.sensor.one_line import one_line

if TYPE_CHECKING:
    import pandas as pd


class Window(StrEnum):
    """Where the time in bed comes from."""

    ESTIMATED = "estimated"
    DIARY = "diary"
    LIGHTS = "lights"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sleep:
    """Sleep, estimated from movement and posture or staged by a laboratory.

    Parameters
    ----------
    epoch : float
        Length of an epoch, seconds.
    asleep : ndarray of bool, shape (n,)
        Epoch k covers ``[k * epoch, (k + 1) * epoch)`` seconds from the recording's start.
    valid : ndarray of bool, shape (n,)
        Epochs in which at least one sensor was recorded and worn.
    in_bed : tuple of float or None
        Start and end of the time in bed, seconds; None when there is none.
    method : str
        The published method it is based on.
    window : Window
        Where the time in bed comes from.
    estimated : bool
        False where a laboratory staged the sleep.
    """

    epoch: float
    asleep: Mask
    valid: Mask
    in_bed: tuple[float, float] | None
    method: str
    window: Window = Window.ESTIMATED
    estimated: bool = True

    __repr__ = one_line

    @property
    def onset(self) -> float | None:
        """Start of the first epoch of sleep, seconds; None when there is none."""
        found = np.flatnonzero(self.asleep)
        return None if len(found) == 0 else float(found[0] * self.epoch)

    def to_dataframe(self, *, start: datetime | None = None) -> "pd.DataFrame":
        """Return one row per epoch.

        Parameters
        ----------
        start : datetime, optional
            Aware time of second 0, such as ``Night.start``; adds the column ``time``.

        Returns
        -------
        pandas.DataFrame
            ``onset`` in seconds, ``asleep``, ``valid`` and ``in_bed``.

        Raises
        ------
        ValueError
            If the start has no time zone.
        """
        onset = np.asarray(np.arange(len(self.asleep)) * self.epoch, np.float64)
        begin, end = self.in_bed or (np.inf, np.inf)
        columns = {
            "onset": onset,
            "asleep": self.asleep,
            "valid": self.valid,
            "in_bed": (onset >= begin) & (onset < end),
        }
        return frame_of(columns, seconds=onset, start=start)

    @property
    def middles(self) -> Array:
        """Middle of each epoch, seconds."""
        return (np.arange(len(self.asleep), dtype=np.float64) + 0.5) * self.epoch

    def epoch_of(self, moments: ArrayLike) -> Index:
        """Return the epoch of each moment, in seconds; the nearest one for moments outside."""
        found = (np.asarray(moments, np.float64) / self.epoch).astype(np.intp)
        return np.clip(found, 0, len(self.asleep) - 1)

    def asleep_at(self, moments: ArrayLike) -> Mask:
        """Return whether the person is asleep at each moment, in seconds; False without epochs."""
        if not len(self.asleep):
            return np.zeros(np.shape(moments), np.bool_)
        return self.asleep[self.epoch_of(moments)]

    def until_asleep(self, moment: float) -> float:
        """Return the time from a moment to the next sleep, seconds; infinite if none follows."""
        if not len(self.asleep):
            return np.inf
        epoch = int(self.epoch_of(moment))
        after = np.flatnonzero(self.asleep[epoch:])
        if not len(after):
            return np.inf
        return max(float((epoch + after[0]) * self.epoch) - moment, 0.0)

    def wake_around(self, moment: float) -> float:
        """Return the length of the wake period around a moment, seconds; 0 when asleep."""
        if not len(self.asleep):
            return np.inf
        epoch = int(self.epoch_of(moment))
        if self.asleep[epoch]:
            return 0.0
        before = np.flatnonzero(self.asleep[:epoch])
        after = np.flatnonzero(self.asleep[epoch:])
        first = before[-1] + 1 if len(before) else 0
        stop = epoch + after[0] if len(after) else len(self.asleep)
        return float((stop - first) * self.epoch)
