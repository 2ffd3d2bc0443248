"""Stretches of a sensor's own clock, cut where it was set or restarted."""

from itertools import pairwise

import numpy as np

from limbwatch.sensor.arrays import Array, Counts, Mask
from limbwatch.sensor.capture.timing.arrivals import Arrivals, PacketStretch
from limbwatch.sensor.capture.timing.own_rate import own_periods
from limbwatch.sensor.capture.timing.sensor_clock import CLOCK, fit, unwrapped
from limbwatch.sensor.capture.timing.stray_stamp import (
    IN_A_ROW,
    stamped_together,
    stray_stamps,
    without_strays,
)
from limbwatch.sensor.devices.packet import Clock

_MANY = 20
"""Clock steps needed to tell that the rate is not the one that was set."""
_MOST = 0.8
"""Share of them that must agree."""

_SAME_S = 1e-6
"""Distance below which stamps are equal, seconds: no sensor samples so fast."""


def clock_stretches(arrivals: Arrivals, clock: Clock) -> tuple[list[PacketStretch], int]:
    """Cut the packets of a sensor with a clock where that was set or restarted.

    Returns the stretches in order of arrival, at least one, and the number of stray stamps.
    """
    stamped = unwrapped(arrivals.tick, arrivals.host, clock)
    between = arrivals.count[:-1] - arrivals.anchor[:-1] + arrivals.anchor[1:]
    apart = np.diff(arrivals.stream) != 0
    if arrivals.number_modulus is not None:
        apart |= np.diff(arrivals.number) % arrivals.number_modulus != 1
    tick_s = 1 / clock.ticks_per_second
    stray = stray_stamps(stamped, between, ticks=arrivals.tick, apart=apart, tick_s=tick_s)
    spans = between
    if arrivals.number_modulus is not None:
        # some packets of a waiting group may be lost: their numbers tell how many
        gone = np.diff(arrivals.number) % arrivals.number_modulus - 1
        few = (gone > 0) & (gone <= IN_A_ROW)
        spans = between + (few * gone * arrivals.count[1:]).astype(np.int64)
        cut = (np.diff(arrivals.stream) != 0) | (gone < 0) | (gone > IN_A_ROW)
        stray |= stamped_together(stamped, spans, apart=cut)
    sensor = without_strays(stamped, spans, stray)
    bounds = _clock_segments(sensor, arrivals)
    stretches = [
        _stretch(arrivals, sensor, np.arange(first, last)) for first, last in pairwise(bounds)
    ]
    return stretches, int(stray.sum())


def _clock_segments(sensor: Array, arrivals: Arrivals) -> list[int]:
    """Return where the sensor's clock was set or restarted: arrival minus sensor time moves."""
    host = arrivals.host
    offset = host - sensor
    expected = np.maximum(arrivals.count[:-1], arrivals.count[1:]) * arrivals.period
    odd = np.abs(np.diff(sensor) - expected) > 1.0
    candidates = np.flatnonzero(odd | (np.diff(arrivals.stream) != 0)) + 1
    bounds = [0]
    for i, candidate in enumerate(candidates.tolist()):
        following = candidates[i + 1] if i + 1 < len(candidates) else len(host)
        end = max(int(following), candidate + CLOCK.few_packets)
        after = offset[candidate:end]
        after = after[host[candidate:end] <= host[candidate] + CLOCK.look_s]
        before = offset[bounds[-1] : candidate]
        before = before[host[bounds[-1] : candidate] >= host[candidate - 1] - CLOCK.look_s]
        silence = host[candidate] - host[candidate - 1]
        allowed = CLOCK.clock_jump_s + 200e-6 * silence
        moved = abs(after.min() - before.min())
        later = offset[end:][host[end:] <= host[candidate] + CLOCK.look_s]
        returns = len(later) > 0 and abs(later.min() - before.min()) <= allowed
        last = candidate + len(after) - 1
        taken_in = sensor[last] - sensor[candidate]
        waited = not odd[candidate - 1] and host[last] - host[candidate] <= CLOCK.rush * taken_in
        # late packets look like a restart if they are few, if later ones are on time again, or if
        # all of them waited and came at once; a clock that went back does not
        held_up = (
            (min(len(before), len(after)) < CLOCK.few_packets or returns or waited)
            and moved < CLOCK.longest_delay_s
            and sensor[candidate] > sensor[candidate - 1]
        )
        if moved > allowed and not held_up:
            bounds.append(candidate)
    return [*bounds, len(host)]


def _stretch(arrivals: Arrivals, sensor: Array, members: Counts) -> PacketStretch:
    by_time = members[np.argsort(sensor[members], kind="stable")]
    # seconds are sums of ticks: equal stamps may differ by rounding
    new = np.diff(sensor[by_time], prepend=-np.inf) > _SAME_S
    if arrivals.number_modulus is not None:
        # packets that waited share a stamp and are still distinct
        new |= np.diff(arrivals.number[by_time], prepend=-1) != 0
    order = by_time[new]
    behind = sensor[members] < np.maximum.accumulate(sensor[members])
    late = int(behind[order - members[0]].sum())
    repeated = len(members) - len(order)
    between = arrivals.count[order[:-1]] - arrivals.anchor[order[:-1]] + arrivals.anchor[order[1:]]
    # by the sensor's own clock, so that an error of the fit cannot look like a loss
    step = np.diff(sensor[order])
    tick_s = 1 / arrivals.clock.ticks_per_second if arrivals.clock is not None else 0.0
    follows = np.ones(len(step), np.bool_)
    if arrivals.number_modulus is not None:
        follows = np.diff(arrivals.number[order]) % arrivals.number_modulus == 1
    period = _period(step[follows], between[follows], arrivals.period, tick_s=tick_s)
    own, breaks = own_periods(
        step,
        between,
        period=period,
        follows=follows,
        numbered=arrivals.number_modulus is not None,
        tick_s=tick_s,
    )
    # a packet is sent after its last sample, whichever sample its stamp belongs to
    lasts = np.append(own, own[-1:]) if len(own) else period
    sent = sensor[order] + (arrivals.count[order] - 1 - arrivals.anchor[order]) * lasts
    fitted = fit(sent, arrivals.host[order])
    time = fitted.host(sensor[order])
    missing = np.round((step / own - between)[breaks])
    return PacketStretch(
        order=order,
        time=time,
        breaks=breaks,
        period=period,
        fit=fitted,
        repeated=repeated,
        late=late,
        lost=int(np.maximum(missing, 0).sum()),
        own=own,
    )


def _period(step: Array, between: Counts, nominal: float, *, tick_s: float) -> float:
    """Measure the sampling period over the steps without loss.

    Stamps are whole ticks and may be late by one. Where a sample takes few ticks, steps that are
    one tick longer and shorter belong together, or the mean would follow one of them.
    """

    def about(period: float) -> Mask:
        return np.abs(step - between * period) < 0.1 * between * period + 2 * tick_s

    good = about(nominal)
    usual = float(np.median(step / between)) if len(step) else nominal
    if len(step) >= _MANY and about(usual).mean() >= _MOST and good.mean() < 1 - _MOST:
        # it never had the rate that was set: losses do not come so evenly
        good = about(usual)
    if good.sum() < 3:
        return nominal
    near = about(float(np.median(step[good] / between[good])))
    return float(step[near].sum() / between[near].sum())
