"""The movements of one limb, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from limbwatch.dsp.frame import frame_of
from limbwatch.sensor.arrays import Array, Index, Mask

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movements:
    """One entry per movement of one sensor, in order of onset; columns have shape (n,).

    Parameters
    ----------
    onset, offset : ndarray
        Start, and end of the return to rest, seconds from the recording's start. A limb that
        flexes, holds still and comes back is one movement.
    peak_time : ndarray
        Time of the largest dynamic acceleration, seconds.
    peak : ndarray
        Largest dynamic acceleration (distance from the mean of the surrounding second), g.
    rms : ndarray
        Root mean square dynamic acceleration between onset and offset, g.
    jerk : ndarray
        Largest rate of change of acceleration, g/s.
    rise : ndarray
        Time from onset to the largest dynamic acceleration, seconds.
    width : ndarray
        Total time that the dynamic acceleration spends above half its peak, seconds.
    active : ndarray
        Time between onset and offset in which the limb moves, without holds, seconds.
    bursts : ndarray
        Number of separate swells of the dynamic acceleration.
    frequency : ndarray
        Dominant frequency of the movement, Hz; NaN when it is too short to have one.
    rhythm : ndarray
        Share of the movement's power around that frequency, 0 to 1.
    displacement : ndarray
        Largest slow departure from the resting orientation, g: a limb that turns in the gravity
        field shows one, a shaken mattress does not.
    excursion : ndarray
        Angle of that departure, degrees.
    lean : ndarray
        Largest departure from the resting orientation, smoothed over 0.8 s, g: only a turn in the
        gravity field remains.
    held : ndarray
        Time, counted from a third of a second after the onset, that the limb is tilted by more
        than a quarter of its largest slow departure from rest, seconds: short for a limb that
        drops back at once, long for one that flexes and stays.
    turn : ndarray
        Angle between the resting orientations before and after, degrees.
    still_before, still_after : ndarray
        Rest since the previous and until the next movement of this sensor or the end of the
        recorded stretch, seconds; NaN while still unknown (live).
    floor : ndarray
        Trailing noise floor at the onset, g.
    shape : ndarray, shape (n, k)
        Dynamic acceleration around the onset at ``limits.SHAPE_RATE``, g.
    """

    onset: Array
    offset: Array
    peak_time: Array
    peak: Array
    rms: Array
    jerk: Array
    rise: Array
    width: Array
    active: Array
    bursts: Array
    frequency: Array
    rhythm: Array
    displacement: Array
    excursion: Array
    lean: Array
    held: Array
    turn: Array
    still_before: Array
    still_after: Array
    floor: Array
    shape: Array

    def __post_init__(self) -> None:
        lengths = {f.name: len(getattr(self, f.name)) for f in fields(self)}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns differ in length: {lengths}")

    def __len__(self) -> int:
        return len(self.onset)

    def __repr__(self) -> str:
        if not len(self):
            return "Movements(none)"
        return f"Movements({len(self)}, {self.onset[0]:.2f} to {self.offset[-1]:.2f} s)"

    @property
    def duration(self) -> Array:
        """Offset minus onset, seconds."""
        return self.offset - self.onset

    def take(self, index: Index | Mask) -> "Movements":
        """Return the selected movements.

        Parameters
        ----------
        index : ndarray of int or bool
            Rows, as numpy indexes them.
        """
        return Movements(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    def with_columns(self, **columns: Array) -> "Movements":
        """Return a copy with some columns replaced.

        Parameters
        ----------
        **columns : ndarray of float, shape (n,)
            New values by column name.
        """
        return replace(self, **columns)

    def to_dataframe(self, *, start: datetime | None = None) -> "pd.DataFrame":
        """Return one row per movement.

        Parameters
        ----------
        start : datetime, optional
            Aware time of second 0, such as ``Recording.start``; adds the column ``time``.

        Returns
        -------
        pandas.DataFrame
            The columns of this class except ``shape``, in their units, and ``duration``.

        Raises
        ------
        ValueError
            If the start has no time zone.
        """
        names = [f.name for f in fields(self) if f.name != "shape"]
        columns = {name: getattr(self, name) for name in names}
        return frame_of(columns | {"duration": self.duration}, seconds=self.onset, start=start)


def joined(parts: Sequence[Movements]) -> Movements:
    """Concatenate the movements of consecutive stretches, at least one, in order of time."""
    found = [part for part in parts if len(part)] or parts[:1]
    if len(found) == 1:
        return found[0]
    return Movements(
        **{f.name: np.concatenate([getattr(p, f.name) for p in found]) for f in fields(Movements)}
    )


@cache  # called for every packet of a live sensor, of which few end a movement
def no_movements(shape: int) -> Movements:
    """Return empty Movements with waveforms of ``shape`` values."""
    columns = {f.name: np.empty(0) for f in fields(Movements)}
    return Movements(**(columns | {"shape": np.empty((0, shape))}))
