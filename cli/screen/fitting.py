"""Lines that a terminal has room for: broken between words, never cut."""

import textwrap
from typing import Final

WIDTH: Final = 80
"""Columns where no terminal says how many it has."""


def fitted(line: str, width: int, indent: int = 0) -> list[str]:
    """Break a line that is too long, and go on under its value.

    Parameters
    ----------
    line : str
    width : int
        Columns that a line may have.
    indent : int
        Column that the rest begins in.

    Returns
    -------
    list of str
        Words that are longer than the width, such as paths, stay whole.
    """
    line = line.rstrip()
    if len(line) <= width:
        return [line]
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def paragraph(text: str, width: int, indent: int = 0) -> list[str]:
    """Break a text between words, every line indented."""
    margin = " " * indent
    return textwrap.wrap(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
