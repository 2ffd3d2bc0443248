"""Rows that only repeat the one before, as tables have them that are as fast as another signal.

DREAMT of PhysioNet, for one, holds the 32 Hz of an accelerometer to the 64 Hz of a pulse.
"""

from collections.abc import Sequence

import numpy as np

from limbwatch.sensor.arrays import Index, Mask, Values

MOST = 64
"""Rows that one sample may be held for. Chosen: 8 Hz beside an ECG of 512 Hz."""

FEWEST = 200
"""Changes that must be seen: by chance all come in every other row once in 2^200."""

SHARE = 0.99
"""Share of the changes that come in step with the one before. Chosen: rows may be lost."""

LOOKED_AT = 5000
"""Changes by which most tables are told apart, before all are looked at."""


def held_rows(xyz: Values) -> tuple[Mask, str] | None:
    """Tell whether each n-th row alone has new values, throughout.

    Of values of shape (n, 3) in any unit, of which rows may be missing, gives the rows without
    those that only repeat others, shape (n,): all with new values are among them; and a sentence.
    None when values change in other rows as well, or too seldom to tell.
    """
    start = _changes(xyz[: 4 * LOOKED_AT])
    if len(start) >= FEWEST and not _steps(start, range(2, MOST + 1)):
        return None
    changes = _changes(xyz)
    steps = _steps(changes[:LOOKED_AT], range(2, MOST + 1))
    steps = _steps(changes, steps)
    if not steps:
        return None
    each = max(steps)
    last = np.full(len(xyz), changes[0] % each, dtype=np.int64)
    last[changes] = changes
    since = np.arange(len(xyz)) - np.maximum.accumulate(last)
    said = f"Only one row of {each} has new values, regularly; those that repeat it were left out."
    return (since >= 0) & (since % each == 0), said


def _changes(xyz: Values) -> Index:
    """Give the rows whose values are others than those of the row before."""
    pairs: Mask = np.asarray(np.isfinite(xyz).all(axis=1))
    changed: Mask = np.asarray((xyz[1:] != xyz[:-1]).any(axis=1))
    return np.flatnonzero(changed & pairs[1:] & pairs[:-1]) + 1


def _steps(changes: Index, steps: Sequence[int]) -> list[int]:
    """Find by how many rows the changes are apart, or a multiple of it.

    From one to the next, not from the first: where a row was lost, all others lag by it.
    """
    if len(changes) < FEWEST:
        return []
    apart = np.diff(changes)
    return [n for n in steps if np.mean(apart % n == 0) >= SHARE]
