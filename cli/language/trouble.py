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
_LONGEST: Final = 4000
"""Characters of a text that is taken apart; what a file says of itself may be longer."""
_NUMBER: Final = r" *-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|-?inf"
_QUOTED: Final = r"'.*?'|\".*?\"|-?\d.*?|None|True|False|[\[({].*?[\])}]"
_KEPT: Final = 1024
"""Texts whose words are kept at hand: a panel says the same trouble every second."""
_TYPED: Final = frozenset({"typed"})
"""Placeholders that hold a usage: its words in capitals are said in the language."""
_BEGINNING: Final = 40
"""How much more a letter counts that a text begins with; chosen."""
_LIMBS: Final = frozenset(
    f"{side} {joint}".strip() for side in ("", "left", "right") for joint in ("", "ankle", "wrist")
)
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
    places: dict[str, tuple[bool, bool]]
    """Whether a placeholder holds a quoted value, and whether a figure."""
    words: dict[str, list[str]]
    """Texts that may stand in a placeholder, forms among them."""


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
    return _said(text, language(), _DEEPEST) or "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    said = text.lstrip(" ")
    found = _said(said, language(), _DEEPEST)
    if found is None:
        found = _of_one(said, language(), _DEEPEST) or shown(said)
    return text[: len(text) - len(said)] + found


def _one_of(text: str, code: str, depth: int) -> str:
    return _said(text, code, depth) or _of_one(text, code, depth) or text


def _of_one(text: str, code: str, depth: int) -> str | None:
    """Say what is told of a file, a night or a limb, which stands before it."""
    name, colon, rest = text.partition(": ")
    said = _said(rest, code, depth)
    return said and f"{tr(name) if name in _LIMBS else name}{colon}{said}"


def in_known_words(text: str) -> bool:
    """Tell whether a text has a form."""
    return _said(text, language(), _DEEPEST) is not None


@lru_cache(_KEPT)
def _said(text: str, code: str, depth: int) -> str | None:
    if not text.strip() or not depth:
        return None
    if text in _whole():
        return tr(text)
    return _first(text, _forms(), code, depth)


def _first(text: str, forms: Iterable[_Trouble], code: str, depth: int) -> str | None:
    """Say a text by the first form that it has."""
    for form in forms:
        if not (text.startswith(form.begins) and text.endswith(form.ends)):
            continue
        found = _compiled(form.pattern).fullmatch(text)
        if found is not None:
            held = found.groupdict().items()
            return _filled(
                tr(form.message),
                {name: _value(form, name, value, code, depth - 1) for name, value in held},
            )
    return None


def _filled(message: str, values: dict[str, str]) -> str:
    """Put values into a form as they are: they are text already."""
    return "".join(
        said + (values[name] if name is not None else "")
        for said, name, _, _ in Formatter().parse(message)
    )


def _value(form: _Trouble, name: str, held: str, code: str, depth: int) -> str:
    quoted, figure = form.places[name]
    if figure:
        return decimal(held)
    if quoted:
        return held
    if name in _TYPED:
        return standins(held)
    words = tuple(form.words.get(name, ()))
    return _words(held, words, code, depth) or _of_one(held, code, depth) or held


def _words(held: str, words: tuple[str, ...], code: str, depth: int) -> str | None:
    """Say what stands in a placeholder, which may be several things."""
    text = held.strip()
    if held in words or text in _LIMBS:
        return held.replace(text, tr(text)) if text in _LIMBS else tr(held)
    said = _first(held, map(_form, (one for one in words if "{" in one)), code, depth)
    said = said or _said(held, code, depth)
    if said is None and held != text:
        inner = _words(text, words, code, depth) if text else None
        return inner and held.replace(text, inner)
    if said is not None:
        return said
    for joint in (*_JOINTS, *(one for one in words if one[0] == one[-1] == " ")):
        if joint in held:
            first, *others = held.split(joint)
            told = _words(first, words, code, depth) or _one_of(first, code, depth)
            for one in others:
                whole = _said(f"{joint}{one}", code, depth)
                each = _words(one, words, code, depth) or _one_of(one, code, depth)
                told += whole or f"{tr(joint)}{each}"
            return told
    return None


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
    """All forms with placeholders, the surest first."""
    given = (form for form in _all()["forms"] if "{" in form)
    return tuple(sorted(map(_form, given), key=_certainty, reverse=True))


def _certainty(form: _Trouble) -> int:
    """Tell how sure a form is: a text that begins with words of ours is one of that form."""
    return form.says + _BEGINNING * len(form.begins)


@cache
def _form(message: str) -> _Trouble:
    kept = _all()
    words = kept["forms"].get(message) or kept["parts"].get(message, {})
    pattern = ""
    places: dict[str, tuple[bool, bool]] = {}
    said: list[str] = [""]
    for literal, name, spec, kind in Formatter().parse(message):
        said[-1] += literal
        pattern += re.escape(literal)
        if name is not None:
            places[name] = (bool(kind), bool(spec))
            held = _QUOTED if kind else _NUMBER if spec else ".*?"
            pattern += f"(?P<{name}>{held})"
            said.append("")
    return _Trouble(message, said[0], said[-1], sum(map(len, said)), pattern, places, words)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # when a text begins and ends as its form does: to compile all takes longer than to start
    # a text of one line is never told in several, but for a list of choices
    return re.compile(pattern, re.DOTALL if "\\\n" in pattern else 0)
