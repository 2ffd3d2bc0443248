"""Medications by the notes, one after another, and which nights belong to which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from typing import Final

from limbwatch.classify.nights.comparison import FEWEST_NIGHTS
from limbwatch.cli.history.nights import HistoryNight
from limbwatch.cli.night.answers.answer_words import says_nothing, was_taken

_SHORT: Final = 60
"""Most letters of a medication within a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """A medication from one evening on, until the notes say something else."""

    day: date
    """Evening of the first night with this note."""
    end: date | None
    """Evening of the first night with another note; None if it lasts."""
    text: str
    """The note."""

    @property
    def nothing(self) -> bool:
        """Whether the note says that nothing was taken."""
        return says_nothing(self.text)

    @property
    def words(self) -> str:
        """The note, short enough for a sentence."""
        return shorten(self.text, _SHORT, placeholder=" \N{HORIZONTAL ELLIPSIS}")


def regimens(points: Sequence[HistoryNight]) -> tuple[Regimen, ...]:
    """Return the medications in order, each from the evening on which its note begins.

    A night without a note belongs to the medication noted last.
    """
    return _by_changes([(point.day, _medication_of(point)) for point in points])


def lasting_regimens(points: Sequence[HistoryNight]) -> tuple[Regimen, ...]:
    """Return the medications that nights, in order of time, can belong to.

    A medication that was forgotten for a while continues. A note of what was not taken ("no iron"),
    or that it is unknown, begins none. Nights without medication are no change if the same
    medication is noted after them and they are fewer than a comparison needs. A medication replaced
    on the same evening has no night.
    """
    kept: list[Regimen] = []
    noted = [
        (point.day, text) for point in points if not _only_negative(text := _medication_of(point))
    ]
    for regimen in _by_changes(noted):
        if regimen.day == regimen.end:
            continue
        if kept and _normalised(kept[-1].text) == _normalised(regimen.text):
            kept[-1] = replace(kept[-1], end=regimen.end)
        elif len(kept) > 1 and _is_pause(points, kept[-2], kept[-1], regimen):
            kept[-2:] = [replace(kept[-2], end=regimen.end)]
        else:
            kept.append(regimen)
    return tuple(kept)


def changes(points: Sequence[HistoryNight]) -> tuple[Regimen, ...]:
    """Return the medications that have nights before them, so that there is a before and after.

    Taking nothing is a change only after something was taken.
    """
    return tuple(
        regimen
        for place, regimen in enumerate(lasting_regimens(points))
        if points[0].day < regimen.day and (place > 0 or not regimen.nothing)
    )


def has_no_medication_note(point: HistoryNight) -> bool:
    """Return whether the notes of a night say nothing about medication."""
    return not _medication_of(point)


def nights_not_taken(points: Sequence[HistoryNight], of: Regimen) -> frozenset[str]:
    """Return the names of nights of a medication on which it was, by the last note, not taken.

    ``points`` are in order of time, from the first night on.
    """
    names, last = set(), ""
    for point in points:
        last = _medication_of(point) or last
        belongs = of.day <= point.day < (of.end or date.max)
        if belongs and last and (_only_negative(last) or says_nothing(last) != of.nothing):
            names.add(point.name)
    return frozenset(names)


def _by_changes(noted: Sequence[tuple[date, str]]) -> tuple[Regimen, ...]:
    starts: list[tuple[date, str]] = []
    for day, text in noted:
        if text and (not starts or _normalised(text) != _normalised(starts[-1][1])):
            starts.append((day, text))
    ends = [*(day for day, _ in starts[1:]), None]
    return tuple(
        Regimen(day=day, end=end, text=text) for (day, text), end in zip(starts, ends, strict=False)
    )


def _is_pause(
    points: Sequence[HistoryNight], before: Regimen, nothing: Regimen, after: Regimen
) -> bool:
    nights = sum(nothing.day <= point.day < after.day for point in points)
    alike = _normalised(before.text) == _normalised(after.text)
    return nothing.nothing and alike and nights < FEWEST_NIGHTS


def _medication_of(point: HistoryNight) -> str:
    return (point.notes.medication or "").strip()


def _only_negative(text: str) -> bool:
    """Return whether a note only says what was not taken."""
    return text != "" and was_taken(text) is None


def _normalised(text: str) -> str:
    """Normalise a note: "none" and "keine" become one word, as do "0,25mg" and "0.25 MG"."""
    if says_nothing(text):
        return ""
    plain = re.sub(r"(?<=\d),(?=\d)", ".", text.casefold())
    return " ".join(re.findall(r"\d+(?:[.:]\d+)*|[^\W\d]+|[^\w\s.,;:!()]", plain))
