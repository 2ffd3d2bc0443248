"""What goes with a note or with a date: nights with it against nights without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from limbwatch.classify.comparison import FEWEST_NIGHTS, Comparison, compare, corrected_for_many
from limbwatch.cli.report.factors import FACTORS
from limbwatch.cli.report.history import History, Point
from limbwatch.cli.report.words import counted, odds

_SURE: Final = 0.05
_MEASURES: Final[tuple[tuple[str, Callable[[Point], float | None]], ...]] = (
    ("periodic movements per hour", lambda point: point.index),
    ("hypnic jerks", lambda point: point.jerks),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What goes with a note, or with a date.

    Parameters
    ----------
    factor : str
    measure : str
    nights : str
        How many with and without.
    values : str
        Medians with and without.
    difference : str
        With its interval.
    chance : str
        After the correction for the number of comparisons.
    words : str
        What it shows, in a sentence; empty when chance could do as much.
    """

    factor: str
    measure: str
    nights: str
    values: str
    difference: str
    chance: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All comparisons that enough nights carry, and what lacks nights.

    Parameters
    ----------
    found : tuple of Effect
    lacking : tuple of str
    """

    found: tuple[Effect, ...]
    lacking: tuple[str, ...]


def note_effects(history: History) -> Effects:
    """Compare nights with and without what notes tell.

    Parameters
    ----------
    history : History

    Returns
    -------
    Effects
        A night where a thing was not told is on neither side.
    """
    return _effects(
        [
            (factor.name, [(factor.told(point.notes), point) for point in history.points])
            for factor in FACTORS
        ]
    )


def date_effects(history: History, since: date) -> Effects:
    """Compare the nights from a date on with those before.

    Parameters
    ----------
    history : History
    since : date

    Returns
    -------
    Effects
    """
    split: _Split = [(point.day >= since, point) for point in history.points]
    return _effects([(f"since {since.isoformat()}", split)])


_Split = list[tuple[bool | None, Point]]


def _effects(factors: Sequence[tuple[str, _Split]]) -> Effects:
    found: list[tuple[str, str, Comparison]] = []
    lacking = []
    for factor, split in factors:
        ones = [point for state, point in split if state is True]
        others = [point for state, point in split if state is False]
        if not ones and not others:
            continue
        carried = False
        for measure, value in _MEASURES:
            comparison = compare(_known(map(value, ones)), _known(map(value, others)))
            if comparison is not None:
                found.append((factor, measure, comparison))
                carried = True
        if not carried:
            lacking.append(
                f"{factor}: {counted(len(ones), 'night')} with, {len(others)} without; "
                f"{FEWEST_NIGHTS} of each are needed"
            )
    chances = corrected_for_many([comparison.chance for _, _, comparison in found])
    return Effects(
        found=tuple(
            _effect(factor, measure, comparison, chance)
            for (factor, measure, comparison), chance in zip(found, chances, strict=True)
        ),
        lacking=tuple(lacking),
    )


def _effect(factor: str, measure: str, found: Comparison, chance: float) -> Effect:
    more = "more" if found.shift > 0 else "fewer"
    words = ""
    if chance < _SURE:
        words = (
            f"{abs(found.shift):.1f} {more} {measure} with {factor}; shuffled nights differ as "
            f"much in {odds(chance)}. It does not show that one causes the other."
        )
    return Effect(
        factor=factor,
        measure=measure,
        nights=f"{found.count_with} / {found.count_without}",
        values=f"{found.median_with:.1f} / {found.median_without:.1f}",
        difference=f"{found.shift:+.1f} ({found.low:+.1f} to {found.high:+.1f})",
        chance=f"{chance:.3f}",
        words=words,
    )


def _known(values: Any) -> list[float]:
    return [value for value in values if value is not None]
