"""What the notes of a day say of a night: with a thing, without it, or not told."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from limbwatch.cli.night.answers.answer_words import says_nothing, was_taken
from limbwatch.cli.night.answers.notes import DayNotes

_LATE: Final = "14:00"
_STRESSED: Final = 5
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """Something that a night was with or without."""

    key: str
    """How a command or an address asks for it."""
    name: str
    """In words, as in "nights with caffeine"."""
    told: Callable[[DayNotes], bool | None]
    """Takes the notes of a night; True with, False without, None when they do not tell."""


def _if_told(value: _Told | None, tell: Callable[[_Told], bool | None]) -> bool | None:
    return None if value is None else tell(value)


def _late(notes: DayNotes) -> bool | None:
    if notes.caffeine == 0:
        return False
    if notes.caffeine_last is None:
        return None
    return re.sub(r"^(\d):", r"0\1:", notes.caffeine_last) >= _LATE


FACTORS: Final = (
    Factor(key="caffeine", name="caffeine", told=lambda notes: _if_told(notes.caffeine, bool)),
    Factor(key="late_caffeine", name=f"caffeine after {_LATE}", told=_late),
    Factor(key="alcohol", name="alcohol", told=lambda notes: _if_told(notes.alcohol, bool)),
    Factor(
        key="stress",
        name=f"stress of {_STRESSED} or more",
        told=lambda notes: _if_told(notes.stress, lambda stress: stress >= _STRESSED),
    ),
    Factor(
        key="exercise",
        name="exercise in the evening",
        told=lambda notes: _if_told(notes.exercise, lambda when: when == "evening"),
    ),
    Factor(
        key="medication",
        name="medication",
        told=lambda notes: _if_told(notes.medication, was_taken),
    ),
    Factor(
        key="nutrition",
        name="noted food or minerals",
        told=lambda notes: _if_told(notes.nutrition, lambda food: not says_nothing(food)),
    ),
    Factor(key="sleep_debt", name="sleep debt", told=lambda notes: notes.sleep_debt),
    Factor(key="irregular", name="an unusual bedtime", told=lambda notes: notes.irregular),
)
"""The triggers that public advice on twitching in sleep names."""
