"""Lines that end in a semicolon while another sign parts their cells: it is no part of the last."""

import re

from limbwatch.sensor.files.tables.rewriting import SHARE, Rewriting, last_lines

_ENDED = re.compile(rb"[^;]*[,\t| ][^;]*;[ \t]*\r?")
"""A line of several cells with one semicolon, at its end."""

_ENDS = re.compile(rb"[ \t]*;[ \t]*(?=\r?(?:\n|\Z))")


def line_ends(start: bytes) -> Rewriting | None:
    """Tell whether semicolons end the lines of a text and part nothing, by its beginning.

    Parameters
    ----------
    start : bytes
        Whole lines of it, but the last, which may be cut.

    Returns
    -------
    Rewriting or None
        None when it is written in another way.
    """
    lines = last_lines(start)
    ended = sum(_ENDED.fullmatch(line) is not None for line in lines)
    if not lines or ended < SHARE * len(lines):
        return None
    return Rewriting(
        rewritten=lambda text: _ENDS.sub(b"", text),
        note="The semicolons that end the lines part nothing; they were left out.",
    )
