"""What went wrong, as it was said in English where it happened, in the language that is spoken.

An error is raised far below the command line, with a file's name and figures in its text, and what
a program reads of it stays English. When a person is told, the text is taken apart by its form and
made again in another language. The forms, and the words that may stand in their placeholders, are
read out of the sources by ``benchmarks.translations`` and lie beside the catalogues; a text without
a form, such as a library's, is shown as it is.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from string import Formatter
from typing import Final, NamedTuple

from limbwatch.cli.language.spoken import ENGLISH, decimal, language, tr
from limbwatch.cli.language.stored import shown
from limbwatch.cli.language.usage import REFUSALS, standins

FORMS_FILE: Final = "errors.json"
_DEEPEST: Final = 6
"""Texts within texts: an error names its cause, which may name another."""
_SHORT: Final = 600
"""Characters of a text in which forms within forms are looked for at once: what that takes grows
with the third power of them."""
_NESTED: Final = 2
"""Forms within forms that are looked for at once."""
_LONGEST: Final = 4000
"""Characters of a text that is taken apart; what a file says of itself may be longer."""
_NUMBER: Final = r" *-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|-?inf"
_QUOTED: Final = r"'.*?'|\".*?\"|-?\d.*?|None|True|False|[\[({].*?[\])}]"
_KEPT: Final = 1024
"""Texts whose words are kept at hand: a panel says the same trouble every second."""
_TYPED: Final = frozenset({"typed"})
"""Placeholders that hold a usage: its words in capitals are said in the language."""
_LIMBS: Final = frozenset(
    f"{side} {joint}".strip() for side in ("", "left", "right") for joint in ("", "ankle", "wrist")
) - {""}
_JOINTS: Final = ("; ", ", ")
"""What stands between several things; words do where a placeholder has some that join."""


class _Trouble(NamedTuple):
    """A form of an error: what recognises it, cheapest first."""

    message: str
    begins: str
    ends: str
    says: int
    """Letters that are its own."""
    pattern: str
    strict: str
    """What recognises it where its placeholders hold nothing but what the sources put there."""
    places: dict[str, tuple[bool, bool]]
    """Whether a placeholder holds a quoted value, and whether a figure."""
    words: dict[str, list[str]]
    """Texts that may stand in a placeholder, forms among them."""


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
    said = _said(text, language(), _DEEPEST)
    return said.text if said else "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    said = text.lstrip(" ")
    found = _said(said, language(), _DEEPEST) or _of_one(said, language(), _DEEPEST)
    return text[: len(text) - len(said)] + (found.text if found else shown(said))


def in_known_words(text: str) -> bool:
    """Tell whether a text has a form."""
    return _said(text, language(), _DEEPEST) is not None


@lru_cache(_KEPT)
def _said(text: str, code: str, depth: int) -> _Told | None:
    """Say a text that stands by itself."""
    if not text.strip() or not depth:
        return None
    if text in _whole():
        return _Told(tr(text), 0)
    return _by_form(text, _forms(), code, depth)


def _by_form(text: str, forms: Iterable[_Trouble], code: str, depth: int) -> _Told | None:
    """Say a text by the form that leaves least of it as it is."""
    told: list[_Told] = []
    for form in forms:
        if not (text.startswith(form.begins) and text.endswith(form.ends)):
            continue
        patterns = (form.strict, form.pattern) if len(text) <= _SHORT else (form.pattern,)
        for pattern in dict.fromkeys(patterns):
            found = _compiled(pattern).fullmatch(text)
            if found is not None:
                told.append(_made(form, found, code, depth))
    return min(told, key=lambda one: one.left, default=None)


def _made(form: _Trouble, found: re.Match[str], code: str, depth: int) -> _Told:
    values = {
        name: _value(form, name, held, code, depth - 1) for name, held in found.groupdict().items()
    }
    # put in as they are: they are text already
    text = "".join(
        said + (values[name].text if name is not None else "")
        for said, name, _, _ in Formatter().parse(tr(form.message))
    )
    return _Told(text, sum(value.left for value in values.values()))


def _value(form: _Trouble, name: str, held: str, code: str, depth: int) -> _Told:
    quoted, figure = form.places[name]
    if figure:
        return _Told(decimal(held), 0)
    if quoted or not held:
        return _Told(held, 0)
    if name in _TYPED:
        return _Told(standins(held), 0)
    words = tuple(form.words.get(name, ()))
    return _within(held, words, code, depth) or _Told(held, len(held))


@lru_cache(_KEPT)
def _within(text: str, words: tuple[str, ...], code: str, depth: int) -> _Told | None:
    """Say what stands in a placeholder, which may be several things."""
    if not text.strip() or not depth:
        return None
    if text in words or text in _LIMBS:
        return _Told(tr(text), 0)
    forms = _sorted(one for one in words if "{" in one)
    told = _by_form(text, forms, code, depth) or _said(text, code, depth)
    inner = text.strip()
    if told is None and inner != text:
        within = _within(inner, words, code, depth)
        return within and _Told(text.replace(inner, within.text), within.left)
    return told or _several(text, words, code, depth) or _of_one(text, code, depth)


def _several(text: str, words: tuple[str, ...], code: str, depth: int) -> _Told | None:
    """Say several things that are joined."""
    for joint in (*_JOINTS, *filter(_joins, words)):
        if joint not in text:
            continue
        first, *others = text.split(joint)
        told = [_within(first, words, code, depth) or _Told(first, len(first))]
        for one in others:
            whole = _said(f"{joint}{one}", code, depth)
            each = _within(one, words, code, depth) or _Told(one, len(one))
            told.append(whole or _Told(tr(joint) + each.text, each.left))
        return _Told("".join(one.text for one in told), sum(one.left for one in told))
    return None


def _of_one(text: str, code: str, depth: int) -> _Told | None:
    """Say what is told of a file, a night or a limb, which stands before it."""
    name, colon, rest = text.partition(": ")
    said = _said(rest, code, depth)
    limb = name in _LIMBS
    return said and _Told(
        f"{tr(name) if limb else name}{colon}{said.text}", said.left + (not limb) * len(name)
    )


@cache
def _all() -> dict[str, dict[str, dict[str, list[str]]]]:
    # loaded for other languages alone, and there when something is said: a start takes no longer
    import json
    from importlib import resources

    place = resources.files("limbwatch.cli.language").joinpath("catalogues", FORMS_FILE)
    kept: dict[str, dict[str, dict[str, list[str]]]] = json.loads(place.read_text("utf-8"))
    kept["forms"] |= {form: {} for form in REFUSALS}
    return kept


@cache
def _whole() -> frozenset[str]:
    return frozenset(form for form in _all()["forms"] if "{" not in form)


@cache
def _forms() -> tuple[_Trouble, ...]:
    """All forms with placeholders, those that say most first."""
    return tuple(_sorted(form for form in _all()["forms"] if "{" in form))


def _sorted(forms: Iterable[str]) -> list[_Trouble]:
    return sorted(map(_form, forms), key=lambda form: -form.says)


@cache
def _form(message: str) -> _Trouble:
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
    return _Trouble(message, said[0], said[-1], sum(map(len, said)), pattern, strict, places, words)


def _held(spec: str | None, kind: str | None) -> str:
    return f"(?:{_QUOTED if kind else _NUMBER})" if kind or spec else ".*?"


def _one_of_words(words: Iterable[str], depth: int = _NESTED) -> str:
    if not depth or any(map(_joins, words)):
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


def _words_in(message: str) -> dict[str, list[str]]:
    kept = _all()
    return kept["forms"].get(message) or kept["parts"].get(message, {})


def _joins(text: str) -> bool:
    """Tell whether words stand between several things: `` or ``."""
    return text[0] == text[-1] == " "


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # when a text begins and ends as its form does: to compile all takes longer than to start
    # a text of one line is never told in several, but for a list of choices
    return re.compile(pattern, re.DOTALL if "\\\n" in pattern else 0)
