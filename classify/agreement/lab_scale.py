"""A laboratory's own scale: the EMG index that corresponds to an index of ours."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.estimates import CONFIDENCE, by_both
from limbwatch.sensor.arrays import Array

FEWEST_NIGHTS: Final = 10
"""Fewest nights of a scale; chosen: with fewer, the interval of a new night is too wide to be of
use."""
_LEVEL: Final = 0.05
"""Significance level required of the slope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabScale:
    """A line between square roots of indices, fitted to the nights of one study.

    Raises
    ------
    ValueError
        If a number is impossible.
    """

    name: str
    """Name of the study."""
    rules: str
    """Rules by which ours were scored; the scale does not apply to nights scored by others."""
    nights: int
    """Number of nights."""
    intercept: float
    """Intercept in ``sqrt(reference) = intercept + slope * sqrt(ours)``, per hour of sleep."""
    slope: float
    """Slope in the same equation."""
    residual_sd: float
    """Standard deviation of the residuals of that line."""
    mean_root: float
    """Mean of the square roots of ours."""
    spread: float
    """Sum of the squared deviations of these square roots."""
    quantile: float
    """Student's t of the 95 % interval."""
    lowest: float
    """Lowest index of ours that the scale applies to."""
    highest: float
    """Highest index of ours that the scale applies to."""
    simulated: int = 0
    """Number of the nights that are simulated."""

    def __post_init__(self) -> None:
        numbers = (
            self.intercept, self.slope, self.residual_sd, self.mean_root, self.spread,
            self.quantile, self.lowest, self.highest,
        )  # fmt: skip
        if not np.isfinite(numbers).all():
            raise ValueError("a number of the scale is not finite")
        positive = (self.slope, self.spread, self.quantile)
        if self.nights < FEWEST_NIGHTS or min(positive) <= 0 or self.residual_sd < 0:
            raise ValueError(
                f"a scale is of {FEWEST_NIGHTS} nights or more, with a slope, a spread and a "
                "quantile above 0"
            )
        if not 0 <= self.lowest < self.highest:
            raise ValueError(f"its range is {self.lowest} to {self.highest}")

    def covers(self, index: float) -> bool:
        """Return whether an index is within the range that the scale was fitted to."""
        return self.lowest <= index <= self.highest

    def of(self, index: float) -> tuple[float, float, float]:
        """Return the EMG index for one of ours, both per hour of sleep.

        It is the median, and the 95 % interval of a single new night.

        Raises
        ------
        ValueError
            If the index is outside the range.
        """
        if not self.covers(index):
            raise ValueError(
                f"{index:g} lies outside {self.lowest:g} to {self.highest:g}, which the scale was "
                "fitted to"
            )
        root = np.sqrt(index)
        middle = self.intercept + self.slope * root
        error = self.residual_sd * np.sqrt(
            1 + 1 / self.nights + (root - self.mean_root) ** 2 / self.spread
        )
        half = self.quantile * error
        low, high = (max(0.0, float(edge)) ** 2 for edge in (middle - half, middle + half))
        return max(0.0, float(middle)) ** 2, low, high


def fit_scale(ours: Array, reference: Array, *, name: str, rules: str) -> LabScale:
    """Fit the scale of a study to periodic movements per hour of sleep, one value per person.

    Nights with an unknown (NaN) value are left out.

    Raises
    ------
    ValueError
        If there are too few nights, or ours does not predict the reference's.

    Notes
    -----
    Square roots stabilise the variance of counts (Bartlett 1936). The line is for prediction; for
    comparing methods there is Passing and Bablok's.

    References
    ----------
    .. [1] Bartlett MS. The square root transformation in analysis of variance. J R Stat Soc Suppl
       1936;3:68-78.
    """
    from scipy.stats import linregress, t  # noqa: PLC0415 - slow to import

    ours, reference = by_both(ours, reference)
    x, y = np.sqrt(ours), np.sqrt(reference)
    n = len(x)
    if n < FEWEST_NIGHTS:
        raise ValueError(f"{n} persons have both indices; a scale needs {FEWEST_NIGHTS} or more")
    if np.ptp(x) == 0:
        raise ValueError("our index is the same in all nights")
    line = linregress(x, y)
    if not (line.slope > 0 and line.pvalue < _LEVEL):
        raise ValueError(
            f"our index does not predict the reference's (slope {line.slope:.2f}, p "
            f"{line.pvalue:.2f})"
        )
    residual = y - line.intercept - line.slope * x
    return LabScale(
        name=name,
        rules=rules,
        nights=n,
        intercept=float(line.intercept),
        slope=float(line.slope),
        residual_sd=float(np.sqrt((residual**2).sum() / (n - 2))),
        mean_root=float(x.mean()),
        spread=float(((x - x.mean()) ** 2).sum()),
        quantile=float(t.ppf(1 - (1 - CONFIDENCE) / 2, n - 2)),
        lowest=float(ours.min()),
        highest=float(ours.max()),
    )
