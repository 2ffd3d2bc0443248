"""Precision, recall and timing of one list of movements against another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limbwatch.classify.agreement.clustered import mean_over_persons, sums_over_persons
from limbwatch.classify.agreement.estimates import Estimate, known, over_nights
from limbwatch.classify.agreement.matching import Pairs
from limbwatch.sensor.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """Counts of one night and one pair of lists."""

    tolerance_s: float | None
    """Largest difference of paired onsets, seconds; None when paired by overlap."""
    tp: int
    """Movements in both lists."""
    fp: int
    """Movements only in ours."""
    fn: int
    """Movements only in the reference's."""
    onset_bias_s: float = float("nan")
    """Mean of our onset minus the reference's, seconds; NaN when unknown."""
    onset_sd_s: float = float("nan")
    """Standard deviation of our onset minus the reference's, seconds; NaN when unknown."""
    offset_bias_s: float = float("nan")
    """Mean of our offset minus the reference's, seconds, over pairs of known durations."""
    offset_sd_s: float = float("nan")
    """Standard deviation of our offset minus the reference's, seconds, over the same pairs."""


def detection(
    pairs: Pairs,
    ours: tuple[Array, Array],
    reference: tuple[Array, Array],
    *,
    tolerance: float | None,
) -> Detection:
    """Count the pairs of two lists, made by a tolerance.

    ``ours`` and ``reference`` are onsets and offsets on one clock, seconds; an offset may be NaN.
    """
    onset = ours[0][pairs.ours] - reference[0][pairs.reference]
    offset = ours[1][pairs.ours] - reference[1][pairs.reference]
    offset = offset[np.isfinite(offset)]
    return Detection(
        tolerance_s=tolerance,
        tp=len(pairs),
        fp=pairs.n_ours - len(pairs),
        fn=pairs.n_reference - len(pairs),
        onset_bias_s=_mean(onset),
        onset_sd_s=_sd(onset),
        offset_bias_s=_mean(offset),
        offset_sd_s=_sd(offset),
    )


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _sd(values: Array) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else float("nan")


def precision(tp: float, fp: float) -> float:
    """Return the share of ours that the reference has too; NaN if ours is empty."""
    return tp / (tp + fp) if tp + fp else float("nan")


def recall(tp: float, fn: float) -> float:
    """Return the share of the reference's that we have too; NaN if the reference's is empty."""
    return tp / (tp + fn) if tp + fn else float("nan")


def f1(tp: float, fp: float, fn: float) -> float:
    """Return the harmonic mean of precision and recall; NaN if both lists are empty."""
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else float("nan")


def share_of_sums(hits: Array, others: Array, axis: int = -1) -> Array:
    """Return the share of hits pooled over nights, a study's precision or recall; NaN if none."""
    total = hits.sum(axis=axis)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / (total + others.sum(axis=axis)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionFigures:
    """The figures of `Detection` for one night or a study, with their intervals."""

    tolerance_s: float | None
    tp: int
    fp: int
    fn: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    onset_bias_s: Estimate
    onset_sd_s: Estimate
    offset_bias_s: Estimate
    offset_sd_s: Estimate


def figures(
    nights: Sequence[Detection], whose: Sequence[str] | None = None, *, study: bool = False
) -> DetectionFigures:
    """Return the figures of one night, or of the nights of a study.

    Counts are sums, so that the weight of a night is its number of movements; precision, recall and
    F1 are of the sums, with intervals by resampling nights. Biases and standard deviations of a
    study are means over nights.

    Parameters
    ----------
    nights : sequence of Detection
        At least one, all of the same tolerance.
    whose : sequence of str, optional
        Person of each night, where persons have several; intervals are then over persons.
    study : bool
        Whether a single night belongs to a study, so that n counts nights.
    """
    tp, fp, fn = (
        np.array([getattr(night, name) for night in nights], np.float64)
        for name in ("tp", "fp", "fn")
    )
    sums = {"tp": int(tp.sum()), "fp": int(fp.sum()), "fn": int(fn.sum())}
    if len(nights) == 1 and whose is None and not study:
        only = nights[0]
        return DetectionFigures(
            tolerance_s=only.tolerance_s,
            **sums,
            precision=known(precision(only.tp, only.fp), n=only.tp + only.fp),
            recall=known(recall(only.tp, only.fn), n=only.tp + only.fn),
            f1=known(f1(only.tp, only.fp, only.fn), n=only.tp + only.fp + only.fn),
            onset_bias_s=known(only.onset_bias_s, n=only.tp),
            onset_sd_s=known(only.onset_sd_s, n=only.tp),
            offset_bias_s=known(only.offset_bias_s, n=only.tp),
            offset_sd_s=known(only.offset_sd_s, n=only.tp),
        )

    def mean(name: str) -> Estimate:
        values = np.array([getattr(night, name) for night in nights])
        return over_nights([values], np.mean) if whose is None else mean_over_persons(values, whose)

    def share(hits: Array, others: Array) -> Estimate:
        if whose is None:
            return over_nights([hits, others], share_of_sums)
        return sums_over_persons([hits, others], whose, share_of_sums)

    return DetectionFigures(
        tolerance_s=nights[0].tolerance_s,
        **sums,
        precision=share(tp, fp),
        recall=share(tp, fn),
        f1=share(tp, (fp + fn) / 2),
        onset_bias_s=mean("onset_bias_s"),
        onset_sd_s=mean("onset_sd_s"),
        offset_bias_s=mean("offset_bias_s"),
        offset_sd_s=mean("offset_sd_s"),
    )
