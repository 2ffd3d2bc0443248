"""The forms of what may go wrong, and what recognises them.

They are read out of the sources by ``benchmarks.translations``, with the words that may stand in
their placeholders, and lie beside the catalogues. What the parser of the command line says is among
them, and what the system and libraries say of a file.
"""

import re
from collections.abc import Iterable
from functools import cache
from string import Formatter
from typing import Final, NamedTuple

from limbwatch.cli.language.others import OTHERS
from limbwatch.cli.language.usage import REFUSALS

FORMS_FILE: Final = "errors.json"
_NUMBER: Final = r" *-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|-?inf"
_QUOTED: Final = r"'.*?'|\".*?\"|-?\d.*?|None|True|False|[\[({].*?[\])}]"
_FIRST: Final = 2
"""Letters by which forms are looked up."""
_NESTED: Final = 2
"""Forms within forms that are looked for at once."""


class TroubleForm(NamedTuple):
    """A form of an error: what recognises it, cheapest first."""

    message: str
    begins: str
    ends: str
    longest: str
    """Longest text of its own."""
    pattern: str
    strict: str
    """What recognises it where its placeholders hold nothing but what the sources put there."""
    places: dict[str, tuple[bool, bool]]
    """Whether a placeholder holds a quoted value, and whether a figure."""
    words: dict[str, list[str]]
    """Texts that may stand in a placeholder, forms among them."""


@cache
def whole_texts() -> frozenset[str]:
    """Give the texts that have no placeholders and stand by themselves."""
    return frozenset(form for form in _all()["forms"] if "{" not in form)


def forms_alone(text: str) -> tuple[TroubleForm, ...]:
    """Give the forms that stand by themselves and that a text may have by its beginning."""
    known = _by_beginning()
    return (*known.get(text[:_FIRST], ()), *known[""])


@cache
def _by_beginning() -> dict[str, tuple[TroubleForm, ...]]:
    known: dict[str, list[str]] = {"": []}
    for form in _all()["forms"]:
        if "{" in form:
            begins = form.partition("{")[0][:_FIRST]
            known.setdefault(begins if len(begins) == _FIRST else "", []).append(form)
    return {begins: _sorted(forms) for begins, forms in known.items()}


@cache
def forms_of(words: tuple[str, ...]) -> tuple[TroubleForm, ...]:
    """Give the forms among words that may stand in a placeholder."""
    return _sorted(one for one in words if "{" in one)


def joins(text: str) -> bool:
    """Tell whether words stand between several things: `` or ``."""
    return text[0] == text[-1] == " "


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile what recognises a form."""
    # when a text begins and ends as its form does: to compile all takes longer than to start
    # a text of one line is never told in several, but for a list of choices
    return re.compile(pattern, re.DOTALL if "\\\n" in pattern else 0)


@cache
def _all() -> dict[str, dict[str, dict[str, list[str]]]]:
    # loaded for other languages alone, and there when something is said: a start takes no longer
    import json
    from importlib import resources

    place = resources.files("limbwatch.cli.language").joinpath("catalogues", FORMS_FILE)
    kept: dict[str, dict[str, dict[str, list[str]]]] = json.loads(place.read_text("utf-8"))
    kept["forms"] |= {form: {} for form in (*REFUSALS, *OTHERS)}
    return kept


def _sorted(forms: Iterable[str]) -> tuple[TroubleForm, ...]:
    return tuple(sorted(map(_form, forms), key=lambda form: -_says(form.message)))


def _says(message: str) -> int:
    """Count the letters of a form that are its own."""
    return sum(len(said) for said, *_ in Formatter().parse(message))


@cache
def _form(message: str) -> TroubleForm:
    words = _words_in(message)
    pattern = strict = ""
    places: dict[str, tuple[bool, bool]] = {}
    said: list[str] = [""]
    for literal, name, spec, kind in Formatter().parse(message):
        said[-1] += literal
        pattern += re.escape(literal)
        strict += re.escape(literal)
        if name is not None:
            places[name] = (bool(kind), bool(spec))
            held = _held(spec, kind)
            pattern += f"(?P<{name}>{held})"
            strict += f"(?P<{name}>{_one_of_words(words[name]) if name in words else held})"
            said.append("")
    longest = max(said, key=len)
    return TroubleForm(message, said[0], said[-1], longest, pattern, strict, places, words)


def _words_in(message: str) -> dict[str, list[str]]:
    kept = _all()
    return kept["forms"].get(message) or kept["parts"].get(message, {})


def _held(spec: str | None, kind: str | None) -> str:
    return f"(?:{_QUOTED if kind else _NUMBER})" if kind or spec else ".*?"


def _one_of_words(words: Iterable[str], depth: int = _NESTED) -> str:
    if not depth or any(map(joins, words)):
        return ".*?"
    each = (_inner(one, depth - 1) for one in sorted(words, key=len, reverse=True))
    return f"(?:{'|'.join(each)})?"


def _inner(message: str, depth: int) -> str:
    """Write what recognises a form within another."""
    words = _words_in(message)
    pattern = ""
    for said, name, spec, kind in Formatter().parse(message):
        pattern += re.escape(said)
        if name is not None:
            pattern += _one_of_words(words[name], depth) if name in words else _held(spec, kind)
    return pattern
