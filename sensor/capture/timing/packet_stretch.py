"""Packets of one sensor that were timed by one clock."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.capture.timing.sensor_clock import Fit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketStretch:
    """Packets of one running clock, in order of sampling, with fitted host times.

    Without a clock, the sample numbers of one connection serve as one.
    """

    order: NDArray[np.int64]
    """Indices of the packets in order of arrival; shape (k,)."""
    time: Array
    """Host time of the anchor of each packet, seconds; shape (k,)."""
    breaks: Mask
    """Whether samples are missing before the next packet; shape (k - 1,)."""
    period: float
    """Time between samples, seconds."""
    fit: Fit
    repeated: int
    """Packets dropped as repeats of another."""
    late: int = 0
    """Packets that came after a younger one."""
    lost: int
    """Samples that are missing."""
    own: Array | None = None
    """Sampling period of each step to the next packet, if a clock tells it, seconds; shape
    (k - 1,)."""
    rates_by_arrival: tuple[float, float] | None = None
    """Slowest and fastest rate, Hz, of a sensor without a clock whose arrivals no single rate
    explains."""
