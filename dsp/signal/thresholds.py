"""The movement envelope and its thresholds along a recording, for plotting."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from limbwatch.dsp.limits import LIMITS, Limits
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.dsp.signal.channel import Channel, movement_levels
from limbwatch.dsp.signal.envelope import envelope_of
from limbwatch.dsp.signal.floor import NoiseFloor
from limbwatch.dsp.signal.grid import GridBlock, Gridded
from limbwatch.dsp.signal.neighbourhood import Neighbourhood
from limbwatch.dsp.signal.resolution import resolution_of
from limbwatch.sensor.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Traces:
    """The envelope and the thresholds that the detector compares; columns of shape (n,)."""

    time: Array
    """Seconds from the recording's start."""
    envelope: Array
    """Movement envelope, g."""
    low: Array
    """Extent threshold, g."""
    high: Array
    """Detection threshold, g."""


def traces_of(
    sensor: Gridded, calibration: Calibration, *, limits: Limits = LIMITS
) -> tuple[Traces, ...]:
    """Compute the envelope and the thresholds of each stretch as its detector does.

    The sensor was gridded with the same limits. The noise floor is kept from one stretch to the
    next.
    """
    floor = NoiseFloor(limits=limits, ceiling=limits.floor_ceiling)
    step = resolution_of(sensor.recording)
    return tuple(
        _traces(stretch, calibration, floor, step=step, limits=limits)
        for stretch in sensor.stretches
    )


def _traces(
    stretch: tuple[GridBlock, ...],
    calibration: Calibration,
    floor: NoiseFloor,
    *,
    step: float,
    limits: Limits,
) -> Traces:
    rate = stretch[0].anchor.rate
    near = Neighbourhood.of(rate, limits)
    channel = Channel(
        partial(envelope_of, near=near, calibration=calibration),
        margin=near.margin,
        rate=rate,
        floor=floor,
        levels=movement_levels(step, rate=stretch[0].sampled, limits=limits),
    )
    values = np.concatenate([block.values for block in stretch], axis=1)
    channel.extend(values, final=True)
    envelope, low, high = channel.levels(values.shape[1])
    time = np.concatenate([block.times for block in stretch])
    return Traces(time=time, envelope=envelope, low=low, high=high)
