"""The rules by which the nights of a comparison were scored."""

from collections.abc import Sequence
from typing import Final

from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.cli.compare.figure_names import night_names
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.language.usage import standins
from limbwatch.cli.rule_titles import title_of

_NIGHTS_NAMED: Final = 5
"""Most nights that are named; more are counted."""


def nights_by_rules(figures: StudyFigures) -> dict[str, list[str]]:
    """Return the names of nights by the rules that scored them, sorted by rules."""
    nights: dict[str, list[str]] = {}
    for night, name in zip(figures.nights, night_names(figures.nights), strict=True):
        nights.setdefault(night.agreement.rules, []).append(name)
    return dict(sorted(nights.items()))


def rules_words(figures: StudyFigures) -> str:
    """Say which rules scored our nights, with a warning if they are several."""
    return mixed_rules(figures) or tr(
        "Scored by {rules}.", rules=title_of(next(iter(nights_by_rules(figures))))
    )


def mixed_rules(figures: StudyFigures) -> str:
    """Warn that nights were scored by different rules, naming them; empty if all agree.

    Rules count differently, so a mean or a bias over several belongs to none of them.
    """
    nights = nights_by_rules(figures)
    if len(nights) < 2:
        return ""
    every = len(figures.nights)
    return tr(
        "Not all nights were scored by the same rules ({rules}), so figures over nights are of no "
        "rules in particular. Compare them by the same: {command}",
        rules="; ".join(
            f"{title_of(name)}: {some_nights(of, every)}" for name, of in nights.items()
        ),
        command=standins("limbwatch compare --study TABLE --rules wasm2016"),
    )


def some_nights(names: Sequence[str], every: int) -> str:
    """Name nights, or count them out of ``every`` if they are many."""
    if len(names) == every:
        return tr("all nights")
    if len(names) > _NIGHTS_NAMED:
        return tr("{some} of {all} nights", some=len(names), all=every)
    return ", ".join(names)


def remarks_of(figures: StudyFigures) -> list[str]:
    """Return each remark once, translated, with the nights that it applies to."""
    seen: dict[str, list[str]] = {}
    for night, name in zip(figures.nights, night_names(figures.nights), strict=True):
        for remark in night.agreement.remarks:
            seen.setdefault(translate_trouble(remark), []).append(name)
    if figures.single:
        return list(seen)
    every = len(figures.nights)
    return [f"{remark} ({some_nights(names, every)})" for remark, names in seen.items()]
