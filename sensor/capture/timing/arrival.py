"""Time for sensors without a clock: sample numbers against the floor of arrival.

Within one connection the radio loses nothing that was acknowledged, so the running number of a
sample is a clock of its own, until the sensor's queue overflows in a stall. Then the floor of
arrival minus sample time steps up by the dropped packets, and stays there.
"""

from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sensor.arrays import Array, Counts
from limbwatch.sensor.capture.timing.arrivals import Arrivals, PacketStretch
from limbwatch.sensor.capture.timing.pace import pace_of
from limbwatch.sensor.capture.timing.sensor_clock import fit


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLimits:
    """Limits of the search for dropped packets."""

    stall_s: float = 0.4
    """Silence after which packets may have been dropped, seconds; shorter than the queue of any
    sensor known to us."""
    look_s: float = 30.0
    """Seconds before and after a stall over which floors are compared: long enough that some packet
    gets through at once even when a body shadows the radio."""
    step: float = 0.75
    """Smallest step of the floor taken for dropped packets, in packets."""
    chunk_s: float = 30.0
    """Length of a chunk whose floor enters the rate, seconds."""
    far: float = 0.1
    """Relative error of a short connection's mean period from which losses, or a rate other than
    the one set, explain it."""
    parts: int = 10
    """Pieces that such a connection is cut into."""
    agreeing: int = 8
    """Pieces that must agree for the sensor to have another rate: losses affect only a few."""
    at_once: float = 0.01
    """Share of the stated period below which packets were read together and tell no rate: no
    sensor is a hundred times as fast as it was set to. Chosen."""


ARRIVAL_LIMITS = ArrivalLimits()


def index_segments(arrivals: Arrivals) -> list[PacketStretch]:
    """Time the packets of a sensor without a clock; return stretches in order."""
    host, count = arrivals.host, arrivals.count
    streams = [np.flatnonzero(arrivals.stream == value) for value in np.unique(arrivals.stream)]
    connections = []
    for members in streams:
        order, gaps, repeated = _without_repeats(members, arrivals)
        connections.append((order, gaps, _sample_numbers(count[order], gaps), repeated))
    period = _period([(host[order], index) for order, _, index, _ in connections], arrivals.period)
    segments = []
    for order, gaps, index, repeated in connections:
        counted = arrivals.number_modulus is not None
        lost = gaps if counted else _count_dropped(host[order], index, period)
        parts = np.split(np.arange(len(order)), np.flatnonzero(lost < 0))
        found = [
            _segment(arrivals, order[part], missing=np.maximum(lost[part], 0), period=period)
            for part in parts
            if len(part)
        ]
        found[0] = replace(found[0], repeated=repeated)
        segments += _with_local_rate(arrivals, found, index=index, period=period)
    return segments


def _with_local_rate(
    arrivals: Arrivals, found: list[PacketStretch], *, index: Counts, period: float
) -> list[PacketStretch]:
    """Retime a connection by its local rate where a single rate does not explain it."""
    order = np.concatenate([segment.order for segment in found])
    steady = np.concatenate([segment.time for segment in found])
    # a packet cannot have been sent after a later one that arrived before it
    heard = np.minimum.accumulate(arrivals.host[order][::-1])[::-1]
    pace = pace_of(heard, index, steady, period)
    if pace is None:
        return found
    time = np.maximum.accumulate(np.where(pace.follows, pace.time, steady))
    breaks = np.concatenate([np.append(segment.breaks, True) for segment in found])[:-1]
    lost = sum(segment.lost for segment in found)
    if arrivals.number_modulus is None:
        either = pace.follows[1:] | pace.follows[:-1]
        old = breaks & ~either
        missing = np.diff(steady)[old] / period - arrivals.count[order][1:][old]
        lost = int(np.maximum(missing.round(), 0).sum()) + pace.lost
        breaks = old | (either & (pace.missing[1:] > 0))
    longest = max(found, key=lambda segment: len(segment.order))
    return [
        PacketStretch(
            order=order,
            time=time,
            breaks=breaks,
            period=pace.period,
            fit=longest.fit,
            repeated=sum(segment.repeated for segment in found),
            lost=lost,
            rates_by_arrival=(pace.slowest, pace.fastest),
        )
    ]


def _without_repeats(members: Counts, arrivals: Arrivals) -> tuple[Counts, Counts, int]:
    """Drop repeats by number; return the members, packets missing before each, and repeats."""
    modulus = arrivals.number_modulus
    if modulus is None:
        return members, np.zeros(len(members), np.int64), 0
    half = modulus // 2
    steps = (np.diff(arrivals.number[members]) + half) % modulus - half
    position = np.concatenate([[0], np.cumsum(steps)])
    by_number = np.argsort(position, kind="stable")
    new = np.diff(position[by_number], prepend=position.min() - 1) > 0
    kept = by_number[new]
    missing = np.diff(position[kept], prepend=position[kept[0]] - 1) - 1
    return members[kept], missing, len(members) - len(kept)


