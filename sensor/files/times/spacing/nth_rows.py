"""Values in every n-th row only, such as the stamps of blocks of a sensor's memory."""

import numpy as np

from limbwatch.sensor.arrays import Array, Mask

FEWEST = 3
"""Rows with a value needed to show a regular distance. Chosen."""

REGULAR = 0.9
"""Share of equal distances from which rows come regularly: a block or two may be cut. Chosen."""

LONGER = 1.2
"""Ratio to the usual step between rows from which a block has a gap behind it. Chosen."""


def rows_apart(known: Mask) -> int | None:
    """Return the number of rows, at least 2, from one with a value to the next.

    ``known`` marks the rows, in shape (n,), that have one. None where they do not come
    regularly.
    """
    if len(known) - 1 < 1.5 * (np.count_nonzero(known) - 1):
        # the usual step is 1, as in nearly every file: skip the search
        return None
    rows = np.flatnonzero(known)
    if len(rows) < FEWEST:
        return None
    distances = np.diff(rows)
    usual = int(np.median(distances))
    return usual if usual >= 2 and (distances == usual).mean() >= REGULAR else None


def spread_between(stamps: Array) -> Array:
    """Fill the rows between regular stamps, NaN until then, with evenly spaced times.

    Where the next stamp comes late, rows keep the usual step, and a gap stays behind them.
    """
    rows = np.flatnonzero(np.isfinite(stamps))
    paces = np.diff(stamps[rows]) / np.diff(rows)
    usual = float(np.median(paces))
    if usual <= 0:
        return stamps
    paces = np.append(np.where(paces > LONGER * usual, usual, np.maximum(paces, 0.0)), usual)
    every = np.arange(len(stamps))
    block = np.maximum(np.searchsorted(rows, every, side="right") - 1, 0)
    return np.asarray(stamps[rows[block]] + (every - rows[block]) * paces[block])
