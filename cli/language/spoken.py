"""The current language, and texts, numbers and counts in it.

A text is written in English where it is made, ``tr("{gaps} of {hours:.1f} h", ...)``, and looked up
in the catalogue of the current language when it is shown. Texts in files stay English.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from limbwatch.classify.rounding import half_up

if TYPE_CHECKING:
    from gettext import GNUTranslations

VARIABLE: Final = "LIMBWATCH_LANG"
"""Environment variable that names the language, before those of the system."""
OPTION: Final = "--lang"
ENGLISH: Final = "en"
LANGUAGES: Final = {ENGLISH: "English", "de": "Deutsch"}
"""Languages by code, each by its own name."""
_SYSTEM: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables of the system for messages; the first that is set decides (POSIX)."""

_asked: ContextVar[str | None] = ContextVar("language", default=None)
"""Language set by `speaking`; None outside it."""


def language() -> str:
    """Return the current language, a key of `LANGUAGES`.

    It is that of `speaking`, else of ``LIMBWATCH_LANG``, else of the system; English if that
    language is missing.
    """
    asked = _asked.get()
    if asked is not None:
        return asked
    locale = os.environ.get(VARIABLE) or next(filter(None, map(os.environ.get, _SYSTEM)), "")
    return known(locale) or ENGLISH


def known(told: str) -> str | None:
    """Return the language of a locale or tag: ``de`` for ``de_AT.UTF-8`` and ``de-CH``."""
    code = told.replace("-", "_").partition("_")[0].partition(".")[0].strip().lower()
    return code if code in LANGUAGES else None


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Set the language, a key of `LANGUAGES`, within a block, for this thread alone."""
    token = _asked.set(code)
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def as_asked(arguments: Sequence[str]) -> Iterator[list[str]]:
    """Remove ``--lang`` from a command line, wherever it is, and set that language in a block.

    The block gets the other arguments. An unknown language stays in them: the parser says what is
    allowed.
    """
    rest, code = _split_language(arguments)
    before = os.environ.get(VARIABLE)
    if code is not None:
        # processes that a command starts inherit it
        os.environ[VARIABLE] = code
    try:
        # determined once: reading the environment for every text takes longer than translating it
        with speaking(code or language()):
            yield rest
    finally:
        if before is not None:
            os.environ[VARIABLE] = before
        elif code is not None:
            del os.environ[VARIABLE]


def _split_language(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Remove every ``--lang``; the last one decides, as with other options."""
    rest: list[str] = []
    code: str | None = None
    remaining = list(arguments)
    while remaining:
        argument = remaining.pop(0)
        if argument == "--":
            return [*rest, argument, *remaining], code
        name, equals, value = argument.partition("=")
        if name != OPTION:
            rest.append(argument)
            continue
        if not equals:
            value = remaining.pop(0) if remaining and not remaining[0].startswith("-") else ""
        code = known(value)
        if code is None:
            # left for the parser to report, which expects it before the command
            return [f"{OPTION}={value}", *rest, *remaining], None
    return rest, code


def tr(message: str, /, **values: Any) -> str:
    """Translate an English text, as in the catalogues, into the current language.

    Values fill its placeholders; floats get the decimal mark of the language.
    """
    code = language()
    if code == ENGLISH:
        return _fill(message, values)
    return _fill(_catalogue(code).gettext(message) if message else "", values)


def trn(one: str, many: str, count: int, /, **values: Any) -> str:
    """Translate a text that depends on a count; its placeholder is ``count``."""
    code, values = language(), {"count": count, **values}
    if code == ENGLISH:
        return _fill(one if count == 1 else many, values)
    return _fill(_catalogue(code).ngettext(one, many, count), values)


def decimal(text: str) -> str:
    """Replace the decimal point of a number by the decimal mark of the current language."""
    return text.replace(".", tr("."))


def capital(text: str) -> str:
    """Capitalise the first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


@cache
def _catalogue(code: str) -> "GNUTranslations":
    # only loaded for other languages, so that commands start as fast in English
    from gettext import GNUTranslations
    from importlib import resources

    place = resources.files("limbwatch.cli.language").joinpath("catalogues", f"{code}.mo")
    with place.open("rb") as file:
        return GNUTranslations(file)


def _fill(text: str, values: dict[str, Any]) -> str:
    if not values:
        return text
    return text.format(
        **{
            name: _LocalFloat(value) if isinstance(value, float) else value
            for name, value in values.items()
        }
    )


class _LocalFloat(float):
    """A float that formats itself rounded and with the decimal mark of the language."""

    def __format__(self, format_spec: str, /) -> str:
        digits = format_spec.rpartition(".")[2].removesuffix("f")
        if not (format_spec.endswith("f") and digits.isdigit()):
            return decimal(super().__format__(format_spec))
        return decimal(half_up(self, int(digits)).__format__(format_spec))
