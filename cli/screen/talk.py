"""Messages on stderr, broken to the terminal's width but not within paths and commands.

A program that reads stderr gets each message on one line; a person gets lines of the terminal's
width. What is meant to be copied stays whole, even if longer than the line.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from limbwatch.cli.program import COMMANDS, program
from limbwatch.cli.screen.fitting import WIDTH, fitted

NARROWEST: Final = 60
"""Least columns of text, whatever the terminal has."""
WIDEST: Final = 120
"""Most columns of text, whatever the terminal has."""
_INDENT: Final = 2
"""Indent of continued lines, columns."""
_HELD: Final = "\ue000"
"""Stands for a blank that must not be broken; printable text never contains it."""
_QUOTED: Final = re.compile(r"(?<!\w)(?:'[^'\n]+'|\"[^\"\n]+\")(?!\w)")
"""A quoted text."""
_OPTION: Final = re.compile(r"(?<!\S)--[a-z][\w-]* \S+")
"""An option and what may be its value."""
_WORDS: Final = r"(?: (?:--?[A-Za-z][\w-]*(?:[ =]\S+)?|\S*[=/]\S*|[A-Z][A-Z0-9_]+(?!\w)|latest))*"
"""Words after a command to be typed: options with values, paths, and words in capitals."""


def columns(stream: TextIO) -> int | None:
    """Return the columns for text on a stream; None if it is not a terminal.

    From 60 to 120: those of ``COLUMNS``, else of the terminal, else 80.
    """
    if not stream.isatty():
        return None
    setting = os.environ.get("COLUMNS", "")
    if setting.isdecimal() and int(setting):
        found = int(setting)
    else:
        try:
            found = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            found = shutil.get_terminal_size((WIDTH, 24)).columns
    return min(max(found or WIDTH, NARROWEST), WIDEST)


def wrapped(text: str, width: int | None) -> str:
    """Break the lines of a printable text that are longer than a width, if one is given.

    Paths, quoted text and commands to be typed stay on one line.
    """
    if width is None:
        return text
    return "\n".join(_broken_lines(text, width)).replace(_HELD, " ")


def _broken_lines(text: str, width: int) -> Iterator[str]:
    for line in text.split("\n"):
        margin = len(line) - len(line.lstrip())
        yield from fitted(
            _hold_together(line) if len(line) > width else line, width, margin + _INDENT
        )


def _hold_together(line: str) -> str:
    """Replace the blanks within text that is meant to be copied."""
    for path in _paths_with_blanks():
        line = line.replace(path, _without_breaks(path))
    line = _QUOTED.sub(lambda found: _without_breaks(found[0]), line)
    # if the program's own path has blanks, it is quoted and handled already
    name = re.escape(program()).replace(r"\ ", f"[ {_HELD}]")
    command = re.compile(rf"(?<![\w./-]){name} (?:{'|'.join(COMMANDS)})(?![\w-]){_WORDS}")
    line = command.sub(lambda found: _without_breaks(found[0]), line)
    return _OPTION.sub(lambda found: _without_breaks(found[0]), line)


def _paths_with_blanks() -> set[str]:
    """Return typed paths, and those of the present and home folder, that contain blanks."""
    typed = [part for word in sys.argv[1:] for part in (word, word.partition("=")[2])]
    there = (str(Path.home()), os.environ.get("PWD", ""))
    return {path for path in (*typed, *there) if " " in path.strip()}


def _without_breaks(text: str) -> str:
    return text.replace(" ", _HELD)
