"""Limits of agreement for several nights per person, where the true value varies by night."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limbwatch.classify.agreement.bland_altman import LIMIT_Z
from limbwatch.classify.agreement.estimates import CONFIDENCE, FEWEST, Estimate
from limbwatch.sensor.arrays import Array

_METHOD = "MOVER (Zou 2013)"
"""Method of the intervals, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedLimits:
    """Agreement over all nights of all persons."""

    nights: int
    """Number of nights; n of each figure is the number of persons."""
    bias: Estimate
    """Mean over persons of their mean difference, ours minus the reference's."""
    between_sd: float
    """Standard deviation of the persons' true biases; 0 where the nights explain all."""
    within_sd: float
    """Standard deviation of the nights of one person."""
    sd: Estimate
    """Standard deviation of the difference of one night of any person."""
    lower: Estimate
    """Lower limit of agreement of such a night."""
    upper: Estimate
    """Upper limit of agreement of such a night."""


def repeated_limits(persons: Sequence[Array]) -> RepeatedLimits | None:
    """Compute limits of agreement from the differences on several nights per person.

    Unknown (NaN) ones are left out; None below `FEWEST` persons, or where none has two nights.

    Notes
    -----
    Components of variance are those of a one-way analysis with persons as random effect, with equal
    weights of persons and the harmonic mean of their nights; for equal numbers of nights they are
    the usual ones.

    References
    ----------
    .. [1] Bland JM, Altman DG. Agreement between methods of measurement with multiple observations
       per individual. J Biopharm Stat 2007;17:571-582 (the true value varies).
    .. [2] Zou GY. Confidence interval estimation for the Bland-Altman limits of agreement with
       multiple observations per individual. Stat Methods Med Res 2013;22:630-642.
    """
    from scipy.stats import norm, t  # noqa: PLC0415 - slow to import

    groups = [known for one in persons if len(known := one[np.isfinite(one)])]
    n, nights = len(groups), sum(map(len, groups))
    if n < FEWEST or nights == n:
        return None
    means = np.array([group.mean() for group in groups])
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups) / (nights - n)
    of_means = float(means.var(ddof=1))
    within_part = (1 - float(np.mean([1 / len(group) for group in groups]))) * within
    total = of_means + within_part
    low, high = _variance_edges((of_means, n - 1), (within_part, nights - n))
    sd, bias = float(np.sqrt(total)), float(means.mean())
    error = float(np.sqrt(of_means / n))
    half = float(t.ppf(1 - (1 - CONFIDENCE) / 2, n - 1)) * error
    # limits with the normal quantile, as published: with Student's, the intervals of five persons
    # cover them in 98 to 99 of 100 instead of 96 to 98
    normal = float(norm.ppf(1 - (1 - CONFIDENCE) / 2)) * error
    near = float(np.hypot(normal, LIMIT_Z * (sd - np.sqrt(low))))
    far = float(np.hypot(normal, LIMIT_Z * (np.sqrt(high) - sd)))
    lower, upper = bias - LIMIT_Z * sd, bias + LIMIT_Z * sd
    return RepeatedLimits(
        nights=nights,
        bias=Estimate(value=bias, ci=(bias - half, bias + half), n=n, method="Student's t"),
        between_sd=float(np.sqrt(max(0.0, total - within))),
        within_sd=float(np.sqrt(within)),
        sd=Estimate(value=sd, ci=(float(np.sqrt(low)), float(np.sqrt(high))), n=n, method=_METHOD),
        lower=Estimate(value=lower, ci=(lower - far, lower + near), n=n, method=_METHOD),
        upper=Estimate(value=upper, ci=(upper - near, upper + far), n=n, method=_METHOD),
    )


def _variance_edges(*parts: tuple[float, int]) -> tuple[float, float]:
    """Return the interval of a sum of variances, given its parts and their degrees of freedom."""
    from scipy.stats import chi2  # noqa: PLC0415 - slow to import

    tail = (1 - CONFIDENCE) / 2
    total = sum(part for part, _ in parts)
    below = [part * (1 - freedom / chi2.ppf(1 - tail, freedom)) for part, freedom in parts]
    above = [part * (freedom / chi2.ppf(tail, freedom) - 1) for part, freedom in parts]
    return max(0.0, total - float(np.linalg.norm(below))), total + float(np.linalg.norm(above))
