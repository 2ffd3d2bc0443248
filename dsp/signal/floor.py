"""A trailing noise floor that movements do not raise."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from limbwatch.dsp.limits import Limits
from limbwatch.sensor.arrays import Array


class NoiseFloor:
    """Low quantile of cell medians over a trailing window.

    The state is kept across gaps, as the sensor's noise is the same before and after one, but not
    across a change of rate, which changes the noise left in a mean. The floor of a cell includes
    the cell itself, so it is known once the cell is complete. A cell holds ``floor_cell`` seconds
    of one run; the last cell of a run may be shorter. ``ceiling`` is the highest floor, g.
    """

    def __init__(self, *, limits: Limits, ceiling: float) -> None:
        self._cell_s = limits.floor_cell
        self._window = max(1, round(limits.floor_window / limits.floor_cell))
        self._quantile = limits.floor_quantile
        self._ceiling = ceiling
        self._recent = np.empty(0)
        self._history: list[Array] = []

    @property
    def history(self) -> Array:
        """Floor of every cell so far, g."""
        return np.concatenate([np.empty(0), *self._history])

    def cell(self, rate: float) -> int:
        """Return the number of grid values in a cell at a rate in Hz."""
        return max(1, round(self._cell_s * rate))

    def forget(self) -> None:
        """Discard the trailing window, as for another sensor, but keep the history."""
        self._recent = np.empty(0)

    def push(self, cells: Array) -> Array:
        """Take the median envelope of each of the next cells and return their floors, g."""
        if len(cells) == 0:
            return cells
        known = np.concatenate([self._recent, cells])
        missing = self._window - 1
        padded = np.concatenate([np.full(missing, np.inf), known])
        windows = np.sort(sliding_window_view(padded, self._window)[len(self._recent) :], axis=1)
        filled = np.minimum(np.arange(len(self._recent), len(known)) + 1, self._window)
        rank = (self._quantile * (filled - 1)).astype(np.intp)
        self._recent = known[-missing:] if missing else known[:0]
        lowest = np.take_along_axis(windows, rank[:, None], axis=1)[:, 0]
        floors = np.asarray(np.minimum(lowest, self._ceiling))
        self._history.append(floors)
        return floors


def medians(cells: Array) -> Array:
    """Return the median of each row, several times as fast as ``np.median`` of short rows.

    Values are finite, shape (m, n), n > 0.
    """
    ordered = np.sort(cells, axis=1)
    middle = cells.shape[1] // 2
    return np.asarray(0.5 * (ordered[:, middle] + ordered[:, -1 - middle]))
