"""Packets of one sensor as they arrived, in columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.devices.packet import Clock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrivals:
    """The packets of one sensor in order of arrival, as columns."""

    host: Array
    """Arrival, seconds of the host's clock from any zero; shape (packets,)."""
    stream: NDArray[np.int64]
    """Connection; shape (packets,)."""
    tick: NDArray[np.uint64]
    """Raw sensor clock; 0 without a clock; shape (packets,)."""
    anchor: NDArray[np.int64]
    """Index of the sample in its packet that the tick belongs to; shape (packets,)."""
    number: NDArray[np.int64]
    """Running number; 0 without numbers; shape (packets,)."""
    count: NDArray[np.int64]
    """Samples of each packet; shape (packets,)."""
    xyz: NDArray[np.float32]
    """All samples, g; shape (samples, 3)."""
    clock: Clock | None
    number_modulus: int | None
    period: float
    """Nominal time between two samples, seconds."""
    changes: bool = False
    """Whether the sensor sends a sample only when it differs from the one before."""
