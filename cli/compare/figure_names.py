"""Names of figures and nights of a comparison, and how figures are written."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from limbwatch.classify.agreement.estimates import ALIKE, Estimate
from limbwatch.classify.agreement.study_agreement import StudyNight
from limbwatch.cli.language.spoken import ENGLISH, decimal, language, tr
from limbwatch.cli.words import figure

INDEX_NAMES: Final = {
    "plms": "PLMS per hour of sleep",
    "plmw": "PLMW per hour of wake",
    "lm": "Leg movements per hour of sleep",
    "periodicity_index": "Periodicity index, asleep",
    "interval_log_mean": "Log-mean interval in series, asleep, s",
}
SLEEP_NAMES: Final = {
    "tst_minutes": "Total sleep time, min",
    "sol_minutes": "Sleep onset latency, min",
    "waso_minutes": "Wake after sleep onset, min",
    "efficiency": "Sleep efficiency",
}
EPOCH_NAMES: Final = {
    "accuracy": "Accuracy",
    "sensitivity": "Sensitivity (sleep)",
    "specificity": "Specificity (wake)",
    "kappa": "Kappa",
    "pabak": "PABAK",
}
AVERAGING: Final = {
    "precision, recall, f1": "pooled",
    "onset_bias_s, onset_sd_s, offset_bias_s, offset_sd_s": "mean over nights",
    "clock": "mean over nights",
    "indices": "mean over nights",
    "sleep": "mean over nights",
    "table, confusion, false_were": "pooled",
    "screening, categories": "of nights",
}
"""How figures of a study are combined: pooled counts, or averages over nights."""
NO_INTERVAL: Final = "[-]"
"""Printed instead of an interval without width."""
_SHARES: Final = frozenset({"periodicity_index", "efficiency"})
"""Figures that are written with two decimals."""


def inside(name: str) -> str:
    """Write a name within a sentence: in German it is a noun with a capital."""
    return name.lower() if language() == ENGLISH else name


def night_names(nights: Sequence[StudyNight]) -> list[str]:
    """Return a unique name for each night: several persons may have one of the same date.

    It is person and night, ``Q01 2026-03-04``; only the night if the table names no persons; with
    its number, as in ``pairs.csv``, if the name is shared.
    """
    names = [
        night.agreement.name
        # without a column of persons, each night counts as a person named by its path
        if night.person.endswith(night.agreement.name)
        else f"{night.person} {night.agreement.name}"
        for night in nights
    ]
    shared = Counter(names)
    return [
        tr("{night}, number {number}", night=name, number=number) if shared[name] > 1 else name
        for number, name in enumerate(names, 1)
    ]


def digits_of(name: str) -> int:
    """Return the decimals of a figure."""
    return 2 if name in _SHARES else 1


def with_interval(found: Estimate, digits: int = 2) -> str:
    """Write an estimate: ``0.83 [0.79, 0.87]``; ``1.00 [-]`` if resampled nights do not differ."""
    text = figure(found.value, digits)
    if found.ci is None:
        return f"{text} {NO_INTERVAL}" if found.method == ALIKE else text
    low, high = (figure(edge, digits) for edge in found.ci)
    return f"{text} [{low}{between()}{high}]"


def no_interval_words(text: str) -> str:
    """Explain `NO_INTERVAL` if it occurs in the text; else empty."""
    if NO_INTERVAL not in text:
        return ""
    return tr(
        "{mark}: no interval, as nights drawn again all give the same figure. That does not make "
        "it sure.",
        mark=NO_INTERVAL,
    )


def between() -> str:
    """Return the separator of interval ends: a semicolon where numbers have a decimal comma."""
    return "; " if decimal(".") == "," else ", "
