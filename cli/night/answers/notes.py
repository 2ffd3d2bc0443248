"""``notes.json``: the wearer's notes on the day before a night."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.typed_clocks import read_time
from limbwatch.cli.language.typed_numbers import with_point
from limbwatch.cli.night.answers.answer_file import AnswerFields, AnswerFile, check_text
from limbwatch.cli.night.answers.answer_words import typed_words, was_taken
from limbwatch.cli.night.folder import NOTES

NOTES_BEFORE = ".notes-before.json"
"""Copy of the notes before the last change, to undo it."""
SCHEMA = "limbwatch.notes/1"
EXERCISE: Final = ("none", "morning", "afternoon", "evening")
MOST_STRESS: Final = 10
"""Highest value on the scale of stress."""
_MOST_DISCOMFORT: Final = 100.0
"""Highest value on the scale of the suggested immobilisation test, a line of 100 mm."""
_MOST_ANSWERS: Final = 24
"""Most values of discomfort: one for every five minutes of the longest test."""
_SEPARATED: Final = re.compile(r"[\s,;]+")
_MOST_SERVINGS: Final = 100.0
"""Most servings or drinks accepted in a day."""
_LONGEST_TEXT: Final = 20_000
"""Longest text accepted, characters."""
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d+)?")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNotes(AnswerFields):
    """Notes on a day: a few countable fields and free text. None means not answered.

    The fields are the triggers that public advice on twitching in sleep names.

    Raises
    ------
    ValueError
        If a value is impossible.
    """

    caffeine: float | None = None
    """Servings of coffee, tea, cola or energy drink; 0 is none."""
    caffeine_last: str | None = None
    """Time of the last serving, ``16:30``."""
    alcohol: float | None = None
    """Standard drinks of alcohol."""
    stress: int | None = None
    """Stress from 0 (none) to 10 (worst imaginable)."""
    exercise: str | None = None
    """Latest exercise of the day: ``none``, ``morning``, ``afternoon`` or ``evening``."""
    medication: str | None = None
    """Medication taken, and when."""
    nutrition: str | None = None
    """Unusual meals and minerals: iron, magnesium, fasting, little fluid."""
    sleep_debt: bool | None = None
    """Whether sleep had been too short recently."""
    irregular: bool | None = None
    """Whether bedtime was far from the usual one, as with shifts or travel."""
    text: str | None = None
    """Free text."""
    discomfort: str | None = None
    """Discomfort of the legs in an immobilisation test: a number from 0 (none) to 100 (worst
    imaginable) for every five minutes, ``0,10,25``."""

    def __post_init__(self) -> None:
        for name in ("caffeine", "alcohol"):
            _check_number(name, getattr(self, name), most=_MOST_SERVINGS)
        _check_number("stress", self.stress, most=MOST_STRESS)
        if self.stress is not None and not isinstance(self.stress, int):
            raise ValueError(f"stress is a whole number from 0 to {MOST_STRESS}, not {self.stress}")
        if self.caffeine_last is not None and not _TIME.fullmatch(str(self.caffeine_last)):
            raise ValueError(f"caffeine was last at a time like 16:30, not {self.caffeine_last}")
        if self.exercise is not None and self.exercise not in EXERCISE:
            raise ValueError(f"exercise is one of {typed_words(EXERCISE)}, not {self.exercise}")
        for name in ("medication", "nutrition", "text"):
            check_text(name, getattr(self, name), longest=_LONGEST_TEXT)
        for name in ("sleep_debt", "irregular"):
            if not isinstance(value := getattr(self, name), bool | None):
                raise ValueError(f"{name} is true or false, not {value!r}")  # noqa: TRY004
        _check_discomfort(self.discomfort)

    @property
    def discomforts(self) -> tuple[float, ...]:
        """Answers of an immobilisation test; empty if there are none."""
        return tuple(float(one) for one in _SEPARATED.split((self.discomfort or "").strip()) if one)

    @property
    def mean_discomfort(self) -> float | None:
        """Mean of the answers, 0 to 100; None if there are none."""
        answers = self.discomforts
        return sum(answers) / len(answers) if answers else None


FIELDS: Final = tuple(field.name for field in fields(DayNotes))
"""Names of all fields, in order."""

LABELS: Final[Mapping[str, str]] = {
    "caffeine": "Caffeine, servings",
    "caffeine_last": "Last caffeine",
    "alcohol": "Alcohol, drinks",
    "stress": "Stress, 0 to 10",
    "exercise": "Exercise",
    "medication": "Medication",
    "nutrition": "Food and minerals",
    "sleep_debt": "Short of sleep",
    "irregular": "Unusual bedtime",
    "text": "Note",
    "discomfort": "Leg discomfort",
}
"""Label of each field for a person."""


def caffeine(text: str) -> tuple[float, str | None]:
    """Parse ``2@16:30``, ``1,5`` or ``0``: servings, and the time of the last one.

    Raises
    ------
    ValueError
        If it has another form or is ambiguous, as 1,500.
    """
    servings, _, typed = text.partition("@")
    written = with_point("caffeine", servings)
    try:
        number = float(written)
    except ValueError:
        raise ValueError(f"caffeine is servings@time, as in 2@16:30, not {text!r}") from None
    try:
        last = f"{read_time(typed):%H:%M}" if typed else None
    except ValueError as error:
        raise ValueError(f"the time of the last caffeine: {error}") from None
    check_caffeine(number, last)
    return number, last


def check_caffeine(servings: float | None, last: str | None) -> None:
    """Raise a ValueError for a last serving on a day without caffeine."""
    if servings == 0 and last is not None:
        raise ValueError(
            f"caffeine 0 means none, so there was no last one at {last}: say how many, or leave "
            "out the time"
        )


def read_notes(night: Path) -> DayNotes:
    """Read the notes of a night; empty notes without a file.

    Raises
    ------
    CommandError
        If the file is damaged.
    """
    return notes_file(night).read()


def notes_file(night: Path) -> AnswerFile[DayNotes]:
    """Return the notes file of a night, existing or not."""
    return AnswerFile(
        path=night / NOTES, before=night / NOTES_BEFORE, schema=SCHEMA, make=_from_content
    )


def _from_content(content: dict[str, Any]) -> DayNotes:
    """Build notes from a file's content, ignoring fields that a later version may have added."""
    return DayNotes(**{name: content[name] for name in FIELDS if name in content})