def _sample_numbers(count: Counts, missing: Counts) -> Counts:
    """Return the number of each packet's last sample, lost packets included."""
    return np.cumsum(count + missing * count) - 1


def _period(streams: list[tuple[Array, Counts]], nominal: float) -> float:
    """Measure the sampling period from the drift of floors; steps of losses cancel out."""
    slopes = []
    for host, index in streams:
        sample_time = index * nominal
        chunk = (sample_time // ARRIVAL_LIMITS.chunk_s).astype(np.int64)
        first = np.flatnonzero(np.diff(chunk, prepend=-1))
        if len(first) < 6:
            continue
        floors = np.minimum.reduceat(host - sample_time, first)
        apart = 4
        slopes.append((floors[apart:] - floors[:-apart]) / (apart * ARRIVAL_LIMITS.chunk_s))
    if not slopes:
        return _short_period(streams, nominal)
    measured = 1 + float(np.median(np.concatenate(slopes)))
    return nominal * measured if measured > ARRIVAL_LIMITS.at_once else nominal


def _short_period(streams: list[tuple[Array, Counts]], nominal: float) -> float:
    """Return the longest connection's mean period, unless delays alone may explain it."""
    host, index = max(streams, key=lambda stream: len(stream[0]))
    span = host[-1] - host[0]
    if span < 10:
        return nominal
    mean = float(span / (index[-1] - index[0]))
    if abs(mean / nominal - 1) >= ARRIVAL_LIMITS.far:
        return _other_period(host, index, nominal)
    delays = np.quantile(host - index * nominal - (mean - nominal) * index, (0.05, 0.95))
    uncertain = 2 * float(np.ptp(delays)) / span
    return mean if uncertain < abs(mean / nominal - 1) else nominal


def _other_period(host: Array, index: Counts, nominal: float) -> float:
    """Measure the period of a sensor that never had the rate it was set to."""
    edges = np.linspace(0, len(host) - 1, ARRIVAL_LIMITS.parts + 1).round().astype(np.int64)
    seconds, samples = np.diff(host[edges]), np.diff(index[edges])
    periods = seconds / np.maximum(samples, 1)
    middle = float(np.median(periods))
    # most parts arrived in bursts after a silence, and tell no rate
    if middle <= 0:
        return nominal
    alike = np.abs(periods / middle - 1) < ARRIVAL_LIMITS.far
    if alike.sum() < ARRIVAL_LIMITS.agreeing:
        return nominal
    period = float(seconds[alike].sum() / samples[alike].sum())
    return period if abs(period / nominal - 1) >= ARRIVAL_LIMITS.far else nominal


def _count_dropped(host: Array, index: Counts, period: float) -> Counts:
    """Count packets missing before each packet; -1 where an earlier count proves wrong."""
    packet = float(np.median(np.diff(index))) * period if len(index) > 1 else period
    stall = max(ARRIVAL_LIMITS.stall_s, 3 * packet)
    found = np.zeros(len(host), np.int64)
    candidates = np.flatnonzero(np.diff(host) > stall) + 1
    offset = host - index * period
    since = 0
    for i, candidate in enumerate(candidates.tolist()):
        following = candidates[i + 1] if i + 1 < len(candidates) else len(host)
        end = max(int(following), candidate + 8)
        after = offset[candidate:end]
        after = after[host[candidate:end] <= host[candidate] + ARRIVAL_LIMITS.look_s]
        before = offset[since:candidate]
        before = before[host[since:candidate] >= host[candidate - 1] - ARRIVAL_LIMITS.look_s]
        packets = (after.min() - before.min()) / packet
        if packets < -ARRIVAL_LIMITS.step:
            found[candidate] = -1
            since = candidate
        elif packets > ARRIVAL_LIMITS.step:
            # the queue keeps the oldest packets: the dropped ones belong where the backlog ends
            settled = np.flatnonzero(after <= after.min() + packet)[0]
            where = candidate + int(settled)
            if i + 1 < len(candidates) and where >= following:
                # the backlog lasts into the next stall, after which the whole step shows
                continue
            found[where] += round(packets)
            offset[where:] -= round(packets) * packet
            since = where
    return found


def _segment(arrivals: Arrivals, order: Counts, *, missing: Counts, period: float) -> PacketStretch:
    count = arrivals.count[order]
    sensor: Array = np.multiply(_sample_numbers(count, missing), period, dtype=np.float64)
    fitted = fit(sensor, arrivals.host[order])
    return PacketStretch(
        order=order,
        time=fitted.host(sensor),
        breaks=missing[1:] > 0,
        period=period * (1 - fitted.ppm * 1e-6),
        fit=fitted,
        lost=int((missing[1:] * count[1:]).sum()),
    )
