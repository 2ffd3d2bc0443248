"""``wearer.json``: who wore the sensors and their answers, for the doctor's pages.

The file lies beside the nights of one person. No report, page of many nights or export contains any
of it. The local page asks for it, and uses the year of birth to point out a child's night that was
judged as an adult's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.night.answers.answer_file import AnswerFields, AnswerFile, check_text
from limbwatch.cli.night.answers.answer_words import kept_word, typed_words
from limbwatch.cli.night.answers.questions import ANSWERS, KEYS
from limbwatch.cli.night.folder import SESSION, WEARER
from limbwatch.sensor.bounds import BOUNDS

SCHEMA: Final = "limbwatch.wearer/1"
WEARER_BEFORE: Final = ".wearer-before.json"
"""Copy of the file before the last change, to undo it."""
SEXES: Final = ("female", "male", "other")
_LONGEST_TEXT: Final = 2000
"""Longest text accepted, characters."""
_OLDEST_YEARS: Final = 125
"""Highest age accepted, years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WearerFacts(AnswerFields):
    """The wearer's facts at the head of the doctor's pages. None means not answered.

    Raises
    ------
    ValueError
        If a value is impossible.
    """

    name: str | None = None
    """Name, or a number by which the doctor knows the person."""
    birth_year: int | None = None
    sex: str | None = None
    """``female``, ``male`` or ``other``."""
    reason: str | None = None
    """Reason for recording the nights."""
    medicines: str | None = None
    """Regular medicines: dose, times, and since when."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """``yes``, ``no`` or ``unsure`` by the key of the question."""
    changed: str | None = None
    """ISO date of the last change."""

    def __post_init__(self) -> None:
        for name in ("name", "reason", "medicines"):
            check_text(name, getattr(self, name), longest=_LONGEST_TEXT)
        _check_year(self.birth_year)
        if self.sex is not None and self.sex not in SEXES:
            raise ValueError(f"sex is one of {typed_words(SEXES)}, not {self.sex!r}")
        if not isinstance(self.answers, Mapping):
            raise ValueError("answers are a table of keys and answers")  # noqa: TRY004
        for key, answer in self.answers.items():
            if key not in KEYS:
                raise ValueError(
                    f"there is no question {key!r}; the questions are {', '.join(KEYS)}"
                )
            if answer not in ANSWERS:
                raise ValueError(f"{key} is answered {typed_words(ANSWERS)}, not {answer!r}")
        if self.changed is not None:
            date.fromisoformat(self.changed)

    def age_in(self, year: int) -> float | None:
        """Return the age reached in a year; None if the year of birth is unknown or later."""
        known = self.birth_year is not None and self.birth_year <= year
        return float(year - (self.birth_year or 0)) if known else None


FACTS: Final = ("name", "birth_year", "sex", "reason", "medicines")
"""Fields other than the answers to questions."""
LABELS: Final[Mapping[str, str]] = {
    "name": "Name or number",
    "birth_year": "Year of birth",
    "sex": "Sex",
    "reason": "Reason for recording",
    "medicines": "Medicines, with times",
}
"""Label of each fact for a person."""


def wearer_file(night: Path) -> AnswerFile[WearerFacts]:
    """Return the file about the wearer of a night, existing or not.

    It lies in the folder of the person's nights; above the folders of sessions, if there are any.
    """
    nights = night.resolve().parent
    path = (nights.parent if nights.name.startswith(SESSION) else nights) / WEARER
    return AnswerFile(
        path=path,
        before=path.with_name(WEARER_BEFORE),
        schema=SCHEMA,
        make=lambda content: WearerFacts(**content),
    )


def read_wearer(night: Path) -> WearerFacts:
    """Read the facts about the wearer of a night; empty without a file.

    Raises
    ------
    CommandError
        If the file is damaged.
    """
    return wearer_file(night).read()


def changed_wearer(before: WearerFacts, told: Mapping[str, str]) -> WearerFacts:
    """Change facts and answers by name; an empty text removes a field.

    Answers are accepted in any supported language.

    Raises
    ------
    ValueError
        If a name is unknown or a value impossible.
    """
    facts: dict[str, Any] = {}
    answers = dict(before.answers)
    for key, text in told.items():
        value = text.strip()
        if key == "sex":
            facts[key] = kept_word(value, SEXES) or None
        elif key in FACTS:
            facts[key] = _parse_year(value) if key == "birth_year" and value else value or None
        elif key in KEYS:
            answers.pop(key, None)
            if value:
                answers[key] = kept_word(value, ANSWERS)
        else:
            fields = ", ".join((*FACTS, *KEYS))
            raise ValueError(f"there is no field {key!r}; the fields are {fields}")
    return replace(before, **facts, answers=answers)


def flat_wearer(wearer: WearerFacts) -> dict[str, Any]:
    """Return facts and answers by name, without the date of the change."""
    return {name: wearer.answered[name] for name in FACTS if name in wearer.answered} | dict(
        wearer.answers
    )


def change_wearer(
    night: Path, answers: Mapping[str, str], *, today: date
) -> tuple[WearerFacts, WearerFacts]:
    """Change the facts about a wearer as `changed_wearer` does; return them before and after.

    Raises
    ------
    CommandError
        If the file is damaged or cannot be written.
    ValueError
        As for `changed_wearer`.
    """

    def make(before: WearerFacts) -> WearerFacts:
        after = changed_wearer(before, answers)
        return before if after == before else dated_facts(today, after)

    return wearer_file(night).change(make)


def dated_facts(today: date, wearer: WearerFacts) -> WearerFacts:
    """Return the facts with the date on which they were given."""
    return replace(wearer, changed=today.isoformat())


def _parse_year(text: str) -> int:
    this = date.today().year  # noqa: DTZ011 - a year needs no zone
    try:
        year = int(text)
    except ValueError:
        raise ValueError(f"birth_year is a year like 1961, not {text[:40]!r}") from None
    if year > this:
        raise ValueError(f"birth_year is a year up to {this}, not {text[:40]}")
    return year


def _check_year(value: object) -> None:
    if value is None:
        return
    first = date.today().year - _OLDEST_YEARS  # noqa: DTZ011 - a year needs no zone
    # not the present year: a clock that was set back must not invalidate a file
    last = BOUNDS.years.stop - 1
    if isinstance(value, bool) or not isinstance(value, int) or not first <= value <= last:
        raise ValueError(f"birth_year is a year from {first} on, not {value!r}")
