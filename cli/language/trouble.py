"""What went wrong, as it was said in English where it happened, in the language that is spoken.

An error is raised far below the command line, with a file's name and figures in its text, and what
a program reads of it stays English. When a person is told, the text is taken apart by its form and
made again in another language. The forms are read out of the sources by ``benchmarks.translations``
and lie beside the catalogues; a text without a form, such as a library's, is shown as it is.
"""

import re
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
_NAMED: Final = frozenset({"words", "limb", "limbs", "what"})
"""Placeholders that may hold words of the program: where a sensor is worn."""
_BEGINNING: Final = 40
"""How much more a letter counts that a text begins with; chosen."""
_LIMBS: Final = frozenset(
    f"{side}{joint}" for side in ("", "left ", "right ") for joint in ("ankle", "wrist")
)
_SEVERAL: Final = "; "


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
    for form in _forms():
        if not (text.startswith(form.begins) and text.endswith(form.ends)):
            continue
        found = _compiled(form.pattern).fullmatch(text)
        if found is not None:
            held = found.groupdict().items()
            return _filled(
                tr(form.message),
                {
                    name: _value(name, value, form.places[name], code, depth - 1)
                    for name, value in held
                },
            )
    return None


def _filled(message: str, values: dict[str, str]) -> str:
    """Put values into a form as they are: they are text already."""
    return "".join(
        said + (values[name] if name is not None else "")
        for said, name, _, _ in Formatter().parse(message)
    )


def _value(name: str, held: str, place: tuple[bool, bool], code: str, depth: int) -> str:
    quoted, figure = place
    if figure:
        return decimal(held)
    if quoted:
        return held
    if name in _TYPED:
        return standins(held)
    said = _said(held, code, depth)
    if said is None and held != held.strip():
        inner = _said(held.strip(), code, depth)
        said = held.replace(held.strip(), inner) if inner else None
    if said is None:
        for joint in _joints():
            held = held.replace(joint, tr(joint))
    if said is None and _SEVERAL in held:
        first, *others = held.split(_SEVERAL)
        said = _one_of(first, code, depth)
        for one in others:
            whole = f"{_SEVERAL}{one}"
            said += _said(whole, code, depth) or f"{_SEVERAL}{_one_of(one, code, depth)}"
    if said is None:
        said = _of_one(held, code, depth)
    if said is None:
        return tr(held) if name in _NAMED else held
    return said


@cache
def _all() -> tuple[str, ...]:
    # loaded for other languages alone, and there when something is said: a start takes no longer
    import json
    from importlib import resources

    place = resources.files("limbwatch.cli.language").joinpath("catalogues", FORMS_FILE)
    return (*REFUSALS, *json.loads(place.read_text(encoding="utf-8")))


@cache
def _whole() -> frozenset[str]:
    return frozenset(form for form in _all() if "{" not in form)


@cache
def _joints() -> tuple[str, ...]:
    """Words between several things: `` and no column ``."""
    return tuple(form for form in _whole() if form[0] == form[-1] == " ")


@cache
def _forms() -> tuple[_Trouble, ...]:
    """All forms with placeholders, the surest first."""
    given = (form for form in _all() if "{" in form)
    return tuple(sorted(map(_trouble, given), key=_certainty, reverse=True))


def _certainty(form: _Trouble) -> int:
    """Tell how sure a form is: a text that begins with words of ours is one of that form."""
    return form.says + _BEGINNING * len(form.begins)


def _trouble(message: str) -> _Trouble:
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
    return _Trouble(message, said[0], said[-1], sum(map(len, said)), pattern, places)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # when a text begins and ends as its form does: to compile all takes longer than to start
    # a text of one line is never told in several, but for a list of choices
    return re.compile(pattern, re.DOTALL if "\\\n" in pattern else 0)
