"""What the page may tell: notes of the day, facts of the person; checked before they are written.

A page lies open while a terminal, another window or another person tells something too. So it
sends what was changed on it alone, and beside it what it showed: what was told elsewhere meanwhile
stays, and where both changed one field, nothing is written and that is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.typed_numbers import typed_number
from limbwatch.cli.night.answers.notes import (
    FIELDS,
    LABELS,
    DayNotes,
    check_caffeine,
    notes_file,
    told_words,
)
from limbwatch.cli.night.answers.questions import QUESTIONS
from limbwatch.cli.night.answers.wearer import (
    FACTS,
    WearerFacts,
    changed_wearer,
    flat_wearer,
    told_on,
    wearer_file,
)
from limbwatch.cli.night.answers.wearer import LABELS as FACT_LABELS

_NUMBERS: Final = ("caffeine", "alcohol", "stress")
_LONGEST_WORDS: Final = 60
"""Of a value that is told in a message; who wrote a page of text knows it by its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a page asks: fields to change, or to take the last change back."""

    told: Mapping[str, Any] | None
    """None to take back."""
    shown: Mapping[str, Any] | None
    """What the page showed; None of a page that does not say."""


def note(folder: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Change the notes of a night, or take the last change back.

    Parameters
    ----------
    asked : mapping
        ``{"told": {"stress": 4, "text": null}, "shown": {"text": "late"}}``: fields of `DayNotes`
        that were changed, null for those to forget, and all that the page showed; or fields
        alone, which replace all that is noted. ``{"undo": true}``, with or without ``shown``,
        brings back the notes before the last change, and asked again, those after it.

    Returns
    -------
    dict
        ``changed``, and ``elsewhere``, in words, where other fields were changed meanwhile.

    Raises
    ------
    CommandError
        If they are damaged or cannot be written.
    ValueError
        If a field is unknown or impossible, or was changed elsewhere; then nothing is written.
    """
    given = _understood(asked)
    if given.told is None:
        undone = notes_file(folder).undo(lambda now: _check_undo(given.shown, now.told, _noted))
        return {"changed": undone}
    unknown = set(given.told) - set(FIELDS)
    if unknown:
        raise ValueError(f"there is no field {sorted(unknown)[0]!r}")
    told = {name: _read(name, value) for name, value in given.told.items()}

    def make(now: DayNotes) -> DayNotes:
        after = DayNotes(**told) if given.shown is None else replace(now, **told)
        _elsewhere(given, now.told, after.told, _noted)
        if "caffeine" in told or "caffeine_last" in told:
            check_caffeine(after.caffeine, after.caffeine_last)
        return after

    now, after = notes_file(folder).change(make)
    return {"changed": after != now} | _elsewhere(given, now.told, after.told, _noted)


def tell(folder: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Change what is told of the person of a night, or take the last change back.

    Parameters
    ----------
    asked : mapping
        Facts and answers as texts, by their names, alone or as `note` takes them; an empty one is
        forgotten, and what is not named stays. ``{"undo": true}`` as there.

    Returns
    -------
    dict
        As `note` gives.

    Raises
    ------
    CommandError
        If the file is damaged or cannot be written.
    ValueError
        If a field is unknown or impossible, or was changed elsewhere; then nothing is written.
    """
    given = _understood(asked)
    if given.told is None:
        undone = wearer_file(folder).undo(
            lambda now: _check_undo(given.shown, flat_wearer(now), _answered)
        )
        return {"changed": undone}
    told = given.told
    strange = next((key for key, value in told.items() if not isinstance(value, str)), None)
    if strange is not None:
        raise ValueError(f"{strange} is a text, not {str(told[strange])[:40]!r}")
    today = date.today()  # noqa: DTZ011 - the wearer's own day

    def make(now: WearerFacts) -> WearerFacts:
        after = changed_wearer(now, told)
        _elsewhere(given, flat_wearer(now), flat_wearer(after), _answered)
        return now if after == now else told_on(today, after)

    now, after = wearer_file(folder).change(make)
    elsewhere = _elsewhere(given, flat_wearer(now), flat_wearer(after), _answered)
    return {"changed": after != now} | elsewhere


def _understood(asked: Mapping[str, Any]) -> _Asked:
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
    """Read a number that was typed as people write it, with a point or a comma."""
    return typed_number(name, value) if name in _NUMBERS and isinstance(value, str) else value


_Words = Callable[[str, Any], tuple[str, str]]
"""Puts a field and its value into words."""


def _noted(name: str, value: Any) -> tuple[str, str]:
    return tr(LABELS[name]), tr("nothing") if value is None else told_words(name, value)


def _answered(name: str, value: Any) -> tuple[str, str]:
    asked = {one.key: one.short for one in QUESTIONS}
    words = str(value) if name in FACTS and name != "sex" else tr(str(value))
    return tr(FACT_LABELS.get(name) or asked[name]), tr("nothing") if value is None else words


def _changed(shown: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Name the fields that are not as a page showed them."""
    return [name for name in dict.fromkeys((*now, *shown)) if shown.get(name) != now.get(name)]


def _elsewhere(
    given: _Asked, now: Mapping[str, Any], after: Mapping[str, Any], words: _Words
) -> dict[str, str]:
    """Say what was changed elsewhere and stays; refuse what was changed there and here."""
    if given.shown is None or given.told is None:
        return {}
    others = _changed(given.shown, now)
    for name in others:
        if name in given.told and after.get(name) != now.get(name):
            field, theirs = words(name, now.get(name))
            raise ValueError(
                f"{field} was changed elsewhere to {_short(theirs)}, after this page was opened: "
                "nothing was saved. Copy what you wrote, load the page again, and write it there"
            )
    kept = [words(name, now.get(name)) for name in others if name not in given.told and name in now]
    gone = [name for name in others if name not in given.told and name not in now]
    kept += [words(name, None) for name in gone]
    text = "; ".join(f"{field}: {_short(value)}" for field, value in kept)
    return {"elsewhere": text} if text else {}


def _check_undo(shown: Mapping[str, Any] | None, now: Mapping[str, Any], words: _Words) -> None:
    """Refuse to take back what the page has not shown."""
    others = [] if shown is None else _changed(shown, now)
    if others:
        field, theirs = words(others[0], now.get(others[0]))
        raise ValueError(
            f"{field} was changed elsewhere to {_short(theirs)}, after this page was opened: "
            "nothing was taken back. Load the page again, look, and take it back there"
        )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else f"{text[:_LONGEST_WORDS]}..."
