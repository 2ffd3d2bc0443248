"""The line between two clocks, from the movements that both timed."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.matching import match_onsets
from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFitLimits:
    """What a fit may find and when it is believed."""

    within: float = 600.0
    """Largest offset that is looked for, seconds, either way."""
    drift: float = 150.0
    """Largest drift that is looked for, parts per million, either way."""
    bin: float = 0.25
    """Width of a bin of the onset trains, seconds."""
    blur: float = 0.3
    """Standard deviation of the Gaussian that the trains are smoothed with, seconds: the jitter of
    two scorers' onsets."""
    near: float = 4.0
    """Offsets nearer than this to the best one are the same answer, seconds."""
    tolerances: tuple[float, ...] = (1.5, 1.0, 0.75, 0.75)
    """Largest difference of matched onsets in each round of matching and fitting, seconds."""
    false_share: float = 0.1
    """Share of false pairs that the likelihood reckons with."""
    drift_prior: float = 50.0
    """Standard deviation of the drift of ordinary clocks, parts per million."""
    fewest: int = 8
    """Fewest pairs of a fit that is believed."""
    chance: float = 1e-4
    """Largest probability that trains with nothing in common have so many pairs."""
    runner_up: float = 0.67
    """The next best offset may have at most this share of the best one's pairs."""
    drift_pairs: int = 10
    drift_span: float = 3600.0
    """Fewest pairs, and least time between the first and the last of them, seconds, from which a
    drift is told."""


CLOCK_FIT = ClockFitLimits()
"""The search goes as far as two clocks of a laboratory are known to differ; the drift of quartz
clocks stays below 100 ppm. The other numbers are chosen, and shown by
``python -m benchmarks.agreement`` to find what is there and to refuse what is not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClockLine:
    """Reference minus ours over our time, and the pairs it was fitted to."""

    offset: float
    """At our second 0, seconds."""
    slope: float
    error: float | None
    """Drift and its standard error, seconds a second; None where no drift is told."""
    ours: Index
    reference: Index
    """Places of the matched onsets; shape (k,)."""


def refined(
    ours: Array,
    reference: Array,
    guess: tuple[float, float],
    resolution: float,
    limits: ClockFitLimits,
) -> ClockLine | None:
    """Match and fit by turns.

    Parameters
    ----------
    ours, reference : ndarray of float, shapes (n,) and (m,)
        Onsets, each on its own clock, in order, seconds.
    guess : tuple of float
        Slope and offset to begin with; reference minus ours, seconds a second and seconds.
    resolution : float
        Step of the reference's onsets, seconds.

    Returns
    -------
    ClockLine or None
        None when fewer than three pairs are left.
    """
    from scipy.stats import theilslopes  # noqa: PLC0415 - dear to import

    slope, offset = guess
    i = j = np.empty(0, np.intp)
    for tolerance in limits.tolerances:
        pairs = match_onsets(
            ours + offset + slope * ours, reference, tolerance=tolerance + resolution / 2
        )
        i, j = pairs.ours, pairs.reference
        if len(i) < 3:
            return None
        if _tells_drift(ours[i], limits):
            slope = float(theilslopes(reference[j] - ours[i], ours[i]).slope)
            # the median of what is left: its own intercept is of two medians, of other pairs each
            offset = float(np.median(reference[j] - ours[i] - slope * ours[i]))
        else:
            slope, offset = 0.0, float(np.median(reference[j] - ours[i]))
    if not _tells_drift(ours[i], limits):
        return ClockLine(offset=offset, slope=slope, error=None, ours=i, reference=j)
    slope, offset, error = _weighed(
        ours[i], reference[j] - ours[i], (slope, offset), resolution, limits
    )
    return ClockLine(offset=offset, slope=slope, error=error, ours=i, reference=j)


def _tells_drift(times: Array, limits: ClockFitLimits) -> bool:
    return len(times) >= limits.drift_pairs and float(np.ptp(times)) >= limits.drift_span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Lines and jitters that are weighed; chosen.

    Levels and slopes lie up to ``reach`` least standard errors from the line that matching found.
    Rounding to more than ``hidden`` seconds hides how small the jitter is, and what looks smaller
    by chance makes the drift look too sure: there it is no smaller than two scorers' usual one.
    """

    hidden: float = 0.5
    reach: float = 8.0
    levels: int = 49
    slopes: int = 81
    jitters: tuple[float, ...] = (0.02, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45)


