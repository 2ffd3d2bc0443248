"""The medications that notes tell, one after the other: which nights are of which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Final

from limbwatch.cli.history.nights import Point
from limbwatch.cli.night.answer_words import says_nothing

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

    Parameters
    ----------
    points : sequence of Point
        In order of time. A night without a note is of the medication that was noted last.
    """
    found: list[tuple[date, str]] = []
    for point in points:
        told = (point.notes.medication or "").strip()
        if told and (not found or _meant(told) != _meant(found[-1][1])):
            found.append((point.day, told))
    ends = [*(day for day, _ in found[1:]), None]
    return tuple(
        Regimen(day=day, end=end, text=text) for (day, text), end in zip(found, ends, strict=False)
    )


def changes(points: Sequence[Point]) -> tuple[Regimen, ...]:
    """List the medications that other nights came before, so that there is a before and after.

    Parameters
    ----------
    points : sequence of Point
        In order of time. That nothing is taken is a change only after something was.
    """
    known = regimens(points)
    return tuple(
        one
        for place, one in enumerate(known)
        if points[0].day < one.day and (place > 0 or not one.nothing)
    )


def untold(points: Iterable[Point]) -> int:
    """Count the nights whose notes tell no medication."""
    return sum(not (point.notes.medication or "").strip() for point in points)


def _meant(text: str) -> str:
    """Make one word of "none" and "keine", and one spelling of small letters and large."""
    return "" if says_nothing(text) else " ".join(text.casefold().split())
