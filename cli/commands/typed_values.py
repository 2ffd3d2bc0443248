"""Values of options as people type them: numbers with a comma, words in capitals."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.typed_numbers import with_point

UNIT = "--unit"
"""Option whose words have other spellings in headers of files."""


def normalise_values(arguments: list[str], parameters: Iterable[Any]) -> list[str]:
    """Return the arguments with decimal points in numbers, and words spelt as they are listed.

    The arguments are those after the name of a command, with its parameters; only options that take
    a fractional number or a word from a list are changed.

    Raises
    ------
    CommandError
        If a number is ambiguous, as 1,500.
    """
    taking: dict[str, Callable[[str, str], str]] = {}
    for one in parameters:
        kind: Any = getattr(one, "type_descriptor", None)
        if getattr(kind, "annotation", None) is float:
            taking |= dict.fromkeys(one.opts, _decimal_point)
        elif getattr(kind, "is_choice", False):
            listed = _listed_unit if UNIT in one.opts else _listed_word
            taking |= dict.fromkeys(one.opts, partial(listed, [str(word) for word in kind.choices]))
    return list(_rewrite(arguments, taking))


def _rewrite(
    arguments: list[str], taking: Mapping[str, Callable[[str, str], str]]
) -> Iterator[str]:
    before, ended = "", False
    for one in arguments:
        ended = ended or one == "--"
        name, equals, value = one.partition("=")
        if not ended and equals and name in taking:
            yield f"{name}={taking[name](name, value)}"
        else:
            yield taking[before](before, one) if not ended and before in taking else one
        before = one


def _decimal_point(option: str, text: str) -> str:
    try:
        return with_point(option, text)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _listed_word(words: list[str], _option: str, text: str) -> str:
    from limbwatch.sensor.typed_words import meant

    return meant(text, words) or text


def _listed_unit(words: list[str], option: str, text: str) -> str:
    known = _listed_word(words, option, text)
    if known in words:
        return known
    from limbwatch.sensor.files.values.unit import unit_named

    unit = unit_named(text)
    return unit.name if unit is not None and unit.name in words else text
