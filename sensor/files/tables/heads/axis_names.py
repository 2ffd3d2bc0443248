"""The single axis that the name of a file or of a channel says it holds."""

import re
from pathlib import Path
from typing import NamedTuple

AXES = ("x", "y", "z")
"""Names of the axes, in order."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


class NamedAxis(NamedTuple):
    """An axis, and the position of its letter in the name."""

    axis: str
    """One of ``AXES``."""
    at: int
    """Position of its letter."""


def axis_in(name: str) -> NamedAxis | None:
    """Find the axis in a name (``acceleration_X``, ``P07_Z_AC``, ``dY``); None unless it is one."""
    words = [(match[0].casefold(), match.start()) for match in _WORD.finditer(name)]
    found = [NamedAxis(word, at) for word, at in words if word in AXES]
    return found[0] if len(found) == 1 else None


def names_of_axes(name: str) -> tuple[str, ...]:
    """Return the names for x, y and z that differ from a name only in the letter of its axis."""
    found = axis_in(name)
    if found is None:
        return ()
    letters = "".join(AXES).upper() if name[found.at].isupper() else AXES
    return tuple(name[: found.at] + letter + name[found.at + 1 :] for letter in letters)


def named_alike(path: Path) -> tuple[Path, ...]:
    """Return the files whose names differ only in the letter of the axis, if all three exist."""
    found = tuple(path.with_name(name + path.suffix) for name in names_of_axes(path.stem))
    return found if all(candidate.is_file() for candidate in found) else ()
