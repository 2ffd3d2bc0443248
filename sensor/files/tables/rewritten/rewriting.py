"""How a text that holds samples but is no table is written as one.

Each format has a function that recognises it by the beginning of a text, in whole lines except for
the last, which may be cut, and returns a ``Rewriting``, or None for any other text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

_Line = TypeVar("_Line")

LOOKED_AT: Final = 200
"""Leading lines that show the format; a board prints other things when it starts."""

SHARE: Final = 0.8
"""Share of the last of these lines that must have the format. Chosen: some lines come torn."""

LAST: Final = 30
"""Number of last lines that this share refers to. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """How a text is written as a table."""

    rewritten: Callable[[bytes], bytes]
    """Function from the whole text to the table."""
    note: str
    """A sentence for the person."""
    further: tuple[str, ...] = ()
    """Further sentences."""


def last_lines(start: bytes) -> list[bytes]:
    """Return the lines that show the format of a text whose beginning ends in a cut line."""
    filled = [line for line in start.split(b"\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]
    return filled[:-1][-LAST:]


def mostly(lines: Sequence[_Line], shows: Callable[[_Line], object]) -> bool:
    """Tell whether there are lines, and enough of them show a format."""
    return bool(lines) and sum(bool(shows(line)) for line in lines) >= SHARE * len(lines)


class TableStart(NamedTuple):
    """The first line and the last whole lines of a text, as if it were a table."""

    separator: str
    names: list[str]
    rows: list[list[str]]
    """Cells of the last lines."""


def table_start(start: bytes) -> TableStart:
    """Split the first line and the last whole lines of a text, as if it were a table."""
    head = start.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip()
    separator = max(",;\t", key=head.count)
    lines = (line.decode("utf-8", "replace").strip("\r\n") for line in last_lines(start))
    return TableStart(separator, head.split(separator), [line.split(separator) for line in lines])
