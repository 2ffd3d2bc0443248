"""Convert the packets of one sensor to runs of samples in host time."""

from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sensor.arrays import Array, Counts, Mask, Values
from limbwatch.sensor.capture.timing.arrival import index_segments
from limbwatch.sensor.capture.timing.arrivals import Arrivals, PacketStretch
from limbwatch.sensor.capture.timing.clock_stretches import clock_stretches
from limbwatch.sensor.capture.timing.own_rate import OtherRates, fastest, other_rates
from limbwatch.sensor.capture.timing.sensor_clock import Fit
from limbwatch.sensor.samples import Samples

MEET_S = 0.25
"""Largest overlap of the pieces around a clock's restart that is resolved by moving one, seconds;
samples that overlap more came twice."""

EVEN_S = 0.004
"""Largest distance of samples from an even grid without resampling, seconds; two sensors then agree
to twice that."""

HOLD_S = 8.0
"""Longest time that a value holds, seconds; by then the recorder takes a silence for a stall."""

_NEARER = 0.9
"""Least distance of two samples, as a share of the period: samples that waited for the radio arrive
together, and no sensor is faster than its stated rate by more than the rest. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketTimeline:
    """The packets of one sensor, put in time."""

    runs: tuple[Samples, ...]
    """Samples in host seconds, at one common rate."""
    rate: float
    """Measured rate, Hz."""
    fits: tuple[Fit, ...]
    """One fit per stretch in which the sensor's clock ran on."""
    repeated: int
    """Packets dropped as repeats of an earlier one."""
    late: int
    """Packets that arrived after a younger one and were reordered."""
    lost: int
    """Samples that were taken and never received, as far as clock or counter tell."""
    stray: int = 0
    """Packets whose stamp fitted neither neighbour and was interpolated between both."""
    rates_by_clock: OtherRates | None = None
    """Other rates that the sensor had for a while, by its clock."""
    rates_by_arrival: tuple[float, float] | None = None
    """Slowest and fastest rate, Hz, of a sensor without a clock whose arrivals no single rate
    explains."""


def sample_times(
    index: Counts,
    time: Array,
    *,
    count: int,
    period: float,
    period_before: float | None = None,
) -> Array:
    """Interpolate the times of ``count`` samples of which some, ``index``, are known; seconds.

    They are even between two known samples, as the Polar client has them between the time stamps of
    frames. Beyond the last known one, samples are a ``period`` apart, and before the first one a
    ``period_before``, if that is another.
    """
    every = np.arange(count)
    outside = every - np.clip(every, index[0], index[-1])
    first = period if period_before is None else period_before
    result: Array = np.interp(every, index, time) + outside * np.where(outside < 0, first, period)
    return result


def timeline(arrivals: Arrivals) -> PacketTimeline:
    """Order and time the packets of one sensor, at least one."""
    stray = 0
    if arrivals.changes:
        arrivals, silent = _held_between(arrivals)
        stretches = [_stretch_of_changes(arrivals, silent)]
    elif arrivals.clock is not None:
        stretches, stray = clock_stretches(arrivals, arrivals.clock)
    else:
        stretches = index_segments(arrivals)
    starts = np.concatenate([[0], np.cumsum(arrivals.count)])
    pieces = [piece for stretch in stretches for piece in _cut_at_losses(arrivals, stretch, starts)]
    if arrivals.clock is not None:
        # without a clock they are in order already; late packets would reorder them wrongly
        pieces.sort(key=lambda piece: piece[0][0])
    period = arrivals.period if arrivals.changes else _common_period(pieces, stretches)
    # without a clock nothing proves samples repeated: they are late, and all are kept
    twice_s = np.inf if arrivals.clock is None else MEET_S
    runs = _on_even_grid(_without_overlaps(pieces, period, twice_s=twice_s), period)
    return PacketTimeline(
        runs=runs,
        rate=1 / period,
        fits=tuple(stretch.fit for stretch in stretches),
        repeated=sum(stretch.repeated for stretch in stretches),
        late=sum(stretch.late for stretch in stretches),
        lost=sum(stretch.lost for stretch in stretches),
        stray=stray,
        rates_by_clock=other_rates(stretches, period),
        rates_by_arrival=_rates_by_arrival(stretches),
    )


def _rates_by_arrival(stretches: list[PacketStretch]) -> tuple[float, float] | None:
    rates = [one.rates_by_arrival for one in stretches if one.rates_by_arrival is not None]
    if not rates:
        return None
    return min(slowest for slowest, _ in rates), max(fastest for _, fastest in rates)


def _stretch_of_changes(arrivals: Arrivals, silent: Mask) -> PacketStretch:
    ends = arrivals.host[[0, -1]]
    return PacketStretch(
        order=np.arange(len(arrivals.host)),
        time=arrivals.host,
        breaks=silent,
        period=arrivals.period,
        fit=Fit(knots=ends, offset=np.zeros(2), ppm=0.0, rejected=0),
        lost=0,
    )


