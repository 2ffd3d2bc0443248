"""Bland-Altman analysis: differences of two measurements of the same nights, and their limits."""

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from limbwatch.classify.agreement.estimates import (
    CONFIDENCE,
    FEWEST,
    Estimate,
    by_both,
    over_nights,
)
from limbwatch.sensor.arrays import Array

LIMIT_Z = 1.959963984540054
"""Half-width of the limits of agreement in standard deviations, which hold 95 % of differences
(Bland & Altman 1999)."""
SUSPECT = 0.05
"""Significance level for a slope, and for differences that are not normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionLimits:
    """Limits that change with the size of the measured value.

    ``bias = intercept + slope * mean`` and ``SD = spread_intercept + spread_slope * mean``, not
    below 0; the limits are the bias with 1.96 of that SD to either side.
    """

    intercept: float
    """Bias at a mean of 0."""
    slope: float
    """Change of the bias per unit of the mean."""
    spread_intercept: float
    """Standard deviation at a mean of 0."""
    spread_slope: float
    """Change of the standard deviation per unit of the mean."""

    def at(self, mean: float) -> tuple[float, float, float]:
        """Return lower limit, bias and upper limit at a mean."""
        bias = self.intercept + self.slope * mean
        half = LIMIT_Z * max(0.0, self.spread_intercept + self.spread_slope * mean)
        return bias - half, bias, bias + half


@dataclass(frozen=True, slots=True, kw_only=True)
class BlandAltman:
    """Agreement of two measurements over nights."""

    bias: Estimate
    """Mean of ours minus the reference's."""
    sd: Estimate
    """Standard deviation of ours minus the reference's."""
    lower: Estimate
    """Lower limit of agreement."""
    upper: Estimate
    """Upper limit of agreement."""
    normal_p: float | None
    """Shapiro-Wilk p of the differences; below 0.05 the intervals of bias and limits are BCa, else
    exact for normal differences."""
    regression: RegressionLimits | None
    """Limits by regression, where the differences or their spread change with the mean."""
    refused: str = ""
    """Why there are no limits; empty when there are."""
    mean: Array = field(compare=False, repr=False)
    """Mean of both values of each night, for the plot; shape (n,)."""
    difference: Array = field(compare=False, repr=False)
    """Difference of each night, for the plot; shape (n,)."""


def bland_altman(ours: Array, reference: Array) -> BlandAltman:
    """Compare two measurements of the same nights; those with an unknown (NaN) value are left out.

    References
    ----------
    .. [1] Bland JM, Altman DG. Measuring agreement in method comparison studies. Stat Methods
       Med Res 1999;8:135-160.
    .. [2] Carkeet A. Exact parametric confidence intervals for Bland-Altman limits of agreement.
       Optom Vis Sci 2015;92:e71-e80.
    """
    ours, reference = by_both(ours, reference)
    difference, mean = ours - reference, (ours + reference) / 2
    n = len(difference)
    if n < FEWEST:
        none = Estimate(value=None, n=n)
        bias = Estimate(value=float(difference.mean()) if n else None, n=n)
        refused = f"{n} nights have both figures; limits of agreement need {FEWEST} or more"
        return BlandAltman(
            bias=bias, sd=none, lower=none, upper=none, normal_p=None, regression=None,
            refused=refused, mean=mean, difference=difference,
        )  # fmt: skip
    sd = float(difference.std(ddof=1))
    normal_p = _normal_p(difference)
    if normal_p is not None and normal_p < SUSPECT:
        bias, lower, upper = (
            over_nights([difference], statistic)
            for statistic in (np.mean, _lower_limit, _upper_limit)
        )
    else:
        bias, lower, upper = _exact(difference)
    return BlandAltman(
        bias=bias,
        sd=Estimate(value=sd, ci=_sd_interval(sd, n), n=n, method="chi-squared"),
        lower=lower,
        upper=upper,
        normal_p=normal_p,
        regression=_regression(mean, difference),
        mean=mean,
        difference=difference,
    )


def _lower_limit(values: Array, axis: int = -1) -> Array:
    return np.asarray(values.mean(axis=axis) - LIMIT_Z * values.std(axis=axis, ddof=1))


def _upper_limit(values: Array, axis: int = -1) -> Array:
    return np.asarray(values.mean(axis=axis) + LIMIT_Z * values.std(axis=axis, ddof=1))


def _normal_p(values: Array) -> float | None:
    from scipy.stats import shapiro  # noqa: PLC0415 - slow to import

    return None if np.ptp(values) == 0 else float(shapiro(values).pvalue)


def _exact(values: Array) -> tuple[Estimate, Estimate, Estimate]:
    """Return bias and limits of normal differences; the limits are quantiles, so noncentral t."""
    from scipy.stats import t  # noqa: PLC0415 - slow to import

    n, mean, sd = len(values), float(values.mean()), float(values.std(ddof=1))
    tail = (1 - CONFIDENCE) / 2
    error = float(sd / np.sqrt(n))
    half = float(t.ppf(1 - tail, n - 1)) * error
    bias = Estimate(value=mean, ci=(mean - half, mean + half), n=n, method="Student's t")
    near, far = (quantile * error for quantile in _limit_quantiles(n))
    exact = "exact (Carkeet 2015)"
    return (
        bias,
        Estimate(value=mean - LIMIT_Z * sd, ci=(mean - far, mean - near), n=n, method=exact),
        Estimate(value=mean + LIMIT_Z * sd, ci=(mean + near, mean + far), n=n, method=exact),
    )


@cache
def _limit_quantiles(n: int) -> tuple[float, float]:
    from scipy.stats import nct  # noqa: PLC0415 - slow to import

    tail = (1 - CONFIDENCE) / 2
    low, high = (float(nct.ppf(q, n - 1, LIMIT_Z * np.sqrt(n))) for q in (tail, 1 - tail))
    return low, high


def _sd_interval(sd: float, n: int) -> tuple[float, float]:
    from scipy.stats import chi2  # noqa: PLC0415 - slow to import

    tail = (1 - CONFIDENCE) / 2
    low, high = (sd * np.sqrt((n - 1) / chi2.ppf(q, n - 1)) for q in (1 - tail, tail))
    return float(low), float(high)


def _regression(mean: Array, difference: Array) -> RegressionLimits | None:
    """Regress bias and spread on the mean (Bland & Altman 1999, 3.2); None where both are flat."""
    from scipy.stats import linregress  # noqa: PLC0415 - slow to import

    if np.ptp(mean) == 0 or np.ptp(difference) == 0:
        return None
    bias = linregress(mean, difference)
    tilted = bias.pvalue < SUSPECT
    slope = float(bias.slope) if tilted else 0.0
    intercept = float(bias.intercept) if tilted else float(difference.mean())
    residual = np.abs(difference - intercept - slope * mean)
    spread = linregress(mean, residual)
    fans = spread.pvalue < SUSPECT
    if not (tilted or fans):
        return None
    half_normal = np.sqrt(np.pi / 2)  # the mean of |x| of a normal x is sqrt(2 / pi) of its SD
    if fans:
        spread_slope, spread_intercept = float(spread.slope), float(spread.intercept)
        return RegressionLimits(
            intercept=intercept,
            slope=slope,
            spread_intercept=spread_intercept * half_normal,
            spread_slope=spread_slope * half_normal,
        )
    sd = float(np.sqrt((residual**2).sum() / (len(residual) - 2)))
    return RegressionLimits(intercept=intercept, slope=slope, spread_intercept=sd, spread_slope=0.0)
