"""The line between two clocks, fitted to movements that both timed."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.matching import match_onsets
from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFitLimits:
    """The search range of a fit, and the evidence it requires."""

    within: float = 600.0
    """Largest offset that is searched, seconds, either way."""
    drift: float = 150.0
    """Largest drift that is searched, parts per million, either way."""
    bin: float = 0.25
    """Width of a bin of the onset trains, seconds."""
    blur: float = 0.3
    """Standard deviation of the Gaussian that the trains are smoothed with, seconds: the jitter of
    two scorers' onsets."""
    near: float = 4.0
    """Distance from the best offset within which others count as the same, seconds."""
    tolerances: tuple[float, ...] = (1.5, 1.0, 0.75, 0.75)
    """Largest difference of matched onsets in each round of matching and fitting, seconds."""
    false_share: float = 0.1
    """Share of false pairs that the likelihood assumes."""
    drift_prior: float = 50.0
    """Standard deviation of the drift of ordinary clocks, parts per million."""
    fewest: int = 8
    """Fewest pairs of a certain fit."""
    chance: float = 1e-4
    """Largest probability that unrelated trains have so many pairs."""
    runner_up: float = 0.67
    """Largest agreement at the next best offset, as a share of that at the best."""
    drift_pairs: int = 10
    """Fewest pairs for a drift."""
    drift_span: float = 3600.0
    """Least time between the first and the last pair for a drift, seconds."""


CLOCK_FIT = ClockFitLimits()
"""The limits in use. The search covers the largest known difference of two clocks of a laboratory;
the drift of quartz clocks stays below 100 ppm. The other numbers are chosen; ``python -m
benchmarks.agreement`` shows that they find true offsets and refuse unrelated lists."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClockLine:
    """Reference minus ours as a line over our time, and the pairs it was fitted to."""

    offset: float
    """Reference minus ours at our second 0, seconds."""
    slope: float
    """Drift, seconds a second; 0 where the pairs do not determine it."""
    error: float | None
    """Standard error of the drift, seconds a second; None where the pairs do not determine it."""
    ours: Index
    """Indices of the matched onsets in our list; shape (k,)."""
    reference: Index
    """Indices of the matched onsets in the reference's list; shape (k,)."""


def refined(
    ours: Array,
    reference: Array,
    guess: tuple[float, float],
    resolution: float,
    limits: ClockFitLimits,
) -> ClockLine | None:
    """Match and fit alternately; None when fewer than three pairs are left.

    Onsets are each on their own clock, in order, seconds. ``guess`` is the slope and offset to
    begin with, reference minus ours, seconds a second and seconds; ``resolution`` is the step of
    the reference's onsets, seconds.
    """
    from scipy.stats import theilslopes  # noqa: PLC0415 - slow to import

    slope, offset = guess
    i = j = np.empty(0, np.intp)
    for tolerance in limits.tolerances:
        pairs = match_onsets(
            ours + offset + slope * ours, reference, tolerance=tolerance + resolution / 2
        )
        i, j = pairs.ours, pairs.reference
        if len(i) < 3:
            return None
        if _determines_drift(ours[i], limits):
            slope = float(theilslopes(reference[j] - ours[i], ours[i]).slope)
            # Theil-Sen's own intercept combines two medians of different pairs
            offset = float(np.median(reference[j] - ours[i] - slope * ours[i]))
        else:
            slope, offset = 0.0, float(np.median(reference[j] - ours[i]))
    if not _determines_drift(ours[i], limits):
        return ClockLine(offset=offset, slope=slope, error=None, ours=i, reference=j)
    slope, offset, error = _posterior_mean(
        ours[i], reference[j] - ours[i], (slope, offset), resolution, limits
    )
    return ClockLine(offset=offset, slope=slope, error=error, ours=i, reference=j)


