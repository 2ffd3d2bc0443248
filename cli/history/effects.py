"""What goes with a note or with a date: nights with it against nights without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from limbwatch.classify.nights.comparison import (
    Comparison,
    carried,
    compare,
    corrected_for_many,
    nights_needed,
)
from limbwatch.classify.rounding import half_up
from limbwatch.cli.history.confounders import (
    changed_within,
    other_sensors,
    several_medications,
)
from limbwatch.cli.history.factors import FACTORS, Factor
from limbwatch.cli.history.nights import History, Point
from limbwatch.cli.history.since import Since
from limbwatch.cli.history.yardsticks import MEASURES, Measure
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.words import counted, figure, listed, odds

_SURE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One measure of nights with something against nights without."""

    factor: str
    measure: str
    nights: str
    """How many with and without."""
    values: str
    """Medians with and without."""
    difference: str
    """With its interval."""
    chance: str
    """After the correction for the number of comparisons."""
    words: str
    """What it shows, in a sentence; empty when chance could do as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All comparisons that enough nights carry, and what lacks nights."""

    found: tuple[Effect, ...]
    """Factor by factor."""
    lacking: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    """What else differs between the sides, and what their reading rests on."""

    @property
    def comparisons(self) -> str:
        """How many were made, in words."""
        return counted(len(self.found), "comparison")

    @property
    def told(self) -> tuple[str, ...]:
        """What the comparisons show, in sentences."""
        return tuple(effect.words for effect in self.found if effect.words)

    @property
    def by_factor(self) -> tuple[tuple[str, int, tuple[Effect, ...]], ...]:
        """The comparisons of each factor, after their number."""
        grouped = groupby(self.found, key=lambda effect: effect.factor)
        listed_once = [(factor, tuple(effects)) for factor, effects in grouped]
        return tuple((factor, len(effects), effects) for factor, effects in listed_once)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Nights on two sides, and how one speaks of them."""

    factor: str
    phrase: str
    ones: tuple[Point, ...]
    others: tuple[Point, ...]
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
    """The values of one measure on both sides of a question."""

    question: _Question
    measure: Measure
    ones: list[float]
    others: list[float]


def note_effects(history: History) -> Effects:
    """Compare nights with and without what notes tell; one that tells none is on neither side.

    Things that were noted of the same nights are one comparison, which is corrected for once.
    """
    alike: dict[tuple[bool | None, ...], list[Factor]] = {}
    for factor in FACTORS:
        alike.setdefault(tuple(factor.told(one.notes) for one in history.lived), []).append(factor)
    questions = []
    remarks: list[str] = []
    together = {}
    for states, factors in alike.items():
        name = listed([tr(factor.name) for factor in factors])
        told = list(zip(states, history.lived, strict=True))
        question = _Question(
            factor=name,
            phrase=tr("with {factor}", factor=name),
            ones=tuple(point for state, point in told if state is True),
            others=tuple(point for state, point in told if state is False),
            sides=(tr("with"), tr("without")),
        )
        questions.append(question)
        if any(factor.key == "medication" for factor in factors):
            remarks += several_medications(question.ones)
        if len(factors) > 1:
            together[name] = tr(
                "{factors} were noted of the same nights and are one comparison: what each does "
                "alone cannot be told.",
                factors=name,
            )
    found = _effects(questions, ())
    compared = {effect.factor for effect in found.found}
    remarks += [said for name, said in together.items() if name in compared]
    return replace(found, remarks=tuple(remarks))


def since_effects(history: History, since: Since) -> Effects:
    """Compare the nights from a day on with those before."""
    earlier, later = since.earlier(history.dated), since.later(history.dated)
    question = _Question(
        factor=tr("since {day}", day=since.words),
        phrase=tr("since {day}", day=since.words),
        ones=later,
        others=earlier,
        sides=(tr("since then"), tr("before")),
    )
    differ = (*changed_within(earlier, later), *other_sensors(earlier, later))
    return _effects([question], (*since.remarks, *differ))


def _effects(questions: Sequence[_Question], remarks: tuple[str, ...]) -> Effects:
    pairs = [
        _Pair(
            question=question,
            measure=measure,
            ones=_known(measure, question.ones),
            others=_known(measure, question.others),
        )
        for question in questions
        if question.ones or question.others
        for measure in MEASURES
    ]
    enough = carried([(len(pair.ones), len(pair.others)) for pair in pairs])
    made = [
        (pair, comparison)
        for pair, fits in zip(pairs, enough, strict=True)
        if fits and (comparison := compare(pair.ones, pair.others)) is not None
    ]
    chances = corrected_for_many([comparison.chance for _, comparison in made])
    needed = nights_needed(len(made))
    left_out = [pair for pair, fits in zip(pairs, enough, strict=True) if not fits]
    return Effects(
        found=tuple(
            _effect(pair, comparison, chance, len(made))
            for (pair, comparison), chance in zip(made, chances, strict=True)
        ),
        lacking=tuple(
            _lack(question, list(group), needed)
            for question, group in groupby(left_out, key=lambda pair: pair.question)
        ),
        remarks=remarks,
    )


def _lack(question: _Question, left_out: list[_Pair], needed: int) -> str:
    if len(left_out) == len(MEASURES):
        return tr(
            "{factor}: {nights}; {needed} of each are needed",
            factor=question.factor,
            nights=question.counts,
            needed=needed,
        )
    return tr(
        "{factor}: too few of its nights tell the {measures}; {needed} of each are needed",
        factor=question.factor,
        measures=listed([tr(pair.measure.name) for pair in left_out]),
        needed=needed,
    )


def _effect(pair: _Pair, found: Comparison, chance: float, among: int) -> Effect:
    measure, question = pair.measure, pair.question
    digits, unit = measure.digits, measure.unit
    words = ""
    if chance < _SURE:
        words = tr(
            "{amount} {more} {measure} {phrase} (chance of as much, corrected for {comparisons} "
            "made at once: {odds}).",
            amount=f"{figure(abs(found.shift), digits)}{unit}",
            more=tr(measure.more if found.shift > 0 else measure.less),
            measure=tr(measure.name),
            phrase=question.phrase,
            comparisons=counted(among, "comparison"),
            odds=odds(chance),
        )
    return Effect(
        factor=question.factor,
        measure=tr(measure.name),
        nights=f"{found.count_with} / {found.count_without}",
        values=" / ".join(figure(of, digits) for of in (found.median_with, found.median_without))
        + unit,
        difference=tr(
            "{shift} ({low} to {high})",
            shift=decimal(f"{half_up(found.shift, digits):+.{digits}f}{unit}"),
            low=decimal(f"{half_up(found.low, digits):+.{digits}f}"),
            high=decimal(f"{half_up(found.high, digits):+.{digits}f}"),
        ),
        chance=figure(chance, 3),
        words=words,
    )


def _known(measure: Measure, points: Sequence[Point]) -> list[float]:
    values = (measure.of(point.summary) for point in points)
    return [value for value in values if value is not None]
