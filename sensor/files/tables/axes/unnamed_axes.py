"""Unnamed columns of x, y and z, found by gravity, which a sensor's acceleration contains."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from limbwatch.sensor.files.tables.axes.at_gravity import LIKELY, lies_at_gravity
from limbwatch.sensor.files.tables.axes.axis_columns import Axes
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.parsed.parsed_rows import copy_numbers
from limbwatch.sensor.files.tables.parsed.table import parse

BLOCK_ROWS = 50
"""Rows per block, whose mean shows the posture: a second at 50 Hz. Chosen."""

MOST_BLOCKS = 20_000
"""Most blocks that are examined, spread over the file: those of half a night at 50 Hz. Chosen."""

STILL = 0.5
"""Share of the blocks, the stillest, in which the limb is assumed to be at rest. Chosen."""

NOISE = 0.002
"""Relative variation of the magnitude at rest that a good sensor shows where nobody turns: smaller
values do not help to find the axes. Chosen."""

CLEARLY = 4.0
"""Ratio by which the magnitude at rest of another three must vary more than that of the best for
the best to be certain: badly calibrated axes (see `RATIOS_AT_REST`) vary too, and a turn may hardly
change what lies on the axis that another three leaves out. Chosen."""


FEWEST_STEPS = 10
"""Rows needed to recognise a counting column. Chosen."""


@dataclass(frozen=True, slots=True)
class MagnitudeAtRest:
    """The magnitude of three columns over the whole file, where they are still."""

    varies: float
    """Its standard deviation, as a share of the magnitude."""
    off: float
    """Its distance from 1 g, in g."""

    def is_clear_of(self, other: "MagnitudeAtRest") -> bool:
        """Tell whether it is far steadier than another."""
        return other.varies > CLEARLY * max(self.varies, NOISE)


UNMEASURED = MagnitudeAtRest(0.0, 0.0)
"""Stands for a magnitude that was not measured, or a file too short to measure one."""


@dataclass(frozen=True, slots=True)
class UnnamedAxes:
    """Three columns of numbers, chosen for x, y and z."""

    axes: Axes
    """Columns of x, y and z."""
    others: tuple[Axes, ...] = ()
    """Further columns that look like acceleration just as well; those that share a column with the
    axes are no second sensor."""
    passed: tuple[int, ...] = ()
    """Columns before the axes that might have been chosen."""
    behind: tuple[int, ...] = ()
    """Columns after the axes that might have been chosen."""

    @property
    def apart(self) -> bool:
        """Whether no column is in two of the triples."""
        return all(set(self.axes).isdisjoint(other) for other in self.others)


def unnamed_axes(head: Head, columns: list[int]) -> UnnamedAxes:
    """Choose three columns without names, among three or more that hold numbers and no time.

    They are the first three at gravity, or else the first three behind columns of one value (an
    axis has noise), without those that count from row to row.
    """
    constant = {at for at in columns if len(set(head.numbers(at))) == 1}
    measured = [at for at in columns if not _is_cyclic_count(head.numbers(at))]
    measured = measured if len(measured) >= 3 else columns
    found = _triples_at_gravity(head, measured, constant)
    if found:
        axes, *others = found
    else:
        varied = [at for at in measured if at not in constant]
        behind = [at for at in measured if varied and at >= varied[0]]
        axes, others = _first_three(behind if len(behind) >= 3 else measured), []
    return UnnamedAxes(
        axes,
        tuple(others),
        passed=tuple(at for at in columns if at < axes[0]),
        behind=tuple(at for at in columns if at > axes[2]),
    )


def _is_cyclic_count(values: list[float]) -> bool:
    """Tell whether values count rows or packets and start over at a largest number, as loggers do.

    Each step is one, and every step back is the same: no limb was felt.
    """
    steps = np.diff(values)
    back = steps[steps != 1]
    return len(steps) >= FEWEST_STEPS and bool((back == back[:1]).all()) and bool((back < 0).all())


def _triples_at_gravity(head: Head, columns: list[int], constant: set[int]) -> list[Axes]:
    """Find adjacent triples of columns whose magnitude is that of gravity.

    Each column is in one triple, unless nothing shows in which.
    """
    ahead = [_first_three(columns[at:]) for at in range(len(columns) - 2)]
    beside = (axes for axes in ahead if axes[2] - axes[0] == 2 and not set(axes) <= constant)
    fitting = [axes for axes in beside if lies_at_gravity(head, axes)]
    alone = not any(_rivals(axes, fitting) for axes in fitting)
    rest = dict.fromkeys(fitting, UNMEASURED) if alone else _measure_at_rest(head, fitting)
    # an axis at rest may hold one value where the resolution is low, but noise is likelier
    held = {axes: len(set(axes) & constant) for axes in fitting}
    whole = _consecutive_triples(columns) or _consecutive_triples(
        _drop_outer_constants(columns, constant)
    )
    several = _choose_disjoint(fitting, ahead, held)
    if sum(axes in whole for axes in fitting) < len(several):
        whole = set()  # they would cut two sensors in their middle
    found: list[Axes] = []
    open_triples = sorted(fitting, key=lambda axes: (held[axes], rest[axes].varies, axes))
    while open_triples:
        best = open_triples[0]
        rivals = [axes for axes in _rivals(best, open_triples) if held[axes] == held[best]]
        close = [axes for axes in rivals if not rest[best].is_clear_of(rest[axes])]
        by_place = [axes for axes in (best, *close) if axes in whole]
        nearer = [axes for axes in rivals if rest[axes].off < rest[best].off]
        if close and by_place:
            best = min(by_place)
        elif close or nearer:
            return several if len(several) > 1 else sorted({best, *close, *nearer})
        found.append(best)
        open_triples = [axes for axes in open_triples if set(axes).isdisjoint(best)]
    return sorted(found)


def _drop_outer_constants(columns: list[int], constant: set[int]) -> list[int]:
    """Drop constant columns before and after the others; return none where some remain inside."""
    varied = [at for at in columns if at not in constant]
    inner = [at for at in columns if varied and varied[0] <= at <= varied[-1]]
    return inner if inner == varied else []


def _consecutive_triples(columns: list[int]) -> set[Axes]:
    """Split columns into consecutive triples, one per sensor, if their number allows."""
    if len(columns) % 3:
        return set()
    return {_first_three(columns[at:]) for at in range(0, len(columns), 3)}


def _choose_disjoint(
    fitting: list[Axes], ahead: list[Axes], held: Mapping[Axes, int]
) -> list[Axes]:
    """Choose disjoint triples by their places, so that the person can be asked for one of them.

    Where two accelerometers are adjacent, triples that span both may fit as well: of the ways to
    divide the columns, the one that yields more triples is chosen.
    """

    def by_thirds(axes: Axes) -> tuple[int, bool, int]:
        at = ahead.index(axes)
        return held[axes], at % 3 != 0, at

    def one_by_one(axes: Axes) -> tuple[int, int]:
        return held[axes], axes[0]

    chosen = (_disjoint(sorted(fitting, key=rank)) for rank in (by_thirds, one_by_one))
    return max(chosen, key=len)


def _disjoint(ranked: list[Axes]) -> list[Axes]:
    """Keep the triples that share no column with one before them."""
    found: list[Axes] = []
    for axes in ranked:
        if all(set(axes).isdisjoint(other) for other in found):
            found.append(axes)
    return sorted(found)


def _rivals(axes: Axes, others: list[Axes]) -> list[Axes]:
    """Find the triples that share a column with ``axes``."""
    return [other for other in others if other != axes and not set(other).isdisjoint(axes)]


def _measure_at_rest(head: Head, candidates: list[Axes]) -> Mapping[Axes, MagnitudeAtRest]:
    """Measure the magnitude of triples of columns at rest, over the whole file.

    Gravity is the same in each posture; without one of its axes, and with a foreign column instead,
    the magnitude matches only in the posture of the first rows.
    """
    wanted = sorted({at for axes in candidates for at in axes})
    table = parse(head, dict.fromkeys(wanted, pa.float32()))
    values = np.empty((len(wanted), len(table)), dtype=np.float32)
    for at, row in zip(wanted, values, strict=True):
        copy_numbers(table.columns[at], row)
    del table
    rows = np.flatnonzero(np.isfinite(values).all(axis=0))
    count = len(rows) // BLOCK_ROWS
    if count < 2:
        return dict.fromkeys(candidates, UNMEASURED)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_BLOCKS)).astype(int))
    count = len(chosen)
    seen = rows[chosen[:, None] * BLOCK_ROWS + np.arange(BLOCK_ROWS)]
    blocks = values[:, seen].transpose(1, 2, 0).astype(np.float64)
    means, spread = blocks.mean(axis=1), blocks.var(axis=1)
    found = {}
    for axes in candidates:
        own = [wanted.index(at) for at in axes]
        stillest = np.argsort(spread[:, own].sum(axis=1), kind="stable")
        still = stillest[: max(2, round(STILL * count))]
        lengths = np.linalg.norm(means[still][:, own], axis=1)
        mean = max(float(lengths.mean()), 1e-9)
        off = min(abs(mean * unit.scale - 1) for unit in LIKELY)
        found[axes] = MagnitudeAtRest(float(lengths.std()) / mean, off)
    return found


def _first_three(columns: list[int]) -> Axes:
    return columns[0], columns[1], columns[2]
