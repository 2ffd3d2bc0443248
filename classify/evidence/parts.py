"""Measures of the parts of events, reduced to one value per event."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array, Index, Mask

_FEET_HZ: Final = (0.3, 4.0)
"""Frequencies of rhythmic feet movements and alternating leg muscle activation, Hz (AASM: 0.3 to 4
and 0.5 to 3)."""

_ONE_LINE: Final = 0.9
"""Least share of power at one frequency in an even swing."""

_TRAIN_S: Final = 8.0
"""Shortest movement whose single swings are counted, seconds: trains of the feet last for 10 to
15 s (Wichniak et al. 2001), a movement of a limb for 10 s at most."""


class Parts:
    """Columns of all parts, reduced over the parts of each event."""

    def __init__(self, joint: JointMovements, tracks: Sequence[Track]) -> None:
        self.joint = joint
        self._tracks = tracks
        self.strongest = self._index_of_strongest()

    def column(self, name: str) -> Array:
        """Return one measure of every part."""
        return self.joint.column(self._tracks, name)

    def of_tracks(self, columns: Sequence[Array]) -> Array:
        """Return every part's value of a measure given as one array of movements per track."""
        begin = np.cumsum([0, *(len(column) for column in columns[:-1])])
        whole = np.concatenate([*columns, np.empty(0)])
        return np.asarray(whole[begin[self.joint.track] + self.joint.row])

    def select(self, columns: Sequence[Array]) -> Array:
        """Return the strongest part's value of a measure given as one array per track."""
        return np.asarray(self.of_tracks(columns)[self.strongest])

    def least(self, name: str) -> Array:
        """Return the least value of each event."""
        return self.reduced(np.minimum, self.column(name))

    def most(self, name: str) -> Array:
        """Return the largest value of each event."""
        return self.reduced(np.maximum, self.column(name))

    def of_strongest(self, name: str) -> Array:
        """Return the value of each event's strongest limb."""
        return self.column(name)[self.strongest]

    def reduced(self, function: np.ufunc, column: Array) -> Array:
        """Reduce a column of all parts to one value per event."""
        if not len(self.joint):
            return np.empty(0)
        return np.asarray(function.reduceat(column, self.joint.head))

    def apart(self, moment: Array) -> Array:
        """Return the time from the first to the last of the moments of each event's parts, seconds.

        A part whose moment is NaN is ignored.
        """
        return np.asarray(self.reduced(np.fmax, moment) - self.reduced(np.fmin, moment))

    def _index_of_strongest(self) -> Index:
        order = np.lexsort((-self.column("peak"), self.joint.event))
        return np.asarray(order[self.joint.head])

    def earliest(self, chosen: Mask) -> Array:
        """Return the earliest onset among chosen parts of each event; NaN without any."""
        return self.reduced(np.fmin, np.where(chosen, self.column("onset"), np.nan))


def swells_of(parts: Parts, tracks: Sequence[Track]) -> Array:
    """Count the swells of every part, shape (parts,).

    The envelope of a leg that swings evenly hardly falls between two swings, and is one long swell.
    In a long movement at the pace of feet each swing counts instead; faster ones are trembling.
    """
    counted, pace = parts.column("bursts"), parts.column("frequency")
    evenly = on_legs(tracks)[parts.joint.track] & (parts.column("rhythm") >= _ONE_LINE)
    evenly &= (pace >= _FEET_HZ[0]) & (pace <= _FEET_HZ[1])
    lasting = parts.column("offset") - parts.column("onset")
    evenly &= lasting >= _TRAIN_S
    return np.where(evenly, np.fmax(counted, pace * lasting), counted)
