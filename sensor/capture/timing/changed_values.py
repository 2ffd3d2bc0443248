"""Time for a sensor that sends a value only when it differs from the one before.

Its samples cannot be counted, as missing ones leave no trace: each is timed by its arrival, and
its value holds until the next one.
"""

from dataclasses import replace

import numpy as np

from limbwatch.sensor.arrays import Mask
from limbwatch.sensor.capture.timing.arrivals import Arrivals

HOLD_S = 8.0
"""Longest time that a value holds, seconds; by then the recorder takes a silence for a stall."""

_NEARER = 0.9
"""Least distance of two samples, as a share of the period: samples that waited for the radio arrive
together, and no sensor is faster than its stated rate by more than the rest. Chosen."""


def held_between(arrivals: Arrivals) -> tuple[Arrivals, Mask]:
    """Time samples by arrival, and repeat each value just before the next one.

    Each packet has one sample. Returns the arrivals with repeats added, whose ``host`` is the time
    of each sample, and where the silence outlasts the value, shape (packets - 1,).
    """
    period = arrivals.period
    # packets are never early: those that arrived together were sampled one after the other before
    place = np.arange(len(arrivals.host)) * _NEARER * period
    time = np.minimum.accumulate((arrivals.host - place)[::-1])[::-1] + place
    step = np.diff(time)
    same = np.diff(arrivals.stream) == 0
    again = same & (step > 1.5 * period) & (step <= HOLD_S)
    times = np.insert(time, np.flatnonzero(again) + 1, time[1:][again] - period)
    rows = np.repeat(np.arange(len(time)), np.append(again, False) + 1)
    breaks = np.diff(rows).astype(np.bool_)
    breaks[breaks] = ~same | (step > HOLD_S)
    return (
        replace(
            arrivals,
            host=times,
            stream=arrivals.stream[rows],
            tick=arrivals.tick[rows],
            anchor=arrivals.anchor[rows],
            number=arrivals.number[rows],
            count=arrivals.count[rows],
            xyz=arrivals.xyz[rows],
        ),
        breaks,
    )
