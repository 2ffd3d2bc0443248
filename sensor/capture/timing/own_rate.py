"""Other rates that a sensor had for a while, by its own clock.

An application of a watch may change its rate, and so may firmware that saves power: the steps
between packets are then all longer or shorter than their samples take, and nothing is lost.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array, Counts, Mask
from limbwatch.sensor.capture.timing.arrivals import PacketStretch
from limbwatch.sensor.capture.timing.sensor_clock import CLOCK

_AGREE: Final = 0.1
"""Relative difference below which steps have one rate, also within the whole recording."""
_IN_A_ROW: Final = 20
"""Agreeing steps in a row that make another rate: losses do not come so evenly."""
_NUMBERED: Final = 3
"""The same where packet numbers prove that nothing is lost between; fewer may be a sensor that
paused for a moment."""
_MIXED: Final = 0.05
"""Share by which a packet may lie beyond both rates if the rate changed within it."""

_SHARE: Final = 0.05
"""Share of the packets that a rate needs for all samples to be put on it."""


class OtherRates(NamedTuple):
    """Rates that a sensor had for a while beside its usual one."""

    seconds: float
    """Total duration, seconds."""
    least: float
    """Slowest of them, Hz."""
    most: float
    """Fastest of them, Hz."""


def own_periods(
    step: Array,
    between: Counts,
    *,
    period: float,
    follows: Mask,
    numbered: bool,
    tick_s: float,
) -> tuple[Array, Mask]:
    """Return the sampling period of each step between packets, and where samples are missing.

    Parameters
    ----------
    step : ndarray of float, shape (n,)
        Steps from stamp to stamp by the sensor's clock, seconds.
    between : ndarray of int, shape (n,)
        Samples from one stamp to the next.
    period : float
        Of the recording, seconds.
    follows : ndarray of bool, shape (n,)
        Whether the packet numbers of a step are consecutive; true without numbers.
    numbered : bool
        Whether packets are numbered.
    tick_s : float
        Length of a tick of the sensor's clock, seconds.
    """

    def off(local: Array) -> Mask:
        expected = between * local
        return np.abs(step - expected) > np.maximum(CLOCK.loss * expected, 0.6 * local)

    local = np.full(len(step), period)
    breaks = off(local)
    odd = breaks & follows & (step > 0)
    if odd.sum() < _NUMBERED:
        return local, breaks
    own = step / between
    allowed = _AGREE * np.minimum(own[1:], own[:-1]) + 2 * tick_s / between[1:]
    joined = odd[1:] & odd[:-1] & (np.abs(np.diff(own)) < allowed)
    row = np.concatenate([[0], np.cumsum(~joined)])
    long = np.bincount(row) >= (_NUMBERED if numbered else _IN_A_ROW)
    another = odd & long[row]
    if not another.any():
        return local, breaks
    samples = np.bincount(row, weights=between)
    local[another] = (np.bincount(row, weights=step) / samples)[row][another]
    # compare the steps that remain odd with the rate before them
    open_ = breaks & ~another
    known = np.maximum.accumulate(np.where(open_, -1, np.arange(len(step))))
    local = local[np.where(known < 0, int(np.argmin(open_)), known)]
    breaks = off(local) & ~_mixed(own, local, another, follows)
    return local, breaks


def _mixed(own: Array, local: Array, another: Mask, follows: Mask) -> Mask:
    """Find steps in which the rate changed: theirs lies between the rates on both sides."""
    before, after = np.roll(local, 1), np.roll(local, -1)
    beside = np.roll(another, 1) | np.roll(another, -1)
    beside[[0, -1]] = False
    least, most = np.minimum(before, after), np.maximum(before, after)
    between = (own > (1 - _MIXED) * least) & (own < (1 + _MIXED) * most)
    changed: Mask = beside & follows & between & (most > (1 + _AGREE) * least)
    return changed


def fastest(stretches: Sequence[PacketStretch]) -> float | None:
    """Return the shortest period that holds for long, seconds; None if there is a single rate.

    Slower samples are put on the same grid, so that no sample is lost.
    """
    own = [stretch.own for stretch in stretches if stretch.own is not None]
    periods = np.sort(np.concatenate([np.zeros(0), *own]))
    if len(periods) == 0 or periods[-1] < (1 + _AGREE) * periods[0]:
        return None
    near = np.searchsorted(periods, (1 + _AGREE) * periods, side="right") - np.arange(len(periods))
    first = int(np.argmax(near >= _SHARE * len(periods)))
    return float(np.median(periods[first : first + near[first]]))


def other_rates(stretches: Sequence[PacketStretch], period: float) -> OtherRates | None:
    """Return the rates of a sensor other than the one its samples are put on.

    ``period`` is that of the recording, seconds.
    """
    seconds, rates = 0.0, []
    for stretch in stretches:
        if stretch.own is None or len(stretch.own) < _IN_A_ROW:
            # with so few steps, the period may be the one that was set
            continue
        other = ~stretch.breaks & (np.abs(stretch.own / period - 1) > _AGREE)
        seconds += float(np.diff(stretch.time)[other].sum())
        rates.append(1 / stretch.own[other])
    others = np.concatenate(rates) if rates else np.zeros(0)
    if len(others) == 0:
        return None
    return OtherRates(seconds, float(others.min()), float(others.max()))
