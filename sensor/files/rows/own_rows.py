"""The rows of one sensor: in a table that merges several by time, or that holds each sample.

DREAMT of PhysioNet, for one, holds the 32 Hz of an accelerometer to the 64 Hz of a pulse.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array, Index, Mask, Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.rows.remarks import MANY
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.parsed.parsed_rows import numbers
from limbwatch.sensor.files.tables.parsed.table import parse
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart
from limbwatch.sensor.files.times.writing.scales import agrees

OTHERS = 0.2
"""Share of rows without any acceleration from which they are those of other sensors. Chosen."""


class SampleRows(NamedTuple):
    """The samples of a table, on the way to those of one sensor."""

    seconds: Array | None
    """Stamps, seconds; shape (n,)."""
    xyz: Values
    """Acceleration; shape (n, 3)."""
    rate: float | None
    """Rate as stated for these samples, Hz."""
    asked: float | None
    """Rate that the person gives for them, Hz."""
    notes: tuple[str, ...]

    def marked(self, rows: Mask) -> "SampleRows":
        """Return the marked rows, with the rates unchanged."""
        seconds = None if self.seconds is None else self.seconds[rows]
        return self._replace(seconds=seconds, xyz=self.xyz[rows])

    def kept(self, rows: Mask, notes: tuple[str, ...], *, asked_of_all: bool) -> "SampleRows":
        """Keep some rows, at the rates that they have.

        ``asked_of_all`` tells that the rate which a person gives is that of all rows, as the stated
        one is.
        """
        found, rate, asked = self.marked(rows), self.rate, self.asked
        if self.seconds is None or found.seconds is None:
            rate = None if rate is None else rate * float(rows.mean())
        else:
            rate = _scaled_rate(rate, self.seconds, found.seconds)
            asked = _scaled_rate(asked, self.seconds, found.seconds) if asked_of_all else asked
        return SampleRows(found.seconds, found.xyz, rate, asked, (*self.notes, *notes))


def _scaled_rate(rate: float | None, rows: Array, kept: Array) -> float | None:
    """Scale a rate stated for all rows to those with acceleration, if the times confirm it."""
    known = kept[np.isfinite(kept)]
    if rate is None or len(kept) == len(rows) or len(known) < 2 or known[-1] <= known[0]:
        return rate
    measured = float((len(known) - 1) / (known[-1] - known[0]))
    own = rate * len(kept) / len(rows)
    return round(own, 3) if agrees(measured, own) and not agrees(measured, rate) else rate


def own_rows(
    seconds: Array | None,
    xyz: Values,
    head: Head,
    beside: Sequence[int] = (),
    *,
    texts: int = 0,
) -> tuple[Mask, tuple[str, ...]] | None:
    """Find the rows of one sensor, and say so; None if all are, or if rows have no times.

    ``seconds`` are NaN where a row has no time, and ``xyz``, of shape (n, 3), where a cell is
    empty. ``beside`` holds one column of each other sensor that has columns in the same rows.
    ``texts`` counts rows with text in place of a number: they belong to no other sensor and have
    been reported already.
    """
    if seconds is None:
        return None
    apart = rows_apart(np.asarray(np.isfinite(xyz).all(axis=1) & (xyz != 0).any(axis=1)))
    if apart is not None:
        # a slower sensor beside a faster one: its cells are empty or zero in between
        kept: Mask = np.asarray((np.nan_to_num(xyz) != 0).any(axis=1))
        note = f"Acceleration stands in one row of {apart}, regularly; the others hold none."
        return kept, (note,)
    empty: Mask = np.asarray(np.isnan(xyz).all(axis=1))
    count = int(empty.sum())
    if count in (0, len(empty)):
        return None
    # a short tail without acceleration is a sensor that ended early, not a signal of its own
    at_end = count >= MANY * len(empty) and bool(empty[-count:].all())
    if count < OTHERS * len(empty):
        # this sensor was put on later than others, or lost its connection while they went on
        empty &= _has_other_samples(head, beside, len(empty))
        count = int(empty.sum())
        if not count or texts:
            return None
    kept = ~empty
    others = count - texts
    if texts and others < OTHERS * len(empty):
        return kept, ()  # no other sensor wrote text, and it is reported
    note = f"{others} of {len(empty)} rows have no acceleration, as of other sensors; left out."
    if at_end and np.isfinite(seconds[empty]).all():
        note = Doubt(
            f"The acceleration ends {count} rows before the times do, of {len(empty)}. If these "
            "are the times of another signal, all movements are at the wrong time: say with "
            "--columns which column is its own."
        )
    return kept, (note,)


def _has_other_samples(head: Head, beside: Sequence[int], count: int) -> Mask:
    """Find the rows in which another sensor has a sample."""
    sampled = np.zeros(count, np.bool_)
    if beside:
        table = parse(head, dict.fromkeys(beside, pa.float64()))
        for column in table.columns.values() if len(table) == count else ():
            sampled |= np.isfinite(numbers(column))
    return sampled


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
