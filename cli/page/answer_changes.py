"""Notes of a day and facts of a person that the page sends, checked before they are written.

A page may lie open while a terminal, another window or another person changes the same things. So
it sends only the fields changed on it, together with all values it showed: fields changed elsewhere
in the meantime stay, and where both sides changed one field, nothing is written and the page says
so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.typed_numbers import typed_number
from limbwatch.cli.night.answers.answer_file import AnswerFile, T
from limbwatch.cli.night.answers.notes import (
    FIELDS,
    LABELS,
    DayNotes,
    answer_words,
    check_caffeine,
    notes_file,
)
from limbwatch.cli.night.answers.questions import QUESTIONS
from limbwatch.cli.night.answers.wearer import (
    FACTS,
    WearerFacts,
    changed_wearer,
    dated_facts,
    flat_wearer,
    wearer_file,
)
from limbwatch.cli.night.answers.wearer import LABELS as FACT_LABELS

_NUMBERS: Final = ("caffeine", "alcohol", "stress")
_LONGEST_WORDS: Final = 60
"""Letters of a value quoted in a message; a longer text is known by its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A request of the page: fields to change, or the last change to take back."""

    told: Mapping[str, Any] | None
    """Fields to change; None to take the last change back."""
    shown: Mapping[str, Any] | None
    """Values that the page showed; None when it does not say."""


def change_notes(folder: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Change the notes of a night, or take back the last change.

    What is asked is ``{"told": {"stress": 4, "text": null}, "shown": {"text": "late"}}``: fields of
    `DayNotes` that were changed, null for those to forget, and all that the page showed; or fields
    alone, which replace all that is noted. ``{"undo": true}``, with or without ``shown``, restores
    the notes before the last change, and asked again, those after it.

    Return ``changed``, and ``elsewhere``, in words, if other fields were changed in the meantime.

    Raises
    ------
    CommandError
        If the notes are damaged or cannot be written.
    ValueError
        If a field is unknown or impossible, or was changed elsewhere; then nothing is written.
    """
    request = _parse(asked)
    asked_fields = request.told or {}
    unknown = set(asked_fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"there is no field {sorted(unknown)[0]!r}")
    told = {name: _read(name, value) for name, value in asked_fields.items()}

    def make(now: DayNotes) -> DayNotes:
        return DayNotes(**told) if request.shown is None else replace(now, **told)

    def check(after: DayNotes) -> None:
        if "caffeine" in told or "caffeine_last" in told:
            check_caffeine(after.caffeine, after.caffeine_last)

    flat = attrgetter("answered")
    return _change(notes_file(folder), request, make, check, flat=flat, words=_note_words)


def change_wearer(folder: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Change the facts of the person of a night, or take back the last change.

    Facts and answers are texts, by name, alone or as `change_notes` takes them; an empty one is
    removed, and one that is not named stays. What is returned, and an undo, are as there.

    Raises
    ------
    CommandError
        If the file is damaged or cannot be written.
    ValueError
        If a field is unknown or impossible, or was changed elsewhere; then nothing is written.
    """
    request = _parse(asked)
    told = request.told or {}
    strange = next((key for key, value in told.items() if not isinstance(value, str)), None)
    if strange is not None:
        raise ValueError(f"{strange} is a text, not {str(told[strange])[:40]!r}")
    today = date.today()  # noqa: DTZ011 - the wearer's own day

    def make(now: WearerFacts) -> WearerFacts:
        after = changed_wearer(now, told)
        return now if after == now else dated_facts(today, after)

    return _change(wearer_file(folder), request, make, flat=flat_wearer, words=_fact_words)


def _change(
    file: AnswerFile[T],
    request: _Asked,
    make: Callable[[T], T],
    check: Callable[[T], None] = lambda _after: None,
    *,
    flat: Callable[[T], Mapping[str, Any]],
    words: "_Words",
) -> dict[str, Any]:
    """Change a file of answers, or take back its last change, unless it was changed elsewhere."""
    if request.told is None:
        return {"changed": file.undo(lambda now: _check_undo(request.shown, flat(now), words))}

    def make_checked(now: T) -> T:
        after = make(now)
        _changed_elsewhere(request, flat(now), flat(after), words)
        check(after)
        return after

    now, after = file.change(make_checked)
    elsewhere = _changed_elsewhere(request, flat(now), flat(after), words)
    return {"changed": after != now} | elsewhere


def _parse(asked: Mapping[str, Any]) -> _Asked:
    rest, shown = dict(asked), None
    if "shown" in rest:
        shown = rest.pop("shown")
        if not isinstance(shown, Mapping):
            raise ValueError(f"shown is a table of fields, not {str(shown)[:40]!r}")
    if rest.get("undo") is True and len(rest) == 1:
        return _Asked(told=None, shown=shown)
    if shown is None:
        return _Asked(told=rest, shown=None)
    told = rest.get("told")
    if not isinstance(told, Mapping):
        raise ValueError(f"told is a table of fields, not {str(told)[:40]!r}")  # noqa: TRY004
    return _Asked(told=told, shown=shown)


def _read(name: str, value: Any) -> Any:
    """Parse a number typed by a person, with a decimal point or comma."""
    return typed_number(name, value) if name in _NUMBERS and isinstance(value, str) else value


_Words = Callable[[str, Any], tuple[str, str]]
"""Puts the name and the value of a field into words."""


def _note_words(name: str, value: Any) -> tuple[str, str]:
    return tr(LABELS[name]), tr("nothing") if value is None else answer_words(name, value)


def _fact_words(name: str, value: Any) -> tuple[str, str]:
    questions = {question.key: question.short for question in QUESTIONS}
    words = str(value) if name in FACTS and name != "sex" else tr(str(value))
    return tr(FACT_LABELS.get(name) or questions[name]), tr("nothing") if value is None else words


def _differing(shown: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the names of fields that differ from what a page showed."""
    return [name for name in dict.fromkeys((*now, *shown)) if shown.get(name) != now.get(name)]


def _changed_elsewhere(
    request: _Asked, now: Mapping[str, Any], after: Mapping[str, Any], words: _Words
) -> dict[str, str]:
    """Say which other fields changed elsewhere; refuse one that changed both there and here."""
    if request.shown is None or request.told is None:
        return {}
    others = _differing(request.shown, now)
    for name in others:
        if name in request.told and after.get(name) != now.get(name):
            field, theirs = words(name, now.get(name))
            raise ValueError(
                f"{field} was changed elsewhere to {_short(theirs)}, after this page was opened: "
                "nothing was saved. Copy what you wrote, reload the page, and write it there"
            )
    kept = [
        words(name, now.get(name)) for name in others if name not in request.told and name in now
    ]
    gone = [name for name in others if name not in request.told and name not in now]
    kept += [words(name, None) for name in gone]
    text = "; ".join(f"{field}: {_short(value)}" for field, value in kept)
    return {"elsewhere": text} if text else {}


def _check_undo(shown: Mapping[str, Any] | None, now: Mapping[str, Any], words: _Words) -> None:
    """Refuse to take back a change that the page has not shown."""
    others = [] if shown is None else _differing(shown, now)
    if others:
        field, theirs = words(others[0], now.get(others[0]))
        raise ValueError(
            f"{field} was changed elsewhere to {_short(theirs)}, after this page was opened: "
            "nothing was taken back. Reload the page, look, and take it back there"
        )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else f"{text[:_LONGEST_WORDS]}..."
