"""Patterns of file names: ``{subject}_{session}_{placement}.csv``."""

import re
from typing import Final

from limbwatch.cli.errors import CommandError

NAMED: Final = ("subject", "session", "placement", "start", "age", "sensor")
"""Columns that a name can state."""
_PART: Final = re.compile(r"\{(\w*)\}|\*\*/|\*|\?")


def is_pattern(text: str) -> bool:
    """Return whether a text is a pattern rather than a name."""
    return any(mark in text for mark in "{}*?")


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of paths relative to a folder, with ``/``; groups are named by columns.

    ``{name}`` stands for a column, ``{}`` and ``*`` for anything in a name, ``?`` for one
    character, ``**/`` for folders in between. A column that occurs twice must have the same value.

    Raises
    ------
    CommandError
        If there is no such column, or the subject is missing.
    """
    seen: set[str] = set()
    text, at = "", 0
    for part in _PART.finditer(pattern):
        text += re.escape(pattern[at : part.start()]) + _expression(pattern, part, seen)
        at = part.end()
    if "subject" not in seen:
        raise _unusable(pattern, "it does not name the subject: {subject} is missing")
    return re.compile(text + re.escape(pattern[at:]))


def _expression(pattern: str, part: re.Match[str], seen: set[str]) -> str:
    name = part[1]
    if name is None or name == "":
        return {"**/": "(?:[^/]+/)*", "?": "[^/]"}.get(part[0], "[^/]*")
    if name not in NAMED:
        raise _unusable(pattern, f"{{{name}}} is not one of {', '.join(NAMED)}")
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    # non-greedy, so that the next separator of the pattern ends it
    return f"(?P<{name}>[^/]+?)"


def _unusable(pattern: str, why: str) -> CommandError:
    return CommandError(
        f"the pattern {pattern!r} cannot be used: {why}. Write it like "
        "{subject}_{session}_{placement}.csv."
    )
