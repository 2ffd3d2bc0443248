"""The one axis that the name of a file or of a channel says it holds."""

import re
from pathlib import Path
from typing import NamedTuple

AXES = ("x", "y", "z")

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


class NamedAxis(NamedTuple):
    """An axis, and where its letter stands in the name."""

    axis: str
    at: int


def axis_in(name: str) -> NamedAxis | None:
    """Find the axis in a name (``acceleration_X``, ``P07_Z_AC``, ``dY``); None unless it is one."""
    words = [(match[0].casefold(), match.start()) for match in _WORD.finditer(name)]
    found = [NamedAxis(word, at) for word, at in words if word in AXES]
    return found[0] if len(found) == 1 else None


def names_of_axes(name: str) -> tuple[str, ...]:
    """Give the names that differ from one in the letter of its axis alone: of x, y and z."""
    found = axis_in(name)
    if found is None:
        return ()
    letters = "".join(AXES).upper() if name[found.at].isupper() else AXES
    return tuple(name[: found.at] + letter + name[found.at + 1 :] for letter in letters)


def named_alike(path: Path) -> tuple[Path, ...]:
    """Give the files whose names differ in the letter of the axis alone, if all three are there."""
    found = tuple(path.with_name(name + path.suffix) for name in names_of_axes(path.stem))
    return found if all(one.is_file() for one in found) else ()
