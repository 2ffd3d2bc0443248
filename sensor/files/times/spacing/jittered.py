"""Jittered stamps numbered by the spacing that they come at, where rows are missing between some.

Each step is rounded to whole spacings. That numbers the samples, lost ones counted, if nearly all
steps are close to a whole number of them, and if the stamps keep to the line through those numbers
far better than to the line through the rows as they stand.
"""

import numpy as np

from limbwatch.sensor.arrays import Array, Index

SINGLE = 0.4
"""Share of the steps that are one spacing. Chosen."""

LOSSES = 0.002
"""Share of missing samples up to which a loss is found as any other. Chosen."""

BETTER = 0.5
"""Share of the scatter about the rows at most, that is left about the numbers. Chosen: a jitter of
a fifth of the spacing leaves 0.4 where every tenth row is missing."""

_WINDOW = 256
"""Samples over which a clock does not drift."""

_LEVEL = 64
"""Samples whose middle tells where the clock is: jitter is an eighth there."""


def numbered(seconds: Array, spacing: float) -> Index | None:
    """Count the samples of jittered stamps from 0, lost ones too.

    ``spacing`` is how far most neighbours are apart. None where nothing is missing, or it cannot be
    known.
    """
    if len(seconds) < 2 * _WINDOW:
        return None
    steps = np.diff(seconds)
    if (np.abs(steps - spacing) <= 0.5 * spacing).mean() < SINGLE:
        return None
    turns = np.rint(steps / spacing)
    # a sample that is late by half a spacing takes that from the next
    caught = np.flatnonzero((turns[1:] == 0) & (turns[:-1] > 1)) + 1
    turns[caught] += 1
    turns[caught - 1] -= 1
    if turns.min() < 1 or turns.sum() < (1 + LOSSES) * len(turns):
        return None
    if (turns == 1).mean() < SINGLE:
        return None
    numbers = np.r_[0, np.cumsum(turns)].astype(np.intp)
    rows = np.arange(len(seconds))
    return numbers if _scatter(seconds, numbers) < BETTER * _scatter(seconds, rows) else None


def placed(seconds: Array, numbers: Index) -> tuple[Array, float]:
    """Take the jitter out of stamps, by the numbers of their samples, lost ones counted.

    Gives times on a line that follows the clock, and the spacing.
    """
    far = max(1, min(_WINDOW * 8, len(seconds) // 2))
    slopes = (seconds[far:] - seconds[:-far]) / (numbers[far:] - numbers[:-far])
    spacing = float(np.median(slopes))
    rest = seconds - spacing * numbers
    count = len(rest) // _LEVEL
    whole = slice(0, count * _LEVEL)
    levels = np.median(rest[whole].reshape(count, _LEVEL), axis=1)
    centres = numbers[whole].reshape(count, _LEVEL).mean(axis=1)
    return spacing * numbers + np.interp(numbers, centres, levels), spacing


def _scatter(seconds: Array, numbers: Index) -> float:
    """Root mean square about lines through windows of stamps, seconds."""
    starts = np.unique(np.linspace(0, len(seconds) - _WINDOW, 100).astype(int))
    chosen = starts[:, None] + np.arange(_WINDOW)
    times, at = seconds[chosen], numbers[chosen].astype(np.float64)
    times -= times.mean(axis=1, keepdims=True)
    at -= at.mean(axis=1, keepdims=True)
    slope = (at * times).sum(axis=1) / (at * at).sum(axis=1)
    rest = times - slope[:, None] * at
    return float(np.sqrt(np.median((rest * rest).mean(axis=1))))
