"""Packets of one sensor whose times one clock tells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.capture.timing.sensor_clock import Fit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketStretch:
    """Packets of one running clock, in order of sampling, at fitted host times.

    A connection of a sensor without a clock is one, too, by the numbers of its samples.
    """

    order: NDArray[np.int64]
    """Packets, by their place in order of arrival; shape (k,)."""
    time: Array
    """Host time of the anchor of each, seconds; shape (k,)."""
    breaks: Mask
    """Whether samples are missing before the next packet; shape (k - 1,)."""
    period: float
    """Time between samples, seconds."""
    fit: Fit
    repeated: int
    late: int = 0
    lost: int
    """`repeated`, `late` and `lost`: packets that repeat another, that came after a younger one;
    samples that are missing."""
    own: Array | None = None
    """Sampling period of each step to the next packet, where a clock tells it, seconds; shape
    (k - 1,)."""
    rates_by_arrival: tuple[float, float] | None = None
    """The slowest and the fastest rate, Hz, of a sensor without a clock whose arrivals no single
    rate explains."""
