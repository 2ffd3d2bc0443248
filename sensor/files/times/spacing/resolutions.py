"""Where in a file the resolution of its clock changes.

A spreadsheet shows some dates to the minute and leaves others as they are; a new export is appended
to one that a spreadsheet saved. Each part is placed by its own clock: 1500 rows that share a minute
are not a packet whose stamp belongs to its last row.
"""

import itertools
import math

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask
from limbwatch.sensor.files.times.spacing.coarse import by_units

BLOCK = 256
"""Rows per row examined first: most files have one clock."""

COARSER = 4.0
"""Ratio of the units of the coarser and the finer clock. Chosen: clocks show minutes, seconds or
tenths, and the steps of a sensor vary less."""

HELD = 2.0
"""Longest time a stamp may hold, in multiples of the duration of its rows; a longer step to the
next is a gap. Chosen: a unit may lack half of its rows."""

AGREEING = 0.95
"""Share of the rows whose resolution is that of their part; packets of varying size do not reach
it. Chosen."""

MOST = 8
"""Number of changes from which they are not a clock's, but packets of varying size. Chosen."""

FEWEST_UNITS, FEWEST_ROWS = 3, 10
"""Units of a coarse clock needed to measure their length, and rows needed to measure a rate."""


def clock_parts(seconds: Array) -> list[tuple[int, int]]:
    """Cut stamps where their clock becomes coarser or finer for good.

    Gives the first sample of each part and the one after its last; a single part unless the coarser
    parts are stamped in equal units of a clock.
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
    # a stamp does not hold over a gap
    units = np.minimum(np.r_[steps, np.inf], HELD * row * sizes)
    seen = units[np.searchsorted(firsts, np.arange(0, len(seconds), BLOCK), side="right") - 1]
    least, most = float(seen.min()), float(seen.max())
    if most < COARSER * least:
        return whole
    coarse = units > math.sqrt(least * most)
    edges, kinds = _lasting_resolutions(coarse, sizes)
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


def _lasting_resolutions(coarse: Mask, sizes: Index) -> tuple[Index, Mask]:
    """Find the stamps at which a lasting resolution begins, and whether it is the coarse one."""
    starts = np.flatnonzero(np.r_[True, np.diff(coarse)])
    stops = np.r_[starts[1:], len(coarse)]
    rows = np.add.reduceat(sizes, starts)
    long = np.where(coarse[starts], stops - starts >= FEWEST_UNITS, rows >= FEWEST_ROWS)
    starts = starts[long]
    kinds = coarse[starts]
    new = np.r_[True, np.diff(kinds)] if len(kinds) else np.empty(0, np.bool_)
    return starts[new], kinds[new]
