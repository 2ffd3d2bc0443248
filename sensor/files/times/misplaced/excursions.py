"""Rows whose stamps leave the line of the others and return to it: single ones, and stretches."""

from collections.abc import Iterator

import numpy as np

from limbwatch.sensor.arrays import Array, Index, Mask, Values
from limbwatch.sensor.files.doubt import Doubt, counted
from limbwatch.sensor.files.times.spacing.coarse import by_units

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


AWAY_S = 60.0
"""Step of the stamps, seconds, above which the clock was set, not late."""

SHARED = 0.2
"""Share of equal stamps above which rows come in packets, stamped on arrival. Chosen."""

RETURN_S = 10.0
"""Tolerance, seconds, within which two steps undo each other."""


def undo_excursions(rows: Index, seconds: Array, notes: list[str]) -> tuple[Index, Array]:
    """Put stretches back on the line, and leave out those of another recording.

    A page or sector with a wrong stamp steps out as many seconds as it steps home, to within half a
    row. A clock that was set wrong for a while comes home to within a few seconds, by hand. Where
    the rows after a stretch continue those before it as if it were not there, it belongs to another
    recording: memory that was used before. ``rows`` are positions in the file; gives those that are
    kept, and their stamps.
    """
    steps = np.diff(seconds)
    forward = steps[steps > 0]
    if not len(forward):
        return rows, seconds
    period = float(np.median(forward))
    seconds = seconds.copy()
    pages = 0
    in_packets = np.count_nonzero(steps == 0) > SHARED * len(steps)
    # under a coarse clock that never steps back nothing came late: a longer step is a gap
    coarse = in_packets and bool((steps >= 0).all()) and by_units(seconds)
    for out, home, shift in _find_excursions(seconds, period, beyond=BEHIND_S, within=0.5 * period):
        if abs(shift) <= AWAY_S and not coarse:
            seconds[out + 1 : home + 1] -= shift
            pages += 1
    if pages:
        notes.append(_note_on_packets(pages) if in_packets else _note_on_pages(pages))
    for out, home, shift in _find_excursions(seconds, period, beyond=AWAY_S, within=RETURN_S):
        seconds[out + 1 : home + 1] -= shift
        notes.append(
            f"{home - out} rows are stamped {abs(shift):.0f} s "
            f"{'ahead' if shift > 0 else 'behind'}, as by a clock that was set wrong for a "
            "while; they were brought back."
        )
    kept = np.ones(len(seconds), dtype=bool)
    away = _find_excursions(seconds, period, beyond=AWAY_S, within=RETURN_S, passed=True)
    for out, home, shift in away:
        kept[out + 1 : home + 1] = False
        notes.append(_doubt_foreign_rows(home - out, shift))
    return rows[kept], seconds[kept]


def _find_excursions(
    seconds: Array, period: float, *, beyond: float, within: float, passed: bool = False
) -> Iterator[tuple[int, int, float]]:
    """Yield the steps out and home of each stretch, and the shift of the stretch in seconds.

    The line goes on during the stretch, or, if ``passed``, as if the stretch were not there. A step
    home of one stretch is not the step out of another: the rows between the two are on the line.
    """
    off = np.diff(seconds) - period
    jumps = np.flatnonzero(np.abs(off) > beyond).tolist()
    at = 0
    while at < len(jumps) - 1:
        out, home = jumps[at], jumps[at + 1]
        at += 1
        duration = float(seconds[home] - seconds[out + 1]) if passed else 0.0
        # two steps forward are two gaps, even within half a row
        if abs(off[out] + off[home] + duration) <= within and min(off[out], off[home]) < 0:
            yield out, home, float(off[out] - off[home] - duration) / 2
            at += 1


def _note_on_pages(blocks: int) -> str:
    if blocks == 1:
        return (
            "A block of rows is stamped off the rows around it, which go on past it: its stamp is "
            "wrong, and it was put between them."
        )
    return (
        f"{blocks} blocks of rows are stamped off the rows around them, which go on past them: "
        "their stamps are wrong, and they were put between."
    )


def _note_on_packets(packets: int) -> str:
    """Report how many packets, stamped on arrival, came late."""
    if packets == 1:
        return (
            "A packet of rows came late, by stamps of its arrival: it was put between the rows "
            "around it, which go on past it."
        )
    return (
        f"{packets} packets of rows came late, by stamps of their arrival: they were put between "
        "the rows around them, which go on past them."
    )


def _doubt_foreign_rows(rows: int, step: float) -> Doubt:
    by = abs(step)
    if rows == 1 and step > 0:
        return Doubt(
            f"1 row is stamped {by:.0f} s after those around it, which go on without it: it is of "
            "another recording, and was left out."
        )
    if rows == 1:
        return Doubt(
            f"1 row is stamped {by:.0f} s before those around it, which go on without it: it is of "
            "another recording, and was left out."
        )
    if step > 0:
        return Doubt(
            f"{rows} rows are stamped {by:.0f} s after those around them, which go on without "
            "them: they are of another recording, and were left out. Cut them out into a file of "
            "their own to have them scored."
        )
    return Doubt(
        f"{rows} rows are stamped {by:.0f} s before those around them, which go on without them: "
        "they are of another recording, and were left out. Cut them out into a file of their own "
        "to have them scored."
    )
