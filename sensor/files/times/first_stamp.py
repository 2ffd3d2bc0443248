"""The stamp of the first sample, as against the start of the line through all stamps.

Stamps are cut or rounded to a tick of their clock, so that a line through them begins some of a
tick beside the first: 0.3 ms before 23:10:00.000, which a person reads as 23:09. Where both are of
one second the line stays, which all stamps made.
"""

import math
from datetime import datetime

import numpy as np

from limbwatch.sensor.arrays import Array

TICKS_S = (1e-2, 1e-3)
"""Ticks to which people's programs write times, seconds; a coarser one is coarser than samples."""

CRYSTAL_S = 1 / 32768
"""Tick of the crystal of a watch, seconds, of stamps that are finer than others."""

EXACT_S = 1e-5
"""Seconds by which a stamp may be off a tick, and that are no shift: a float64 of Unix seconds is
good to a microsecond."""

HEAD = 2000
"""Stamps that are looked at. Chosen."""


def begun_at_stamp(start: float, stamps: Array | None, rate: float, zero: datetime) -> float:
    """Give the second at which a recording begins: a stamp within a tick, if of another second.

    ``start`` is where the line through the stamps begins, by the clock of ``zero``; it stays where
    no stamp is as near, where several samples share one, as it is not that of the first of them,
    and where only the rate, Hz, is known.
    """
    begin = start if stamps is None else _nearest(start, stamps, 0.5 / rate)
    seconds = [math.floor(zero.microsecond * 1e-6 + at + EXACT_S / 10) for at in (start, begin)]
    begin = start if seconds[0] == seconds[1] else begin
    return begin if abs(begin) > EXACT_S else 0.0


def _nearest(start: float, stamps: Array, most: float) -> float:
    """Give the stamp next to a time where it is nearer than a tick and than ``most`` seconds."""
    at = int(np.searchsorted(stamps, start))
    at -= at == len(stamps) or (at > 0 and start - stamps[at - 1] < stamps[at] - start)
    head = stamps[at : at + HEAD]
    if len(head) < 2 or float(np.diff(head).min()) <= 0:
        return start
    stamp = float(head[0])
    return stamp if abs(stamp - start) < min(_tick(head - stamp), most) else start


def _tick(since: Array) -> float:
    """Find the tick that all stamps are whole numbers of, seconds."""
    for tick in TICKS_S:
        if float(np.abs(since - tick * np.rint(since / tick)).max()) < EXACT_S:
            return tick
    return CRYSTAL_S
