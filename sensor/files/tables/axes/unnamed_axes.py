"""Which columns without names are x, y and z: by gravity, which lies in a sensor's acceleration."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.tables.axes.at_gravity import LIKELY, lies_at_gravity
from limbwatch.sensor.files.tables.axes.axis_columns import Axes
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.parsed.column_numbers import copy_numbers
from limbwatch.sensor.files.tables.parsed.table import parse

BLOCK_ROWS = 50
"""Rows whose mean is taken, to see how it lies: a second at 50 Hz. Chosen."""

MOST_BLOCKS = 20_000
"""Blocks that are looked at, spread over the file: those of half a night at 50 Hz. Chosen."""

STILL = 0.5
"""Share of the blocks, the stillest, in which a limb is taken to be at rest. Chosen."""

NOISE = 0.002
"""Variation of the magnitude at rest, as a share of it, that a good sensor shows where nobody
turns: less says nothing of which columns are the axes. Chosen."""

CLEARLY = 4.0
"""Times as much as the best three that the magnitude of another varies at rest, where the best is
sure: axes that are off (see `RATIOS_AT_REST`) vary too, and a turn may change by little what lies
on the axis that another three leaves out. Chosen."""


FEWEST_STEPS = 10
"""Rows from which a column may be known to count. Chosen."""


@dataclass(frozen=True, slots=True)
class MagnitudeAtRest:
    """How the length of three columns is, over the whole file, where they are still."""

    varies: float
    """Its standard deviation, as a share of it."""
    off: float
    """By how much it is off 1 g, in g."""

    def is_clear_of(self, other: "MagnitudeAtRest") -> bool:
        """Tell whether it is steadier than another by far."""
        return other.varies > CLEARLY * max(self.varies, NOISE)


UNTOLD = MagnitudeAtRest(0.0, 0.0)
"""Where it was not measured, or nothing is long enough."""


@dataclass(frozen=True, slots=True)
class UnnamedAxes:
    """Three columns for x, y and z, of those that hold numbers."""

    axes: Axes
    others: tuple[Axes, ...] = ()
    """Further columns that look like an acceleration just as well; those that have a column in
    common with the axes are no second sensor."""
    passed: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()
    """`passed` and `behind`: columns before the axes and behind them, which might have been taken
    for them."""

    @property
    def apart(self) -> bool:
        """Whether no column is in two of the threes."""
        return all(set(self.axes).isdisjoint(other) for other in self.others)


def unnamed_axes(head: Head, columns: list[int]) -> UnnamedAxes:
    """Choose three columns, of three and more that hold numbers and no time, without names.

    The first three at gravity; where none are, the first three behind columns of one value (an
    axis has noise) and without those that count from row to row.
    """
    constant = {at for at in columns if len(set(head.numbers(at))) == 1}
    felt = [at for at in columns if not _counts_round(head.numbers(at))]
    felt = felt if len(felt) >= 3 else columns
    found = _at_gravity(head, felt, constant)
    if found:
        axes, *others = found
    else:
        varied = [at for at in felt if at not in constant]
        behind = [at for at in felt if varied and at >= varied[0]]
        axes, others = _three(behind if len(behind) >= 3 else felt), []
    return UnnamedAxes(
        axes,
        tuple(others),
        passed=tuple(at for at in columns if at < axes[0]),
        behind=tuple(at for at in columns if at > axes[2]),
    )


def _counts_round(values: list[float]) -> bool:
    """Tell a number of the rows or packets that starts anew at its largest, as loggers write one.

    Where each step is one, and every step back the same, no limb was felt.
    """
    steps = np.diff(values)
    back = steps[steps != 1]
    return len(steps) >= FEWEST_STEPS and bool((back == back[:1]).all()) and bool((back < 0).all())


def _at_gravity(head: Head, columns: list[int], constant: set[int]) -> list[Axes]:
    """Find columns side by side whose length is that of gravity.

    Each column is in one of them, unless nothing says in which.
    """
    ahead = [_three(columns[at:]) for at in range(len(columns) - 2)]
    beside = (axes for axes in ahead if axes[2] - axes[0] == 2 and not set(axes) <= constant)
    fitting = [axes for axes in beside if lies_at_gravity(head, axes)]
    alone = not any(_rivals(axes, fitting) for axes in fitting)
    rest = dict.fromkeys(fitting, UNTOLD) if alone else _at_rest(head, fitting)
    # an axis at rest may hold one value where the resolution is low, and noise is likelier
    held = {axes: len(set(axes) & constant) for axes in fitting}
    whole = _whole(columns) or _whole(_within(columns, constant))
    several = _side_by_side(fitting, ahead, held)
    if sum(axes in whole for axes in fitting) < len(several):
        whole = set()  # they would part two sensors in their middle
    found: list[Axes] = []
    left = sorted(fitting, key=lambda axes: (held[axes], rest[axes].varies, axes))
    while left:
        best = left[0]
        rivals = [axes for axes in _rivals(best, left) if held[axes] == held[best]]
        close = [axes for axes in rivals if not rest[best].is_clear_of(rest[axes])]
        by_place = [axes for axes in (best, *close) if axes in whole]
        nearer = [axes for axes in rivals if rest[axes].off < rest[best].off]
        if close and by_place:
            best = min(by_place)
        elif close or nearer:
            return several if len(several) > 1 else sorted({best, *close, *nearer})
        found.append(best)
        left = [axes for axes in left if set(axes).isdisjoint(best)]
    return sorted(found)


def _within(columns: list[int], constant: set[int]) -> list[int]:
    """Leave out columns of one value before the others and behind them; none where some remain."""
    varied = [at for at in columns if at not in constant]
    inner = [at for at in columns if varied and varied[0] <= at <= varied[-1]]
    return inner if inner == varied else []


def _whole(columns: list[int]) -> set[Axes]:
    """Part columns into threes: sensors have three each, so that they stand before the next."""
    if len(columns) % 3:
        return set()
    return {_three(columns[at:]) for at in range(0, len(columns), 3)}


def _side_by_side(fitting: list[Axes], ahead: list[Axes], held: Mapping[Axes, int]) -> list[Axes]:
    """Choose threes that have no column in common by their places, to ask for one of them.

    Of two accelerometers beside each other each three fits, across them too: those are taken of
    which more find room, as each ends where the next begins.
    """

    def by_thirds(axes: Axes) -> tuple[int, bool, int]:
        at = ahead.index(axes)
        return held[axes], at % 3 != 0, at

    def one_by_one(axes: Axes) -> tuple[int, int]:
        return held[axes], axes[0]

    chosen = (_disjoint(sorted(fitting, key=rank)) for rank in (by_thirds, one_by_one))
    return max(chosen, key=len)


def _disjoint(ranked: list[Axes]) -> list[Axes]:
    """Keep the threes that have no column in common with one before them."""
    found: list[Axes] = []
    for axes in ranked:
        if all(set(axes).isdisjoint(other) for other in found):
            found.append(axes)
    return sorted(found)


def _rivals(axes: Axes, others: list[Axes]) -> list[Axes]:
    """Find the threes that have a column in common with one."""
    return [other for other in others if other != axes and not set(other).isdisjoint(axes)]


def _at_rest(head: Head, threes: list[Axes]) -> Mapping[Axes, MagnitudeAtRest]:
    """Measure the length of threes of columns at rest, over the whole file.

    Gravity is the same in each posture; without one of its axes, and with a column of something
    else, it is so in none but that of the first rows.
    """
    wanted = sorted({at for axes in threes for at in axes})
    table = parse(head, dict.fromkeys(wanted, pa.float32()))
    values = np.empty((len(wanted), len(table)), dtype=np.float32)
    for at, row in zip(wanted, values, strict=True):
        copy_numbers(table.columns[at], row)
    del table
    rows = np.flatnonzero(np.isfinite(values).all(axis=0))
    count = len(rows) // BLOCK_ROWS
    if count < 2:
        return dict.fromkeys(threes, UNTOLD)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_BLOCKS)).astype(int))
    count = len(chosen)
    seen = rows[chosen[:, None] * BLOCK_ROWS + np.arange(BLOCK_ROWS)]
    blocks = values[:, seen].transpose(1, 2, 0).astype(np.float64)
    means, spread = blocks.mean(axis=1), blocks.var(axis=1)
    found = {}
    for axes in threes:
        own = [wanted.index(at) for at in axes]
        stillest = np.argsort(spread[:, own].sum(axis=1), kind="stable")
        resting = stillest[: max(2, round(STILL * count))]
        lengths = np.linalg.norm(means[resting][:, own], axis=1)
        mean = max(float(lengths.mean()), 1e-9)
        off = min(abs(mean * unit.scale - 1) for unit in LIKELY)
        found[axes] = MagnitudeAtRest(float(lengths.std()) / mean, off)
    return found


def _three(columns: list[int]) -> Axes:
    return columns[0], columns[1], columns[2]
