"""Where a sensor's clock says that it sampled at another rate for a while.

An application of a watch may change its rate, and so may firmware that saves power: the steps
between packets are longer or shorter than a sample takes, one as the next, and nothing is lost.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Mask

_AGREE: Final = 0.1
"""Steps of one rate differ by less, as a share: as those of the whole recording may."""
_IN_A_ROW: Final = 20
"""So many steps that agree are another rate: no losses come so evenly."""
_NUMBERED: Final = 3
"""So many where packet numbers say that nothing is lost between; fewer may be a sensor that
stopped to sample for a moment."""
_MIXED: Final = 0.05
"""A packet in which the rate changed lies between both rates, or beyond them by this share."""

_SHARE: Final = 0.05
"""A rate that holds for a smaller share of the packets is not the one that all are put to."""


class OtherRates(NamedTuple):
    """Rates that a sensor had for a while beside its usual one."""

    seconds: float
    """How long in all."""
    least: float
    most: float
    """`least` and `most`: Hz."""


def own_periods(
    step: Array,
    between: NDArray[np.int64],
    *,
    period: float,
    loss: float,
    follows: Mask,
    numbered: bool,
    tick_s: float,
) -> tuple[Array, Mask]:
    """Give each step between packets its sampling period, and tell where samples are missing.

    Parameters
    ----------
    step : ndarray of float, shape (n,)
        From stamp to stamp by the sensor's clock, seconds.
    between : ndarray of int, shape (n,)
        Samples from one to the other.
    period : float
        Of the recording, seconds.
    loss : float
        Share by which a step must be longer than its samples to be a loss.
    follows : ndarray of bool, shape (n,)
        Whether the packet numbers of a step follow each other; true without numbers.
    numbered : bool
        Whether packets are numbered.
    tick_s : float
        Of the sensor's clock, seconds.

    Returns
    -------
    periods : ndarray of float, shape (n,)
    breaks : ndarray of bool, shape (n,)
    """

    def off(local: Array) -> Mask:
        expected = between * local
        return np.abs(step - expected) > np.maximum(loss * expected, 0.6 * local)

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
    # what remains odd is held against the rate before it
    open_ = breaks & ~another
    known = np.maximum.accumulate(np.where(open_, -1, np.arange(len(step))))
    local = local[np.where(known < 0, int(np.argmin(open_)), known)]
    breaks = off(local) & ~_mixed(own, local, another, follows)
    return local, breaks


def _mixed(own: Array, local: Array, another: Mask, follows: Mask) -> Mask:
    """Tell in which step the rate changed: it lies between those on both sides."""
    before, after = np.roll(local, 1), np.roll(local, -1)
    beside = np.roll(another, 1) | np.roll(another, -1)
    beside[[0, -1]] = False
    least, most = np.minimum(before, after), np.maximum(before, after)
    between = (own > (1 - _MIXED) * least) & (own < (1 + _MIXED) * most)
    changed: Mask = beside & follows & between & (most > (1 + _AGREE) * least)
    return changed


def fastest(own: Sequence[Array]) -> float | None:
    """Give the shortest period that holds for long, of the steps of each stretch; all in seconds.

    None where a sensor had one rate alone.

    Notes
    -----
    Whatever was sampled more slowly is put on the same grid, and nothing that was sampled is lost.
    """
    periods = np.sort(np.concatenate([np.zeros(0), *own]))
    if len(periods) == 0 or periods[-1] < (1 + _AGREE) * periods[0]:
        return None
    near = np.searchsorted(periods, (1 + _AGREE) * periods, side="right") - np.arange(len(periods))
    first = int(np.argmax(near >= _SHARE * len(periods)))
    return float(np.median(periods[first : first + near[first]]))


def other_rates(stretches: Sequence[tuple[Array, Array, Mask]], period: float) -> OtherRates | None:
    """Tell which rates a sensor had that are not the one its samples are put to.

    Parameters
    ----------
    stretches : sequence of (own, time, breaks)
        Of each: periods of its steps, times of its packets, and where samples are missing.
    period : float
        Of the recording, seconds.
    """
    seconds, rates = 0.0, []
    for own, time, breaks in stretches:
        if len(own) < _IN_A_ROW:
            # so few may have the rate that was set, for want of another
            continue
        other = ~breaks & (np.abs(own / period - 1) > _AGREE)
        seconds += float(np.diff(time)[other].sum())
        rates.append(1 / own[other])
    told = np.concatenate(rates) if rates else np.zeros(0)
    if len(told) == 0:
        return None
    return OtherRates(seconds, float(told.min()), float(told.max()))
