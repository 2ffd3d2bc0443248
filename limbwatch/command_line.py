"""The words of a command line, quoted so that a printed command works as it is printed.

Windows gives a program its command line as one text, which the program cuts into words by the rules
of Microsoft's C library (`CommandLineToArgvW`). Its two usual shells, the command prompt and
PowerShell, both take what stands between double quotes for one word. A single quote is an ordinary
character to the command prompt, so that the quotes of POSIX shells would reach the program.
"""

import os
import re
import shlex
from collections.abc import Iterable
from typing import Final

_PLAIN: Final = re.compile(r"[\w./\\:+=-][\w./\\:+=~-]*")
"""A word that needs no quotes in the shells of Windows. A comma does, as it makes a list in
PowerShell, and so do brackets, which both shells read."""
_BEFORE_QUOTE: Final = re.compile(r'(\\*)(?="|\Z)')
"""Backslashes before a quote, where alone they escape anything: they are doubled."""


def shell_word(word: str, *, system: str = os.name) -> str:
    """Quote a word of a command for the shells of a system, where it needs that.

    Nothing can be quoted so that both shells of Windows take it unchanged if it has a ``%`` (the
    command prompt) or a ``$`` or backtick (PowerShell): such words are only kept together.
    """
    if system != "nt":
        return shlex.quote(word)
    if _PLAIN.fullmatch(word):
        return word
    return '"' + _BEFORE_QUOTE.sub(r"\1\1", word).replace('"', '\\"') + '"'


def shell_line(words: Iterable[str], *, system: str = os.name) -> str:
    """Write words as one command line."""
    return " ".join(shell_word(word, system=system) for word in words)


def run_as_typed(command: str, *, system: str = os.name) -> str | list[str]:
    """Return a typed command as ``subprocess.Popen`` takes it.

    Windows cuts a command line into words by itself. POSIX rules would take its backslashes, which
    part the folders of a path, for escapes.

    Raises
    ------
    ValueError
        If a quote is left open, or there is no word.
    """
    words: str | list[str] = command.strip() if system == "nt" else shlex.split(command)
    if not words:
        raise ValueError("it is empty")
    return words
