"""A common, exact grid: whole blocks of samples averaged down to one modest rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import Limits
from limbwatch.sensor import Samples

UNIT = 1e6
"""Grid values are whole micro-g: integer sums are exact, so no result depends on chunks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GridBlock:
    """Consecutive grid values of one run.

    Parameters
    ----------
    start : float
        Time of the run's first grid value, seconds from the recording's start.
    rate : float
        Grid values per second, Hz.
    sampled : float
        Samples per second before averaging, Hz.
    index : int
        Number of this block's first value within the run.
    values : ndarray of int32, shape (3, n)
        Mean acceleration of each block of samples, micro-g; one row per axis.
    """

    start: float
    rate: float
    sampled: float
    index: int
    values: NDArray[np.int32]


class Grid:
    """Average one run of samples in blocks of ``rate // grid_rate`` samples.

    Parameters
    ----------
    first : Samples
        The first samples of the run; they fix start and rate. They are not consumed.
    limits : Limits
    """

    def __init__(self, first: Samples, *, limits: Limits) -> None:
        self._factor = max(1, int(first.rate // limits.grid_rate))
        self.rate = first.rate / self._factor
        # a block stands for the middle of its samples
        self.start = first.start + 0.5 * (self._factor - 1) / first.rate
        self._count = 0
        self._rest = np.empty((0, 3), np.float32)

    def push(self, samples: Samples) -> GridBlock:
        """Take the run's next samples and return the grid values that became complete.

        Parameters
        ----------
        samples : Samples
            Continues the run.

        Returns
        -------
        GridBlock
            May be empty. Samples of an incomplete block are kept for the next call; at the end of
            the run they (less than 40 ms) are left out.
        """
        xyz = np.concatenate([self._rest, samples.xyz]) if len(self._rest) else samples.xyz
        whole = len(xyz) // self._factor
        self._rest = xyz[whole * self._factor :].copy()
        blocks = xyz[: whole * self._factor].reshape(whole, self._factor, 3)
        # float32 holds sums of a few g to a tenth of a micro-g
        total = blocks[:, 0] * np.float32(UNIT / self._factor)
        for k in range(1, self._factor):
            total += blocks[:, k] * np.float32(UNIT / self._factor)
        block = GridBlock(
            start=self.start,
            rate=self.rate,
            sampled=self.rate * self._factor,
            index=self._count,
            values=np.ascontiguousarray(np.rint(total, out=total).astype(np.int32).T),
        )
        self._count += whole
        return block
