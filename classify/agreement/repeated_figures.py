"""All levels over all nights of persons who have several, beside the figures of first nights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from limbwatch.classify.agreement.categories import index_categories, kappa
from limbwatch.classify.agreement.clustered import mean_over_persons, over_persons
from limbwatch.classify.agreement.detection_levels import DetectionLevels, detection_levels
from limbwatch.classify.agreement.estimates import ALIKE, Estimate, proportion
from limbwatch.classify.agreement.night_agreement import NightAgreement
from limbwatch.classify.agreement.reliability import icc_2_1
from limbwatch.sensor.arrays import Array

EPOCH_FIGURES: Final = ("accuracy", "sensitivity", "specificity", "kappa", "pabak")
"""Names of the figures of sleep and wake in epochs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RepeatedFigures(DetectionLevels):
    """Figures of all nights; n is the number of persons, and intervals resample persons."""

    nights: int
    """Number of nights."""
    persons: int
    """Number of persons."""
    icc: Mapping[str, Estimate]
    """ICC(2,1) of nights, by index."""
    category_kappa: Estimate
    """Level 4, weighted kappa of the categories of index."""
    sensitivity: Estimate
    """Level 4, sensitivity for nights above the person's limit."""
    specificity: Estimate
    """Level 4, specificity for nights above the person's limit."""
    epochs: Mapping[str, Estimate]
    """Level 5, the `EPOCH_FIGURES`."""


def repeated_figures(
    nights: Sequence[NightAgreement], whose: Sequence[str], limits: Array
) -> RepeatedFigures | None:
    """Return the figures of all nights of all persons; None where every person has one night.

    The figures of the study cover all nights then. A night above its limit has many movements.
    """
    if len(set(whose)) == len(nights):
        return None
    plms = [one.indices["plms"] for one in nights]
    ours, reference = np.array([p.ours for p in plms]), np.array([p.reference for p in plms])
    above, truly_above = _above(ours, limits), _above(reference, limits)
    return RepeatedFigures(
        nights=len(nights),
        persons=len(set(whose)),
        **detection_levels(nights, whose),
        icc={name: _icc(nights, whose, name) for name in nights[0].indices},
        category_kappa=over_persons(
            [ours, reference], whose, lambda a, b: kappa(index_categories(a, b), weighted=True)
        ),
        sensitivity=_share(np.where(truly_above == 1, above, np.nan), whose),
        specificity=_share(np.where(truly_above == 0, 1 - above, np.nan), whose),
        epochs=_epochs(nights, whose),
    )


def _above(index: Array, limits: Array) -> Array:
    """Return 1 above the limit, 0 at or below it, NaN where the index is unknown."""
    return np.where(np.isfinite(index), (index > limits).astype(np.float64), np.nan)


def _share(values: Array, whose: Sequence[str]) -> Estimate:
    """Return a share of nights; where all are alike, with Wilson's interval over persons."""
    found = mean_over_persons(values, whose)
    # resamples that do not differ do not make a share of 0 or 1 certain
    if found.method != ALIKE or found.value not in (0.0, 1.0):
        return found
    sure = proportion(round(found.value) * found.n, found.n)
    return replace(found, ci=sure.ci, method="Wilson, of persons")


def _icc(nights: Sequence[NightAgreement], whose: Sequence[str], name: str) -> Estimate:
    pairs = [one.indices[name] for one in nights]

    def icc(ours: Array, reference: Array) -> float:
        value = icc_2_1(ours, reference, interval=False).value
        return float("nan") if value is None else value

    columns = [np.array([p.ours for p in pairs]), np.array([p.reference for p in pairs])]
    return over_persons(columns, whose, icc)


def _epochs(nights: Sequence[NightAgreement], whose: Sequence[str]) -> dict[str, Estimate]:
    staged = [(n.staging, who) for n, who in zip(nights, whose, strict=True) if n.staging]
    if not staged:
        return {}
    persons = [who for _, who in staged]
    return {
        name: mean_over_persons(np.array([getattr(one, name) for one, _ in staged]), persons)
        for name in EPOCH_FIGURES
    }
