"""A figure with its interval and the number it stands on."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from limbwatch.sensor.arrays import Array

CONFIDENCE = 0.95
FEWEST = 5
"""Fewest nights of which an interval is told; chosen: below, drawn nights are all alike."""
ALIKE = "none, as nights drawn again do not differ"
"""Of an interval that would have no width: nights drawn again all give one figure."""
_NO_WIDTH = 1e-9
"""Less is rounding."""
_RESAMPLES = 2_000
_SEED = 20_160_401
"""Resampling begins alike every time, so that one study always gives the same intervals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure, its 95 % interval and its n."""

    value: float | None
    """None when there is nothing to compute it from."""
    ci: tuple[float, float] | None = None
    """None for a single night, where too few nights tell one, and where it would have no width:
    of nights that do not differ nothing is known of how others would."""
    n: int
    """Nights of a study; of a single night what the figure counts: movements, epochs."""
    method: str = field(default="", compare=False)
    """How the interval was made, or `ALIKE`; not part of what is compared."""

    def __post_init__(self) -> None:
        if self.ci is not None and not self.ci[1] - self.ci[0] > _NO_WIDTH * max(1.0, *self.ci):
            object.__setattr__(self, "ci", None)
            object.__setattr__(self, "method", ALIKE)


def by_both(ours: Array, reference: Array) -> tuple[Array, Array]:
    """Leave out the nights of which either value is not known (NaN)."""
    both = np.isfinite(ours) & np.isfinite(reference)
    return ours[both], reference[both]


def known(value: float, *, n: int) -> Estimate:
    """Make an estimate without an interval; what is not finite is unknown."""
    return Estimate(value=float(value) if np.isfinite(value) else None, n=n)


def proportion(part: int, whole: int) -> Estimate:
    """Give a share of independent nights with Wilson's interval.

    Parameters
    ----------
    part, whole : int
        Nights; never events of the same nights.

    Returns
    -------
    Estimate
        Unknown when there is no night.

    References
    ----------
    .. [1] Wilson EB. J Am Stat Assoc 1927;22:209-212.
    """
    from scipy.stats import binomtest  # noqa: PLC0415 - dear to import

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
    """Give a statistic of nights with an interval from nights drawn again.

    Parameters
    ----------
    columns : sequence of ndarray of float, shape (nights,)
        One value per night in each; nights with an unknown (NaN) value are left out.
    statistic : callable
        Takes the columns, gives one number.
    along_axis : bool
        Whether the statistic takes ``axis``, so that all studies are drawn at once.

    Returns
    -------
    Estimate
        Bias-corrected and accelerated (BCa), or by percentiles where a part of the drawn studies
        has no such figure; without an interval for fewer than `FEWEST` nights, or where all of
        them have the same.

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
    ci, method = _drawn(table, statistic, resamples, along_axis=along_axis)
    return Estimate(value=value, ci=ci, n=nights, method=method)


def _drawn(
    table: Array, statistic: Callable[..., Any], resamples: int, *, along_axis: bool
) -> tuple[tuple[float, float] | None, str]:
    """Interval from nights drawn again, and its name."""
    from scipy.stats import DegenerateDataWarning, bootstrap  # noqa: PLC0415 - dear to import

    with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # answered below
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
