"""Time in which a movement would have been recorded: the denominator of every index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np

from limbwatch.classify.leg_sensors import leg_sensors
from limbwatch.classify.night import Coverage
from limbwatch.classify.slept import Sleep
from limbwatch.sensor.arrays import Array, Mask

_HOUR = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exposure:
    """Epochs of sleep, and of wake in bed, in which a sensor was worn on a leg.

    Epoch k covers ``[k * epoch, (k + 1) * epoch)`` seconds from the recording's start. Gaps, the
    charger and time off the limb are in neither.
    """

    epoch: float
    """Length of an epoch, seconds."""
    asleep: Mask
    """Epochs of observed sleep; shape (n,)."""
    awake: Mask
    """Epochs of observed wake in bed; shape (n,)."""

    @property
    def hours_asleep(self) -> float:
        """Hours of observed sleep."""
        return float(self.asleep.sum()) * self.epoch / _HOUR

    @property
    def hours_awake(self) -> float:
        """Hours of observed wake in bed."""
        return float(self.awake.sum()) * self.epoch / _HOUR

    def minutes_asleep(self, start: float, end: float) -> float:
        """Return the minutes of observed sleep between two times, seconds from the start."""
        edges = np.flatnonzero(self.asleep) * self.epoch
        inside = np.minimum(edges + self.epoch, end) - np.maximum(edges, start)
        return float(inside.clip(0.0).sum()) / 60.0


def exposure(sleep: Sleep, coverage: Sequence[Coverage]) -> Exposure:
    """Return the epochs of ``sleep`` in which at least one leg sensor was recorded and worn."""
    middle = sleep.middles
    observed = np.zeros(len(middle), dtype=np.bool_)
    for sensor in leg_sensors(coverage):
        observed |= _worn(sensor, middle)
    in_bed = np.zeros(len(middle), dtype=np.bool_)
    if sleep.in_bed is not None:
        in_bed = (middle >= sleep.in_bed[0]) & (middle < sleep.in_bed[1])
    known = observed & sleep.valid
    return Exposure(
        epoch=sleep.epoch,
        asleep=sleep.asleep & known,
        awake=~sleep.asleep & known & in_bed,
    )


def _worn(sensor: Coverage, times: Array) -> Mask:
    worn = np.ones(len(times), dtype=np.bool_)
    for start, end in sensor.unseen:
        worn[np.searchsorted(times, start) : np.searchsorted(times, end)] = False
    return worn


def clock(start: datetime, seconds: float) -> datetime:
    """Return the wall-clock time some seconds after an aware start, in its zone.

    Adding to a ``ZoneInfo`` time shifts the wall clock, which on the night of a change to or from
    summer time is not the elapsed time; this goes through UTC.
    """
    return (start.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(start.tzinfo)


def clock_hours(start: datetime, length: float) -> tuple[tuple[float, float], ...]:
    """Divide a stretch of time, seconds, from an aware start at the full hours of the wall clock.

    Each piece is from and to seconds from the start; the first and last may be short.
    """
    into_hour = start.minute * 60 + start.second + start.microsecond / 1e6
    edges = [0.0, *np.arange(_HOUR - into_hour, length, _HOUR).tolist(), length]
    return tuple(pair for pair in pairwise(edges) if pair[0] < pair[1])
