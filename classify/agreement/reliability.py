"""Reliability of repeated measurements: by two methods, and over the nights of one person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from limbwatch.classify.agreement.bland_altman import LIMIT_Z
from limbwatch.classify.agreement.estimates import CONFIDENCE, FEWEST, Estimate, by_both
from limbwatch.sensor.arrays import Array


def icc_2_1(ours: Array, reference: Array, *, interval: bool = True) -> Estimate:
    """Return ICC(2,1): two-way random effects, absolute agreement, single measurement.

    Nights with an unknown (NaN) value are left out. It is unknown for fewer than three nights or
    without any spread; the interval, if asked for, needs `FEWEST` and is valid only for independent
    nights.

    References
    ----------
    .. [1] Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428.
    .. [2] McGraw KO, Wong SP. Psychol Methods 1996;1:30-46 (interval, table 7).
    """
    table = np.stack(by_both(ours, reference), axis=1)
    n, k = table.shape
    if n < 3:
        return Estimate(value=None, n=n)
    grand = table.mean()
    rows = k * float(np.sum((table.mean(axis=1) - grand) ** 2)) / (n - 1)
    columns = n * float(np.sum((table.mean(axis=0) - grand) ** 2)) / (k - 1)
    residual = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + grand
    error = float(np.sum(residual**2)) / ((n - 1) * (k - 1))
    denominator = rows + (k - 1) * error + k * (columns - error) / n
    if not denominator > 0:
        return Estimate(value=None, n=n)
    icc = (rows - error) / denominator
    ci = _icc_interval(icc, (rows, columns, error), n=n, k=k) if interval and n >= FEWEST else None
    return Estimate(value=icc, ci=ci, n=n, method="F (McGraw & Wong 1996)")


def _icc_interval(
    icc: float, squares: tuple[float, float, float], *, n: int, k: int
) -> tuple[float, float] | None:
    """Return the interval from the mean squares of nights, methods and error."""
    from scipy.stats import f  # noqa: PLC0415 - slow to import

    rows, columns, error = squares
    if error <= 0 or icc >= 1:
        return None
    a = k * icc / (n * (1 - icc))
    b = 1 + k * icc * (n - 1) / (n * (1 - icc))
    freedom = (a * columns + b * error) ** 2 / (
        (a * columns) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    )
    upper_tail = 1 - (1 - CONFIDENCE) / 2
    low_f = float(f.ppf(upper_tail, n - 1, freedom))
    high_f = float(f.ppf(upper_tail, freedom, n - 1))
    shared = k * columns + (k * n - k - n) * error
    low = n * (rows - low_f * error) / (low_f * shared + n * rows)
    high = n * (high_f * rows - error) / (shared + n * high_f * rows)
    return float(low), float(high)


@dataclass(frozen=True, slots=True, kw_only=True)
class NightToNight:
    """How much a figure changes from night to night of the same person."""

    within_sd: Estimate
    """Within-person standard deviation, pooled; n is the number of nights."""
    icc: Estimate
    """ICC(1), the share of the variance that lies between persons; n is the number of persons."""
    minimal_detectable_change: float | None
    """Smallest significant difference of two single nights: 1.96 sqrt(2) within-person SD."""
    refused: str = ""
    """Which figures are missing and why; empty when none is."""


NIGHTS_OF_A_PERSON = 5
"""Fewest nights of a person for a within-person spread (PSG comparison protocol, level 7)."""


def night_to_night(persons: Sequence[Array]) -> NightToNight:
    """Return the spread of one figure over the nights of each person.

    It is from persons with five nights or more, and the ICC needs two of them; unknown (NaN) values
    are left out.

    References
    ----------
    .. [1] Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428 (ICC(1,1), one-way).
    .. [2] Weir JP. J Strength Cond Res 2005;19:231-240 (minimal detectable change).
    """
    from scipy.stats import chi2, f  # noqa: PLC0415 - slow to import

    groups = [known[np.isfinite(known)] for known in persons]
    groups = [group for group in groups if len(group) >= NIGHTS_OF_A_PERSON]
    nights = sum(len(group) for group in groups)
    if not groups:
        none = Estimate(value=None, n=0)
        return NightToNight(
            within_sd=none,
            icc=none,
            minimal_detectable_change=None,
            refused=f"no person has {NIGHTS_OF_A_PERSON} nights with this figure",
        )
    freedom = nights - len(groups)
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups) / freedom
    sd, tail = float(np.sqrt(within)), (1 - CONFIDENCE) / 2
    interval = tuple(float(sd * np.sqrt(freedom / chi2.ppf(q, freedom))) for q in (1 - tail, tail))
    spread = Estimate(value=sd, ci=(interval[0], interval[1]), n=nights, method="chi-squared")
    change = float(LIMIT_Z * np.sqrt(2) * sd)
    count = len(groups)
    found = NightToNight(
        within_sd=spread, icc=Estimate(value=None, n=count), minimal_detectable_change=change
    )
    if count < 2:
        return replace(
            found,
            refused=f"an ICC needs two persons with {NIGHTS_OF_A_PERSON} nights; there is one",
        )
    sizes = np.array([len(group) for group in groups], np.float64)
    grand = float(np.concatenate(groups).mean())
    between = sum(len(group) * (float(group.mean()) - grand) ** 2 for group in groups) / (count - 1)
    mean_size = float((nights - (sizes**2).sum() / nights) / (count - 1))
    if between + (mean_size - 1) * within <= 0:
        return replace(found, refused="all nights of all persons are alike")
    icc = (between - within) / (between + (mean_size - 1) * within)
    ratio = between / within if within > 0 else np.inf
    edges = (
        ratio / float(f.ppf(1 - tail, count - 1, freedom)),
        ratio * float(f.ppf(1 - tail, freedom, count - 1)),
    )
    ci = None
    if np.isfinite(ratio):
        low, high = ((edge - 1) / (edge + mean_size - 1) for edge in edges)
        ci = (float(low), float(high))
    return replace(found, icc=Estimate(value=icc, ci=ci, n=count, method="F, one-way"))
