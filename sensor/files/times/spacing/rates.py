"""Lasting changes of the sample rate within a file."""

import itertools
import math

import numpy as np

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.files.times.spacing.nominal import fits, is_clock_tick, single_step
from limbwatch.sensor.files.times.stamp_limits import STAMP_LIMITS
from limbwatch.sensor.spans import best_cut

BLOCK = 256
"""Samples over which a rate is measured: more than a Bluetooth packet, 5 s at 50 Hz."""

SHORTEST = 3
"""Fewest blocks that a rate holds."""

NEAREST = 16
"""Blocks on each side by which a change is judged. Chosen."""

MOST = 8
"""Number of rates from which a stream has none, unless they last: it is irregular, not changed."""

LASTING_S = 300.0
"""Mean duration of rates, seconds, that allows any number of them: a sensor that saves power while
nobody moves. Chosen."""

LEAST_CHANGE = 0.05
"""Least relative change of a rate; smaller ones are followed as drift."""

SHARED = 0.5
"""Share of the samples with their predecessor's stamp from which a clock is coarse, or packets are
stamped. Chosen."""

COARSE_CHANGE = 0.25
"""Least relative change under such stamps, where losses look like one. Chosen."""

EXACT = 0.95
"""Share of the blocks whose stamps fit a spacing from which losses can be separated from a rate.
Chosen."""

GAP_UNITS = 1.5
"""Step of a coarse clock, in units, that is a gap: one unit is missing."""

NOISE = 6.0
"""Standard deviations of the blocks that a change must exceed."""


def steady_stretches(seconds: Array) -> list[tuple[int, int]]:
    """Cut a stream where its rate changes.

    Gives the first sample of each stretch and the one after its last.
    """
    whole = [(0, len(seconds))]
    count = len(seconds) // BLOCK
    if count < 2 * SHORTEST:
        return whole
    shared = bool((np.diff(seconds) == 0).mean() > SHARED)
    if shared:
        seconds = _spread_shared(seconds)
    # most files have one rate, which a look at every block shows
    blocks = np.diff(seconds[: count * BLOCK + 1 : BLOCK][: count + 1])
    if _is_one_rate(blocks):
        return whole
    logs = _log_periods(seconds, count)
    steps = np.diff(logs)
    noise = 1.4826 * float(np.median(np.abs(steps))) / math.sqrt(2)
    most = max(MOST, int(BLOCK * np.exp(logs).sum() / LASTING_S))
    least = math.log1p(COARSE_CHANGE if shared else LEAST_CHANGE)
    cuts = _find_changes(logs, max(least, NOISE * noise), most)
    if not cuts or len(cuts) >= most:
        return whole
    levels = [float(np.median(part)) for part in np.split(logs, cuts)]
    places = [
        _locate_change(seconds, cut, math.exp((before + after) / 2), slower=after > before)
        for cut, before, after in zip(cuts, levels, levels[1:], strict=False)
    ]
    edges = [0, *places, len(seconds)]
    return list(itertools.pairwise(edges))


def _spread_shared(seconds: Array) -> Array:
    """Spread samples that share a stamp evenly over the time until the next one."""
    firsts = np.flatnonzero(np.r_[True, np.diff(seconds) != 0])
    sizes = np.diff(np.r_[firsts, len(seconds)])
    steps = np.diff(seconds[firsts])
    usual = float(np.median(steps)) if len(steps) else 0.0
    # over a gap the samples keep the usual step
    known = np.r_[np.where((steps > 0) & (steps <= STAMP_LIMITS.settle), steps, usual), usual]
    place = np.arange(len(seconds)) - np.repeat(firsts, sizes)
    each = _with_neighbours_spacing(known / sizes, np.r_[steps, np.inf] > GAP_UNITS * usual)
    return np.asarray(seconds + place * np.repeat(each, sizes))


