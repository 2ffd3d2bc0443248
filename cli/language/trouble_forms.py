"""Forms of errors, warnings and remarks, and the patterns that recognise them.

``benchmarks.translations`` reads them out of the sources, with the words that may fill their
placeholders, and stores them beside the catalogues. The messages of the command-line parser are
among them, and those of the operating system and of libraries about files, which errors quote as
their cause; ``tests/test_language_leaks.py`` provokes these.
"""

import re
from collections.abc import Iterable
from functools import cache
from string import Formatter
from typing import Final, NamedTuple

from limbwatch.cli.language.usage import REFUSALS

FORMS_FILE: Final = "errors.json"
_NUMBER: Final = r" *-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|-?inf"
_QUOTED: Final = r"'.*?'|\".*?\"|-?\d.*?|None|True|False|[\[({].*?[\])}]"
_FIRST: Final = 2
"""Letters by which forms are indexed."""
_NESTED: Final = 2
"""Depth to which nested forms are matched at once."""

_SYSTEM: Final = (
    "bad file descriptor", "file exists", "input/output error", "is a directory",
    "no space left on device", "no such file or directory", "not a directory",
    "operation not permitted", "permission denied", "read-only file system", "too many open files",
)  # fmt: skip
"""Reasons for which the operating system refuses a file, as written within a sentence."""

_LIBRARIES: Final = (
    "[Errno {number}] {what}",
    "[Errno {number}] {what}: {path!r}",
    "{code!r} is a bad directive in format {form!r}",
    "stray % in format {form!r}",
    "Compressed file ended before the end-of-stream marker was reached",
    "CRC check failed {crc} != {found}",
    "Error {code} while decompressing data: {why}",
    "Expecting value: {where}",
    "Expecting property name enclosed in double quotes: {where}",
    "Expecting {sign!r} delimiter: {where}",
    "Extra data: {where}",
    "Invalid control character at: {where}",
    "Unterminated string starting at: {where}",
    "line {line} column {column} (char {at})",
    "File is not a zip file",
    "Input data was truncated",
    "Not a gzipped file ({begins})",
    "Object missing required field `{field}`",
    "Object missing required field `{field}` - at `{where}`",
    "sector {sector} (byte offset {offset}) failed checksum",
    "incomplete or truncated stream",
    "incorrect data check",
    "incorrect header check",
    "invalid block type",
    "invalid code lengths set",
    "invalid distance too far back",
    "invalid stored block lengths",
    "unpack requires a buffer of {bytes} bytes",
)
"""Messages of libraries about files that they cannot read."""

OTHERS: Final = (*_SYSTEM, *(text[0].upper() + text[1:] for text in _SYSTEM), *_LIBRARIES)
"""All of these, for the catalogue."""


class TroubleForm(NamedTuple):
    """A form of an error and what recognises it, cheapest check first."""

    message: str
    begins: str
    ends: str
    longest: str
    """Longest piece of fixed text."""
    pattern: str
    strict: str
    """Matches only where placeholders hold what the sources put there."""
    places: dict[str, tuple[bool, bool]]
    """Per placeholder, whether it holds a quoted value, and whether a figure."""
    words: dict[str, list[str]]
    """Per placeholder, the texts that may fill it, forms among them."""


@cache
def whole_texts() -> frozenset[str]:
    """Return the texts without placeholders that stand by themselves."""
    return frozenset(form for form in _load()["forms"] if "{" not in form)


def forms_alone(text: str) -> tuple[TroubleForm, ...]:
    """Return the forms that stand by themselves and may match a text, by its first letters."""
    known = _by_beginning()
    return (*known.get(text[:_FIRST], ()), *known[""])


@cache
def _by_beginning() -> dict[str, tuple[TroubleForm, ...]]:
    known: dict[str, list[str]] = {"": []}
    for form in _load()["forms"]:
        if "{" in form:
            begins = form.partition("{")[0][:_FIRST]
            known.setdefault(begins if len(begins) == _FIRST else "", []).append(form)
    return {begins: _most_fixed_first(forms) for begins, forms in known.items()}


@cache
def forms_of(words: tuple[str, ...]) -> tuple[TroubleForm, ...]:
    """Return the forms among the words that may fill a placeholder."""
    return _most_fixed_first(word for word in words if "{" in word)


def joins(text: str) -> bool:
    """Return whether words join several things, like `` or ``."""
    return text[0] == text[-1] == " "


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile the pattern of a form, once it is needed."""
    # only forms whose beginning and end match get here: compiling all would delay the start;
    # placeholders do not match line breaks, except in a form with a list of choices
    return re.compile(pattern, re.DOTALL if "\\\n" in pattern else 0)


@cache
def _load() -> dict[str, dict[str, dict[str, list[str]]]]:
    # only loaded for other languages, and only when something is shown, to keep the start fast
    import json
    from importlib import resources

    place = resources.files("limbwatch.cli.language").joinpath("catalogues", FORMS_FILE)
    content: dict[str, dict[str, dict[str, list[str]]]] = json.loads(place.read_text("utf-8"))
    content["forms"] |= {form: {} for form in (*REFUSALS, *OTHERS)}
    return content


def _most_fixed_first(forms: Iterable[str]) -> tuple[TroubleForm, ...]:
    return tuple(sorted(map(_form, forms), key=lambda form: -_fixed_length(form.message)))


def _fixed_length(message: str) -> int:
    """Count the letters of a form's fixed text."""
    return sum(len(literal) for literal, *_ in Formatter().parse(message))


@cache
def _form(message: str) -> TroubleForm:
    words, parsed = _words_of(message), tuple(Formatter().parse(message))
    places = {name: (bool(kind), bool(spec)) for _, name, spec, kind in parsed if name is not None}
    fixed = "".join(literal + "\0" * (name is not None) for literal, name, *_ in parsed)
    literals = fixed.split("\0")
    return TroubleForm(
        message,
        begins=literals[0],
        ends=literals[-1],
        longest=max(literals, key=len),
        pattern=_pattern(message, {}),
        strict=_pattern(message, words),
        places=places,
        words=words,
    )


def _words_of(message: str) -> dict[str, list[str]]:
    content = _load()
    return content["forms"].get(message) or content["parts"].get(message, {})


def _pattern(
    message: str, words: dict[str, list[str]], depth: int = _NESTED, *, named: bool = True
) -> str:
    """Return the pattern of a form, with the ``words`` that may fill its placeholders."""
    pattern = ""
    for literal, name, spec, kind in Formatter().parse(message):
        pattern += re.escape(literal)
        if name is not None:
            held = _words_pattern(words[name], depth) if name in words else _value(spec, kind)
            pattern += f"(?P<{name}>{held})" if named else held
    return pattern


def _value(spec: str | None, kind: str | None) -> str:
    return f"(?:{_QUOTED if kind else _NUMBER})" if kind or spec else ".*?"


def _words_pattern(words: Iterable[str], depth: int) -> str:
    if not depth or any(map(joins, words)):
        return ".*?"
    each = (
        _pattern(word, _words_of(word), depth - 1, named=False)
        for word in sorted(words, key=len, reverse=True)
    )
    return f"(?:{'|'.join(each)})?"
