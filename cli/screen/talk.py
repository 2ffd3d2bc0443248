"""What is said on stderr, as a terminal has room for it: nowhere broken in a path or a command.

A program that reads stderr finds each message on one line; a person reads lines of the terminal's
width. What is to be copied stays whole, and is longer than the line where it must be.
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
WIDEST: Final = 120
"""Columns of text at least and at most, whatever the terminal has."""
_INDENT: Final = 2
"""Columns by which the rest of a line stands in."""
_HELD: Final = "\ue000"
"""Stands for a blank at which no line is broken; no text that is printable has it."""
_QUOTED: Final = re.compile(r"(?<!\w)(?:'[^'\n]+'|\"[^\"\n]+\")(?!\w)")
_OPTION: Final = re.compile(r"(?<!\S)--[a-z][\w-]* \S+")
"""An option and what may be its value."""
_WORDS: Final = r"(?: (?:--?[A-Za-z][\w-]*(?:[ =]\S+)?|\S*[=/]\S*|[A-Z][A-Z0-9_]+(?!\w)|latest))*"
"""What follows a command to be typed: options with their values, paths and words in capitals."""


def columns(stream: TextIO) -> int | None:
    """Tell how many columns a text may have on a stream; None where it is no terminal.

    From 60 to 120: those of ``COLUMNS``, of the terminal, or 80.
    """
    if not stream.isatty():
        return None
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        found = int(told)
    else:
        try:
            found = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            found = shutil.get_terminal_size((WIDTH, 24)).columns
    return min(max(found or WIDTH, NARROWEST), WIDEST)


def broken(text: str, width: int | None) -> str:
    """Break the lines of a printable text that are longer than a width, where there is one.

    Paths, what is quoted and commands that are to be typed stay on one line.
    """
    if width is None:
        return text
    return "\n".join(_lines(text, width)).replace(_HELD, " ")


def _lines(text: str, width: int) -> Iterator[str]:
    for line in text.split("\n"):
        margin = len(line) - len(line.lstrip())
        yield from fitted(_held(line) if len(line) > width else line, width, margin + _INDENT)


def _held(line: str) -> str:
    """Hold together what is to be copied."""
    for path in _paths_with_blanks():
        line = line.replace(path, _whole(path))
    line = _QUOTED.sub(lambda found: _whole(found[0]), line)
    # where the program's own path has blanks, it is quoted, and held already
    name = re.escape(program()).replace(r"\ ", f"[ {_HELD}]")
    command = re.compile(rf"(?<![\w./-]){name} (?:{'|'.join(COMMANDS)})(?![\w-]){_WORDS}")
    line = command.sub(lambda found: _whole(found[0]), line)
    return _OPTION.sub(lambda found: _whole(found[0]), line)


def _paths_with_blanks() -> set[str]:
    """Give what was typed, and where this is, as far as it has a blank."""
    typed = [part for word in sys.argv[1:] for part in (word, word.partition("=")[2])]
    there = (str(Path.home()), os.environ.get("PWD", ""))
    return {path for path in (*typed, *there) if " " in path.strip()}


def _whole(text: str) -> str:
    return text.replace(" ", _HELD)