def _with_neighbours_spacing(each: Array, ends: Mask) -> Array:
    """Give units cut off by an end or a gap the spacing of their neighbours inside.

    They hold only part of their samples, at the same rate.
    """
    result = each.copy()
    closing = np.flatnonzero(ends)
    opening = np.r_[0, closing[:-1] + 1]
    long = closing > opening
    opening, closing = opening[long], closing[long]
    result[opening] = np.minimum(each[opening], each[opening + 1])
    result[closing] = np.minimum(each[closing], each[closing - 1])
    return result


def _is_one_rate(blocks: Array) -> bool:
    middle = float(np.median(blocks))
    return bool(np.abs(blocks - middle).max() <= LEAST_CHANGE * middle)


def _log_periods(seconds: Array, count: int) -> Array:
    """Return the logarithm of the mean step in each block, without the steps that are gaps."""
    steps = np.diff(seconds[: count * BLOCK], append=seconds[count * BLOCK - 1]).reshape(count, -1)
    steps = np.where((steps > STAMP_LIMITS.settle) | (steps < 0), np.nan, steps)
    steps[:, -1] = np.where(steps[:, -1] == 0, np.nan, steps[:, -1])
    known = np.isfinite(steps).sum(axis=1)
    total = np.nansum(steps, axis=1)
    means = np.where((known > BLOCK // 4) & (total > 0), total / np.maximum(known, 1), np.nan)
    spacings = np.array([_spacing_in_block(each[np.isfinite(each)]) for each in steps])
    # samples missing within a block are a loss, not a slower rate
    if (spacings > 0).mean() >= EXACT:
        means = np.where(spacings > 0, spacings, means)
    if not np.isfinite(means).any():
        return np.zeros(count)
    return np.log(np.where(np.isfinite(means), means, np.nanmedian(means)))


def _spacing_in_block(steps: Array) -> float:
    """Return the spacing that the steps of a block fit, seconds.

    0 when they fit none, or that of a coarse clock.
    """
    if len(steps) <= BLOCK // 4:
        return 0.0
    spacing = single_step(steps)
    return spacing if spacing > 0 and not is_clock_tick(spacing) and fits(steps, spacing) else 0.0


def _find_changes(logs: Array, least: float, most: int) -> list[int]:
    """Find blocks at which the level changes by more than a limit, both sides being steady."""
    found: list[int] = []
    todo = [(0, len(logs))]
    while todo and len(found) < most:
        low, high = todo.pop()
        if high - low < 2 * SHORTEST:
            continue
        part = logs[low:high]
        places = np.arange(1, len(part))
        total = np.cumsum(part)[:-1]
        ahead = (part.sum() - total) / (len(part) - places)
        contrast = np.abs(ahead - total / places) * np.sqrt(places * (len(part) - places))
        contrast[: SHORTEST - 1] = 0
        contrast[len(contrast) - SHORTEST + 1 :] = 0
        cut = int(np.argmax(contrast)) + 1
        # compare nearby blocks only: if the old rate returns, the median of the rest is unchanged
        before, after = part[max(0, cut - NEAREST) : cut], part[cut : cut + NEAREST]
        if abs(float(np.median(after) - np.median(before))) <= least:
            continue
        found.append(low + cut)
        todo += [(low, low + cut), (low + cut, high)]
    return sorted(found)


def _locate_change(seconds: Array, cut: int, between: float, *, slower: bool) -> int:
    """Find the sample at which steps cross a length, within a block of a cut."""
    low, high = max(0, (cut - 1) * BLOCK), min(len(seconds) - 1, (cut + 1) * BLOCK)
    stamps = seconds[low : high + 1]
    # samples that share a stamp share the step to the next
    firsts = np.flatnonzero(np.r_[True, np.diff(stamps) != 0])
    steps = np.diff(stamps[firsts]) / np.diff(firsts)
    behind = steps > between if slower else steps <= between
    return low + int(firsts[best_cut(behind)])
