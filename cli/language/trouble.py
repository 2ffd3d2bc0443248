"""Errors, warnings and remarks, translated into the current language.

They are raised in English far below the command line, with file names and figures in the text, and
stay English for programs that read them. For a person, the text is split by its form
(``trouble_forms.py``) and composed again in the other language; a text without a form is shown as
it is.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from string import Formatter
from typing import Final, NamedTuple

from limbwatch.cli.language.spoken import ENGLISH, decimal, language, tr
from limbwatch.cli.language.stored import recognised, translate_stored
from limbwatch.cli.language.trouble_forms import (
    TroubleForm,
    compiled,
    forms_alone,
    forms_of,
    joins,
    whole_texts,
)
from limbwatch.cli.language.usage import standins

_DEEPEST: Final = 6
"""Most texts nested in each other: an error names its cause, which may name another."""
_LONGEST: Final = 4000
"""Most characters of a text that is parsed; a file may say more about itself."""
_SHORT: Final = 600
"""Most characters of a text in which nested forms are matched at once: the time this takes grows
with the third power of the length."""
_KEPT: Final = 1024
"""Translations that are cached: a panel shows the same trouble every second."""
_TYPED: Final = frozenset({"typed"})
"""Placeholders that hold a usage: its stand-ins are translated."""
_LIMBS: Final = frozenset(
    f"{side} {joint}".strip() for side in ("", "left", "right") for joint in ("", "ankle", "wrist")
) - {""}
"""Names of limbs in messages."""
_LIMB: Final = "{side} {limb}"
"""Marks a placeholder that may name a limb; elsewhere ``ankle`` is an argument as typed."""
_JOINTS: Final = ("; ", ", ")
"""Separators between several things; a placeholder may have words that join as well."""


class _Translation(NamedTuple):
    """A translation, and how much of the text it left."""

    text: str
    left: int
    """Letters that were left as they were: what a file says, or what has no form."""


def translate_trouble(text: str) -> str:
    """Translate the text of an error, or one composed of several, into the current language.

    It is unchanged in English, or if the text has no known form.
    """
    if language() == ENGLISH or len(text) > _LONGEST:
        return text
    translation = _translate(text, language(), _DEEPEST)
    return translation.text if translation else "\n".join(map(_translate_line, text.split("\n")))


def _translate_line(text: str) -> str:
    stripped = text.lstrip(" ")
    translation = _translate(stripped, language(), _DEEPEST)
    return text[: len(text) - len(stripped)] + (translation.text if translation else stripped)


def has_form(text: str) -> bool:
    """Return whether a text has a form."""
    return _translate(text, language(), _DEEPEST) is not None


@lru_cache(_KEPT)
def _translate(text: str, code: str, depth: int) -> _Translation | None:
    """Translate a text that stands by itself."""
    translation = _translate_sentence(text, code, depth)
    if not text.strip(" .") or (translation is not None and translation.left == 0):
        return translation
    # a full stop may have been added or removed
    bare = text.removesuffix(".")
    alternative = _translate_sentence(bare if bare != text else f"{text}.", code, depth)
    if alternative is not None:
        stop = "." if bare != text else ""
        alternative = _Translation(alternative.text.removesuffix(".") + stop, alternative.left)
    return _best(translation, alternative)


def _translate_sentence(text: str, code: str, depth: int) -> _Translation | None:
    if not text.strip() or not depth:
        return None
    if text in whole_texts():
        return _Translation(tr(text), 0)
    if text.endswith(".") and recognised(text):  # a remark from a night's files
        return _Translation(translate_stored(text), 0)
    return _best(
        _translate_by_form(text, forms_alone(text), code, depth),
        _translate_prefixed(text, code, depth),
    )


def _best(*translations: _Translation | None) -> _Translation | None:
    """Return the translation that leaves the least of the text untranslated."""
    return min(filter(None, translations), key=lambda translation: translation.left, default=None)


def _translate_by_form(
    text: str, forms: Iterable[TroubleForm], code: str, depth: int
) -> _Translation | None:
    """Translate a text by the form that leaves the least of it untranslated."""
    translations: list[_Translation] = []
    for form in forms:
        if form.longest not in text:
            continue
        if not (text.startswith(form.begins) and text.endswith(form.ends)):
            continue
        if "\n" in text and "\n" not in form.message:  # no placeholder spans several lines
            continue
        patterns = (form.strict, form.pattern) if len(text) <= _SHORT else (form.pattern,)
        for pattern in dict.fromkeys(patterns):
            match = compiled(pattern).fullmatch(text)
            if match is not None:
                translations.append(_compose(form, match, code, depth))
    return _best(*translations)


def _compose(form: TroubleForm, match: re.Match[str], code: str, depth: int) -> _Translation:
    values = {
        name: _translate_value(form, name, held, code, depth - 1)
        for name, held in match.groupdict().items()
    }
    # inserted without formatting: the values are text already
    text = "".join(
        literal + (values[name].text if name is not None else "")
        for literal, name, _, _ in Formatter().parse(tr(form.message))
    )
    return _Translation(text, sum(value.left for value in values.values()))


def _translate_value(
    form: TroubleForm, name: str, held: str, code: str, depth: int
) -> _Translation:
    quoted, figure = form.places[name]
    if figure:
        return _Translation(decimal(held), 0)
    if quoted or not held:
        return _Translation(held, 0)
    if name in _TYPED:
        return _Translation(standins(held), 0)
    return _translate_place(held, tuple(form.words.get(name, ())), code, depth) or _untranslated(
        held
    )


def _untranslated(text: str) -> _Translation:
    return _Translation(text, len(text))


@lru_cache(_KEPT)
def _translate_place(
    text: str, words: tuple[str, ...], code: str, depth: int
) -> _Translation | None:
    """Translate the content of a placeholder, which may be several things."""
    inner = text.strip()
    if not inner or not depth:
        return None
    if text in words or (text in _LIMBS and _LIMB in words):
        return _Translation(tr(text), 0)
    translation = _translate_by_form(text, forms_of(words), code, depth)
    if " " in inner:  # a single word is only translated where the sources put it
        translation = _best(translation, _translate(text, code, depth))
    if translation is None and inner != text:
        within = _translate_place(inner, words, code, depth)
        return within and _Translation(text.replace(inner, within.text), within.left)
    return (
        translation
        if translation and not translation.left
        else _best(translation, _translate_joined(text, words, code, depth))
    )


def _translate_joined(
    text: str, words: tuple[str, ...], code: str, depth: int
) -> _Translation | None:
    """Translate several things that are joined."""
    for joint in (*_JOINTS, *filter(joins, words)):
        if joint not in text:
            continue
        first, *others = text.split(joint)
        parts = [_translate_place(first, words, code, depth) or _untranslated(first)]
        for item in others:
            part = _translate_place(item, words, code, depth) or _untranslated(item)
            joined = _Translation(tr(joint) + part.text, part.left)
            parts.append(_best(_translate(f"{joint}{item}", code, depth), joined) or joined)
        return _Translation("".join(item.text for item in parts), sum(item.left for item in parts))
    return None


def _translate_prefixed(text: str, code: str, depth: int) -> _Translation | None:
    """Translate what follows the name of a file, a night or a limb."""
    name, colon, rest = text.partition(": ")
    translation = _translate(rest, code, depth - 1) if rest else None
    is_limb = name in _LIMBS
    return translation and _Translation(
        f"{tr(name) if is_limb else name}{colon}{translation.text}",
        translation.left + (not is_limb) * len(name),
    )
