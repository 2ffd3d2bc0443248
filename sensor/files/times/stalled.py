"""Links that stall and then deliver the backlog: nothing is lost, but stamps are arrival times."""

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.doubt import counted

STALL_S = 0.5
"""Step, seconds, above which a stall may hide; shorter ones are interpolated anyway."""

MISSING = 0.05
"""Share of the samples of a stall that may be missing when it counts as made up for. Chosen."""

SHARED = 0.2
"""Share of equal stamps above which rows come in packets, whose delivery would look like a
burst."""

MOST = 20_000
"""Most stalls that are examined: a recording of days that stalls every ten seconds has fewer."""


def spread_bursts(seconds: Array, notes: list[str]) -> Array:
    """Spread the samples of a burst over the stall before it, where their number fits.

    Stamps that stand still and then jump to the right time are the same case in reverse.
    """
    steps = np.diff(seconds)
    if not (steps > STALL_S).any() or not (steps < 0.5 * STALL_S).any():
        return seconds
    forward = steps[steps > 0]
    if np.count_nonzero(steps == 0) > SHARED * len(steps):
        return seconds
    period = float(np.median(forward))
    if period > STALL_S / 2:
        return seconds
    result, stalls = _spread_bursts(seconds, period)
    reversed_result, stops = _spread_bursts(-result[::-1], period)
    count = stalls + stops
    if not count:
        return seconds
    notes.append(counted(count, _note_on_stalls))
    return -reversed_result[::-1]


def _note_on_stalls(count: int) -> str:
    if count == 1:
        return (
            f"The link stalled once for more than {STALL_S:g} s and then delivered all that had "
            "waited; the samples were spread over the time."
        )
    return (
        f"The link stalled {count} times for more than {STALL_S:g} s and then delivered all "
        "that had waited; the samples were spread over the time."
    )


def _spread_bursts(seconds: Array, period: float) -> tuple[Array, int]:
    """Spread the bursts behind stalls; return the stamps and the number of stalls."""
    result = seconds.copy()
    count = 0
    # last sample spread so far: a stall before it belongs to the same burst
    until = -1
    for before in np.flatnonzero(np.diff(seconds) > STALL_S)[:MOST].tolist():
        if before < until:
            continue
        stop = _end_of_burst(seconds, before, period)
        if stop is None:
            continue
        result[before : stop + 1] = np.linspace(seconds[before], seconds[stop], stop - before + 1)
        until, count = stop, count + 1
    return result, count


def _end_of_burst(seconds: Array, before: int, period: float) -> int | None:
    """Find the sample at which a burst has made up for the stall behind ``before``."""
    stall = float(seconds[before + 1] - seconds[before])
    lost = stall / period
    ahead = seconds[before + 1 : before + 2 + int(1.5 * lost) + 8]
    if (np.diff(ahead) < 0).any():
        return None
    behind = (ahead - seconds[before]) / period - np.arange(1, len(ahead) + 1)
    enough = np.flatnonzero(behind <= max(1.0, MISSING * lost))
    if not len(enough) or ahead[enough[0]] - ahead[0] > 0.5 * stall:
        return None
    # include the rest of the burst
    at = int(enough[0])
    while at + 1 < len(ahead) and ahead[at + 1] - ahead[at] < 0.5 * period:
        at += 1
    return before + 1 + at
