"""Local rate of a sensor without a clock, from arrivals alone.

A single rate for a night is wrong for a sensor whose rate wanders or changes, or whose queue drops
packets one by one. Samples are spread evenly between the quickest packets of every two seconds.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Counts, Mask
from limbwatch.sensor.capture.timing.quickest import (
    QuickestPackets,
    begins,
    quickest_packets,
    running,
    spread_between,
)
from limbwatch.sensor.spans import runs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceLimits:
    """Limits of the local reading of arrivals.

    Chosen on the development seeds of ``benchmarks.clockless``.
    """

    window_s: float = 2.0
    """Least width of a window, seconds."""
    window_packets: int = 16
    """Least width of a window, packets: of so many, some are sent at once."""
    follow_s: float = 0.06
    """Distance of local times from those of one rate needed to believe them, seconds: packets may
    beat with a connection interval of 50 ms for minutes."""
    spreads: float = 4.7
    """Distance also needed, in standard deviations of the delays within a window..."""
    most_s: float = 0.4
    """...but no more than this, seconds: one and a half times the width of even delays."""
    near_s: float = 0.02
    """Distance below which the single rate holds again, seconds."""
    stall_s: float = 0.4
    """Silence in which a gap may lie, seconds."""
    stall_packets: float = 3.0
    """Silence in which a gap may lie, packets."""
    step: float = 0.75
    """Smallest loss that is reported, packets."""
    doubt: float = 0.03
    """Uncertainty of the number of samples around a loss, as a share."""
    hole: float = 2.5
    """Distance between packets, relative to the usual one, from which some were dropped between."""
    other: float = 0.05
    """Relative difference from which a rate is another one."""
    steady: float = 0.03
    """Relative range of three rates in a row that count as one; a step between two such rates is
    placed to the sample."""
    block_s: float = 10.0
    """Length of a block whose rate is measured, seconds."""


PACE = PaceLimits()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pace:
    """Times of packets by their local rate."""

    time: Array
    """Host time of the last sample of each packet, seconds; shape (packets,)."""
    follows: Mask
    """Where these times hold; elsewhere one rate explains the arrivals as well; shape
    (packets,)."""
    missing: Array
    """Time missing before a packet, seconds; 0 without a gap; shape (packets,)."""
    period: float
    """Usual time between samples, seconds."""
    lost: int
    """Samples missing from the usual rate where packets came with holes between them."""
    slowest: float
    """Slowest rate of half a minute where packets came without holes, Hz."""
    fastest: float
    """Fastest rate of half a minute where packets came without holes, Hz."""


def pace_of(host: Array, index: Counts, steady: Array, period: float) -> Pace | None:
    """Time packets by the rate around each of them; None if one rate explains all arrivals.

    ``host`` has the arrivals (seconds, not falling), ``index`` the number of each packet's last
    sample (rising), ``steady`` the times by one rate, seconds, with ``period`` between samples.
    """
    if len(host) < 2 or np.any(np.diff(index) <= 0):
        return None
    packet = float(np.median(np.diff(index)))
    stall = max(PACE.stall_s, PACE.stall_packets * packet * period)
    group = np.cumsum(np.diff(host, prepend=host[0]) > stall, dtype=np.int64)
    width = max(PACE.window_s, PACE.window_packets * packet * period)
    window = ((host - host[0]) // width).astype(np.int64)
    # the few packets of the last moment may all be late
    window = np.minimum(window, max(0, window[-1] - 1))
    parts = np.cumsum(begins(window) | begins(group)) - 1
    found = quickest_packets(host, index, steady=steady, window=parts, period=period)
    if found is None:
        return None
    anchors = found.packets
    number, at, missing = _with_gaps(host, index, found, group, packet)
    time = np.maximum.accumulate(np.minimum(spread_between(number, at, index), host))
    follows = _leaves_steady(time - steady, host - time, window)
    if not follows.any():
        return None
    missing[~follows] = 0
    holes = _holes(host, anchors)
    samples, seconds = np.diff(index[anchors]), np.diff(host[anchors])
    whole = np.flatnonzero(~holes)
    absent = np.add.reduceat(missing, anchors[:-1] + 1) / found.usual[1:]
    gaps = absent > 0
    lost = round(float((absent / packet).round().sum() * packet))
    followed = follows[anchors[1:]] | follows[anchors[:-1]]
    for begin, end in zip(*runs_of(holes & ~gaps & followed), strict=True):
        beside = np.concatenate([whole[whole < begin][-4:], whole[whole >= end][:4]])
        near = seconds[beside] / samples[beside]
        slower = float(np.median(near)) if len(near) else 0.0
        # a slower rate on both sides is not a loss, if it is steady
        if len(near) and float(np.median(np.abs(near / slower - 1))) > PACE.steady / 2:
            slower = 0.0
        usual = np.maximum(found.usual[1:][begin:end], slower)
        lack = float((seconds[begin:end] / usual - samples[begin:end]).sum())
        if lack > max(PACE.step * packet, PACE.doubt * samples[begin:end].sum()):
            lost += round(lack)
    if not len(whole):
        whole = np.arange(len(holes))
    rates = _block_rates(host[anchors][1:][whole], samples[whole], seconds[whole])
    return Pace(
        time=time,
        follows=follows,
        missing=missing,
        period=float(np.median(found.usual)),
        lost=lost,
        slowest=float(rates.min()),
        fastest=float(rates.max()),
    )


def _holes(host: Array, anchors: Counts) -> Mask:
    """Find anchors between which, or next to which, packets came far apart."""
    widest = np.maximum.reduceat(np.diff(host), anchors[:-1])
    holes = widest > PACE.hole * np.median(widest)
    beside = np.concatenate([[False], holes, [False]])
    either: Mask = beside[:-2] | holes | beside[2:]
    return either


def _block_rates(at: Array, samples: Counts, seconds: Array) -> Array:
    """Return the rate of each block, smoothed by a running median of three."""
    first = np.flatnonzero(begins(((at - at[0]) // PACE.block_s).astype(np.int64)))
    rates = np.add.reduceat(samples, first) / np.add.reduceat(seconds, first)
    return running(rates, min(1, len(rates) - 1), 0.5)


def _leaves_steady(away: Array, late: Array, window: Counts) -> Mask:
    """Find the windows from where times leave those of one rate to where they return."""
    first = np.flatnonzero(begins(window))
    size = np.diff(np.append(first, len(window)))
    far = np.maximum.reduceat(np.abs(away), first)
    mean = np.repeat(np.add.reduceat(late, first) / size, size)
    spread = np.sqrt(np.add.reduceat((late - mean) ** 2, first) / size)
    follows = np.zeros(len(far), np.bool_)
    for begin, end in zip(*runs_of(far > PACE.near_s), strict=True):
        usual = PACE.spreads * float(np.median(spread[begin:end]))
        follows[begin:end] = far[begin:end].max() > np.clip(usual, PACE.follow_s, PACE.most_s)
    return np.repeat(follows, size)


def _with_gaps(
    host: Array,
    index: Counts,
    found: QuickestPackets,
    group: Counts,
    packet: float,
) -> tuple[Array, Array, Array]:
    """Insert gaps between anchors where a long silence has too few samples."""
    anchors = found.packets
    number, at = index[anchors], host[anchors]
    missing = np.zeros(len(host))
    silent = np.flatnonzero(np.diff(group[anchors]))
    rate = np.diff(at) / np.diff(number)
    spoken = np.setdiff1d(np.arange(len(rate)), silent)
    extra: list[tuple[float, float]] = []
    for pair in silent.tolist():
        place = int(np.searchsorted(spoken, pair))
        near = spoken[max(0, place - 8) : place + 8]
        period = float(np.median(rate[near])) if len(near) else float(np.median(rate))
        unsure = float(np.median(np.abs(rate[near] / period - 1))) if len(near) else PACE.doubt
        if unsure > PACE.steady:
            # packets are dropped all around
            period = min(period, float(found.usual[pair]))
        samples = number[pair + 1] - number[pair]
        lacks = at[pair + 1] - at[pair] - samples * period
        doubt = min(PACE.doubt, 3 * unsure) * samples * period
        if lacks < max(PACE.step * packet * period, PACE.follow_s, doubt):
            continue
        packets_between = np.arange(anchors[pair] + 1, anchors[pair + 1] + 1)
        packets_between = packets_between[group[packets_between] > group[anchors[pair]]]
        level = host[packets_between] - index[packets_between] * period
        # the queue keeps the oldest packets: the dropped ones belong where the backlog ends
        where = int(packets_between[np.flatnonzero(level <= level.min() + packet * period)[0]])
        missing[where] = lacks
        extra.append((index[where - 1], at[pair] + (index[where - 1] - number[pair]) * period))
        extra.append((index[where], float(level.min()) + index[where] * period))
    extra += _rate_steps(number, at, np.diff(group[anchors]) > 0)
    known = dict(extra) | dict(zip(number.tolist(), at.tolist(), strict=True))
    places = np.array(sorted(known), np.float64)
    return places, np.array([known[one] for one in sorted(known)]), missing


def _rate_steps(number: Counts, at: Array, silent: Mask) -> list[tuple[float, float]]:
    """Find where, between two anchors, one steady rate gave way to another."""
    rate = np.diff(at) / np.diff(number)
    found = []
    changed = np.abs(np.diff(rate)) > PACE.other * np.minimum(rate[1:], rate[:-1])
    edges = np.flatnonzero(changed)
    for middle in np.union1d(edges, edges + 1).tolist():
        before, after = rate[max(0, middle - 3) : middle], rate[middle + 1 : middle + 4]
        if len(before) < 3 or len(after) < 3 or silent[middle - 3 : middle + 4].any():
            continue
        one, other = float(np.median(before)), float(np.median(after))
        if np.ptp(before) > PACE.steady * one or np.ptp(after) > PACE.steady * other:
            continue
        if abs(one - other) < PACE.other * min(one, other) or one == other:
            continue
        share = float((rate[middle] - other) / (one - other))
        if 0 < share < 1:
            samples = share * float(number[middle + 1] - number[middle])
            found.append((float(number[middle]) + samples, float(at[middle]) + samples * one))
    return found
