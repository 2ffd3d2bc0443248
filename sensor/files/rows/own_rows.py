"""The rows of one sensor, in a table that merges several by time."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from limbwatch.sensor.arrays import Array, Mask, Values
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
        return found._replace(rate=rate, asked=asked, notes=(*self.notes, *notes))


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
