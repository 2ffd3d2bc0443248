"""The medications that notes tell, one after the other: which nights are of which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from typing import Final

from limbwatch.classify.nights.comparison import FEWEST_NIGHTS
from limbwatch.cli.history.nights import Point
from limbwatch.cli.night.answers.answer_words import says_nothing, was_taken

_SHORT: Final = 60
"""Letters of a medication within a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """What was taken from one evening on, until the notes tell something else."""

    day: date
    """Evening of the first night that tells it."""
    end: date | None
    """Evening of the first night that tells another; None while it lasts."""
    text: str
    """As it was noted."""

    @property
    def nothing(self) -> bool:
        """Whether the notes say that nothing was taken."""
        return says_nothing(self.text)

    @property
    def words(self) -> str:
        """What was noted, short enough for a sentence."""
        return shorten(self.text, _SHORT, placeholder=" \N{HORIZONTAL ELLIPSIS}")


def regimens(points: Sequence[Point]) -> tuple[Regimen, ...]:
    """List the evenings on which the noted medication began to be another.

    A night whose notes do not tell is of the medication that was noted last in time.
    """
    return _one_after_another([(point.day, _noted(point)) for point in points])


def lasting(points: Sequence[Point]) -> tuple[Regimen, ...]:
    """List the medications that nights, in order of time, can be of.

    What was forgotten for a while goes on. A note of what was not taken by name ("no iron"), or
    that it is not known, begins none. Nights on which nothing was taken are no change where the
    same is noted after them and they are fewer than a comparison needs; and one that another took
    the place of on the same evening has no night.
    """
    found: list[Regimen] = []
    told = [(point.day, text) for point in points if not _unclear(text := _noted(point))]
    for one in _one_after_another(told):
        if one.day == one.end:
            continue
        if found and _meant(found[-1].text) == _meant(one.text):
            found[-1] = replace(found[-1], end=one.end)
        elif len(found) > 1 and _lapsed(points, found[-2], found[-1], one):
            found[-2:] = [replace(found[-2], end=one.end)]
        else:
            found.append(one)
    return tuple(found)


def changes(points: Sequence[Point]) -> tuple[Regimen, ...]:
    """List the medications that other nights came before, so that there is a before and after.

    That nothing is taken is a change only after something was.
    """
    return tuple(
        one
        for place, one in enumerate(lasting(points))
        if points[0].day < one.day and (place > 0 or not one.nothing)
    )


def untold(point: Point) -> bool:
    """Whether the notes of a night say nothing of medication."""
    return not _noted(point)


def off(points: Sequence[Point], of: Regimen) -> frozenset[str]:
    """Name the nights of a medication on which, by what was noted last, it was not what was taken.

    They are in order of time, from the first night that there is.
    """
    found, last = set(), ""
    for point in points:
        last = _noted(point) or last
        its = of.day <= point.day < (of.end or date.max)
        if its and last and (_unclear(last) or says_nothing(last) != of.nothing):
            found.add(point.name)
    return frozenset(found)


def _one_after_another(noted: Sequence[tuple[date, str]]) -> tuple[Regimen, ...]:
    found: list[tuple[date, str]] = []
    for day, text in noted:
        if text and (not found or _meant(text) != _meant(found[-1][1])):
            found.append((day, text))
    ends = [*(day for day, _ in found[1:]), None]
    return tuple(
        Regimen(day=day, end=end, text=text) for (day, text), end in zip(found, ends, strict=False)
    )


def _lapsed(points: Sequence[Point], before: Regimen, nothing: Regimen, after: Regimen) -> bool:
    nights = sum(nothing.day <= point.day < after.day for point in points)
    alike = _meant(before.text) == _meant(after.text)
    return nothing.nothing and alike and nights < FEWEST_NIGHTS


def _noted(point: Point) -> str:
    return (point.notes.medication or "").strip()


def _unclear(text: str) -> bool:
    """Whether a note tells what was not taken, and not what was."""
    return text != "" and was_taken(text) is None


def _meant(text: str) -> str:
    """Make one word of "none" and "keine", and one of "0,25mg" and "0.25 MG"."""
    if says_nothing(text):
        return ""
    plain = re.sub(r"(?<=\d),(?=\d)", ".", text.casefold())
    return " ".join(re.findall(r"\d+(?:[.:]\d+)*|[^\W\d]+|[^\w\s.,;:!()]", plain))
