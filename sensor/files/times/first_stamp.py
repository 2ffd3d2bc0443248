"""The stamp of the first sample, as opposed to the start of the line through all stamps.

Stamps are cut or rounded to a tick of their clock, so a line through them begins a fraction of a
tick off the first: 0.3 ms before 23:10:00.000, which a person reads as 23:09. Where both fall in
the same second, the line is kept: all stamps support it.
"""

import math
from datetime import datetime

import numpy as np

from limbwatch.sensor.arrays import Array

TICKS_S = (1e-2, 1e-3)
"""Ticks to which people's programs write times, seconds; a coarser one exceeds the sample
period."""

CRYSTAL_S = 1 / 32768
"""Tick of a watch crystal, seconds, for stamps that are finer than `TICKS_S`."""

EXACT_S = 1e-5
"""Distance from a tick, seconds, that is no shift: a float64 of Unix seconds is good to a
microsecond."""

HEAD = 2000
"""Stamps that are examined. Chosen."""


def begun_at_stamp(start: float, stamps: Array | None, rate: float, zero: datetime) -> float:
    """Return the second at which a recording begins: a stamp within a tick, if of another second.

    ``start`` is where the line through the stamps begins, by the clock of ``zero``. It is kept
    where no stamp is as near, where several samples share a stamp, which may not be that of the
    first, and where only the rate, Hz, is known.
    """
    begin = start if stamps is None else _nearest_stamp(start, stamps, 0.5 / rate)
    seconds = [math.floor(zero.microsecond * 1e-6 + at + EXACT_S / 10) for at in (start, begin)]
    begin = start if seconds[0] == seconds[1] else begin
    return begin if abs(begin) > EXACT_S else 0.0


def _nearest_stamp(start: float, stamps: Array, tolerance: float) -> float:
    """Return the stamp next to ``start``, or ``start`` where none is near.

    A stamp is near within a tick of its clock and ``tolerance`` seconds.
    """
    at = int(np.searchsorted(stamps, start))
    at -= at == len(stamps) or (at > 0 and start - stamps[at - 1] < stamps[at] - start)
    head = stamps[at : at + HEAD]
    if len(head) < 2 or float(np.diff(head).min()) <= 0:
        return start
    stamp = float(head[0])
    return stamp if abs(stamp - start) < min(_find_tick(head - stamp), tolerance) else start


def _find_tick(since: Array) -> float:
    """Find the tick that all stamps are whole numbers of, seconds."""
    for tick in TICKS_S:
        if float(np.abs(since - tick * np.rint(since / tick)).max()) < EXACT_S:
            return tick
    return CRYSTAL_S
