"""Packets of samples: which of them its stamp belongs to, and before which some are missing.

A step of the stamps that lasts is a loss, as opposed to a passing delay.
"""

import numpy as np
import scipy

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.spacing.period import some_steps
from limbwatch.sensor.files.times.stamp_limits import STAMP_LIMITS


def losses(index: Index, stamps: Array, period: float) -> Index:
    """Find the packets, by position, before which samples are missing.

    ``index`` is the number of the sample whose time each packet's stamp gives.
    """
    candidates = np.flatnonzero(np.diff(stamps) > (1 + STAMP_LIMITS.loss) * period) + 1
    candidates = candidates[
        stamps[candidates] - stamps[candidates - 1]
        > (index[candidates] - index[candidates - 1] + STAMP_LIMITS.loss) * period
    ]
    if len(candidates) == 0:
        return candidates
    residual = stamps - period * index
    spacing = float(stamps[-1] - stamps[0]) / (len(stamps) - 1)
    window = int(min(max(8, STAMP_LIMITS.settle / spacing), 4096))
    level = earliest(residual, window)
    # level[k] is the earliest of the next `window` packets, before[k] of those up to k - 1
    before = np.r_[level[0], earliest(residual[::-1], window)[:0:-1]]
    change = level - before
    spread = np.median(np.abs(change - np.median(change)))
    if spread > 0.05 * period:
        # whether the last stamps are late or follow a loss cannot be known
        candidates = candidates[candidates < len(residual) - 8]
    # packets are lost whole
    whole = STAMP_LIMITS.loss * period * float(np.median(np.diff(index)))
    threshold = max(whole, STAMP_LIMITS.noise * 1.4826 * float(spread))
    return _distinct_losses(
        candidates[change[candidates] > threshold], residual, level, window, threshold
    )


def is_wrong_rate(breaks: Index, sizes: Array, period: float) -> bool:
    """Tell whether apparent losses are a wrong rate within blocks.

    ``sizes`` are the seconds lost before the samples ``breaks``. A wrong rate jumps after equal
    numbers of samples, which chance does not, and by little: a jump beyond the error of a clock is
    missing samples, however regular. The period is between samples, in seconds.
    """
    if len(breaks) < 6:
        return False
    between = np.diff(breaks)
    typical = float(np.median(between))
    if float(np.median(sizes)) > min(STAMP_LIMITS.even_off * typical * period, STAMP_LIMITS.even_s):
        return False
    turns = sizes / period
    if float(np.median(np.abs(turns - np.maximum(1, np.round(turns))))) < STAMP_LIMITS.whole:
        return False  # rows are missing: a wrong rate is off by any part of one
    return bool((np.abs(between - typical) <= 1).mean() > STAMP_LIMITS.even and typical > 8)


def _distinct_losses(
    found: Index, residual: Array, level: Array, window: int, threshold: float
) -> Index:
    """Keep the packets that are still late relative to those after the previous loss."""
    kept: list[int] = []
    for at in found.tolist():
        near = bool(kept) and at - kept[-1] < window
        if near and level[at] - residual[kept[-1] : at].min() <= threshold:
            continue
        before = residual[max(kept[-1] if kept else 0, at - window) : at]
        after = residual[at : at + window]
        # a few early stamps move the level of a jittery stream, but not its middle
        few = min(len(before), len(after)) < 8
        if few or np.median(after) - np.median(before) > 0.5 * threshold:
            kept.append(at)
    return np.array(kept, dtype=np.intp)


def earliest(values: Array, window: int) -> Array:
    """Return the minimum of each finite value and those after it.

    The window spans ``window`` values, or those that are left.
    """
    return np.asarray(
        scipy.ndimage.minimum_filter1d(
            values, window, mode="constant", cval=np.inf, origin=-(window // 2)
        )
    )


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
