"""Time for a sensor that sends a value only where it differs from the one before.

Its samples cannot be counted, for those that are missing leave no trace: each has the time of its
arrival, and a value holds until the next one.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.capture.timing.arrivals import Arrivals

HOLD_S = 8.0
"""A value holds so long, seconds; by then the recorder takes a silence for a stall."""

_NEARER = 0.9
"""Samples are no nearer than this share of a period: those that waited for the radio come at once,
and no sensor is faster than it says by more. Chosen."""


def held_between(arrivals: Arrivals) -> tuple[Arrivals, NDArray[np.bool_]]:
    """Give arrivals the times of their samples, and repeat each value just before the next.

    Each packet has one sample. ``host`` of what is given is the time of the samples, also of those
    that are repeated. Gives where it was silent for longer than a value holds, too, shape (packets
    - 1,).
    """
    period = arrivals.period
    # a packet is never early: what came at once was taken one after the other before
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
