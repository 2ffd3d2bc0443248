"""A sensor's clock against the host's, from arrival times alone.

Arrivals are never early and often late: radio stalls and a busy host add seconds, so a mean or a
line through arrivals is wrong by up to a tenth of a second and bends with every stall. The
*floor* of arrival minus sensor time follows the true offset; what remains is one constant, the
shortest transport delay (12-50 ms), which is nearly the same for all sensors of a night.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.devices.packet import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorLimits:
    """Limits of the floor fit.

    Chosen on simulated nights with stalls and blocked radio, where two sensors then agree to a
    few milliseconds (``tests/test_clock.py`` makes such nights).
    """

    window_s: float = 120.0
    """Width of a window with one floor, seconds."""
    quantile: float = 0.02
    """Share of a window's arrivals below its floor."""
    smoothing_s: float = 1200.0
    """Half width of the local line through the floors, seconds."""
    window_min_s: float = 600.0
    """Length of a stretch below which a straight line is fitted, seconds."""
    line_min_s: float = 60.0
    """Length of a stretch below which only an offset is fitted, seconds."""
    slope_prior: float = 100e-6
    """Standard deviation of a crystal's error assumed for a short line, s/s."""
    short_slope: float = 200e-6
    """Largest clock error of a short line, s/s: within minutes, delays that grow or shrink look
    like a clock that is off by thousands of parts per million."""
    delay_scale_s: float = 0.02
    """Scale of ordinary transport delay, seconds."""


FLOOR = FloorLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLimits:
    """Limits of the reading of a sensor's own clock."""

    loss: float = 0.2
    """Share by which a clock step must exceed its samples to be a loss. Polar's own client
    takes 20 % too; sampling clocks differ from their nominal rate by a few percent."""
    clock_jump_s: float = 0.5
    """Persistent change of arrival minus sensor time beyond which a new clock begins, seconds."""
    few_packets: int = 8
    """Packets on either side of a step below which a delay may explain it..."""
    longest_delay_s: float = 10.0
    """...if it is no longer than this, seconds."""
    rush: float = 0.5
    """Share of the time that packets were taken in, at most, in which they arrive if they waited
    for the radio: such arrivals say nothing of a clock whose stamps went on. Chosen: a queue comes
    at several times the pace of its samples, a sensor that was restarted at just that pace."""
    look_s: float = 120.0
    """Time before and after a suspicious step over which floors are compared, seconds."""


