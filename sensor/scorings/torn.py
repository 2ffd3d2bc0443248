"""Whether a text was cut off in the middle of its last row."""

from collections.abc import Sequence
from typing import Final

_COMPARED: Final = 50
"""So many rows before the last are looked at; chosen."""
_ALIKE: Final = 3
"""Fewest rows of one width before the last that say how wide a row is; chosen."""


def torn_row(lines: Sequence[str]) -> bool:
    """Tell whether the last line is a part of a row; it must have no line feed behind it.

    Returns
    -------
    bool
        Whether it has fewer cells than all rows before it, or its last cell is the beginning of
        what stands there in other rows.
    """
    before, last = lines[-_COMPARED - 1 : -1], lines[-1] if lines else ""
    if len(before) < _ALIKE:
        return False
    mark = max("\t;,", key=before[-1].count)
    widths = {line.count(mark) for line in before[-_ALIKE:]}
    if len(widths) > 1 or widths == {0}:
        return False
    if last.count(mark) < max(widths):
        return True
    width = max(widths)
    others = [line.rsplit(mark, 1)[1].strip() for line in before if line.count(mark) == width]
    return _begins(last.rsplit(mark, 1)[1].strip(), others)


def _begins(cell: str, others: Sequence[str]) -> bool:
    if cell in others or len(others) < _ALIKE:
        return False
    decimals = {_decimals(other) for other in others[-_ALIKE:]}
    if cell.replace(".", "").isdigit():
        return len(decimals) == 1 and 0 <= _decimals(cell) < max(decimals)
    return any(other.startswith(cell) for other in others)


def _decimals(cell: str) -> int:
    """Count digits behind the point; -1 when it is no number."""
    whole, _, rest = cell.partition(".")
    return len(rest) if whole.isdigit() and (rest.isdigit() or not rest) else -1
