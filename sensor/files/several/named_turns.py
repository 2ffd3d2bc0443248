"""Names of sensors that take turns, as opposed to flags that one sensor raises regularly."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import mode

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.tables.axes.axis_columns import acceleration
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.heads.spelling import as_number, is_number

MOST_TURNS = 8
"""Most sensors that take turns in a column of any name."""

TURNING = 0.8
"""Share of the turns that must follow one order, with the usual length for their sensor. Chosen:
random flags follow it less."""

FEWEST_TURNS = 4
"""Turns of each sensor needed to see an order. Chosen."""

APART = 0.1
"""Largest ratio to the steps between sensors of the steps within packets, of those from one packet
of a sensor to its next, and of a share of gravity: limbs lie differently, by far more than one
moves meanwhile. Chosen, as for packets that no column names."""

Turns = Sequence[tuple[str, Sequence[int]]]


def takes_turns(head: Head, at: int) -> bool:
    """Return whether the few texts of a column take turns as sensors' names do.

    A turn is one row, or a packet of that sensor. If it is longer than a row, the values must also
    show several sensors: buffers, pulses and states of one sensor have regular turns as well.
    """
    rows = [row for row in head.rows if len(row) > at and row[at].strip()]
    cells = [row[at].strip() for row in rows]
    count = len(set(cells))
    if not 2 <= count <= MOST_TURNS:
        return False
    turns = [
        (name, [k for k, _ in numbered])
        for name, numbered in groupby(enumerate(cells), key=lambda one: one[1])
    ]
    # the first and the last turn may be cut off
    longest = _usual_turn_length(turns[1:-1], count)
    return longest == 1 or (
        longest > 1 and (_values_jump(head, rows, turns, count) or _times_again(head, rows, at))
    )


def _usual_turn_length(turns: Turns, count: int) -> int:
    """Return the rows of the longest usual turn if turns are regular; else 0."""
    lengths: dict[str, list[int]] = defaultdict(list)
    for name, numbers in turns:
        lengths[name].append(len(numbers))
    if len(lengths) < count or min(map(len, lengths.values())) < FEWEST_TURNS:
        return 0
    again = sum(a == b for (a, _), (b, _) in zip(turns, turns[count:], strict=False))
    if again <= TURNING * (len(turns) - count):
        return 0
    usual = [(mode(own), own) for own in lengths.values()]
    if any(own.count(length) <= TURNING * len(own) for length, own in usual):
        return 0
    return max(length for length, _ in usual)


def _values_jump(head: Head, rows: Sequence[Sequence[str]], turns: Turns, count: int) -> bool:
    """Return whether values jump where the name changes, and back when it recurs."""
    axes = acceleration(head)
    columns = range(head.width) if axes is None else axes
    values = [_values(head, rows, column) for column in columns]
    if axes is not None:
        return all(one is not None for one in values) and _groups_differ(
            np.column_stack([one for one in values if one is not None]), turns, count
        )
    # without names of axes: few recurring numbers are a flag in digits
    return any(
        len(np.unique(one)) > 2 * count and _groups_differ(one[:, None], turns, count)
        for one in values
        if one is not None
    )


def _values(head: Head, rows: Sequence[Sequence[str]], column: int) -> Array | None:
    cells = [row[column].strip() if len(row) > column else "" for row in rows]
    if not all(is_number(cell, head.decimal) for cell in cells):
        return None
    return np.array([as_number(cell, head.decimal) for cell in cells])


def _groups_differ(values: Array, turns: Turns, count: int) -> bool:
    parts = [values[list(numbers)] for _, numbers in turns]
    middles = np.array([np.median(part, axis=0) for part in parts])
    steps = np.concatenate([np.linalg.norm(np.diff(part, axis=0), axis=1) for part in parts])
    to_other = float(np.median(np.linalg.norm(np.diff(middles, axis=0), axis=1)))
    home = float(np.median(np.linalg.norm(middles[count:] - middles[:-count], axis=1)))
    lying = float(np.median(np.linalg.norm(values, axis=1)))
    own = max(float(np.median(steps)), home, APART * APART * lying)
    return own < APART * to_other


def _times_again(head: Head, rows: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether a column rises within each name, and falls between names."""
    for column in set(range(head.width)) - {at}:
        numbers = _values(head, rows, column)
        texts = [row[column].strip() if len(row) > column else "" for row in rows]
        if numbers is None and len(set(map(len, texts))) != 1:
            continue  # texts sort correctly only if they are equally long
        order = texts if numbers is None else numbers.tolist()
        back = sum(after < before for before, after in pairwise(order))
        own: dict[str, list[object]] = defaultdict(list)
        for row, one in zip(rows, order, strict=True):
            own[row[at].strip()].append(one)
        if back >= FEWEST_TURNS and all(
            all(after > before for before, after in pairwise(part))  # type: ignore[operator]
            for part in own.values()
        ):
            return True
    return False
