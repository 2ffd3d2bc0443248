"""Where in a file its clock begins to show more of a second, or less.

A spreadsheet shows some dates to the minute and leaves others as they are; a new export is added to
one that a spreadsheet saved. Each part is placed by its own clock: a minute of 1500 rows with one
stamp is no packet, of which the stamp would tell the last.
"""

import itertools
import math

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask
from limbwatch.sensor.files.times.spacing.coarse import by_units

BLOCK = 256
"""Rows of which one is looked at first: most files have one clock."""

COARSER = 4.0
"""Times as long that the unit of the coarser clock is. Chosen: clocks show minutes, seconds or
tenths, and the steps of a sensor vary less."""

HELD = 2.0
"""Times as long that a stamp may hold as its rows last; a longer step to the next is a gap. Chosen:
a unit may lack half of its rows."""

AGREEING = 0.95
"""Share of the rows that are stamped as their part is; packets of any size are not. Chosen."""

MOST = 8
"""Changes from which a file has no clock that changes, but packets of any size. Chosen."""

FEWEST_UNITS, FEWEST_ROWS = 3, 10
"""Units of a coarse clock that show how long one is, and rows that show a rate."""


def clock_parts(seconds: Array) -> list[tuple[int, int]]:
    """Cut stamps where their clock becomes coarser or finer for good.

    Gives the first sample of each part and the one after its last; one part unless the coarser ones
    are stamped with equal units of a clock.
    """
    whole = [(0, len(seconds))]
    changed = np.diff(seconds) != 0
    if bool(changed.all()):
        return whole
    firsts = np.flatnonzero(np.r_[True, changed])
    if len(firsts) <= FEWEST_UNITS:
        return whole
    sizes = np.diff(np.r_[firsts, len(seconds)])
    steps = np.abs(np.diff(seconds[firsts]))
    row = float(np.median(steps / sizes[:-1]))
    # over a gap a stamp did not hold
    units = np.minimum(np.r_[steps, np.inf], HELD * row * sizes)
    seen = units[np.searchsorted(firsts, np.arange(0, len(seconds), BLOCK), side="right") - 1]
    least, most = float(seen.min()), float(seen.max())
    if most < COARSER * least:
        return whole
    coarse = units > math.sqrt(least * most)
    edges, kinds = _lasting(coarse, sizes)
    if not 1 < len(edges) <= MOST + 1:
        return whole
    counts = np.diff(np.r_[0, edges[1:], len(firsts)])
    agreeing = np.repeat(kinds, counts) == coarse
    if int(sizes[agreeing].sum()) < AGREEING * len(seconds):
        return whole
    rows = [0, *firsts[edges[1:]].tolist(), len(seconds)]
    parts = list(itertools.pairwise(rows))
    clocks = all(
        by_units(seconds[first:stop])
        for (first, stop), kind in zip(parts, kinds.tolist(), strict=True)
        if kind
    )
    return parts if clocks else whole


def _lasting(coarse: Mask, sizes: Index) -> tuple[Index, Mask]:
    """Find the stamps from which on they are of one kind, but for a few rows, and of which."""
    starts = np.flatnonzero(np.r_[True, np.diff(coarse)])
    stops = np.r_[starts[1:], len(coarse)]
    rows = np.add.reduceat(sizes, starts)
    long = np.where(coarse[starts], stops - starts >= FEWEST_UNITS, rows >= FEWEST_ROWS)
    starts = starts[long]
    kinds = coarse[starts]
    new = np.r_[True, np.diff(kinds)] if len(kinds) else np.empty(0, np.bool_)
    return starts[new], kinds[new]
