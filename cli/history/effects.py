"""Comparisons of nights with and without a noted factor, or before and after a date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from limbwatch.classify.nights.comparison import (
    Comparison,
    compare,
    corrected_for_many,
    nights_needed,
    worth_testing,
)
from limbwatch.classify.rounding import half_up
from limbwatch.cli.history.confounders import (
    changed_within,
    other_sensors,
    several_medications,
)
from limbwatch.cli.history.factors import FACTORS, Factor
from limbwatch.cli.history.nights import History, HistoryNight
from limbwatch.cli.history.since import Since
from limbwatch.cli.history.yardsticks import MEASURES, Measure
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.words import counted, figure, listed, odds

_SURE: Final = 0.05
"""Corrected chance below which a difference is put into words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One measure compared between two groups of nights, as printed."""

    factor: str
    measure: str
    nights: str
    """Number of nights with and without."""
    values: str
    """Medians with and without."""
    difference: str
    """Shift with its interval."""
    chance: str
    """Probability by chance, corrected for the number of comparisons."""
    words: str
    """The difference as a sentence; empty when chance could explain it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All comparisons that have enough nights, and what lacks nights."""

    found: tuple[Effect, ...]
    """The comparisons, grouped by factor."""
    lacking: tuple[str, ...]
    """What cannot be compared for lack of nights, in words."""
    remarks: tuple[str, ...] = ()
    """What else differs between the sides, and assumptions a reader should know."""

    @property
    def comparisons(self) -> str:
        """Number of comparisons, in words."""
        return counted(len(self.found), "comparison")

    @property
    def sentences(self) -> tuple[str, ...]:
        """The differences that chance hardly explains, as sentences."""
        return tuple(effect.words for effect in self.found if effect.words)

    @property
    def by_factor(self) -> tuple[tuple[str, int, tuple[Effect, ...]], ...]:
        """Each factor with the number of its comparisons and the comparisons."""
        grouped = groupby(self.found, key=lambda effect: effect.factor)
        listed_once = [(factor, tuple(effects)) for factor, effects in grouped]
        return tuple((factor, len(effects), effects) for factor, effects in listed_once)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contrast:
    """Two groups of nights to compare, and how to word it."""

    factor: str
    phrase: str
    ones: tuple[HistoryNight, ...]
    others: tuple[HistoryNight, ...]
    sides: tuple[str, str]

    @property
    def counts(self) -> str:
        one, other = self.sides
        return tr(
            "{nights} {one}, {count} {other}",
            nights=counted(len(self.ones), "night"),
            one=one,
            count=len(self.others),
            other=other,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """The values of one measure in both groups."""

    contrast: _Contrast
    measure: Measure
    ones: list[float]
    others: list[float]


def note_effects(history: History) -> Effects:
    """Compare nights with and without each noted factor; unnoted nights are on neither side.

    Factors noted on exactly the same nights are one comparison, so that they are corrected for
    once.
    """
    same_nights: dict[tuple[bool | None, ...], list[Factor]] = {}
    for factor in FACTORS:
        same_nights.setdefault(
            tuple(factor.noted(night.notes) for night in history.lived), []
        ).append(factor)
    contrasts = []
    remarks: list[str] = []
    together = {}
    for states, factors in same_nights.items():
        name = listed([tr(factor.name) for factor in factors])
        noted = list(zip(states, history.lived, strict=True))
        contrast = _Contrast(
            factor=name,
            phrase=tr("with {factor}", factor=name),
            ones=tuple(point for state, point in noted if state is True),
            others=tuple(point for state, point in noted if state is False),
            sides=(tr("with"), tr("without")),
        )
        contrasts.append(contrast)
        if any(factor.key == "medication" for factor in factors):
            remarks += several_medications(contrast.ones)
        if len(factors) > 1:
            together[name] = tr(
                "{factors} were noted on the same nights and are one comparison: what each does "
                "alone is not known.",
                factors=name,
            )
    effects = _effects(contrasts, ())
    compared = {effect.factor for effect in effects.found}
    remarks += [said for name, said in together.items() if name in compared]
    return replace(effects, remarks=tuple(remarks))


def since_effects(history: History, since: Since) -> Effects:
    """Compare the nights from a day on with those before."""
    earlier, later = since.earlier(history.dated), since.later(history.dated)
    contrast = _Contrast(
        factor=tr("since {day}", day=since.words),
        phrase=tr("since {day}", day=since.words),
        ones=later,
        others=earlier,
        sides=(tr("since then"), tr("before")),
    )
    confounders = (*changed_within(earlier, later), *other_sensors(earlier, later))
    return _effects([contrast], (*since.remarks, *confounders))


def _effects(contrasts: Sequence[_Contrast], remarks: tuple[str, ...]) -> Effects:
    pairs = [
        _Pair(
            contrast=contrast,
            measure=measure,
            ones=_values(measure, contrast.ones),
            others=_values(measure, contrast.others),
        )
        for contrast in contrasts
        if contrast.ones or contrast.others
        for measure in MEASURES
    ]
    enough = worth_testing([(len(pair.ones), len(pair.others)) for pair in pairs])
    compared = [
        (pair, comparison)
        for pair, sufficient in zip(pairs, enough, strict=True)
        if sufficient and (comparison := compare(pair.ones, pair.others)) is not None
    ]
    chances = corrected_for_many([comparison.chance for _, comparison in compared])
    needed = nights_needed(len(compared))
    left_out = [pair for pair, sufficient in zip(pairs, enough, strict=True) if not sufficient]
    return Effects(
        found=tuple(
            _effect(pair, comparison, chance, len(compared))
            for (pair, comparison), chance in zip(compared, chances, strict=True)
        ),
        lacking=tuple(
            _lack_words(contrast, list(group), needed)
            for contrast, group in groupby(left_out, key=lambda pair: pair.contrast)
        ),
        remarks=remarks,
    )


def _lack_words(contrast: _Contrast, left_out: list[_Pair], needed: int) -> str:
    if len(left_out) == len(MEASURES):
        return tr(
            "{factor}: {nights}; {needed} of each are needed",
            factor=contrast.factor,
            nights=contrast.counts,
            needed=needed,
        )
    return tr(
        "{factor}: too few of its nights have the {measures}; {needed} of each are needed",
        factor=contrast.factor,
        measures=listed([tr(pair.measure.name) for pair in left_out]),
        needed=needed,
    )


def _effect(pair: _Pair, comparison: Comparison, chance: float, comparisons: int) -> Effect:
    measure, contrast = pair.measure, pair.contrast
    digits, unit = measure.digits, measure.unit
    words = ""
    if chance < _SURE:
        words = tr(
            "{amount} {more} {measure} {phrase} (chance of as much, corrected for {comparisons} "
            "made at once: {odds}).",
            amount=f"{figure(abs(comparison.shift), digits)}{unit}",
            more=tr(measure.more if comparison.shift > 0 else measure.less),
            measure=tr(measure.name),
            phrase=contrast.phrase,
            comparisons=counted(comparisons, "comparison"),
            odds=odds(chance),
        )
    return Effect(
        factor=contrast.factor,
        measure=tr(measure.name),
        nights=f"{comparison.count_with} / {comparison.count_without}",
        values=" / ".join(
            figure(value, digits) for value in (comparison.median_with, comparison.median_without)
        )
        + unit,
        difference=tr(
            "{shift} ({low} to {high})",
            shift=decimal(f"{half_up(comparison.shift, digits):+.{digits}f}{unit}"),
            low=decimal(f"{half_up(comparison.low, digits):+.{digits}f}"),
            high=decimal(f"{half_up(comparison.high, digits):+.{digits}f}"),
        ),
        chance=figure(chance, 3),
        words=words,
    )


def _values(measure: Measure, points: Sequence[HistoryNight]) -> list[float]:
    values = (measure.value_of(point.summary) for point in points)
    return [value for value in values if value is not None]