def _held_between(arrivals: Arrivals) -> tuple[Arrivals, Mask]:
    """Time values that are sent only when they differ: each by arrival, and again before the next.

    They cannot be counted, as missing ones leave no trace; a value holds until the next one. Each
    packet has one sample. Returns the arrivals with repeats added, whose ``host`` is the time
    of each sample, and where the silence outlasts the value, shape (packets - 1,).
    """
    period = arrivals.period
    # packets are never early: those that arrived together were sampled one after the other before
    place = np.arange(len(arrivals.host)) * _NEARER * period
    time = np.minimum.accumulate((arrivals.host - place)[::-1])[::-1] + place
    step = np.diff(time)
    same = np.diff(arrivals.stream) == 0
    again = same & (step > 1.5 * period) & (step <= HOLD_S)
    times = np.insert(time, np.flatnonzero(again) + 1, time[1:][again] - period)
    rows = np.repeat(np.arange(len(time)), np.append(again, False) + 1)
    breaks = np.diff(rows).astype(np.bool_)
    breaks[breaks] = ~same | (step > HOLD_S)
    return (
        replace(
            arrivals,
            host=times,
            stream=arrivals.stream[rows],
            tick=arrivals.tick[rows],
            anchor=arrivals.anchor[rows],
            number=arrivals.number[rows],
            count=arrivals.count[rows],
            xyz=arrivals.xyz[rows],
        ),
        breaks,
    )


Piece = tuple[Array, Values]


def _cut_at_losses(arrivals: Arrivals, stretch: PacketStretch, starts: Counts) -> list[Piece]:
    """Cut a stretch at its losses; return the times and samples of each piece."""
    cuts = np.flatnonzero(stretch.breaks) + 1
    pieces = []
    for members in np.split(np.arange(len(stretch.order)), cuts):
        packets = stretch.order[members]
        count = arrivals.count[packets]
        anchor = arrivals.anchor[packets] if arrivals.clock is not None else count - 1
        index = np.concatenate([[0], np.cumsum(count)[:-1]]) + anchor
        first, last = stretch.period, stretch.period
        if stretch.own is not None and len(stretch.own):
            # a step with a loss has the period of the steps before it
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


def _common_period(pieces: list[Piece], stretches: list[PacketStretch]) -> float:
    if (fast := fastest(stretches)) is not None:
        return fast
    long = [(time[-1] - time[0], len(time) - 1) for time, _ in pieces if len(time) > 500]
    # where rates change, take the usual one, not a mean that the sensor never had
    if long and _rates_by_arrival(stretches) is None:
        return float(sum(span for span, _ in long) / sum(n for _, n in long))
    weights = [len(stretch.order) for stretch in stretches]
    return float(np.average([stretch.period for stretch in stretches], weights=weights))


def _without_overlaps(pieces: list[Piece], period: float, *, twice_s: float) -> list[Piece]:
    """Resolve overlaps between pieces.

    Where a clock restarted, two fits meet that are each uncertain by some ten milliseconds. The
    shorter piece, whose fit is worse, is moved; moving a longer one would make all of it later
    than it arrived. Samples that overlap by more than ``twice_s`` came twice; the later copy is
    dropped.
    """
    placed: list[Piece] = []
    for piece in pieces:
        time, xyz = piece
        overlap = placed[-1][0][-1] + period - time[0] if placed else -1.0
        if 0.4 * period < overlap <= twice_s:
            before = placed[-2][0][-1] if len(placed) > 1 else -np.inf
            last, last_xyz = placed[-1]
            # a move must leave 0.6 of a period to the piece before
            room = last[0] - overlap >= before + 0.6 * period
            if len(last) < len(time) and room:
                placed[-1] = (last - overlap, last_xyz)
            elif len(last) >= len(time) or twice_s == np.inf:
                time = time + overlap
            else:
                # the longer piece stays in time; cut the shorter ones to what fits before it
                while placed and placed[-1][0][-1] >= time[0] - 0.6 * period:
                    last, last_xyz = placed.pop()
                    left = last < time[0] - 0.6 * period
                    if left.any():
                        placed.append((last[left], last_xyz[left]))
        elif overlap > twice_s:
            keep = time > placed[-1][0][-1] + 0.6 * period
            time, xyz = time[keep], xyz[keep]
        if len(time):
            placed.append((time, xyz))
    return placed


def _on_even_grid(pieces: list[Piece], period: float) -> tuple[Samples, ...]:
    """Put every run on one rate; resample only where samples leave the even grid."""
    runs: list[Samples] = []
    for time, xyz in pieces:
        ideal = np.arange(len(time)) * period
        start = float(np.mean(time - ideal))
        if np.abs(time - start - ideal).max() > EVEN_S:
            start = float(time[0])
            grid = start + np.arange(int((time[-1] - start) / period) + 1) * period
            axes = [np.interp(grid, time, xyz[:, axis]) for axis in range(3)]
            xyz = np.stack(axes, axis=1).astype(np.float32)  # noqa: PLW2901 - the same run, moved
        run = Samples(start=start, rate=1 / period, xyz=xyz)
        if runs and run.start < runs[-1].end:
            # rounding of the grids may overlap by part of a sample
            run = replace(run, start=runs[-1].end)
        runs.append(run)
    return tuple(runs)
