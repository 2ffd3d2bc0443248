"""Passing-Bablok regression, for two methods that both have errors."""

from dataclasses import dataclass

import numpy as np

from limbwatch.classify.agreement.estimates import CONFIDENCE, Estimate, by_both
from limbwatch.sensor.arrays import Array

FEWEST_NIGHTS = 10
"""Fewest nights of a line; chosen: with fewer, its interval holds nearly every slope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    """Passing-Bablok line ``ours = intercept + slope * reference``."""

    slope: Estimate
    """Slope of the line."""
    intercept: Estimate
    """Intercept of the line."""
    refused: str = ""
    """Why there is no line; empty when there is."""


def passing_bablok(ours: Array, reference: Array) -> MethodLine:
    """Fit the line of Passing and Bablok; nights with an unknown (NaN) value are left out.

    References
    ----------
    .. [1] Passing H, Bablok W. J Clin Chem Clin Biochem 1983;21:709-720.
    """
    from scipy.stats import norm  # noqa: PLC0415 - slow to import

    y, x = by_both(ours, reference)
    n = len(x)
    none = Estimate(value=None, n=n)
    if n < FEWEST_NIGHTS:
        return MethodLine(
            slope=none,
            intercept=none,
            refused=f"{n} nights have both figures; a line needs {FEWEST_NIGHTS} or more",
        )
    i, j = np.triu_indices(n, 1)
    dx, dy = x[i] - x[j], y[i] - y[j]
    real = (dx != 0) | (dy != 0)
    with np.errstate(divide="ignore"):
        slopes = dy[real] / dx[real]  # infinite where the reference is equal
    slopes = np.sort(slopes[slopes != -1])
    count, shift = len(slopes), int((slopes < -1).sum())
    half = float(norm.ppf(1 - (1 - CONFIDENCE) / 2)) * np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    first = round((count - half) / 2)
    places = (first - 1 + shift, count - first + shift)
    if count == 0 or places[0] < 0 or places[1] >= count:
        return MethodLine(slope=none, intercept=none, refused="the nights are too much alike")
    middle = (count + 1) / 2 + shift - 1
    slope = float((slopes[int(np.floor(middle))] + slopes[int(np.ceil(middle))]) / 2)
    low, high = (float(slopes[place]) for place in places)
    if not np.isfinite([slope, low, high]).all():
        return MethodLine(slope=none, intercept=none, refused="the reference hardly varies")
    return MethodLine(
        slope=Estimate(value=slope, ci=(low, high), n=n, method="Passing-Bablok"),
        intercept=Estimate(
            value=float(np.median(y - slope * x)),
            ci=(float(np.median(y - high * x)), float(np.median(y - low * x))),
            n=n,
            method="Passing-Bablok",
        ),
    )
