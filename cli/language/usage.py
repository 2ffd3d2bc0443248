"""Words of the command line itself: stand-ins for arguments, and refusals of a usage.

The command-line parser writes its part of help pages and errors in English; these are its words, as
forms for the catalogue. ``tests/test_language.py`` provokes each of them.
"""

import re
from typing import Final

from limbwatch.cli.language.spoken import ENGLISH, language, tr

STANDINS: Final = (
    "ADDRESS", "ARGS", "COMMAND", "DATE", "DIGITS", "DIR", "DRINKS", "FIELD", "FILE", "FOLDER",
    "FORMAT", "HOURS", "KIND", "LABEL", "LENGTH", "MANIFEST", "NAME", "NIGHT", "NOTE", "OPTIONS",
    "OURS", "PATH", "PATTERN", "PLACE", "PLACEMENT", "REFERENCE", "SCENARIO", "SECONDS", "SENSOR",
    "SIZE", "TABLE", "TEXT", "TIME", "WHEN", "YEARS", "ZONE",
)  # fmt: skip
"""Words in capitals that stand for an argument in a usage: ``--nights DIR``."""
_STANDIN: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(STANDINS)})(?!\w)")

HEADINGS: Final = (
    "Usage: ", "Arguments", "Options", "Commands", "required", "Show this message and exit.",
)  # fmt: skip
"""Headings and other words of a help page."""

REFUSALS: Final = (
    "No such command {name!r}.",
    "No such command {name!r}. Did you mean {names}?",
    "No such option: {name}",
    "No such option: {name} (Possible options: {names})",
    "Option {name!r} requires an argument.",
    "Option {name!r} does not take a value.",
    "Got unexpected extra argument(s) ({arguments})",
    "Missing argument {typed}.",
    "Missing option {typed}.",
    "Missing option {typed}. Choose from:\n\t{names}",
    "Missing command.",
    "Invalid value for {typed}: {why}",
    "{option} is {value!r}, which is not a number.",
    "{option} is {value!r}, which is not a whole number.",
    "{option} is {value!r}; it must be {least} or more.",
    "{option} is {value!r}; it must be {most} or less.",
    "{option} is {value!r}; it must be one of {names}.",
)
"""Messages with which the parser and `cli.refusal` refuse a usage."""


def standins(text: str) -> str:
    """Translate the stand-ins in a usage or a part of one, such as ``--nights DIR``.

    Options stay as they are typed.
    """
    if language() == ENGLISH:
        return text
    return _STANDIN.sub(lambda found: tr(found[0]), text)
