"""Which language is spoken, and texts, numbers and counts in it.

A text is written in English where it is made, ``tr("{gaps} of {hours:.1f} h", ...)``, and looked up
in the catalogue of the language that is spoken when it is shown. What lies in files stays English.
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
"""Languages that there are, by code, in their own words."""
_SYSTEM: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system names the language of messages; the first that is set decides (POSIX)."""

_asked: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Tell which language is spoken now.

    Returns
    -------
    str
        A key of `LANGUAGES`: that of `speaking`, else of ``LIMBWATCH_LANG``, else of the system;
        English where that one is not there.
    """
    asked = _asked.get()
    if asked is not None:
        return asked
    told = os.environ.get(VARIABLE) or next(filter(None, map(os.environ.get, _SYSTEM)), "")
    return known(told) or ENGLISH


def known(told: str) -> str | None:
    """Find the language that a locale or a tag names: ``de`` for ``de_AT.UTF-8`` or ``de-CH``."""
    code = told.replace("-", "_").partition("_")[0].partition(".")[0].strip().lower()
    return code if code in LANGUAGES else None


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak one language for a while, in this thread of execution alone.

    Parameters
    ----------
    code : str
        A key of `LANGUAGES`.
    """
    token = _asked.set(code)
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def as_asked(arguments: Sequence[str]) -> Iterator[list[str]]:
    """Take ``--lang`` out of a command line, wherever it stands, and speak so until its end.

    Yields
    ------
    list of str
        The other arguments. A wrong language stays in them: the parser says what is allowed.
    """
    rest, code = _apart(arguments)
    before = os.environ.get(VARIABLE)
    if code is not None:
        # the processes that a command starts read it there
        os.environ[VARIABLE] = code
    try:
        # told once: to ask the environment at every text takes longer than to say it
        with speaking(code or language()):
            yield rest
    finally:
        if before is not None:
            os.environ[VARIABLE] = before
        elif code is not None:
            del os.environ[VARIABLE]


def _apart(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Take every ``--lang`` out; the last one decides, as with other options."""
    rest: list[str] = []
    code: str | None = None
    left = list(arguments)
    while left:
        one = left.pop(0)
        if one == "--":
            return [*rest, one, *left], code
        name, equals, value = one.partition("=")
        if name != OPTION:
            rest.append(one)
            continue
        if not equals:
            value = left.pop(0) if left and not left[0].startswith("-") else ""
        code = known(value)
        if code is None:
            # what is wrong is told by the parser, which looks for it before the command
            return [f"{OPTION}={value}", *rest, *left], None
    return rest, code


def tr(message: str, /, **values: Any) -> str:
    """Say a text in the language that is spoken.

    Parameters
    ----------
    message : str
        In English, as the catalogues have it.
    **values
        For its placeholders; numbers with a point are written as the language writes them.
    """
    code = language()
    if code == ENGLISH:
        return _filled(message, values)
    return _filled(_catalogue(code).gettext(message) if message else "", values)


def trn(one: str, many: str, count: int, /, **values: Any) -> str:
    """Say a text that depends on a count; its placeholder is ``count``."""
    code, values = language(), {"count": count, **values}
    if code == ENGLISH:
        return _filled(one if count == 1 else many, values)
    return _filled(_catalogue(code).ngettext(one, many, count), values)


def decimal(text: str) -> str:
    """Write the decimal mark of a number, given as Python writes it, as the language does."""
    return text.replace(".", tr("."))


def capital(text: str) -> str:
    """Begin a text with a capital; what follows stays as it is."""
    return text[:1].upper() + text[1:]


@cache
def _catalogue(code: str) -> "GNUTranslations":
    # loaded for other languages alone: commands start no slower in English
    from gettext import GNUTranslations
    from importlib import resources

    place = resources.files("limbwatch.cli.language").joinpath("catalogues", f"{code}.mo")
    with place.open("rb") as file:
        return GNUTranslations(file)


def _filled(text: str, values: dict[str, Any]) -> str:
    if not values:
        return text
    return text.format(
        **{
            name: _Marked(value) if isinstance(value, float) else value
            for name, value in values.items()
        }
    )


class _Marked(float):
    """A number that fills a placeholder: rounded, with the decimal mark of the language."""

    def __format__(self, format_spec: str, /) -> str:
        digits = format_spec.rpartition(".")[2].removesuffix("f")
        if not (format_spec.endswith("f") and digits.isdigit()):
            return decimal(super().__format__(format_spec))
        return decimal(half_up(self, int(digits)).__format__(format_spec))
