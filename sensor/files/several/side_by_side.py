"""Several accelerations per row, told apart by the names of their columns: sensors, or samples."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.several.choice import SensorNotFound, chosen, doubts_of
from limbwatch.sensor.files.tables.axes.at_gravity import lies_at_gravity
from limbwatch.sensor.files.tables.axes.axis_columns import Triple, triples, whose
from limbwatch.sensor.files.tables.clock_columns.time_columns import says_time
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.placement import Placement

SPEAKS = 45
"""Worth of three columns with names of acceleration; other columns beside them are then ignored."""

Words = tuple[str, ...]

FIELD = ("b",)
"""Symbol of a magnetic field, as Physics Toolbox names its columns, or a sensor called B."""


def sensors(head: Head) -> Mapping[Words, tuple[Triple, ...]]:
    """Return the accelerations in the columns of a table, by the words of their sensors' names."""
    found = [one for one in triples(head) if not _is_field(head, one)]
    speaking = any(one.worth >= SPEAKS or one.free for one in found)
    groups: dict[Words, tuple[Triple, ...]] = {}
    for one in found:
        if not speaking or one.worth >= SPEAKS or one.free or one.gravity:
            groups[one.whose] = (*groups.get(one.whose, ()), one)
    with_gravity = {
        words: group
        for words, group in groups.items()
        if any(one.worth > 1 for one in group)
        or (any(one.free for one in group) and any(one.gravity for one in group))
    }
    return with_gravity or groups


def _is_field(head: Head, found: Triple) -> bool:
    return found.whose == FIELD and found.worth < SPEAKS and not lies_at_gravity(head, found.axes)


def numbered(found: Mapping[Words, object]) -> bool:
    """Return whether the sensors are 1, 2, 3 ...: these may also be samples of one sensor."""
    numbers = sorted(int(words[0]) for words in found if len(words) == 1 and words[0].isdigit())
    first = numbers[0] if numbers else 0
    return (
        len(numbers) == len(found) > 1
        and first in (0, 1)
        and numbers == list(range(first, first + len(numbers)))
    )


def one_of(head: Head, placement: Placement, *, named: str | None) -> tuple[Head, str]:
    """Keep the columns of the requested sensor, or of the one that a person named.

    The head then has empty names for the columns of other sensors. The second value is the
    sensor's name, empty if the table has only one.

    Raises
    ------
    SensorNotFound
        If the requested sensor is not among them, or cannot be determined.
    """
    found = sensors(head)
    if not found or (numbered(found) and named is None):
        return head, ""
    names = _named(head, found)
    if len(found) == 1 and not any(found):
        return head, ""
    name = chosen(
        names, placement, named=named, path=head.path, where="by the names of its columns"
    )
    if len(found) == 1:
        return head, name
    return _without_others(head, names[name], found), name


def _named(head: Head, found: Mapping[Words, tuple[Triple, ...]]) -> dict[str, Words]:
    return {
        "_".join(words) or head.names[group[0].axes[0]]: words for words, group in found.items()
    }


def place_doubts(head: Head, name: str, placement: Placement, *, named: bool) -> tuple[Doubt, ...]:
    """Return a doubt on the place of the sensor that `one_of` took of a table."""
    names = _named(head, sensors(head))
    return doubts_of(name, names, placement, named=named) if name in names else ()


def left_out(whole: Head, mine: Head) -> tuple[int, ...]:
    """Return one column of each sensor whose names `one_of` emptied."""
    if mine is whole:
        return ()
    return tuple(
        group[0].axes[0] for group in sensors(whole).values() if not mine.names[group[0].axes[0]]
    )


def _without_others(head: Head, mine: Words, found: Mapping[Words, tuple[Triple, ...]]) -> Head:
    """Empty the names of columns that belong to other sensors."""
    shared = set.intersection(*(set(words) for words in found))
    own = set(mine) - shared
    others = [set(words) - shared for words in found if words != mine]
    axes = {at for words in found if words != mine for one in found[words] for at in one.axes}
    kept = {at for one in found[mine] for at in one.axes}
    others_time = _times_of_others(head, kept, axes)
    names = tuple(
        ""
        if at not in kept
        and (at in axes or at in others_time or _is_of_other(set(whose(name)), own, others))
        else name
        for at, name in enumerate(head.names)
    )
    return replace(head, names=names)


def _times_of_others(head: Head, mine: set[int], others: set[int]) -> set[int]:
    """Return the columns of time that belong to other sensors, if each has its own.

    Joined tables have a column of time before the axes of each sensor, or after them.
    """
    clocks = [at for at in range(head.width) if at not in mine | others and says_time(head, at)]
    first, last = min(mine | others), max(mine | others)
    if not any(first < at < last for at in clocks):
        return set()
    if clocks[0] < first:
        before = max((at for at in others if at < min(mine)), default=-1)
        own = {at for at in clocks if before < at < min(mine)}
    else:
        behind = min((at for at in others if at > max(mine)), default=head.width)
        own = {at for at in clocks if max(mine) < at < behind}
    return set(clocks) - own if own else set()


def _is_of_other(words: set[str], own: set[str], others: list[set[str]]) -> bool:
    if own and own <= words:
        return False
    return any(other and other <= words for other in others)


SAMPLES = 0.9
"""Ratio of mean squared steps, those within a row to those between rows, without noise, below which
the columns are consecutive samples. For k samples of a smooth signal it is 1/k^2, for single jolts
1; for two sensors it is far above 1 once one of them moves or lies differently. Ours."""

NOISE = 3 / 2.366
"""Mean over median of squared steps of noise on three axes (chi-squared, 3 degrees of freedom)."""


def interleaved(groups: Sequence[Values], path: Path) -> Values:
    """Interleave the samples of each row, given as accelerations of shape (n, 3).

    Each axis is contiguous in the result, shape (n * k, 3).

    Raises
    ------
    SensorNotFound
        If the columns are of several sensors, or nothing shows that they are not.
    """
    inside = _squared_steps(groups[0], groups[1])
    across = _squared_steps(groups[0][:-1], groups[0][1:])
    noise = NOISE * float(np.median(across)) if len(across) else np.inf
    moved = float(np.mean(across)) - noise if len(across) else 0.0
    if not moved > noise / 5 or not float(np.mean(inside)) - noise < SAMPLES * moved:
        raise SensorNotFound(
            f"{path} has {len(groups)} accelerations in each row, numbered, and nothing shows that "
            "they are samples in order of time: the second is no nearer to the first than that of "
            "the next row. Say which sensor it is by its number, such as --sensor ankle_left=1."
        )
    count = len(groups)
    result = np.empty((3, count * len(groups[0])), dtype=np.float32).T
    for place, group in enumerate(groups):
        result[place::count] = group
    return result


def _squared_steps(one: Values, other: Values) -> Array:
    """Return the squared length of each step from one acceleration to another."""
    difference = other.astype(np.float64) - one
    squares: Array = (difference * difference).sum(axis=1)
    return squares[np.isfinite(squares)]
