"""Lines that a terminal has room for: broken between words, never cut."""

import re
import textwrap
from typing import Final

WIDTH: Final = 80
"""Columns where no terminal says how many it has."""


def fitted(line: str, width: int, indent: int = 0) -> list[str]:
    """Break a line that is too long, and go on in a column, that of its value.

    Words that are longer than the width, such as paths, stay whole.
    """
    line = line.rstrip()
    if len(line) <= width:
        return [line]
    return _wrapped(line, width, subsequent_indent=" " * indent)


def paragraph(text: str, width: int, indent: int = 0, *, begins: str | None = None) -> list[str]:
    """Break a text between words, every line indented, the first one as ``begins`` says."""
    margin = " " * indent
    first = margin if begins is None else begins
    return _wrapped(text, width, initial_indent=first, subsequent_indent=margin)


_UNIT: Final = re.compile(
    r"(?<=[0-9]) (?=(?:%|h|min|ms|s|g|mg|Hz|ppm|mm|dBm|kB|MB|GB)(?!\w))"  # a figure and its unit
    r"|(?<=\bn) (?=[0-9])"  # a name of one letter and its figure
    r"|(?<=[0-9]) (?=\[[-+0-9])|(?<=[0-9][,;]) (?=[-+0-9.,]+\])"  # a figure and its interval
)
"""Blanks at which no line ends."""
_HELD: Final = "\N{NO-BREAK SPACE}"


def _wrapped(
    text: str, width: int, *, subsequent_indent: str, initial_indent: str = ""
) -> list[str]:
    """Break a text between words, and never between a figure and its unit."""
    lines = textwrap.wrap(
        _UNIT.sub(_HELD, text),
        width,
        initial_indent=initial_indent,
        subsequent_indent=subsequent_indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_HELD, " ") for line in lines]
