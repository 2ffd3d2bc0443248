"""Which columns are acceleration, from their names."""

import re

from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.unit import Unit, unit_in_name, unit_named

ROTATION = re.compile(
    r"gyr|rot|mag|quat|angle|orient|euler|roll|pitch|yaw|omega|veloc|attitude|heading|location"
    r"|altitude|battery|sensor.?id|position|pixel|^q\d"
)
SHORT_ROTATION = re.compile(r"^(?:g|h|as|m|w)_?\*")
GRAVITY_FREE = re.compile(
    r"user.?acc|linear.?acc(?!eleration\.)|^lin|free.?acc|dynamic.?acc|^la[xyz]"
)


def acceleration(head: Head) -> tuple[int, int, int] | None:
    """Find the columns of x, y and z among the names.

    Names that differ only in the letter of the axis belong together; of several such groups the
    one that speaks of acceleration is taken, with gravity before without, and never rotation.

    Returns
    -------
    tuple of int or None
        None when no group of names is acceleration.
    """
    groups: dict[str, dict[str, int]] = {}
    for at, name in enumerate(head.names):
        for stem, axis in _axes(name.strip()):
            groups.setdefault(stem, {}).setdefault(axis, at)
    best: tuple[int, tuple[int, int, int]] | None = None
    for stem, found in groups.items():
        if set(found) != {"x", "y", "z"}:
            continue
        worth = _worth(stem, head.folded[found["x"]])
        if worth > 0 and (best is None or worth > best[0]):
            best = worth, (found["x"], found["y"], found["z"])
    return None if best is None else best[1]


def _axes(name: str) -> list[tuple[str, str]]:
    """Split a name into what is left without its axis, and the axis."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).casefold()
    bare = re.sub(r"[\[(].*?[\])]", "", spaced).strip()
    found = [
        (bare[: match.start()] + "*" + bare[match.end() :], match[1])
        for match in re.finditer(r"(?<![a-z])([xyz])(?![a-z])", bare)
    ]
    glued = re.fullmatch(r"(.*[a-z])([xyz])", bare)
    if not found and glued:
        found.append((glued[1] + "*", glued[2]))
    leading = re.fullmatch(r"([xyz])((?:acc|a$).*)", bare)
    if not found and leading:
        found.append(("*" + leading[2], leading[1]))
    return found


def _worth(stem: str, name: str) -> int:
    if ROTATION.search(name) and "acc" not in name:
        return 0
    if GRAVITY_FREE.search(name):
        return 1
    if "gravity" in name and "acc" not in name:
        return 1
    if "acc" in stem:
        return 5
    if SHORT_ROTATION.match(stem):
        return 1
    usual = ("*", "a*", "gf*", "*axis", "axis*", "*value", "value*", "*g", "*mg", "*ms", "*mps")
    return 4 if re.sub(r"[^a-z*]", "", stem) in usual else 2


def unit_of(head: Head, axes: tuple[int, int, int]) -> Unit | None:
    """Find the unit that the units row or the names of the axes state."""
    if len(head.units) > max(axes):
        found = unit_named(head.units[axes[0]])
        if found is not None:
            return found
    return unit_in_name(head.names[axes[0]]) if len(head.names) > axes[0] else None
