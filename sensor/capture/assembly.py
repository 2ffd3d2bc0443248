"""Packets of one sensor, as they arrived, into runs of samples in host time."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.capture.arrival import index_segments
from limbwatch.sensor.capture.arrivals import Arrivals
from limbwatch.sensor.capture.changes import held_between
from limbwatch.sensor.capture.own_rate import OtherRates, fastest, other_rates, own_periods
from limbwatch.sensor.capture.sensor_clock import Column, Fit, fit, unwrapped
from limbwatch.sensor.capture.stray_stamp import stray_stamps, without_strays
from limbwatch.sensor.devices.packet import Clock
from limbwatch.sensor.samples import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLimits:
    """Figures of the timeline.

    Parameters
    ----------
    loss : float
        A step of the sensor's clock this much longer than its samples is a loss. Polar's own
        client takes 20 % too; sampling clocks differ from their nominal rate by a few percent.
    clock_jump_s : float
        A persistent change of arrival minus sensor time beyond this is a new clock, seconds.
    few_packets : int
        With fewer packets on one side of a step, a delay explains it as well...
    longest_delay_s : float
        ...up to this delay, seconds.
    look_s : float
        Seconds before and after a suspicious step over which floors are compared.
    meet_s : float
        Pieces on both sides of a clock's restart may overlap by this much, seconds, and are moved
        apart.
    even_s : float
        Samples may sit this far from an even grid before they are resampled onto it, seconds;
        two sensors then still agree to twice that.
    """

    loss: float = 0.2
    clock_jump_s: float = 0.5
    few_packets: int = 8
    longest_delay_s: float = 10.0
    look_s: float = 120.0
    meet_s: float = 0.25
    even_s: float = 0.004


LIMITS = TimelineLimits()

_MANY = 20
"""Steps of a clock from which a rate is told that is not the one set."""
_MOST = 0.8
"""Share of them that must agree about it."""

_SAME_S = 1e-6
"""Stamps nearer than this are one, seconds: no sensor samples so fast."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketTimeline:
    """What the packets of one sensor amount to.

    Parameters
    ----------
    runs : tuple of Samples
        In host seconds; one common rate.
    rate : float
        Measured, Hz.
    fits : tuple of Fit
        One per stretch of a running clock.
    repeated : int
        Packets left out because they repeat an earlier one.
    late : int
        Packets that arrived after a younger one and were put in their place.
    lost : int
        Samples that the sensor took and nobody received, as far as clock or counter tell.
    stray : int
        Packets whose stamp fitted neither neighbour and was taken from both.
    other_rates : OtherRates or None
        What the clock tells of rates that the sensor had for a while.
    rates : tuple of float, or None
        The slowest and the fastest rate, Hz, of a sensor without a clock whose arrivals no single
        rate explains.
    """

    runs: tuple[Samples, ...]
    rate: float
    fits: tuple[Fit, ...]
    repeated: int
    late: int
    lost: int
    stray: int = 0
    other_rates: OtherRates | None = None
    rates: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Stretch:
    """Packets of one running clock, in order of sampling, at fitted host times."""

    order: NDArray[np.int64]
    time: Column
    breaks: NDArray[np.bool_]
    period: float
    fit: Fit
    repeated: int
    late: int
    lost: int
    own: Column | None = None
    """Sampling period of each step to the next packet, where a clock tells it."""
    rates: tuple[float, float] | None = None


def sample_times(
    index: NDArray[np.int64],
    time: Column,
    *,
    count: int,
    period: float,
    period_before: float | None = None,
) -> Column:
    """Spread times over samples of which some are known.

    Parameters
    ----------
    index : ndarray of int, shape (k,)
        Samples whose time is known, rising.
    time : ndarray of float, shape (k,)
        Their times, seconds.
    count : int
        Samples in all.
    period : float
        Time between samples where only one side is known, seconds.
    period_before : float or None
        The same before the first one that is known, where it is another.

    Returns
    -------
    ndarray of float, shape (count,)
        Even between two known samples: what the Polar client does with frame time stamps.
    """
    every = np.arange(count)
    outside = every - np.clip(every, index[0], index[-1])
    first = period if period_before is None else period_before
    result: Column = np.interp(every, index, time) + outside * np.where(outside < 0, first, period)
    return result


