"""Which columns without names are x, y and z: by gravity, which lies in a sensor's acceleration."""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.files.tables.axes import Axes
from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.unit import METRES, MILLI_G, RATIOS_AT_REST, G

MOSTLY = 0.8
"""Share of the first rows that lie at gravity, in columns of acceleration. A limb that moves is
beyond it for seconds; a gyroscope or a temperature is at it by chance alone. Chosen."""


@dataclass(frozen=True, slots=True)
class UnnamedAxes:
    """Three columns for x, y and z, of those that hold numbers.

    Parameters
    ----------
    axes : tuple of int
    others : tuple of tuple of int
        Further columns that look like an acceleration just as well.
    passed : tuple of int
        Columns before the axes, which might have been taken for them.
    """

    axes: Axes
    others: tuple[Axes, ...] = ()
    passed: tuple[int, ...] = ()


def unnamed_axes(head: Head, columns: list[int]) -> UnnamedAxes:
    """Choose three columns of a table without names.

    Parameters
    ----------
    head : Head
    columns : list of int
        Three and more that hold numbers, and no time.

    Returns
    -------
    UnnamedAxes
        The first three at gravity; where none are, the first three behind columns of one value
        (an axis has noise).
    """
    constant = {at for at in columns if len(set(head.numbers(at))) == 1}
    found = _at_gravity(head, columns, constant)
    if found:
        axes, *others = found
    else:
        varied = [at for at in columns if at not in constant]
        behind = [at for at in columns if varied and at >= varied[0]]
        axes, others = _three(behind if len(behind) >= 3 else columns), []
    passed = tuple(at for at in columns if at < axes[0])
    return UnnamedAxes(axes, tuple(others), passed)


def _at_gravity(head: Head, columns: list[int], constant: set[int]) -> list[Axes]:
    """Find columns side by side whose length is that of gravity, each column in one of them."""
    ahead = [_three(columns[at:]) for at in range(len(columns) - 2)]
    fitting = [
        at
        for at, axes in enumerate(ahead)
        if not set(axes) <= constant and _lies_at_gravity(head, axes)
    ]

    def rank(at: int) -> tuple[int, bool, int]:
        # an axis at rest may hold one value where the resolution is low, and noise is likelier; and
        # sensors have three columns each, so that whole threes stand before the next
        return len(set(ahead[at]) & constant), at % 3 != 0, at

    found: list[int] = []
    for at in sorted(fitting, key=rank):
        if all(abs(at - other) >= 3 for other in found):
            found.append(at)
    return [ahead[at] for at in sorted(found)]


def _three(columns: list[int]) -> Axes:
    return columns[0], columns[1], columns[2]


def _lies_at_gravity(head: Head, axes: Axes) -> bool:
    columns = [head.numbers(at) for at in axes]
    count = min(map(len, columns))
    if count == 0 or axes[2] - axes[0] != 2:
        return False
    xyz = np.array([column[:count] for column in columns])
    lengths = np.sqrt((xyz**2).sum(axis=0))
    low, high = RATIOS_AT_REST
    return any(
        float(np.mean((lengths * unit.scale > low) & (lengths * unit.scale < high))) >= MOSTLY
        for unit in (G, MILLI_G, METRES)
    )
