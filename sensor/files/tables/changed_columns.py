"""A table that goes on under other names, with more columns or fewer: a program was updated."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import whole
from limbwatch.sensor.files.tables.head import Head
from limbwatch.sensor.files.tables.plain_numbers import is_number

_SHOWN = 80
"""Letters of a line of names that a message shows."""

_FEWEST = 3
"""Names in a line of names, at least: those of x, y and z."""


def with_changed_columns(
    head: Head, wanted: Iterable[int]
) -> tuple[Head, tuple[str, ...], int] | None:
    """Bring rows under a second line of names into the columns of the first.

    Parameters
    ----------
    head : Head
    wanted : iterable of int
        Positions of the columns that are needed.

    Returns
    -------
    Head, tuple of str, int, or None
        With the whole table as its content, what a person should know, and how many rows were left
        out. None where no line of other names stands among the rows.
    """
    own = {at: head.folded[at] for at in wanted if at < len(head.folded)}
    lines = _lines(head)
    found: list[str] = []
    notes: list[str] = []
    lost = 0
    places: tuple[int | None, ...] | None = None
    width = head.width
    for number, line in enumerate(lines):
        if number < head.skip:
            found.append(line)
            continue
        names = _names(head, line)
        if names is not None and names != head.folded:
            shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]} ..."
            if not own or not all(names.count(name) == 1 for name in own.values()):
                lost = sum(map(bool, lines[number + 1 :]))
                notes.append(_ended(number, shown, lost))
                break
            places, width = tuple(map(_places(names).get, head.folded)), len(names)
            notes.append(
                f"The columns change at line {number + 1} (to {shown}): from there on they were "
                "taken by their names."
            )
        elif names is not None:
            places = None
        elif places is None:
            found.append(line)
        elif line.strip():
            found.append(_moved(head, _cells(head, line), places, width))
    if not notes:
        return None
    content = "\n".join(found).encode() + b"\n"
    return replace(head, content=content, zipped=False, encoding="utf8"), tuple(notes), lost


def _ended(number: int, shown: str, lost: int) -> str:
    """Say of names without those of the columns that are needed that nothing is read from there."""
    return Doubt(
        f"The columns change at line {number + 1} (to {shown}), and not all that are read are "
        f"among them: the {lost} rows from there on were left out. Cut the file there, and give "
        "both parts, to have them scored."
    )


def _lines(head: Head) -> list[str]:
    content = head.content if head.content is not None else whole(head.path, zipped=head.zipped)
    encoding = "utf-8-sig" if head.encoding == "utf8" else head.encoding
    text = content.decode(encoding, errors="replace").replace("\x00", "")
    return re.split(r"\r\n|\n|\r", text)


def _cells(head: Head, line: str) -> list[str]:
    if '"' not in line or not head.quoted:
        return line.split(head.separator)
    return next(csv.reader([line], delimiter=head.separator), [])


def _names(head: Head, line: str) -> tuple[str, ...] | None:
    """Read a line of names as `Head.folded` gives them; None for one of samples or of words."""
    if not line[:1].isalpha() and line[:1] not in ('"', "#", "%"):
        return None
    names = [cell.strip().strip('"').strip().casefold() for cell in _cells(head, line)]
    names[0] = names[0].lstrip("#%/; ")
    while names and not names[-1]:
        names.pop()
    known = set(names) & set(filter(None, head.folded))
    # some of the old names are among them, so that it is no sentence of a program
    plain = not any(is_number(name, head.decimal) for name in names)
    return tuple(names) if plain and len(names) >= _FEWEST and len(known) >= 2 else None


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names) if name}


def _moved(head: Head, cells: Sequence[str], places: Sequence[int | None], width: int) -> str:
    """Write a row in the order of the first names; one of another width stays one."""
    if not width <= len(cells) <= width + 1 or (len(cells) > width and cells[-1].strip()):
        return head.separator * (head.width + width)
    moved = ["" if at is None else cells[at] for at in places]
    moved += [""] * (head.width - len(moved))
    if not head.quoted:
        return head.separator.join(moved)
    line = io.StringIO()
    csv.writer(line, delimiter=head.separator, lineterminator="").writerow(moved)
    return line.getvalue()
