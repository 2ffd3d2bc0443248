"""Cells in apostrophes, as some programs quote them: written in quotes.

``rdsamp -p`` of PhysioNet writes ``'0:00.020',0.2,-0.9,0.3`` below names and units in apostrophes.
"""

import re

from limbwatch.sensor.files.tables.rewriting import SHARE, Rewriting, last_lines

_CELL = re.compile(rb"(^|[,;\t|])[ ]*'([^'\r\n]*)'[ ]*(?=[,;\t|\r\n]|\Z)", re.MULTILINE)
"""A cell in a pair of them: one within a number (``1'012``) stands between digits."""


def apostrophes(start: bytes) -> Rewriting | None:
    """Tell whether cells of a table are in apostrophes, by its beginning.

    Parameters
    ----------
    start : bytes
        Whole lines of it, but the last, which may be cut.

    Returns
    -------
    Rewriting or None
        None when nearly no line has such a cell, or there are quotes as well.
    """
    lines = last_lines(start)
    if not lines or any(b'"' in line for line in lines):
        return None
    if sum(_CELL.search(line) is not None for line in lines) < SHARE * len(lines):
        return None
    return Rewriting(
        rewritten=lambda text: _CELL.sub(rb'\1"\2"', text),
        note="The apostrophes around cells were taken for quotes.",
    )
