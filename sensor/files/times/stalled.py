"""Links that stall and then deliver what had waited: nothing is lost, stamps are arrivals."""

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.counted import counted

STALL_S = 0.5
"""Steps longer than this may hide a stall; across shorter ones samples are interpolated anyway."""

MISSING = 0.05
"""Share of the samples of a stall that may be missing when it counts as made up for. Chosen."""

SHARED = 0.2
"""Share of equal stamps above which rows come in packets, whose size would look like a burst."""

MOST = 20_000
"""Stalls that are looked at: a recording of days that stalls each ten seconds has fewer."""


def caught_up(seconds: Array, notes: list[str]) -> Array:
    """Spread the samples of a burst over the stall before it, where their number fits.

    Stamps that stand still first and are right again after a jump are the same, the other way
    round.
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
    result, stalls = _spread(seconds, period)
    turned, backward_stalls = _spread(-result[::-1], period)
    count = stalls + backward_stalls
    if not count:
        return seconds
    notes.append(counted(count, _stalled))
    return -turned[::-1]


def _stalled(count: int) -> str:
    if count == 1:
        return (
            f"The link stalled once for more than {STALL_S:g} s and then delivered all that had "
            "waited; the samples were spread over the time."
        )
    return (
        f"The link stalled {count} times for more than {STALL_S:g} s and then delivered all "
        "that had waited; the samples were spread over the time."
    )


def _spread(seconds: Array, period: float) -> tuple[Array, int]:
    """Spread the bursts behind stalls; also says how many there were."""
    result = seconds.copy()
    count = 0
    # the last sample spread; a stall that a burst before it reaches is that burst's own
    until = -1
    for before in np.flatnonzero(np.diff(seconds) > STALL_S)[:MOST].tolist():
        if before < until:
            continue
        stop = _made_up(seconds, before, period)
        if stop is None:
            continue
        result[before : stop + 1] = np.linspace(seconds[before], seconds[stop], stop - before + 1)
        until, count = stop, count + 1
    return result, count


def _made_up(seconds: Array, before: int, period: float) -> int | None:
    """Find the sample at which a burst has made up for the stall behind a sample."""
    stall = float(seconds[before + 1] - seconds[before])
    lost = stall / period
    ahead = seconds[before + 1 : before + 2 + int(1.5 * lost) + 8]
    if (np.diff(ahead) < 0).any():
        return None
    behind = (ahead - seconds[before]) / period - np.arange(1, len(ahead) + 1)
    enough = np.flatnonzero(behind <= max(1.0, MISSING * lost))
    if not len(enough) or ahead[enough[0]] - ahead[0] > 0.5 * stall:
        return None
    # go on while the burst does
    at = int(enough[0])
    while at + 1 < len(ahead) and ahead[at + 1] - ahead[at] < 0.5 * period:
        at += 1
    return before + 1 + at