def readable(notes: DayNotes) -> list[tuple[str, str]]:
    """Return label and value, in words, of each field with an answer."""
    return [(tr(LABELS[name]), answer_words(name, value)) for name, value in notes.answered.items()]


def counted_as(medication: str) -> str:
    """Return on which side of a comparison the noted medication puts a night."""
    match was_taken(medication):
        case True:
            return tr("For comparisons this is a night with medication.")
        case False:
            return tr("For comparisons this is a night without medication.")
        case None:
            return tr(
                "This says what was not taken, or that it is not known, but not whether anything "
                "else was: in comparisons the night is on neither side. Say what was taken, or "
                '"none".'
            )


def answer_words(name: str, value: object) -> str:
    """Return the value of a field in words."""
    if name == "exercise":  # the only choice from our list: all other text is the person's
        return tr(str(value))
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return decimal(f"{value:g}") if isinstance(value, float) else str(value)


def _check_number(name: str, value: object, *, most: float) -> None:
    if value is None:
        return
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= float(str(value)) <= most:
        raise ValueError(f"{name} is a number from 0 to {most:g}, not {value!r}")


def _check_discomfort(text: object) -> None:
    check_text("discomfort", text, longest=_LONGEST_TEXT)
    if not isinstance(text, str):
        return
    answers = [one for one in _SEPARATED.split(text.strip()) if one]
    if not 1 <= len(answers) <= _MOST_ANSWERS + 1:
        raise ValueError(
            f"discomfort is 1 to {_MOST_ANSWERS + 1} numbers, as in 0,10,25, not {len(answers)}"
        )
    for one in answers:
        if not _NUMBER.fullmatch(one) or float(one) > _MOST_DISCOMFORT:
            raise ValueError(f"discomfort is numbers from 0 to 100, as in 0,10,25, not {one!r}")