def timeline(arrivals: Arrivals, limits: TimelineLimits = LIMITS) -> PacketTimeline:
    """Put the packets of one sensor in order and in time.

    Parameters
    ----------
    arrivals : Arrivals
        At least one packet.
    limits : TimelineLimits
    """
    stray = 0
    if arrivals.changes:
        arrivals, silent = held_between(arrivals)
        stretches = [_by_changes(arrivals, silent)]
    elif arrivals.clock is not None:
        stretches, stray = _by_clock(arrivals, arrivals.clock, limits)
    else:
        stretches = _by_arrival(arrivals)
    starts = np.concatenate([[0], np.cumsum(arrivals.count)])
    pieces = [piece for stretch in stretches for piece in _pieces(arrivals, stretch, starts)]
    if arrivals.clock is not None:
        # without one they came in this order, and times that late packets gave say another one
        pieces.sort(key=lambda piece: piece[0][0])
    period = arrivals.period if arrivals.changes else _common_period(pieces, stretches)
    # without a clock nothing says that samples came twice: they are late, and all are kept
    twice_s = np.inf if arrivals.clock is None else limits.meet_s
    runs = _even(_apart(pieces, period, twice_s=twice_s), period, limits)
    return PacketTimeline(
        runs=runs,
        rate=1 / period,
        fits=tuple(stretch.fit for stretch in stretches),
        repeated=sum(stretch.repeated for stretch in stretches),
        late=sum(stretch.late for stretch in stretches),
        lost=sum(stretch.lost for stretch in stretches),
        stray=stray,
        other_rates=other_rates(
            [
                (stretch.own, stretch.time, stretch.breaks)
                for stretch in stretches
                if stretch.own is not None
            ],
            period,
        ),
        rates=_rates_of(stretches),
    )


def _rates_of(stretches: list[_Stretch]) -> tuple[float, float] | None:
    rates = [stretch.rates for stretch in stretches if stretch.rates is not None]
    if not rates:
        return None
    return min(slowest for slowest, _ in rates), max(fastest for _, fastest in rates)


def _by_changes(arrivals: Arrivals, silent: NDArray[np.bool_]) -> _Stretch:
    ends = arrivals.host[[0, -1]]
    return _Stretch(
        order=np.arange(len(arrivals.host)),
        time=arrivals.host,
        breaks=silent,
        period=arrivals.period,
        fit=Fit(knots=ends, offset=np.zeros(2), ppm=0.0, rejected=0),
        repeated=0,
        late=0,
        lost=0,
    )


def _by_clock(
    arrivals: Arrivals, clock: Clock, limits: TimelineLimits
) -> tuple[list[_Stretch], int]:
    """Give the stretches of a running clock, and how many stamps were stray."""
    stamped = unwrapped(arrivals.tick, arrivals.host, clock)
    between = arrivals.count[:-1] - arrivals.anchor[:-1] + arrivals.anchor[1:]
    apart = np.diff(arrivals.stream) != 0
    if arrivals.number_modulus is not None:
        apart |= np.diff(arrivals.number) % arrivals.number_modulus != 1
    stray = stray_stamps(
        stamped,
        between,
        ticks=arrivals.tick,
        apart=apart,
        loss=limits.loss,
        tick_s=1 / clock.ticks_per_second,
    )
    sensor = without_strays(stamped, between, stray)
    bounds = _clock_segments(sensor, arrivals, limits)
    stretches = [
        _stretch(arrivals, sensor, np.arange(first, last), limits)
        for first, last in pairwise(bounds)
    ]
    return stretches, int(stray.sum())


