"""Rows that only repeat the row before, as in a table written at the rate of a faster signal.

DREAMT of PhysioNet, for one, holds the 32 Hz of an accelerometer to the 64 Hz of a pulse.
"""

from collections.abc import Sequence

import numpy as np

from limbwatch.sensor.arrays import Index, Mask, Values

MOST = 64
"""Most rows that one sample may be held for. Chosen: 8 Hz beside an ECG of 512 Hz."""

FEWEST = 200
"""Fewest changes required: by chance all fall into every other row once in 2^200."""

SHARE = 0.99
"""Share of the changes that must follow the one before by a whole number of steps. Chosen: rows may
be lost."""

LOOKED_AT = 5000
"""Changes examined first, which settle most tables."""


def held_rows(xyz: Values) -> tuple[Mask, str] | None:
    """Find out whether only every n-th row has new values, throughout.

    ``xyz`` has the shape (n, 3), in any unit; rows may be missing. Gives a mask, shape (n,), of the
    rows to keep, which include all with new values, and a note. None when values change in other
    rows as well, or too seldom to tell.
    """
    early = _changed_rows(xyz[: 4 * LOOKED_AT])
    if len(early) >= FEWEST and not _common_steps(early, range(2, MOST + 1)):
        return None
    changes = _changed_rows(xyz)
    steps = _common_steps(changes[:LOOKED_AT], range(2, MOST + 1))
    steps = _common_steps(changes, steps)
    if not steps:
        return None
    each = max(steps)
    last_change = np.full(len(xyz), changes[0] % each, dtype=np.int64)
    last_change[changes] = changes
    since = np.arange(len(xyz)) - np.maximum.accumulate(last_change)
    note = f"Only one row of {each} has new values, regularly; those that repeat it were left out."
    return (since >= 0) & (since % each == 0), note


def _changed_rows(xyz: Values) -> Index:
    """Find the rows whose values differ from those of the row before."""
    finite: Mask = np.asarray(np.isfinite(xyz).all(axis=1))
    changed: Mask = np.asarray((xyz[1:] != xyz[:-1]).any(axis=1))
    return np.flatnonzero(changed & finite[1:] & finite[:-1]) + 1


def _common_steps(changes: Index, steps: Sequence[int]) -> list[int]:
    """Find the steps, in rows, that nearly all distances between changes are multiples of.

    Distances are taken from one change to the next, not from the first: after a lost row all later
    ones are shifted.
    """
    if len(changes) < FEWEST:
        return []
    distances = np.diff(changes)
    return [n for n in steps if np.mean(distances % n == 0) >= SHARE]
