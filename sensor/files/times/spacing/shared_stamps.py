"""Samples that share a stamp: which of them the stamp belongs to."""

import numpy as np

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.spacing.period import some_steps
from limbwatch.sensor.files.times.stamp_limits import STAMP_LIMITS

OF_DAYS_S = (8.64, 0.864, 0.0864)
"""Seconds of the last decimal of a day with four, five and six of them."""


def packets(seconds: Array, period: float) -> tuple[Index, Array, int, str]:
    """Reduce batches to the one sample whose time their stamp gives.

    Gives sample numbers and their stamps, the number of batched samples, and which sample of a
    batch the stamp belongs to: ``each``, ``last`` (stamped on arrival) or ``first`` (a clock
    without fractions).
    """
    if (some_steps(seconds) < STAMP_LIMITS.batch * period).mean() < STAMP_LIMITS.batched_share:
        return np.arange(len(seconds)), seconds, 0, "each"
    close = np.diff(seconds) < STAMP_LIMITS.batch * period
    first = np.flatnonzero(np.r_[True, ~close])
    last = np.r_[first[1:] - 1, len(seconds) - 1]
    sizes = last - first + 1
    batched = int(sizes[sizes > 1].sum())
    spread_first = _mean_deviation(first, seconds[first], period)
    spread_last = _mean_deviation(last, seconds[last], period)
    coarse = _is_coarse(seconds[first], period)
    firmer = spread_first < 0.7 * spread_last - 0.01 * period
    if firmer or (coarse and spread_last >= 0.7 * spread_first - 0.01 * period):
        # a file may begin in the middle of a second
        whole = slice(1, None) if coarse and len(first) > 2 else slice(None)
        return first[whole], seconds[first][whole], batched, "first"
    return last, seconds[last], batched, "last"


def _mean_deviation(index: Index, stamps: Array, period: float) -> float:
    """Return the mean deviation of neighbours from a line; losses count as five periods."""
    residual = np.diff(stamps - period * index)
    away = np.abs(residual - np.median(residual)) if len(residual) else np.zeros(1)
    return float(np.minimum(away, 5 * period).mean())


def _is_coarse(stamps: Array, period: float) -> bool:
    """Tell whether the clock shows whole seconds or tenths, coarser than the samples.

    Days that a spreadsheet shows with few decimals count too: no packet is that long.
    """
    relative = stamps - stamps[0]
    return any(
        step > 2 * period and np.abs(relative / step - np.round(relative / step)).max() < 1e-3
        for step in (1.0, 0.5, 0.1, *OF_DAYS_S)
    )