def _clock_segments(sensor: Column, arrivals: Arrivals, limits: TimelineLimits) -> list[int]:
    """Find where the sensor's clock was set or restarted: arrival minus sensor time moves on."""
    host = arrivals.host
    offset = host - sensor
    expected = np.maximum(arrivals.count[:-1], arrivals.count[1:]) * arrivals.period
    odd = np.abs(np.diff(sensor) - expected) > 1.0
    candidates = np.flatnonzero(odd | (np.diff(arrivals.stream) != 0)) + 1
    bounds = [0]
    for i, candidate in enumerate(candidates.tolist()):
        following = candidates[i + 1] if i + 1 < len(candidates) else len(host)
        end = max(int(following), candidate + limits.few_packets)
        after = offset[candidate:end]
        after = after[host[candidate:end] <= host[candidate] + limits.look_s]
        before = offset[bounds[-1] : candidate]
        before = before[host[bounds[-1] : candidate] >= host[candidate - 1] - limits.look_s]
        silence = host[candidate] - host[candidate - 1]
        allowed = limits.clock_jump_s + 200e-6 * silence
        moved = abs(after.min() - before.min())
        later = offset[end:][host[end:] <= host[candidate] + limits.look_s]
        returns = len(later) > 0 and abs(later.min() - before.min()) <= allowed
        # packets that are all late look like a restart, where they are few, or those after them
        # come as the ones before did; a clock that went back does not
        held_up = (
            (min(len(before), len(after)) < limits.few_packets or returns)
            and moved < limits.longest_delay_s
            and sensor[candidate] > sensor[candidate - 1]
        )
        if moved > allowed and not held_up:
            bounds.append(candidate)
    return [*bounds, len(host)]


