"""Packets of one sensor: as they arrived, and as they were timed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Counts, Mask, Values
from limbwatch.sensor.capture.timing.sensor_clock import Fit
from limbwatch.sensor.devices.packet import Clock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrivals:
    """The packets of one sensor in order of arrival, as columns."""

    host: Array
    """Arrival, seconds of the host's clock from any zero; shape (packets,)."""
    stream: Counts
    """Connection; shape (packets,)."""
    tick: NDArray[np.uint64]
    """Raw sensor clock; 0 without a clock; shape (packets,)."""
    anchor: Counts
    """Index of the sample in its packet that the tick belongs to; shape (packets,)."""
    number: Counts
    """Running number; 0 without numbers; shape (packets,)."""
    count: Counts
    """Samples of each packet; shape (packets,)."""
    xyz: Values
    """All samples, g; shape (samples, 3)."""
    clock: Clock | None
    number_modulus: int | None
    period: float
    """Nominal time between two samples, seconds."""
    changes: bool = False
    """Whether the sensor sends a sample only when it differs from the one before."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketStretch:
    """Packets of one running clock, in order of sampling, with fitted host times.

    Without a clock, the sample numbers of one connection serve as one.
    """

    order: Counts
    """Indices of the packets in order of arrival; shape (k,)."""
    time: Array
    """Host time of the anchor of each packet, seconds; shape (k,)."""
    breaks: Mask
    """Whether samples are missing before the next packet; shape (k - 1,)."""
    period: float
    """Time between samples, seconds."""
    fit: Fit
    repeated: int = 0
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