CLOCK = ClockLimits()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A slowly bending offset that converts sensor time to host time."""

    knots: Array
    """Sensor times, seconds; shape (n,)."""
    offset: Array
    """Host minus sensor time at the knots, seconds; shape (n,)."""
    ppm: float
    """Speed of the sensor's clock against the host's, parts per million; positive is fast. 0 if
    the stretch is too short to tell."""
    rejected: int
    """Windows left out because no packet got through quickly."""

    def host(self, sensor: Array) -> Array:
        """Convert sensor time to host time, seconds."""
        slope = -self.ppm * 1e-6
        outside = sensor - np.clip(sensor, self.knots[0], self.knots[-1])
        return sensor + np.interp(sensor, self.knots, self.offset) + slope * outside


def unwrapped(ticks: NDArray[np.uint64], host: Array, clock: Clock) -> Array:
    """Unwrap ticks, in order of arrival, to seconds since the first one.

    The arrivals, in seconds, tell how many whole turns passed in a long silence. A step is negative
    where the clock went back.
    """
    if len(ticks) == 0:
        return np.empty(0)
    half = clock.modulus // 2
    # differences of unsigned 64-bit integers wrap by themselves
    raw = np.diff(ticks)
    if clock.modulus == 2**64:
        step = raw.view(np.int64).astype(np.float64)
    else:
        folded = (raw.view(np.int64) + half) % clock.modulus - half
        turn_s = clock.modulus / clock.ticks_per_second
        whole = np.round((np.diff(host) - folded / clock.ticks_per_second) / turn_s)
        # a clock that restarts looks like part of a turn: only silences longer than a quarter
        # turn can hide a whole one
        whole[np.diff(host) < turn_s / 4] = 0
        step = folded + np.maximum(whole, 0) * clock.modulus
    return np.concatenate([[0.0], np.cumsum(step / clock.ticks_per_second)])


def fit(sensor: Array, host: Array) -> Fit:
    """Fit one stretch in which the sensor's clock ran on without a jump.

    Sensor times of the packets, which do not fall, and arrivals are in seconds, shape (n,), n >= 1.

    Notes
    -----
    Ten minutes and more: the low quantile of arrival minus sensor time in windows, without windows
    of blocked radio, and a local line through the rest. One to ten minutes: a Huber line with a
    slope held near zero, lowered to the floor. Less: the floor alone.
    """
    offset = host - sensor
    span = float(sensor[-1] - sensor[0])
    if span < FLOOR.line_min_s or len(sensor) < 20:
        return _constant(sensor, offset)
    slope = _slope(sensor, offset)
    if span >= FLOOR.window_min_s:
        curve = _windowed(sensor, offset, slope)
        if curve is not None:
            return curve
    slope = float(np.clip(slope, -FLOOR.short_slope, FLOOR.short_slope))
    x = sensor - sensor[0]
    floor = np.quantile(offset - slope * x, FLOOR.quantile)
    knots = np.array([sensor[0], sensor[-1]])
    level = floor + slope * (knots - sensor[0])
    return Fit(knots=knots, offset=level, ppm=-slope * 1e6, rejected=0)


def _constant(sensor: Array, offset: Array) -> Fit:
    floor = float(np.quantile(offset, FLOOR.quantile))
    return Fit(knots=sensor[:1], offset=np.array([floor]), ppm=0.0, rejected=0)


def _slope(sensor: Array, offset: Array) -> float:
    """Return the Huber slope (iterated weights) with a normal prior around zero."""
    x = sensor - sensor.mean()
    weight = np.ones_like(x)
    slope = level = 0.0
    prior = (FLOOR.delay_scale_s / FLOOR.slope_prior) ** 2
    for _ in range(30):
        level = float(np.average(offset - slope * x, weights=weight))
        slope = float(np.sum(weight * x * (offset - level)) / (np.sum(weight * x * x) + prior))
        error = np.abs(offset - level - slope * x)
        weight = np.minimum(1.0, FLOOR.delay_scale_s / np.maximum(error, 1e-9))
    return slope


def _windowed(sensor: Array, offset: Array, slope: float) -> Fit | None:
    level = offset - slope * (sensor - sensor[0])
    window = ((sensor - sensor[0]) // FLOOR.window_s).astype(np.int64)
    first = np.flatnonzero(np.diff(window, prepend=-1))
    last = np.append(first[1:], len(sensor))
    usable = [(a, b) for a, b in zip(first, last, strict=True) if b - a >= 20]
    if len(usable) < 4:
        return None
    at = np.array([np.median(sensor[a:b]) for a, b in usable])
    floor = np.array([np.quantile(level[a:b], FLOOR.quantile) for a, b in usable])
    kept = _unblocked(at, floor)
    knots = np.linspace(sensor[0], sensor[-1], max(2, int(np.ptp(sensor) // 60) + 1))
    curve = _local_line(at[kept], floor[kept], knots, FLOOR.smoothing_s)
    curve += slope * (knots - sensor[0])
    ppm = -np.polyfit(knots - knots[0], curve, 1)[0] * 1e6
    rejected = int(len(kept) - kept.sum())
    return Fit(knots=knots, offset=curve, ppm=float(ppm), rejected=rejected)


def _unblocked(at: Array, floor: Array) -> Mask:
    """Select windows not far above the trend: in the others, no packet got through at once."""
    x = (at - at[0]) / max(1.0, at[-1] - at[0])
    kept = np.ones(len(at), bool)
    for _ in range(6):
        degree = 3 if kept.sum() >= 12 else 1
        above = floor - np.polyval(np.polyfit(x[kept], floor[kept], degree), x)
        centre = np.median(above[kept])
        spread = 1.4826 * np.median(np.abs(above[kept] - centre))
        now = above < centre + 3 * spread + 1e-3
        if now.sum() < 4 or np.array_equal(now, kept):
            break
        kept = now
    return kept


def _local_line(at: Array, value: Array, where: Array, half_width: float) -> Array:
    """Return a local linear regression with tricube weights."""
    distance = at[None, :] - where[:, None]
    # near a long hole, reach as far as the nearest five windows
    reach = np.sort(np.abs(distance), axis=1)[:, min(4, len(at) - 1)] * 1.01
    width = np.maximum(half_width, reach)[:, None]
    weight = np.clip(1 - np.abs(distance / width) ** 3, 1e-9, None) ** 3
    total = weight.sum(axis=1)
    mean = (weight * distance).sum(axis=1) / total
    level = (weight * value).sum(axis=1) / total
    centred = distance - mean[:, None]
    variance = (weight * centred**2).sum(axis=1)
    covariance = (weight * centred * (value[None, :] - level[:, None])).sum(axis=1)
    result: Array = level - mean * covariance / np.maximum(variance, 1e-12)
    return result
