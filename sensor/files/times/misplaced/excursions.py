"""Stretches of rows whose stamps leave the line of the others and return to it."""

from collections.abc import Iterator

import numpy as np

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.times.misplaced.lone_stamps import BEHIND_S
from limbwatch.sensor.files.times.spacing.coarse import by_units

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
