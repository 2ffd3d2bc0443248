"""The sample period, measured from stamps that are rounded, shared, late or lost."""

import numpy as np

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.times.stamp_limits import STAMP_LIMITS

ENOUGH = 1 << 14
"""Intervals that suffice for a statistic of all: its error falls with their root."""

GOLDEN = 0.6180339887498949
"""Golden ratio less 1: its multiples spread evenly between whole numbers."""


def sample_period(seconds: Array) -> float:
    """Estimate the sample period, whether stamps are regular, jittery, batched or lossy.

    Over a stretch the mean interval is the period, except that losses lengthen it; the commonest
    interval is not lengthened, but coarse stamps and batches shorten it. Stamps that keep to the
    line of the mean show that nothing is lost. There are two at least.
    """
    lag = max(1, min(512, len(seconds) // 4))
    starts = np.unique(np.linspace(0, len(seconds) - lag - 1, 2000).astype(int))
    blocks = np.diff(seconds[::lag])
    # a gap lengthens the block that it is in
    lossy = len(blocks) and float(blocks.max() - np.median(blocks)) > 0.5 * STAMP_LIMITS.settle
    breaks = (
        np.flatnonzero(np.diff(seconds) > STAMP_LIMITS.settle) if lossy else np.empty(0, np.intp)
    )
    if len(breaks):
        # gaps at regular times are losses too: measure between them
        lag = max(1, min(lag, int(np.median(np.diff(np.r_[-1, breaks, len(seconds) - 1]))) // 2))
        starts = np.unique(np.linspace(0, len(seconds) - lag - 1, 2000).astype(int))
        clear = np.searchsorted(breaks, starts) == np.searchsorted(breaks, starts + lag)
        starts = starts[clear] if clear.any() else starts
    mean = float(np.median((seconds[starts + lag] - seconds[starts]) / lag))
    if mean <= 0:
        mean = float(seconds[-1] - seconds[0]) / (len(seconds) - 1)
    steps = some_steps(seconds)
    middle = float(np.median(steps))
    near = steps[np.abs(steps - middle) < 0.5 * middle]
    if len(near) < 0.6 * len(steps) or middle < 0.6 * mean:
        return mean
    if near.std() > 0.05 * middle:
        # the sum of all intervals is exact where that of some still has their jitter
        steps = np.diff(seconds)
        near = steps[np.abs(steps - middle) < 0.5 * middle]
    common = float(near.mean())
    if abs(common / mean - 1) < 0.01:
        return common
    windows = seconds[
        starts[:: max(1, len(starts) // 100), None] + np.arange(lag)
    ] - mean * np.arange(lag)
    return mean if np.median(np.ptp(windows, axis=1)) < 3 * mean else common


def some_steps(seconds: Array) -> Array:
    """Choose evenly spaced intervals between neighbours: ``ENOUGH`` to twice as many, or all."""
    chosen = np.arange(0, len(seconds) - 1, max(1, len(seconds) // ENOUGH))
    return np.asarray(seconds[chosen + 1] - seconds[chosen])


def varied_steps(seconds: Array) -> Array:
    """Choose as many intervals at varying offsets, so that periodic ones are met as often."""
    stride = max(1, len(seconds) // ENOUGH)
    chosen = np.arange(0, len(seconds) - 1, stride)
    within = GOLDEN * np.arange(len(chosen)) % 1
    chosen = np.minimum(chosen + (within * stride).astype(np.intp), len(seconds) - 2)
    return np.asarray(seconds[chosen + 1] - seconds[chosen])


def pooled_period(index: Index, stamps: Array, breaks: Index, period: float) -> float:
    """Refine the period over all runs together, each with its own offset, from a first estimate.

    ``index`` has the sample number of each stamp; ``breaks`` are the positions in it where runs
    begin, without the first.
    """
    if len(index) < 3:
        return period
    stride = max(1, len(index) // ENOUGH)
    index, stamps = index[::stride], stamps[::stride]
    run = np.searchsorted(breaks, np.arange(len(index)) * stride, side="right")
    count = np.maximum(np.bincount(run), 1)
    number = index - (np.bincount(run, index) / count)[run]
    residual = stamps - period * index
    residual -= (np.bincount(run, residual) / count)[run]
    # not a dot product: the threads of BLAS would spin for longer than this takes
    weight = float((number * number).sum())
    return period + float((number * residual).sum()) / weight if weight > 0 else period