_GRID: Final = _Grid()


def _weighed(
    x: Array, y: Array, line: tuple[float, float], resolution: float, limits: ClockFitLimits
) -> tuple[float, float, float]:
    """Improve a line by all lines near it; return slope, offset, standard error of the slope.

    A residual is jitter (normal) and rounding (uniform over the resolution), or comes from a false
    pair (uniform over the tolerance). Rounding makes a median a poor estimate, and false pairs
    widen it; where few pairs say little about the drift, it stays near that of ordinary clocks.
    The mean over the posterior, not its peak: rounding has edges, and at an edge the peak jumps and
    its curvature says too little of the error.
    """
    slope, offset = line
    middle, unit = float(x.mean()), limits.drift_prior * 1e-6
    information = _information(limits.blur / 3, resolution, limits)
    reach = _GRID.reach * np.array([len(x), ((x - middle) ** 2).sum()]) ** -0.5 * information**-0.5
    levels = offset + slope * middle + np.linspace(-reach[0], reach[0], _GRID.levels)
    slopes = slope + np.linspace(-reach[1], reach[1], _GRID.slopes)
    left = y - levels[:, None, None] - slopes[:, None] * (x - middle)
    surprise = np.stack(
        [
            0.5 * np.log(jitter / (limits.blur / 3)) ** 2
            - _log(_density(left, jitter, resolution, limits)).sum(axis=-1)
            for jitter in _GRID.jitters
            if resolution <= _GRID.hidden or jitter >= limits.blur / 3
        ]
    )
    surprise += 0.5 * (slopes / unit) ** 2
    weight = np.exp(surprise.min() - surprise)
    weight /= weight.sum()
    of_slope = weight.sum(axis=(0, 1))
    found = float((of_slope * slopes).sum())
    error = float(np.sqrt((of_slope * (slopes - found) ** 2).sum()))
    level = float((weight.sum(axis=(0, 2)) * levels).sum())
    return found, level - found * middle, error


def _log(values: Array) -> Array:
    """Logarithms in place of the values: fetching so much memory anew takes longer than they do."""
    return np.log(values, out=values)


def _density(left: Array, jitter: float, resolution: float, limits: ClockFitLimits) -> Array:
    """Probability density of residuals, 1/s; step by step in one array, as `_log`."""
    from scipy.special import ndtr  # noqa: PLC0415 - dear to import

    false = limits.false_share / (2 * limits.tolerances[-1] + resolution)
    if resolution:
        half = resolution / 2
        near, before = half - left, -half - left
        for edge in (near, before):
            np.divide(edge, jitter, out=edge)
            ndtr(edge, out=edge)
        near -= before
        near /= resolution
    else:
        near = left / jitter
        np.square(near, out=near)
        near *= -0.5
        np.exp(near, out=near)
        near /= jitter * np.sqrt(2 * np.pi)
    near *= 1 - limits.false_share
    near += false
    return near


def _information(jitter: float, resolution: float, limits: ClockFitLimits) -> float:
    """Fisher information of one pair about where the line runs, 1/s^2: the Cramer-Rao bound."""
    reach = limits.tolerances[-1] + resolution / 2
    left = np.linspace(-reach, reach, 4001)
    density = _density(left, jitter, resolution, limits)
    return float(np.trapezoid(np.gradient(density, left) ** 2 / density, left))
