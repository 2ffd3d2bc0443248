"""What figures and nights of a comparison are called, and how they are written."""

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
"""How figures of a study are put together: of all counts together, or of each night's own."""
NO_INTERVAL: Final = "[-]"
"""Stands where an interval would have no width."""
_SHARES: Final = frozenset({"periodicity_index", "efficiency"})


def inside(name: str) -> str:
    """Write a name inside a sentence: in German it is a noun with its capital."""
    return name.lower() if language() == ENGLISH else name


def night_names(nights: Sequence[StudyNight]) -> list[str]:
    """Call each night so that no two have one name: a date alone may be that of several persons.

    It is the person and the night, ``Q01 2026-03-04``; the night alone where the table names no
    persons; both with its number, as ``pairs.csv`` has it, where even that is shared.
    """
    names = [
        one.agreement.name
        # without a column of persons each night is a person of its own, called by its path
        if one.person.endswith(one.agreement.name)
        else f"{one.person} {one.agreement.name}"
        for one in nights
    ]
    shared = Counter(names)
    return [
        tr("{night}, number {number}", night=name, number=number) if shared[name] > 1 else name
        for number, name in enumerate(names, 1)
    ]


def digits_of(name: str) -> int:
    """Return the decimals that a figure is written with."""
    return 2 if name in _SHARES else 1


def with_interval(found: Estimate, digits: int = 2) -> str:
    """Write an estimate: ``0.83 [0.79, 0.87]``; ``1.00 [-]`` of nights that do not differ."""
    text = figure(found.value, digits)
    if found.ci is None:
        return f"{text} {NO_INTERVAL}" if found.method == ALIKE else text
    low, high = (figure(edge, digits) for edge in found.ci)
    return f"{text} [{low}{between()}{high}]"


def no_interval_words(told: str) -> str:
    """Say what `NO_INTERVAL` means, where it stands in what is told; else nothing."""
    if NO_INTERVAL not in told:
        return ""
    return tr(
        "{mark}: no interval, as nights drawn again all give the same figure. That does not make "
        "it sure.",
        mark=NO_INTERVAL,
    )


def between() -> str:
    """Part the ends of an interval: not by the mark that stands in its numbers."""
    return "; " if decimal(".") == "," else ", "