def _stretch(
    arrivals: Arrivals, sensor: Column, members: NDArray[np.int64], limits: TimelineLimits
) -> _Stretch:
    by_time = members[np.argsort(sensor[members], kind="stable")]
    # seconds are sums of ticks, so that equal stamps differ by their rounding
    new = np.diff(sensor[by_time], prepend=-np.inf) > _SAME_S
    order = by_time[new]
    behind = sensor[members] < np.maximum.accumulate(sensor[members])
    late = int(behind[order - members[0]].sum())
    repeated = len(members) - len(order)
    between = arrivals.count[order[:-1]] - arrivals.anchor[order[:-1]] + arrivals.anchor[order[1:]]
    # by the sensor's own clock, so that no error of the fit can look like a loss
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
        loss=limits.loss,
        follows=follows,
        numbered=arrivals.number_modulus is not None,
        tick_s=tick_s,
    )
    # a packet is sent after its last sample, whichever of them its stamp belongs to
    lasts = np.append(own, own[-1:]) if len(own) else period
    sent = sensor[order] + (arrivals.count[order] - 1 - arrivals.anchor[order]) * lasts
    fitted = fit(sent, arrivals.host[order])
    time = fitted.host(sensor[order])
    missing = np.round((step / own - between)[breaks])
    return _Stretch(
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


def _period(step: Column, between: NDArray[np.int64], nominal: float, *, tick_s: float) -> float:
    """Measure the sampling period over the steps that lost nothing.

    Each stamp is whole ticks, and may be late by one: where a sample takes few ticks, steps of
    one more and one less belong together, or the mean would be that of one of them.
    """

    def about(period: float) -> NDArray[np.bool_]:
        return np.abs(step - between * period) < 0.1 * between * period + 2 * tick_s

    good = about(nominal)
    usual = float(np.median(step / between)) if len(step) else nominal
    if len(step) >= _MANY and about(usual).mean() >= _MOST and good.mean() < 1 - _MOST:
        # it has another rate throughout than it was set to: no losses come so evenly
        good = about(usual)
    if good.sum() < 3:
        return nominal
    near = about(float(np.median(step[good] / between[good])))
    return float(step[near].sum() / between[near].sum())


def _by_arrival(arrivals: Arrivals) -> list[_Stretch]:
    return [
        _Stretch(
            order=segment.order,
            time=segment.time,
            breaks=segment.breaks,
            period=segment.period,
            fit=segment.fit,
            repeated=segment.repeated,
            late=0,
            lost=segment.lost,
            rates=segment.rates,
        )
        for segment in index_segments(
            host=arrivals.host,
            stream=arrivals.stream,
            count=arrivals.count,
            number=arrivals.number,
            number_modulus=arrivals.number_modulus,
            nominal=arrivals.period,
        )
    ]


Piece = tuple[Column, NDArray[np.float32]]


def _pieces(arrivals: Arrivals, stretch: _Stretch, starts: NDArray[np.int64]) -> list[Piece]:
    """Cut a stretch at its losses; give each piece its sample times and samples."""
    cuts = np.flatnonzero(stretch.breaks) + 1
    pieces = []
    for members in np.split(np.arange(len(stretch.order)), cuts):
        packets = stretch.order[members]
        count = arrivals.count[packets]
        anchor = arrivals.anchor[packets] if arrivals.clock is not None else count - 1
        index = np.concatenate([[0], np.cumsum(count)[:-1]]) + anchor
        first, last = stretch.period, stretch.period
        if stretch.own is not None and len(stretch.own):
            # a step that is a loss has the period of those before it
            first = float(stretch.own[min(members[0], len(stretch.own) - 1)])
            last = float(stretch.own[max(members[-1] - 1, 0)])
        time = sample_times(
            index,
            stretch.time[members],
            count=int(count.sum()),
            period=last,
            period_before=first,
        )
        rows = np.arange(count.sum()) + np.repeat(
            starts[packets] - (np.cumsum(count) - count), count
        )
        pieces.append((time, arrivals.xyz[rows]))
    return pieces


def _common_period(pieces: list[Piece], stretches: list[_Stretch]) -> float:
    changed = [stretch.own for stretch in stretches if stretch.own is not None]
    if (fast := fastest(changed)) is not None:
        return fast
    long = [(time[-1] - time[0], len(time) - 1) for time, _ in pieces if len(time) > 500]
    # of rates that change the usual one is told, not a mean that the sensor never had
    if long and _rates_of(stretches) is None:
        return float(sum(span for span, _ in long) / sum(n for _, n in long))
    weights = [len(stretch.order) for stretch in stretches]
    return float(np.average([stretch.period for stretch in stretches], weights=weights))


def _apart(pieces: list[Piece], period: float, *, twice_s: float) -> list[Piece]:
    """Keep pieces from overlapping.

    Where a clock restarted, two fits meet that are each some ten milliseconds uncertain: the
    shorter piece, whose fit is the worse, makes room. What overlaps by more than ``twice_s`` is
    there twice, and the later copy goes.
    """
    apart: list[Piece] = []
    for piece in pieces:
        time, xyz = piece
        overlap = apart[-1][0][-1] + period - time[0] if apart else -1.0
        if 0.4 * period < overlap <= twice_s:
            before = apart[-2][0][-1] if len(apart) > 1 else -np.inf
            last, last_xyz = apart[-1]
            # there is room as long as no two samples come nearer than half a period
            if len(last) < len(time) and last[0] - overlap >= before + 0.6 * period:
                apart[-1] = (last - overlap, last_xyz)
            else:
                time = time + overlap
        elif overlap > twice_s:
            keep = time > apart[-1][0][-1] + 0.6 * period
            time, xyz = time[keep], xyz[keep]
        if len(time):
            apart.append((time, xyz))
    return apart


def _even(pieces: list[Piece], period: float, limits: TimelineLimits) -> tuple[Samples, ...]:
    """Give every run one rate; move its samples only where they leave the even grid."""
    runs: list[Samples] = []
    for time, xyz in pieces:
        ideal = np.arange(len(time)) * period
        start = float(np.mean(time - ideal))
        if np.abs(time - start - ideal).max() > limits.even_s:
            start = float(time[0])
            grid = start + np.arange(int((time[-1] - start) / period) + 1) * period
            axes = [np.interp(grid, time, xyz[:, axis]) for axis in range(3)]
            xyz = np.stack(axes, axis=1).astype(np.float32)  # noqa: PLW2901 - the same run, moved
        run = Samples(start=start, rate=1 / period, xyz=xyz)
        if runs and run.start < runs[-1].end:
            # rounding of either grid may overlap by part of a sample
            run = replace(run, start=runs[-1].end)
        runs.append(run)
    return tuple(runs)
