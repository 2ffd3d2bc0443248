"""A text that holds samples and is no table, and how it is written as one.

Each way of writing has a function that knows it by the beginning of a text, whole lines but for the
last, which may be cut, and gives a ``Rewriting``; None where the text is written in another way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

LOOKED_AT: Final = 200
"""Lines of the beginning by which the writing is known; a board says other things at its start."""

SHARE: Final = 0.8
"""Share of the last of them that are written so. Chosen: some lines come torn."""

LAST: Final = 30
"""Lines that this share is of. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """How a text is written as a table."""

    rewritten: Callable[[bytes], bytes]
    """Gives the whole text as a table, of the whole text as it is."""
    note: str
    """A sentence for the person."""
    further: tuple[str, ...] = ()
    """More of them."""


def last_lines(start: bytes) -> list[bytes]:
    """Return the lines that tell how a text is written, of its beginning, whose last may be cut."""
    filled = [line for line in start.split(b"\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]
    return filled[:-1][-LAST:]
