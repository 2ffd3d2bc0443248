"""A text that holds samples and is no table, and how it is written as one.

Each way of writing has a function that knows it by the beginning of a text, whole lines but for the
last, which may be cut, and gives a ``Rewriting``; None where the text is written in another way.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from limbwatch.sensor.files.tables.heads.spelling import parted

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


def with_unit(
    names: str, row: str, separator: str, unit: str, has_unit: Callable[[str], bool]
) -> str:
    """Put a unit behind the names of the columns that have it in their first cell."""
    named, cells = parted(names, separator), parted(row, separator)
    if len(named) != len(cells):
        return names
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(
        f"{name} ({unit})" if has_unit(cell) else name
        for name, cell in zip(named, cells, strict=True)
    )
    return line.getvalue()
