"""Help pages in the chosen language."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

from limbwatch.cli.language.spoken import ENGLISH, decimal, language, tr
from limbwatch.cli.language.usage import standins
from limbwatch.cli.program import as_typed

_BRACKET: Final = "  ["
"""Separator between the help text of an option and the bracket about its value."""
_TYPES: Final = re.compile(r" <[a-z]+(?:\[[a-z, ]+\])?(?: range)?>")
"""Type names in the list of options, such as ``<text>``, which only a programmer reads."""
_BOUNDS: Final = re.compile(r"(?:x>=|([-\d.]+)<=x<=)([-\d.]+)")
"""Range of a number, as the parser writes it."""
_DEFAULT: Final = "default: "
"""How the parser marks a default value."""
_VARIABLE: Final = "env var: "
"""How the parser marks an environment variable."""


class TranslatedHelp:
    """A help formatter that translates the English text it is given.

    The wrapped formatter breaks lines and indents.
    """

    def __init__(self, page: Any) -> None:
        self._page = page

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the wrapped formatter."""
        return getattr(self._page, name)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        self._page.write_usage(as_typed(prog), standins(args), prefix or tr("Usage: "))

    def section(self, name: str) -> AbstractContextManager[None]:
        """Begin a section with a translated heading."""
        found: AbstractContextManager[None] = self._page.section(tr(name))
        return found

    def write_text(self, text: str) -> None:
        """Write the description of the command."""
        # before lines are broken: the command may be longer to type than its name
        self._page.write_text(as_typed(tr(text)))

    def write_dl(self, rows: Sequence[tuple[str, str]], **layout: int) -> None:
        """Write a list of options or commands with their descriptions."""
        said = [
            (standins(_TYPES.sub("", names)), as_typed(_translate_help(text)))
            for names, text in rows
        ]
        self._page.write_dl(said, **layout)


def _translate_help(text: str) -> str:
    """Translate the help of an option, including the bracket about its value."""
    if text.startswith("["):
        text = f"  {text}"
    said, between, extra = text.partition(_BRACKET)
    if not between:
        return tr(text)
    each = [_translate_bracket(one) for one in extra.removesuffix("]").split("; ")]
    return f"{tr(said)}{between}{'; '.join(each)}]".lstrip()


def _translate_bracket(text: str) -> str:
    if text.startswith(_DEFAULT) and language() != ENGLISH:
        value = text.removeprefix(_DEFAULT)
        told = value.removeprefix("(").removesuffix(")")  # a remark instead of a value
        return tr("default: {value}", value=value if told == value else tr(told))
    bounds = _BOUNDS.fullmatch(text)
    if bounds:
        *least, last = (decimal(f"{float(one):g}") for one in bounds.groups() if one is not None)
        if not least:
            return tr("{least} or more", least=last)
        return tr("{least} to {most}", least=least[0], most=last)
    if language() == ENGLISH:
        return text
    if text.startswith(_VARIABLE):
        return tr("environment: {name}", name=text.removeprefix(_VARIABLE))
    return tr(text)
