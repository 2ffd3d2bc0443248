"""The quickest arrivals of a sensor without a clock, which time its samples.

The earliest packet of every two seconds, an *anchor*, is never early and seldom late. A late one
shows by what follows, because a backlog arrives faster than any sensor samples.
"""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Counts, Mask
from limbwatch.sensor.spans import runs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorLimits:
    """Limits of the search for packets that did not wait.

    Chosen on the development seeds of ``benchmarks.clockless``.
    """

    block_s: float = 20.0
    """Length of a block whose rate is measured, seconds: the scatter of two anchors is then a
    thousandth of it."""
    few_blocks: int = 6
    """Blocks below which the rate is the median over all anchors."""
    around: int = 30
    """Blocks before and behind each one over which the usual rate is the median: ten minutes, as a
    radio may be blocked for some."""
    quickest: float = 0.25
    """Share of the blocks around that are at least as fast as the fastest rate of a sensor."""
    fast: float = 0.05
    """Share by which packets of a backlog come faster than that rate: no sampling clock changes so
    much."""
    least_fast: float = 0.01
    """Share that suffices if the packets thereby return to the times of one rate..."""
    scatters: float = 3.0
    """...or this many times the scatter of rates, if that is more."""
    drained_s: float = 0.06
    """Smallest backlog that is looked for, seconds: a connection interval and a little."""
    level_s: float = 0.02
    """Largest difference of the delays before a backlog and at its end, seconds."""
    back_s: float = 3600.0
    """Longest time that a radio may be blocked, seconds."""


ANCHORS = AnchorLimits()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuickestPackets:
    """Packets that were hardly delayed, and the periods around them."""

    packets: Counts
    """Indices of the packets; shape (n,)."""
    usual: Array
    """Usual time between samples around each, seconds; shape (n,)."""


def quickest_packets(
    host: Array,
    index: Counts,
    *,
    steady: Array,
    window: Counts,
    period: float,
) -> QuickestPackets | None:
    """Find the least delayed packet of each window, and drop those that waited.

    ``host`` has the arrivals (seconds, not falling), ``index`` the number of each packet's last
    sample (rising), ``steady`` the times by one rate, ``window`` the window of each packet;
    ``period`` is the first guess of the time between samples, seconds. None if there are too few
    windows.
    """
    packets = _anchors(host, index, window, period)
    if len(packets) < 5:
        return None
    usual, quickest, scatter = _rates(host[packets], index[packets])
    late = (host - steady)[packets]
    waited = _find_waited(
        host[packets], index[packets], late, usual=usual, least=quickest, scatter=scatter
    )
    return QuickestPackets(packets=packets[~waited], usual=usual[~waited])


def _anchors(host: Array, index: Counts, window: Counts, period: float) -> Counts:
    """Find the least delayed packet of each window, by the rate around it."""
    first = np.flatnonzero(begins(window))
    grid = index * period
    anchors = first
    for _ in range(2):
        late = host - grid
        least = np.minimum.reduceat(late, first)
        hits = np.flatnonzero(late <= least[window])
        anchors = hits[np.append(np.flatnonzero(np.diff(window[hits])), len(hits) - 1)]
        if len(anchors) < 5:
            break
        rate = running(np.diff(host[anchors]) / np.diff(index[anchors]), 4, 0.5)
        passed = np.concatenate([[0.0], np.cumsum(rate * np.diff(index[anchors]))])
        grid = spread_between(index[anchors], passed, index)
    return anchors


def _rates(at: Array, number: Counts) -> tuple[Array, Array, float]:
    """Return the usual and the shortest plausible period around each anchor, and the scatter."""
    block = ((at - at[0]) // ANCHORS.block_s).astype(np.int64)
    first = np.flatnonzero(begins(block))
    if len(first) < ANCHORS.few_blocks:
        first = np.arange(len(at))
    period = np.diff(at[first]) / np.diff(number[first])
    half = min(ANCHORS.around, max(0, len(period) - 1))
    usual = running(period, half, 0.5)
    scatter = 1.4826 * float(np.median(np.abs(period / usual - 1)))
    quickest = running(period, half, ANCHORS.quickest)
    where = np.clip(np.searchsorted(first, np.arange(len(at)), side="right") - 1, 0, len(usual) - 1)
    return usual[where], quickest[where], scatter


def _find_waited(
    at: Array,
    number: Counts,
    late: Array,
    *,
    usual: Array,
    least: Array,
    scatter: float,
) -> Mask:
    """Find anchors that waited: the packets behind them came faster than they were sampled.

    A backlog grows, then drains until its packets are as early as those before it. Fast packets
    without a backlog before them are a faster rate.
    """
    waited = np.zeros(len(at), np.bool_)
    steps = np.diff(number)
    behind = at - np.concatenate([[0.0], np.cumsum(usual[1:] * steps)])
    # if they return to the times of one rate, a little faster is enough
    little = max(ANCHORS.least_fast, ANCHORS.scatters * scatter)
    for margin in (little, ANCHORS.fast):
        for begin, end in zip(
            *runs_of(np.diff(at) < least[1:] * (1 - margin) * steps), strict=True
        ):
            drained = behind[begin] - behind[end]
            if drained < ANCHORS.drained_s:
                continue
            oldest = int(np.searchsorted(at, at[end] - ANCHORS.back_s))
            earlier = oldest + np.flatnonzero(~waited[oldest : begin + 1])
            if margin == little:
                back = abs(late[end]) < ANCHORS.drained_s
                stop = met = (late[earlier] < ANCHORS.drained_s) & back
            else:
                far = at[end] - at[earlier]
                allowed = ANCHORS.level_s + scatter * np.sqrt(ANCHORS.block_s * far)
                over = behind[earlier] - behind[end]
                met = over < allowed
                # a larger delay than the one that drained is a rate that wanders
                stop = met | (over > 2 * drained + allowed)
            last = np.flatnonzero(stop)[-1:]
            if met[last].any():
                waited[earlier[last[0]] + 1 : end] = True
    return waited


def begins(part: Counts) -> Mask:
    """Return where each part begins."""
    new: Mask = np.diff(part, prepend=-1) != 0
    return new


def running(values: Array, half: int, share: float) -> Array:
    """Return a running quantile over ``half`` values on either side."""
    padded = np.pad(values, half, mode="reflect" if len(values) > half else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    found: Array = np.quantile(windows, share, axis=1, method="nearest")
    return found


def spread_between(number: Counts | Array, at: Array, index: Counts) -> Array:
    """Interpolate times over samples; extrapolate with the rate of the last few at each end."""
    time = np.interp(index, number, at)
    for end, inner in ((0, min(5, len(number) - 1)), (-1, -min(6, len(number)))):
        rate = (at[inner] - at[end]) / (number[inner] - number[end])
        outside = index < number[0] if end == 0 else index > number[-1]
        time[outside] = at[end] + (index[outside] - number[end]) * rate
    return time
