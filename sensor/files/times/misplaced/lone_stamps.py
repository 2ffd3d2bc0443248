"""Single stamps that lag in otherwise growing rows: a wrong digit, not a clock that was set."""

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask, Values
from limbwatch.sensor.files.doubt import counted

MOST_ROWS = 8
"""Most consecutive rows that may be stamped behind. Chosen: a clock that is set stays so for
longer."""

BEHIND_S = 0.1
"""Seconds before its predecessor from which a stamp is behind; less is the jitter of a phone that
stamps notifications in several threads."""

HOLE = 1.5
"""Periods between two stamps that leave room for a row written too late."""


def settle_lone_stamps(seconds: Array, xyz: Values, notes: list[str]) -> tuple[Index, Array]:
    """Put single rows that are stamped behind where they belong.

    A step back is believed only where the rows after it continue from it. Where they continue from
    the row before it, either the stamp is wrong and the row is in its place, or the row was written
    late and has left a hole. Stamps mostly grow; gives the positions of all rows in the right
    order, and their stamps.
    """
    rows = np.arange(len(seconds))
    stray, wrong = _find_lagging(seconds, xyz)
    if not stray.any():
        return rows, seconds
    seconds = seconds.copy()
    seconds[wrong] = np.interp(rows[wrong], rows[~stray], seconds[~stray])
    if wrong.any():
        notes.append(counted(int(wrong.sum()), _note_on_wrong_stamps))
    late = stray & ~wrong
    if late.any():
        key = rows.astype(np.float64)
        kept = np.flatnonzero(~late)
        before = np.searchsorted(np.maximum.accumulate(seconds[kept]), seconds[late])
        key[late] = kept[np.minimum(before, len(kept) - 1)] - 0.5
        rows = np.lexsort((seconds, key))
        seconds = seconds[rows]
        notes.append(counted(int(late.sum()), _note_on_late_rows))
    return rows, seconds


def _find_lagging(seconds: Array, xyz: Values) -> tuple[Mask, Mask]:
    """Find single rows that are behind, and those among them whose stamp is wrong."""
    stray = np.zeros(len(seconds), dtype=bool)
    wrong = stray.copy()
    steps = np.diff(seconds)
    out = np.flatnonzero(steps < -BEHIND_S)
    forward = steps[steps > 0]
    if not len(out) or not len(forward):
        return stray, wrong
    period = float(np.median(forward))
    for width in range(1, MOST_ROWS + 1):
        at = out[out + width + 1 < len(seconds)]
        home = seconds[at + width + 1] - seconds[at]
        lone = (home >= 0) & (home <= (width + 1) * period + BEHIND_S)
        for ahead in range(1, width + 1):
            lone &= (seconds[at + ahead] < seconds[at]) & ~stray[at + ahead]
        for ahead in range(1, width + 1):
            stray[at[lone] + ahead] = True
            wrong[at[lone & (home >= (width + 0.5) * period)] + ahead] = True
    found = np.flatnonzero(stray)
    kept = np.flatnonzero(~stray)
    highest = np.maximum.accumulate(seconds[kept])
    after = np.minimum(np.searchsorted(highest, seconds[found]), len(kept) - 1)
    copies = (seconds[kept[after]] == seconds[found]) & (xyz[kept[after]] == xyz[found]).all(axis=1)
    stray[found[copies]] = wrong[found[copies]] = False
    # a row written late has left a hole
    hole = highest[after] - highest[np.maximum(after - 1, 0)] >= HOLE * period
    wrong[found[~copies & ~hole]] = True
    return stray, wrong


def _note_on_wrong_stamps(count: int) -> str:
    return (
        f"{_rows(count)} stamped before the row that stands before, and the next goes on from "
        "that one: the stamp is wrong, and was put between those around it."
    )


def _note_on_late_rows(count: int) -> str:
    return f"{_rows(count)} written late; put into the hole that the time tells."


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count} rows are"
