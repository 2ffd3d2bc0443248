"""Agreement of categories: asleep or awake, below or above a limit, few or many."""

from dataclasses import dataclass

import numpy as np

from limbwatch.classify.agreement.estimates import (
    CONFIDENCE,
    FEWEST,
    Estimate,
    by_both,
    over_nights,
    proportion,
)
from limbwatch.sensor.arrays import Array

INDEX_EDGES = (5.0, 15.0, 30.0)
"""Categories of movements per hour: below 5, 5 to 15, 15 to 30, 30 and more."""


def kappa(table: Array, *, weighted: bool = False) -> float:
    """Return the agreement beyond chance of a square table of counts, ours in rows.

    If ``weighted``, neighbouring categories agree in part (linear weights). NaN when chance
    agreement is complete, or nothing was counted.

    References
    ----------
    .. [1] Cohen J. Educ Psychol Meas 1960;20:37-46. Psychol Bull 1968;70:213-220.
    """
    total = float(table.sum())
    if total == 0:
        return float("nan")
    observed = table / total
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    places = np.arange(len(table))
    away = np.abs(places[:, None] - places).astype(np.float64)
    cost = away if weighted else (away > 0).astype(np.float64)
    chance = float((cost * expected).sum())
    return 1 - float((cost * observed).sum()) / chance if chance > 0 else float("nan")


def pabak(table: Array) -> float:
    """Return kappa adjusted for prevalence and bias: ``(k p - 1) / (k - 1)``; NaN if empty.

    References
    ----------
    .. [1] Byrt T, Bishop J, Carlin JB. J Clin Epidemiol 1993;46:423-429.
    """
    total = float(table.sum())
    size = len(table)
    return (size * float(np.trace(table)) / total - 1) / (size - 1) if total else float("nan")


def index_categories(ours: Array, reference: Array) -> Array:
    """Count nights by category of index: rows ours, columns the reference's, shape (4, 4)."""
    size = len(INDEX_EDGES) + 1
    table = np.zeros((size, size))
    rows, columns = (np.digitize(each, INDEX_EDGES) for each in by_both(ours, reference))
    np.add.at(table, (rows, columns), 1)
    return table


def category_kappa(ours: Array, reference: Array) -> Estimate:
    """Return the weighted kappa of the four categories of index, with an interval over nights."""
    return over_nights(
        [ours, reference],
        lambda a, b: kappa(index_categories(a, b), weighted=True),
        along_axis=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """How well a limit separates nights with many movements from others; intervals are Wilson's."""

    limit: float | None
    """Movements per hour; None when nights have different limits."""
    tp: int
    """Nights above the limit by both."""
    fp: int
    """Nights above the limit only by ours."""
    fn: int
    """Nights above the limit only by the reference."""
    tn: int
    """Nights above the limit by neither."""
    sensitivity: Estimate
    """Share of the reference's positive nights that we call positive."""
    specificity: Estimate
    """Share of the reference's negative nights that we call negative."""
    ppv: Estimate
    """Positive predictive value, for the share of positives of this study."""
    npv: Estimate
    """Negative predictive value, for the share of positives of this study."""
    positive_ratio: Estimate
    """Positive likelihood ratio; unknown when a cell is empty."""
    negative_ratio: Estimate
    """Negative likelihood ratio; unknown when a cell is empty."""


def screening(ours: Array, reference: Array, limit: float | Array) -> Screening:
    """Compare both scorers' nights above a limit, which are positive, and below.

    Nights with an unknown (NaN) index are left out.

    References
    ----------
    .. [1] Simel DL, Samsa GP, Matchar DB. J Clin Epidemiol 1991;44:763-770 (likelihood ratios).
    """
    both = np.isfinite(ours) & np.isfinite(reference)
    edge = np.broadcast_to(limit, ours.shape)[both]
    one, other = ours[both] > edge, reference[both] > edge
    tp, fp = int((one & other).sum()), int((one & ~other).sum())
    fn, tn = int((~one & other).sum()), int((~one & ~other).sum())
    return Screening(
        limit=float(edge[0]) if len(edge) and np.ptp(edge) == 0 else None,
        tp=tp,
        fp=fp,
        fn=fn,
        tn=tn,
        sensitivity=proportion(tp, tp + fn),
        specificity=proportion(tn, tn + fp),
        ppv=proportion(tp, tp + fp),
        npv=proportion(tn, tn + fn),
        positive_ratio=_ratio(tp, tp + fn, fp, fp + tn),
        negative_ratio=_ratio(fn, tp + fn, tn, fp + tn),
    )


def _ratio(part: int, whole: int, other_part: int, other_whole: int) -> Estimate:
    """Return the ratio of two shares with an interval by its logarithm; unknown if a count is 0."""
    from scipy.stats import norm  # noqa: PLC0415 - slow to import

    n = whole + other_whole
    if not (part and other_part):
        return Estimate(value=None, n=n)
    value = (part / whole) / (other_part / other_whole)
    error = np.sqrt(1 / part - 1 / whole + 1 / other_part - 1 / other_whole)
    reach = float(np.exp(norm.ppf(1 - (1 - CONFIDENCE) / 2) * error))
    ci = (value / reach, value * reach) if n >= FEWEST else None
    return Estimate(value=value, ci=ci, n=n, method="log ratio")
