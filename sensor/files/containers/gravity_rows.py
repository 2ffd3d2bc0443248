"""Gravity in rows of its own, beside acceleration without it, as in Sensor Logger's JSON."""

import pyarrow as pa

KIND, TIME = "sensor", "time"
"""Columns that say which sensor a row is of, and when."""

FREE, GRAVITY = "Accelerometer", "Gravity"
"""Sensor Logger's names of acceleration without gravity, and of gravity."""

WITH_GRAVITY = frozenset(("TotalAcceleration", "AccelerometerUncalibrated"))
"""Its names of acceleration with gravity, which need no other row."""

MATCHED = 0.9
"""Least share of rows that must have a row of gravity at their time. Chosen: both come from one
filter of the phone, and the last rows of either may be missing."""


def with_gravity_beside(table: pa.Table) -> tuple[pa.Table, tuple[str, ...]]:
    """Put gravity beside the acceleration of the same time, where only their sum has gravity.

    Returns any other table as it is; otherwise also a note.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 - slow to import, and few files need it

    if not {KIND, TIME, "x", "y", "z"} <= set(table.column_names):
        return table, ()
    kinds = set(pc.unique(table[KIND]).to_pylist())
    if not {FREE, GRAVITY} <= kinds or kinds & WITH_GRAVITY:
        return table, ()
    free, gravity = (table.filter(pc.equal(table[KIND], kind)) for kind in (FREE, GRAVITY))
    at = pc.index_in(free[TIME], value_set=gravity[TIME].combine_chunks())
    if len(at) - at.null_count < MATCHED * len(at):
        return table, ()
    columns = {TIME: free[TIME]}
    for axis in "xyz":
        columns[f"user_acceleration_{axis}"] = free[axis]
    for axis in "xyz":
        columns[f"gravity_{axis}"] = gravity[axis].take(at)
    note = f"The rows of {GRAVITY} were put beside those of {FREE}, by their times."
    return pa.table(columns), (note,)