def _determines_drift(times: Array, limits: ClockFitLimits) -> bool:
    return len(times) >= limits.drift_pairs and float(np.ptp(times)) >= limits.drift_span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Grid of lines and jitters over which the posterior is computed; chosen."""

    hidden: float = 0.5
    """Rounding, seconds, above which small jitters are left out: it hides how small the jitter is,
    and a jitter that looks small by chance would make the drift look too certain."""
    reach: float = 8.0
    """Extent of levels and slopes around the matched line, in least standard errors."""
    levels: int = 49
    """Number of levels."""
    slopes: int = 81
    """Number of slopes."""
    jitters: tuple[float, ...] = (0.02, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45)
    """Standard deviations of the jitter, seconds."""


_GRID: Final = _Grid()


def _posterior_mean(
    x: Array, y: Array, line: tuple[float, float], resolution: float, limits: ClockFitLimits
) -> tuple[float, float, float]:
    """Return the posterior mean of slope and offset, and the standard error of the slope.

    A residual is jitter (normal) plus rounding (uniform over the resolution), or comes from a false
    pair (uniform over the tolerance). Rounding makes a median a poor estimate, and false pairs
    widen it; where few pairs determine the drift, the prior keeps it near that of ordinary clocks.
    The mean and not the peak of the posterior: rounding has edges, at which the peak jumps and its
    curvature understates the error.
    """
    slope, offset = line
    middle, unit = float(x.mean()), limits.drift_prior * 1e-6
    information = _information(limits.blur / 3, resolution, limits)
    reach = _GRID.reach * np.array([len(x), ((x - middle) ** 2).sum()]) ** -0.5 * information**-0.5
    levels = offset + slope * middle + np.linspace(-reach[0], reach[0], _GRID.levels)
    slopes = slope + np.linspace(-reach[1], reach[1], _GRID.slopes)
    residual = y - levels[:, None, None] - slopes[:, None] * (x - middle)
    cost = np.stack(
        [
            0.5 * np.log(jitter / (limits.blur / 3)) ** 2
            - _log(_density(residual, jitter, resolution, limits)).sum(axis=-1)
            for jitter in _GRID.jitters
            if resolution <= _GRID.hidden or jitter >= limits.blur / 3
        ]
    )
    cost += 0.5 * (slopes / unit) ** 2
    weight = np.exp(cost.min() - cost)
    weight /= weight.sum()
    of_slope = weight.sum(axis=(0, 1))
    found = float((of_slope * slopes).sum())
    error = float(np.sqrt((of_slope * (slopes - found) ** 2).sum()))
    level = float((weight.sum(axis=(0, 2)) * levels).sum())
    return found, level - found * middle, error


def _log(values: Array) -> Array:
    """Return the logarithm in place, as allocating a large array again takes longer than it."""
    return np.log(values, out=values)


def _density(residual: Array, jitter: float, resolution: float, limits: ClockFitLimits) -> Array:
    """Return the probability density of residuals, 1/s; computed in place, as in `_log`."""
    from scipy.special import ndtr  # noqa: PLC0415 - slow to import

    false = limits.false_share / (2 * limits.tolerances[-1] + resolution)
    if resolution:
        half = resolution / 2
        near, lower = half - residual, -half - residual
        for edge in (near, lower):
            np.divide(edge, jitter, out=edge)
            ndtr(edge, out=edge)
        near -= lower
        near /= resolution
    else:
        near = residual / jitter
        np.square(near, out=near)
        near *= -0.5
        np.exp(near, out=near)
        near /= jitter * np.sqrt(2 * np.pi)
    near *= 1 - limits.false_share
    near += false
    return near


def _information(jitter: float, resolution: float, limits: ClockFitLimits) -> float:
    """Return the Fisher information of one pair about the offset, 1/s^2 (Cramer-Rao bound)."""
    reach = limits.tolerances[-1] + resolution / 2
    residual = np.linspace(-reach, reach, 4001)
    density = _density(residual, jitter, resolution, limits)
    return float(np.trapezoid(np.gradient(density, residual) ** 2 / density, residual))
