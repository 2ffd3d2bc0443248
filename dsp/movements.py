"""The movements of one limb, as columns."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movements:
    """One entry per movement of one sensor, in order of onset; every column has shape (n,).

    Parameters
    ----------
    onset, offset : ndarray
        Start, and end of the return to rest, seconds from the recording's start. A limb that
        flexes, holds still and comes back is one movement.
    peak_time : ndarray
        Time of the largest dynamic acceleration, seconds.
    peak : ndarray
        Largest dynamic acceleration (rest gravity removed), g.
    rms : ndarray
        Root mean square dynamic acceleration between onset and offset, g.
    jerk : ndarray
        Largest rate of change of acceleration, g/s.
    rise : ndarray
        Time from onset to the first peak, seconds.
    width : ndarray
        Total time that the dynamic acceleration spends above half its peak, seconds.
    active : ndarray
        Time between onset and offset in which the limb really moves (holds left out), seconds.
    bursts : ndarray
        Number of separate bursts inside the movement.
    frequency : ndarray
        Dominant frequency of the movement, Hz; NaN when it is too short to have one.
    rhythm : ndarray
        Share of the movement's power around that frequency, 0 to 1.
    excursion : ndarray
        Largest turn away from the resting orientation, degrees.
    turn : ndarray
        Turn of the resting orientation from before to after, degrees.
    still_before, still_after : ndarray
        Rest to the previous and to the next movement of this sensor or the next gap, seconds.
    floor : ndarray
        Trailing noise floor at the onset, g.
    saturated : ndarray
        1 where a sample is at the end of the sensor's range, else 0.
    """

    onset: Column
    offset: Column
    peak_time: Column
    peak: Column
    rms: Column
    jerk: Column
    rise: Column
    width: Column
    active: Column
    bursts: Column
    frequency: Column
    rhythm: Column
    excursion: Column
    turn: Column
    still_before: Column
    still_after: Column
    floor: Column
    saturated: Column

    def __post_init__(self) -> None:
        lengths = {f.name: len(getattr(self, f.name)) for f in fields(self)}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns differ in length: {lengths}")

    def __len__(self) -> int:
        return len(self.onset)

    @property
    def duration(self) -> Column:
        """Offset minus onset, seconds."""
        return self.offset - self.onset
