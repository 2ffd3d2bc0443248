"""Sentences that the files of a scored night hold, translated into the current language.

Findings and reasons are written once, in English, when a night is scored, and stay English in its
files. Each has one of the forms in `FORMS`, filled with figures: a sentence is split into its form
and its figures, and composed again in the other language. A sentence without a form, as in nights
of other versions, is shown as it is.
"""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from limbwatch.cli.language.forms import FORMS
from limbwatch.cli.language.spoken import ENGLISH, decimal, language, tr

_PLACE: Final = re.compile(r"\{(\w+)\}")
_NUMBER: Final = r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?|nan|inf"
_WORD_PLACES: Final = frozenset(
    {"limbs", "what", "rest", "how", "steps", "seen", "other", "sleep", "by", "where"}
)
"""Placeholders that hold words with a form of their own; all others hold figures."""
_LIMB: Final = r"(?:(?:left|right) )?(?:ankle|wrist)"
_LIMBS: Final = rf"{_LIMB}(?:(?:, | and ){_LIMB})*|\d+ of \d+ limbs|the one limb with a sensor"
_CLOCK: Final = r"\d\d:\d\d:\d\d"
_PATTERNS: Final = {"limbs": _LIMBS, "time": _CLOCK, "end": _CLOCK}
"""Patterns of placeholders that hold neither free words nor a single figure."""
_FIGURE: Final = re.compile(_NUMBER)
_LONGEST: Final = 1000
"""Most characters of a stored sentence that is parsed: those of our nights have at most 300. A
night may come from somebody else and hold any text."""
_DEEPEST: Final = 8
"""Most forms nested in each other; those of a night are at most half as deep."""
_KEPT: Final = 4096
"""Translated sentences that are cached: a night repeats many of them."""


class _Form(NamedTuple):
    """A form: its text in the catalogue, and the pattern that recognises it."""

    message: str
    pattern: re.Pattern[str]
    words: frozenset[str]


def translate_stored(text: str) -> str:
    """Translate a sentence, as a file of a night has it, into the current language.

    It is unchanged in English, or if the sentence has no known form.
    """
    if language() == ENGLISH or not text:
        return text
    return _translated(text, language(), _DEEPEST) or text


def recognised(text: str) -> bool:
    """Return whether a stored sentence, with all its parts, has a form."""
    return _translated(text, language(), _DEEPEST) is not None


@lru_cache(_KEPT)
def _translated(text: str, code: str, depth: int) -> str | None:
    """Translate a sentence; ``code`` is the current language, part of the cache key."""
    if len(text) > _LONGEST or not depth:
        return None
    if _FIGURE.fullmatch(text):
        return decimal(text)
    translation = tr(text)
    if translation != text or text in _fixed_texts():
        return translation
    for form in _forms():
        found = form.pattern.fullmatch(text)
        if found is None:
            continue
        values = {name: decimal(value) for name, value in found.groupdict().items()}
        parts = {name: _translated(found[name], code, depth - 1) for name in form.words}
        if None not in parts.values():
            return tr(form.message, **(values | parts))
    return None


@cache
def _fixed_texts() -> frozenset[str]:
    return frozenset(form for form in FORMS if "{" not in form)


@cache
def _forms() -> tuple[_Form, ...]:
    """Return all forms with placeholders, those with most text of their own first."""
    messages = sorted(
        (form for form in FORMS if "{" in form), key=lambda form: -len(_PLACE.sub("", form))
    )
    return tuple(map(_form, messages))


def _form(message: str) -> _Form:
    pattern, at = "", 0
    words: set[str] = set()
    for place in _PLACE.finditer(message):
        name = place[1]
        value_pattern = _PATTERNS.get(name, ".+?" if name in _WORD_PLACES else _NUMBER)
        words.update({name} & _WORD_PLACES)
        pattern += re.escape(message[at : place.start()]) + f"(?P<{name}>{value_pattern})"
        at = place.end()
    return _Form(message, re.compile(pattern + re.escape(message[at:])), frozenset(words))
