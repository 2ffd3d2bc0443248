"""Text in lines that fit a terminal: broken between words, never cut."""

import re
import textwrap
from typing import Final

WIDTH: Final = 80
"""Columns if the terminal's width is unknown."""


def fitted(line: str, width: int, indent: int = 0) -> list[str]:
    """Break a line that is too long, indenting the rest to the column of its value.

    Words longer than the width, such as paths, stay whole.
    """
    line = line.rstrip()
    if len(line) <= width:
        return [line]
    return _wrapped(line, width, subsequent_indent=" " * indent)


def paragraph(text: str, width: int, indent: int = 0, *, begins: str | None = None) -> list[str]:
    """Break a text between words, with all lines indented and ``begins`` before the first."""
    margin = " " * indent
    first = margin if begins is None else begins
    return _wrapped(text, width, initial_indent=first, subsequent_indent=margin)


_NO_BREAK: Final = re.compile(
    r"(?<=[0-9]) (?=(?:%|h|min|ms|s|g|mg|Hz|ppm|mm|dBm|kB|MB|GB)(?!\w))"  # a figure and its unit
    r"|(?<=\bn) (?=[0-9])"  # a name of one letter and its figure
    r"|(?<=[0-9]) (?=\[[-+0-9])|(?<=[0-9][,;]) (?=[-+0-9.,]+\])"  # a figure and its interval
)
"""Blanks at which a line must not end."""
_HELD: Final = "\N{NO-BREAK SPACE}"
"""Stands for a blank that must not be broken."""


def _wrapped(
    text: str, width: int, *, subsequent_indent: str, initial_indent: str = ""
) -> list[str]:
    """Break a text between words, but never between a number and its unit."""
    lines = textwrap.wrap(
        _NO_BREAK.sub(_HELD, text),
        width,
        initial_indent=initial_indent,
        subsequent_indent=subsequent_indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_HELD, " ") for line in lines]
