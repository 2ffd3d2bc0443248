"""When each grid value of a stretch was taken."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.signal.grid import Anchor

Signal = NDArray[np.float64]


class GridTimes:
    """Times of the grid values of one stretch."""

    def __init__(self, first: Anchor) -> None:
        self._anchors = [first]

    def add(self, anchor: Anchor) -> None:
        """Count from another grid value from now on; the same anchor again changes nothing."""
        if anchor != self._anchors[-1]:
            self._anchors.append(anchor)

    def at(self, index: Signal) -> Signal:
        """Return the times of grid values.

        Parameters
        ----------
        index : ndarray of float, shape (n,)
            Numbers within the stretch; not necessarily whole.

        Returns
        -------
        ndarray of float, shape (n,)
            Seconds from the recording's start.
        """
        first = np.array([anchor.index for anchor in self._anchors])
        time = np.array([anchor.time for anchor in self._anchors])
        rate = np.array([anchor.rate for anchor in self._anchors])
        place = np.maximum(np.searchsorted(first, index, side="right") - 1, 0)
        return np.asarray(time[place] + (index - first[place]) / rate[place])
