"""A figure with its confidence interval and the n it is based on."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from limbwatch.sensor.arrays import Array

CONFIDENCE = 0.95
"""Confidence level of intervals."""
FEWEST = 5
"""Fewest nights for an interval; chosen: with fewer, resamples hardly differ."""
ALIKE = "none, as nights drawn again do not differ"
"""Method of an interval without width, where all resamples give the same figure."""
_NO_WIDTH = 1e-9
"""Relative width at or below which an interval has none but rounding."""
_RESAMPLES = 2_000
"""Number of bootstrap resamples."""
_SEED = 20_160_401
"""Seed of the resampling, fixed so that a study always gives the same intervals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure, its 95 % interval and its n."""

    value: float | None
    """The figure; None without data."""
    ci: tuple[float, float] | None = None
    """Interval; None for a single night, for too few nights, and where it would have no width, as
    nights that do not differ do not show how others would."""
    n: int
    """Nights of a study; for a single night what the figure counts: movements, epochs."""
    method: str = field(default="", compare=False)
    """Method of the interval, or `ALIKE`; ignored by comparisons."""

    def __post_init__(self) -> None:
        if self.ci is not None and not self.ci[1] - self.ci[0] > _NO_WIDTH * max(1.0, *self.ci):
            object.__setattr__(self, "ci", None)
            object.__setattr__(self, "method", ALIKE)


def by_both(ours: Array, reference: Array) -> tuple[Array, Array]:
    """Return both columns without the nights of which either value is unknown (NaN)."""
    both = np.isfinite(ours) & np.isfinite(reference)
    return ours[both], reference[both]


def known(value: float, *, n: int) -> Estimate:
    """Return an estimate without an interval; a value that is not finite is unknown."""
    return Estimate(value=float(value) if np.isfinite(value) else None, n=n)


def proportion(part: int, whole: int) -> Estimate:
    """Return a share of independent nights, never of events of the same, with Wilson's interval.

    It is unknown without nights.

    References
    ----------
    .. [1] Wilson EB. J Am Stat Assoc 1927;22:209-212.
    """
    from scipy.stats import binomtest  # noqa: PLC0415 - slow to import

    if whole == 0:
        return Estimate(value=None, n=0)
    low, high = binomtest(part, whole).proportion_ci(CONFIDENCE, method="wilson")
    return Estimate(value=part / whole, ci=(float(low), float(high)), n=whole, method="Wilson")


def over_nights(
    columns: Sequence[Array],
    statistic: Callable[..., Any],
    *,
    resamples: int = _RESAMPLES,
    along_axis: bool = True,
) -> Estimate:
    """Return a statistic of nights with a bootstrap interval over nights.

    Parameters
    ----------
    columns : sequence of ndarray of float, shape (nights,)
        One value per night in each; nights with an unknown (NaN) value are left out.
    statistic : callable
        Takes the columns, returns one number.
    along_axis : bool
        Whether the statistic takes ``axis``, so that all resamples are computed at once.

    Returns
    -------
    Estimate
        Bias-corrected and accelerated (BCa), or by percentiles where some resamples have no such
        figure; without an interval for fewer than `FEWEST` nights, or where all are the same.

    References
    ----------
    .. [1] Efron B. Better bootstrap confidence intervals. J Am Stat Assoc 1987;82:171-185.
    """
    table = np.stack([np.asarray(column, np.float64) for column in columns])
    table = table[:, np.isfinite(table).all(axis=0)]
    nights = table.shape[1]
    if nights == 0:
        return Estimate(value=None, n=0)
    value = float(statistic(*table))
    if not np.isfinite(value):
        return Estimate(value=None, n=nights)
    if nights < FEWEST:
        return Estimate(value=value, n=nights)
    if (table == table[:, :1]).all():  # nothing to draw from
        return Estimate(value=value, n=nights, method=ALIKE)
    ci, method = _bootstrap_interval(table, statistic, resamples, along_axis=along_axis)
    return Estimate(value=value, ci=ci, n=nights, method=method)


def _bootstrap_interval(
    table: Array, statistic: Callable[..., Any], resamples: int, *, along_axis: bool
) -> tuple[tuple[float, float] | None, str]:
    """Return the bootstrap interval and the name of the method."""
    from scipy.stats import DegenerateDataWarning, bootstrap  # noqa: PLC0415 - slow to import

    with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # handled below
        drawn = bootstrap(
            tuple(table),
            statistic,
            paired=True,
            vectorized=along_axis,
            n_resamples=resamples,
            confidence_level=CONFIDENCE,
            method="BCa",
            rng=np.random.default_rng(_SEED),
        )
    low, high = (float(edge) for edge in drawn.confidence_interval)
    if np.isfinite(low) and np.isfinite(high):
        return (low, high), "BCa bootstrap over nights"
    found = drawn.bootstrap_distribution[np.isfinite(drawn.bootstrap_distribution)]
    if len(found) < resamples / 2:
        return None, ""
    tail = (1 - CONFIDENCE) / 2
    low, high = (float(edge) for edge in np.quantile(found, [tail, 1 - tail]))
    return (low, high), "percentile bootstrap over nights"
