"""The command of ``--on-silence``, looked for before the night in which it is needed."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import PureWindowsPath
from typing import Final

from limbwatch.command_line import run_as_typed

_STARTED: Final = frozenset({".exe", ".com"})
"""Suffixes of programs that Windows starts by a name without one."""
_BLANK: Final = re.compile(r"\s+|\Z")


def trouble_with(command: str, *, system: str = os.name) -> str | None:
    """Return why a command cannot be run; None if its program is there.

    It is looked for as the system will: on Windows a path with blanks needs no quotes if only one
    program fits.
    """
    if not command.strip():
        return "it is empty"
    try:
        words = run_as_typed(command, system=system)
    except ValueError:
        return "a quote in it is not closed, or nothing follows its last backslash"
    programs = list(_programs(words)) if isinstance(words, str) else [words[0]]
    if any(map(_is_started if system == "nt" else shutil.which, programs)):
        return None
    return f"there is no program {programs[0]} here. Give its whole path"


def _programs(line: str) -> Iterator[str]:
    """Yield what Windows takes for the program of a command line, in its order."""
    if line.startswith('"'):
        yield line[1:].partition('"')[0]
        return
    yield from (line[: blank.start()] for blank in _BLANK.finditer(line))


def _is_started(program: str) -> bool:
    found = shutil.which(program)
    named = PureWindowsPath(program).suffix != ""
    return found is not None and (named or PureWindowsPath(found).suffix.lower() in _STARTED)
