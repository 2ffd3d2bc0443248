"""The rows of one sensor, in a table that merges several by time."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.rows.remarks import MANY
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.parsed.parsed_rows import numbers
from limbwatch.sensor.files.tables.parsed.table import parse
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart

OTHERS = 0.2
"""Share of rows without any acceleration from which they are those of other sensors. Chosen."""


def own_rows(
    seconds: Array, xyz: Values, head: Head, beside: Sequence[int] = (), *, texts: int = 0
) -> tuple[Array, Values, tuple[str, ...]]:
    """Leave out the rows of other sensors, and say so.

    ``seconds`` are NaN where a row has no time, and ``xyz``, of shape (n, 3), where a cell is
    empty. ``beside`` holds one column of each other sensor that has columns in the same rows.
    ``texts`` counts rows with text in place of a number: they belong to no other sensor and have
    been reported already.
    """
    apart = rows_apart(np.asarray(np.isfinite(xyz).all(axis=1) & (xyz != 0).any(axis=1)))
    if apart is not None:
        # a slower sensor beside a faster one: its cells are empty or zero in between
        kept: Mask = np.asarray((np.nan_to_num(xyz) != 0).any(axis=1))
        note = f"Acceleration stands in one row of {apart}, regularly; the others hold none."
        return seconds[kept], xyz[kept], (note,)
    empty: Mask = np.asarray(np.isnan(xyz).all(axis=1))
    count = int(empty.sum())
    if count in (0, len(empty)):
        return seconds, xyz, ()
    # a short tail without acceleration is a sensor that ended early, not a signal of its own
    at_end = count >= MANY * len(empty) and bool(empty[-count:].all())
    if count < OTHERS * len(empty):
        # this sensor was put on later than others, or lost its connection while they went on
        empty &= _has_other_samples(head, beside, len(empty))
        count = int(empty.sum())
        if not count or texts:
            return seconds, xyz, ()
    kept = ~empty
    others = count - texts
    if texts and others < OTHERS * len(empty):
        return seconds[kept], xyz[kept], ()  # no other sensor wrote text, and it is reported
    note = f"{others} of {len(empty)} rows have no acceleration, as of other sensors; left out."
    if at_end and np.isfinite(seconds[empty]).all():
        note = Doubt(
            f"The acceleration ends {count} rows before the times do, of {len(empty)}. If these "
            "are the times of another signal, all movements are at the wrong time: say with "
            "--columns which column is its own."
        )
    return seconds[kept], xyz[kept], (note,)


def _has_other_samples(head: Head, beside: Sequence[int], count: int) -> Mask:
    """Find the rows in which another sensor has a sample."""
    sampled = np.zeros(count, np.bool_)
    if beside:
        table = parse(head, dict.fromkeys(beside, pa.float64()))
        for column in table.columns.values() if len(table) == count else ():
            sampled |= np.isfinite(numbers(column))
    return sampled
