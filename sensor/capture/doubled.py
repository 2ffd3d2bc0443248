"""Packets of a sensor without a clock that were delivered twice."""

from typing import Final

import numpy as np

from limbwatch.sensor.capture.timing.arrivals import Arrivals

_TOGETHER_S: Final = 0.005
"""Longest time between a packet and its copy, seconds: a faulty driver calls twice for one packet,
and no radio sends two within less than a connection interval of 7.5 ms unless they waited."""
_FEWEST: Final = 0.1
"""Share of copies among the packets from which they are believed: packets that waited for the radio
arrive together too, now and then, and those of a sensor at rest may be equal. Our choice."""
_FASTER: Final = 1.05
"""Share of the stated rate above which the copies are believed to be some, as the check before the
night has it: a sensor that keeps its rate sends equal packets of its own."""


def doubled_warning(arrivals: Arrivals, rate: float) -> str:
    """Return that packets were delivered twice; empty if not, or if a clock or number tells.

    ``rate`` is the measured one, Hz.
    """
    untold = arrivals.clock is None and arrivals.number_modulus is None and not arrivals.changes
    stated = 1 / arrivals.period
    if not untold or rate <= _FASTER * stated:
        return ""
    first = np.concatenate([[0], np.cumsum(arrivals.count)[:-1]])
    together = np.flatnonzero(
        (np.diff(arrivals.host) <= _TOGETHER_S)
        & (np.diff(arrivals.count) == 0)
        & (np.diff(arrivals.stream) == 0)
        & (arrivals.xyz[first[:-1]] == arrivals.xyz[first[1:]]).all(axis=1)
    )
    copies = sum(
        np.array_equal(
            arrivals.xyz[first[at] : first[at + 1]],
            arrivals.xyz[first[at + 1] : first[at + 1] + arrivals.count[at]],
        )
        for at in together.tolist()
    )
    packets = len(arrivals.host)
    if copies < _FEWEST * packets:
        return ""
    return (
        f"{copies} of {packets} packets are equal to the one that came just before, and the sensor "
        f"gave {rate:.3g} samples per second instead of {stated:.3g}: Bluetooth delivered them "
        "twice, and as this sensor has no clock, copies cannot be told from new data. Do not "
        "trust its movements; restart Bluetooth before the next night"
    )
