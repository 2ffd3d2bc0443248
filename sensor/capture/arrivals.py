"""Packets of one sensor as they arrived, in columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.capture.sensor_clock import Column
from limbwatch.sensor.devices.packet import Clock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrivals:
    """The packets of one sensor in order of arrival, as columns.

    Parameters
    ----------
    host : ndarray of float, shape (packets,)
        Arrival, seconds of the host's clock from any zero.
    stream : ndarray of int, shape (packets,)
        Number of the connection.
    tick : ndarray of uint64, shape (packets,)
        Raw sensor clock; zeros without one.
    anchor : ndarray of int, shape (packets,)
        Sample that the tick belongs to.
    number : ndarray of int64, shape (packets,)
        Running number; zeros without one.
    count : ndarray of int, shape (packets,)
        Samples of each packet.
    xyz : ndarray of float32, shape (samples, 3)
        All samples, g.
    clock : Clock or None
    number_modulus : int or None
    period : float
        Nominal time between two samples, seconds.
    changes : bool
        Whether a sample comes only where it differs from the one before.
    """

    host: Column
    stream: NDArray[np.int64]
    tick: NDArray[np.uint64]
    anchor: NDArray[np.int64]
    number: NDArray[np.int64]
    count: NDArray[np.int64]
    xyz: NDArray[np.float32]
    clock: Clock | None
    number_modulus: int | None
    period: float
    changes: bool = False
