"""Factors of a night by its notes: with, without, or not noted."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from limbwatch.cli.night.answers.answer_words import says_nothing, was_taken
from limbwatch.cli.night.answers.notes import DayNotes

_LATE: Final = "14:00"
"""Caffeine from this time on counts as late."""
_STRESSED: Final = 5
"""Stress from this value on counts."""
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """Something that a night is with or without."""

    key: str
    """Name in commands and addresses."""
    name: str
    """Name in words, as in "nights with caffeine"."""
    noted: Callable[[DayNotes], bool | None]
    """Takes the notes of a night; True with, False without, None when the notes do not say."""


def _if_noted(value: _Told | None, judge: Callable[[_Told], bool | None]) -> bool | None:
    return None if value is None else judge(value)


def _late_caffeine(notes: DayNotes) -> bool | None:
    if notes.caffeine == 0:
        return False
    if notes.caffeine_last is None:
        return None
    return re.sub(r"^(\d):", r"0\1:", notes.caffeine_last) >= _LATE


FACTORS: Final = (
    Factor(key="caffeine", name="caffeine", noted=lambda notes: _if_noted(notes.caffeine, bool)),
    Factor(key="late_caffeine", name=f"caffeine after {_LATE}", noted=_late_caffeine),
    Factor(key="alcohol", name="alcohol", noted=lambda notes: _if_noted(notes.alcohol, bool)),
    Factor(
        key="stress",
        name=f"stress of {_STRESSED} or more",
        noted=lambda notes: _if_noted(notes.stress, lambda stress: stress >= _STRESSED),
    ),
    Factor(
        key="exercise",
        name="exercise in the evening",
        noted=lambda notes: _if_noted(notes.exercise, lambda when: when == "evening"),
    ),
    Factor(
        key="medication",
        name="medication",
        noted=lambda notes: _if_noted(notes.medication, was_taken),
    ),
    Factor(
        key="nutrition",
        name="noted food or minerals",
        noted=lambda notes: _if_noted(notes.nutrition, lambda food: not says_nothing(food)),
    ),
    Factor(key="sleep_debt", name="sleep debt", noted=lambda notes: notes.sleep_debt),
    Factor(key="irregular", name="an unusual bedtime", noted=lambda notes: notes.irregular),
)
"""The triggers that public advice on twitching in sleep names."""
