"""Measures of the limbs of an event, reduced to one value per event."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.dsp import Track

Column = NDArray[np.float64]


class Parts:
    """Columns of all parts, reduced over the parts of each event."""

    def __init__(self, joint: JointMovements, tracks: Sequence[Track]) -> None:
        self.joint = joint
        self._tracks = tracks
        self.strongest = self._index_of_strongest()

    def column(self, name: str) -> Column:
        """Return one measure of every part."""
        return self.joint.column(self._tracks, name)

    def of_tracks(self, columns: Sequence[Column]) -> Column:
        """Take every part's entry of a measure of all movements, one array per track."""
        begin = np.cumsum([0, *(len(column) for column in columns[:-1])])
        whole = np.concatenate([*columns, np.empty(0)])
        return np.asarray(whole[begin[self.joint.track] + self.joint.row])

    def select(self, columns: Sequence[Column]) -> Column:
        """Take the strongest limb's entry of a measure of all movements, one array per track."""
        return np.asarray(self.of_tracks(columns)[self.strongest])

    def least(self, name: str) -> Column:
        """Return the least value of each event."""
        return self.reduced(np.minimum, self.column(name))

    def most(self, name: str) -> Column:
        """Return the largest value of each event."""
        return self.reduced(np.maximum, self.column(name))

    def of_strongest(self, name: str) -> Column:
        """Return the value of each event's strongest limb."""
        return self.column(name)[self.strongest]

    def reduced(self, function: np.ufunc, column: Column) -> Column:
        """Reduce a column of all parts to one value per event."""
        if not len(self.joint):
            return np.empty(0)
        return np.asarray(function.reduceat(column, self.joint.head))

    def apart(self, moment: Column) -> Column:
        """Return the time from the first to the last of the moments of each event's parts.

        Parameters
        ----------
        moment : ndarray of float, shape (parts,)
            Seconds; NaN for a part that is not asked.
        """
        return np.asarray(self.reduced(np.fmax, moment) - self.reduced(np.fmin, moment))

    def _index_of_strongest(self) -> NDArray[np.intp]:
        order = np.lexsort((-self.column("peak"), self.joint.event))
        return np.asarray(order[self.joint.head])

    def earliest(self, chosen: NDArray[np.bool_]) -> Column:
        """Return the onset of the first of chosen parts; NaN where there is none."""
        return self.reduced(np.fmin, np.where(chosen, self.column("onset"), np.nan))
