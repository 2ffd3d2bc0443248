"""Jittered stamps, numbered by their typical spacing, where rows are missing between some.

Each step is rounded to whole spacings. That numbers the samples, lost ones included, if nearly all
steps are close to a whole number of spacings, and if the stamps fit a line through those numbers
far better than a line through the rows as they stand.
"""

import numpy as np

from limbwatch.sensor.arrays import Array, Index

SINGLE = 0.4
"""Least share of steps that are one spacing. Chosen."""

LOSSES = 0.002
"""Share of missing samples up to which the ordinary search finds losses. Chosen."""

BETTER = 0.5
"""Largest scatter about the numbers, as a share of the scatter about the rows. Chosen: a jitter of
a fifth of the spacing leaves 0.4 where every tenth row is missing."""

_WINDOW = 256
"""Samples over which clock drift is negligible."""

_LEVEL = 64
"""Samples whose median locates the clock: it reduces jitter to an eighth."""


def numbered(seconds: Array, spacing: float) -> Index | None:
    """Count jittered samples from 0, lost ones included.

    ``spacing`` is the distance of most neighbours. Gives the number of each sample; None where
    nothing is missing, or the numbers are not certain.
    """
    if len(seconds) < 2 * _WINDOW:
        return None
    steps = np.diff(seconds)
    if (np.abs(steps - spacing) <= 0.5 * spacing).mean() < SINGLE:
        return None
    turns = np.rint(steps / spacing)
    # a sample that is late by half a spacing shortens the next step by as much
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
    """Remove the jitter from stamps, given the numbers of their samples, lost ones included.

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
    """Return the root mean square of stamps about lines through windows of them, seconds."""
    starts = np.unique(np.linspace(0, len(seconds) - _WINDOW, 100).astype(int))
    chosen = starts[:, None] + np.arange(_WINDOW)
    times, at = seconds[chosen], numbers[chosen].astype(np.float64)
    times -= times.mean(axis=1, keepdims=True)
    at -= at.mean(axis=1, keepdims=True)
    slope = (at * times).sum(axis=1) / (at * at).sum(axis=1)
    rest = times - slope[:, None] * at
    return float(np.sqrt(np.median((rest * rest).mean(axis=1))))
