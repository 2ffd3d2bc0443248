"""What went wrong, as it was said in English where it happened, in the language that is spoken.

An error is raised far below the command line, with a file's name and figures in its text, and what
a program reads of it stays English. When a person is told, the text is taken apart by its form
(``trouble_forms.py``) and made again in another language; a text without a form is shown as it is.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from string import Formatter
from typing import Final, NamedTuple

from limbwatch.cli.language.spoken import ENGLISH, decimal, language, tr
from limbwatch.cli.language.stored import recognised, shown
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
"""Texts within texts: an error names its cause, which may name another."""
_LONGEST: Final = 4000
"""Characters of a text that is taken apart; what a file says of itself may be longer."""
_SHORT: Final = 600
"""Characters of a text in which forms within forms are looked for at once: what that takes grows
with the third power of them."""
_KEPT: Final = 1024
"""Texts whose words are kept at hand: a panel says the same trouble every second."""
_TYPED: Final = frozenset({"typed"})
"""Placeholders that hold a usage: its words in capitals are said in the language."""
_LIMBS: Final = frozenset(
    f"{side} {joint}".strip() for side in ("", "left", "right") for joint in ("", "ankle", "wrist")
) - {""}
_LIMB: Final = "{side} {limb}"
"""What a placeholder may hold where it names a limb; elsewhere ``ankle`` is what is typed."""
_JOINTS: Final = ("; ", ", ")
"""What stands between several things; words do where a placeholder has some that join."""


class _Told(NamedTuple):
    """A text in another language."""

    text: str
    left: int
    """Letters in it that are as they were: what a file says, or what has no form."""


def explained(text: str) -> str:
    """Say what went wrong in the language that is spoken.

    Parameters
    ----------
    text : str
        An error's text, or what is made of some.

    Returns
    -------
    str
        In English, and where a text has no known form, as it is.
    """
    if language() == ENGLISH or len(text) > _LONGEST:
        return text
    said = _alone(text, language(), _DEEPEST)
    return said.text if said else "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    said = text.lstrip(" ")
    found = _alone(said, language(), _DEEPEST)
    return text[: len(text) - len(said)] + (found.text if found else said)


def in_known_words(text: str) -> bool:
    """Tell whether a text has a form."""
    return _alone(text, language(), _DEEPEST) is not None


@lru_cache(_KEPT)
def _alone(text: str, code: str, depth: int) -> _Told | None:
    """Say a text that stands by itself."""
    told = _sentence(text, code, depth)
    if not text.strip(" .") or (told is not None and told.left == 0):
        return told
    # a full stop may have been put behind it, or taken away
    bare = text.removesuffix(".")
    other = _sentence(bare if bare != text else f"{text}.", code, depth)
    if other is not None:
        stop = "." if bare != text else ""
        other = _Told(other.text.removesuffix(".") + stop, other.left)
    return _least(told, other)


def _sentence(text: str, code: str, depth: int) -> _Told | None:
    if not text.strip() or not depth:
        return None
    if text in whole_texts():
        return _Told(tr(text), 0)
    if text.endswith(".") and recognised(text):  # a remark, as a night's files have it
        return _Told(shown(text), 0)
    return _least(_by_form(text, forms_alone(text), code, depth), _of_one(text, code, depth))


def _least(*told: _Told | None) -> _Told | None:
    """Choose what leaves least of a text as it is."""
    return min(filter(None, told), key=lambda one: one.left, default=None)


def _by_form(text: str, forms: Iterable[TroubleForm], code: str, depth: int) -> _Told | None:
    """Say a text by the form that leaves least of it as it is."""
    told: list[_Told] = []
    for form in forms:
        if form.longest not in text:
            continue
        if not (text.startswith(form.begins) and text.endswith(form.ends)):
            continue
        if "\n" in text and "\n" not in form.message:  # no placeholder holds several lines
            continue
        patterns = (form.strict, form.pattern) if len(text) <= _SHORT else (form.pattern,)
        for pattern in dict.fromkeys(patterns):
            found = compiled(pattern).fullmatch(text)
            if found is not None:
                told.append(_made(form, found, code, depth))
    return _least(*told)


def _made(form: TroubleForm, found: re.Match[str], code: str, depth: int) -> _Told:
    values = {
        name: _value(form, name, held, code, depth - 1) for name, held in found.groupdict().items()
    }
    # put in as they are: they are text already
    text = "".join(
        said + (values[name].text if name is not None else "")
        for said, name, _, _ in Formatter().parse(tr(form.message))
    )
    return _Told(text, sum(value.left for value in values.values()))


def _value(form: TroubleForm, name: str, held: str, code: str, depth: int) -> _Told:
    quoted, figure = form.places[name]
    if figure:
        return _Told(decimal(held), 0)
    if quoted or not held:
        return _Told(held, 0)
    if name in _TYPED:
        return _Told(standins(held), 0)
    return _within(held, tuple(form.words.get(name, ())), code, depth) or _as_it_is(held)


def _as_it_is(text: str) -> _Told:
    return _Told(text, len(text))


@lru_cache(_KEPT)
def _within(text: str, words: tuple[str, ...], code: str, depth: int) -> _Told | None:
    """Say what stands in a placeholder, which may be several things."""
    inner = text.strip()
    if not inner or not depth:
        return None
    if text in words or (text in _LIMBS and _LIMB in words):
        return _Told(tr(text), 0)
    told = _by_form(text, forms_of(words), code, depth)
    if " " in inner:  # a single word is ours where the sources put it, and nowhere else
        told = _least(told, _alone(text, code, depth))
    if told is None and inner != text:
        within = _within(inner, words, code, depth)
        return within and _Told(text.replace(inner, within.text), within.left)
    return told if told and not told.left else _least(told, _several(text, words, code, depth))


def _several(text: str, words: tuple[str, ...], code: str, depth: int) -> _Told | None:
    """Say several things that are joined."""
    for joint in (*_JOINTS, *filter(joins, words)):
        if joint not in text:
            continue
        first, *others = text.split(joint)
        told = [_within(first, words, code, depth) or _as_it_is(first)]
        for one in others:
            each = _within(one, words, code, depth) or _as_it_is(one)
            joined = _Told(tr(joint) + each.text, each.left)
            told.append(_least(_alone(f"{joint}{one}", code, depth), joined) or joined)
        return _Told("".join(one.text for one in told), sum(one.left for one in told))
    return None


def _of_one(text: str, code: str, depth: int) -> _Told | None:
    """Say what is told of a file, a night or a limb, which stands before it."""
    name, colon, rest = text.partition(": ")
    said = _alone(rest, code, depth - 1) if rest else None
    limb = name in _LIMBS
    return said and _Told(
        f"{tr(name) if limb else name}{colon}{said.text}", said.left + (not limb) * len(name)
    )
