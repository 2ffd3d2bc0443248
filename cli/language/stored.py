"""Sentences of a scored night, as its files hold them, in the language that is spoken.

Findings and reasons are written once, in English, when a night is scored, and stay so in its
files. Every one of them has one of the forms of `FORMS`, filled with figures; a sentence is taken
apart by its form and made again in another language. What has no form, as in nights of other
versions, is shown as it is.
"""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from limbwatch.cli.language.forms import FORMS
from limbwatch.cli.language.spoken import ENGLISH, decimal, language, tr

_PLACE: Final = re.compile(r"\{(\w+)\}")
_NUMBER: Final = r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?|nan|inf"
_IN_WORDS: Final = frozenset(
    {"limbs", "what", "rest", "how", "steps", "seen", "other", "sleep", "by", "where"}
)
"""Placeholders that hold words, which have a form of their own; all others hold figures."""
_LIMB: Final = r"(?:(?:left|right) )?(?:ankle|wrist)"
_LIMBS: Final = rf"{_LIMB}(?:(?:, | and ){_LIMB})*|\d+ of \d+ limbs|the one limb with a sensor"
_CLOCK: Final = r"\d\d:\d\d:\d\d"
_EXACTLY: Final = {"limbs": _LIMBS, "time": _CLOCK, "end": _CLOCK}
_FIGURE: Final = re.compile(_NUMBER)
_LONGEST: Final = 1000
"""Characters of a stored sentence that is taken apart: those that nights hold have at most 300. A
night may come from somebody else, and hold any text."""
_DEEPEST: Final = 8
"""Forms within forms; those of a night are at most half as deep."""
_KEPT: Final = 4096
"""Sentences whose words are kept at hand: a night says many of them again and again."""


class _Form(NamedTuple):
    """A form: its text for the catalogue, and what recognises it."""

    message: str
    pattern: re.Pattern[str]
    words: frozenset[str]


def shown(text: str) -> str:
    """Say a stored sentence in the language that is spoken.

    Parameters
    ----------
    text : str
        As a file of a night has it.

    Returns
    -------
    str
        In English, and where the sentence has no known form, as it is.
    """
    if language() == ENGLISH or not text:
        return text
    return _made_again(text, language(), _DEEPEST) or text


def recognised(text: str) -> bool:
    """Tell whether a stored sentence has a form, its parts too."""
    return _made_again(text, language(), _DEEPEST) is not None


@lru_cache(_KEPT)
def _made_again(text: str, code: str, depth: int) -> str | None:
    """Make a sentence again in the language of some code, which is the one that is spoken."""
    if len(text) > _LONGEST or not depth:
        return None
    if _FIGURE.fullmatch(text):
        return decimal(text)
    said = tr(text)
    if said != text or text in _whole():
        return said
    for form in _forms():
        found = form.pattern.fullmatch(text)
        if found is None:
            continue
        values = {name: decimal(value) for name, value in found.groupdict().items()}
        parts = {name: _made_again(found[name], code, depth - 1) for name in form.words}
        if None not in parts.values():
            return tr(form.message, **(values | parts))
    return None


@cache
def _whole() -> frozenset[str]:
    return frozenset(form for form in FORMS if "{" not in form)


@cache
def _forms() -> tuple[_Form, ...]:
    """All forms with placeholders, those that say most first."""
    given = sorted((f for f in FORMS if "{" in f), key=lambda f: -len(_PLACE.sub("", f)))
    return tuple(map(_form, given))


def _form(message: str) -> _Form:
    pattern, at = "", 0
    words: set[str] = set()
    for place in _PLACE.finditer(message):
        name = place[1]
        held = _EXACTLY.get(name, ".+?" if name in _IN_WORDS else _NUMBER)
        words.update({name} & _IN_WORDS)
        pattern += re.escape(message[at : place.start()]) + f"(?P<{name}>{held})"
        at = place.end()
    return _Form(message, re.compile(pattern + re.escape(message[at:])), frozenset(words))
