"""A laboratory's own scale: what index of EMG goes with an index of ours."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.estimates import CONFIDENCE, by_both
from limbwatch.sensor.arrays import Array

FEWEST_NIGHTS: Final = 10
"""Fewest nights of a scale; chosen: below, the interval of a new night is too wide to be of use."""
_LEVEL: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class LabScale:
    """A line between square roots of indices, fitted to the nights of one study.

    Raises
    ------
    ValueError
        If a number is impossible.
    """

    name: str
    """Of the study."""
    rules: str
    """By which ours were scored: a night by other rules has no place on it."""
    nights: int
    intercept: float
    slope: float
    """`intercept` and `slope`: ``sqrt(reference) = intercept + slope * sqrt(ours)``, per hour of
    sleep."""
    residual_sd: float
    mean_root: float
    spread: float
    """`mean_root` and `spread`: mean of the square roots of ours, and the sum of their squared
    deviations."""
    quantile: float
    """Student's t of the 95 % interval."""
    lowest: float
    highest: float
    """Range of ours; nothing is told outside it."""
    simulated: int = 0
    """How many of the nights are nobody's."""

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
        """Tell whether an index lies among those it was fitted to."""
        return self.lowest <= index <= self.highest

    def of(self, index: float) -> tuple[float, float, float]:
        """Give the index of EMG that goes with one of ours.

        Parameters
        ----------
        index : float
            Ours, per hour of sleep, within the scale's range.

        Returns
        -------
        tuple of float
            Middle (median), and the 95 % interval of a single new night.

        Raises
        ------
        ValueError
            If the index lies outside the range.
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
    """Fit the scale of a study.

    Parameters
    ----------
    ours, reference : ndarray of float, shape (n,)
        Periodic movements per hour of sleep, one value per person; nights with an unknown (NaN)
        value are left out.

    Raises
    ------
    ValueError
        If there are too few nights, or ours does not tell the reference's.

    Notes
    -----
    Square roots make the spread of counts even (Bartlett 1936). The line is for prediction, not
    for comparing methods: that is Passing and Bablok's.

    References
    ----------
    .. [1] Bartlett MS. The square root transformation in analysis of variance. J R Stat Soc Suppl
       1936;3:68-78.
    """
    from scipy.stats import linregress, t  # noqa: PLC0415 - dear to import

    ours, reference = by_both(ours, reference)
    x, y = np.sqrt(ours), np.sqrt(reference)
    n = len(x)
    if n < FEWEST_NIGHTS:
        raise ValueError(f"{n} persons have both indices; a scale needs {FEWEST_NIGHTS} or more")
    if np.ptp(x) == 0:
        raise ValueError("all nights have the same index of ours")
    line = linregress(x, y)
    if not (line.slope > 0 and line.pvalue < _LEVEL):
        raise ValueError(
            f"our index does not tell the reference's (slope {line.slope:.2f}, p {line.pvalue:.2f})"
        )
    left = y - line.intercept - line.slope * x
    return LabScale(
        name=name,
        rules=rules,
        nights=n,
        intercept=float(line.intercept),
        slope=float(line.slope),
        residual_sd=float(np.sqrt((left**2).sum() / (n - 2))),
        mean_root=float(x.mean()),
        spread=float(((x - x.mean()) ** 2).sum()),
        quantile=float(t.ppf(1 - (1 - CONFIDENCE) / 2, n - 2)),
        lowest=float(ours.min()),
        highest=float(ours.max()),
    )
