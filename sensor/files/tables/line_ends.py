"""Lines that end as few do: in semicolons that part nothing, or in signs that few programs know."""

import re

from limbwatch.sensor.files.tables.rewriting import LAST, SHARE, Rewriting, last_lines

_ENDED = re.compile(rb"[^;]*[,\t| ][^;]*;+[ \t]*\r?")
"""A line of several cells with semicolons at its end alone."""

_ENDS = re.compile(rb"[ \t]*;+[ \t]*(?=\r?(?:\n|\Z))")


STRANGE = {
    "U+2028": "\u2028".encode(),
    "U+2029": "\u2029".encode(),
    "U+0085": "\x85".encode(),
    "NEL": b"\x85",
}
"""Line ends of Unicode (UAX 14, classes BK and NL) as they stand in UTF-8, and that of mainframes
in texts of one byte a letter."""


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


def strange_line_ends(start: bytes) -> Rewriting | None:
    """Tell whether lines end in signs of Unicode or of mainframes, and none as others do.

    Returns
    -------
    Rewriting or None
        None when there are other ends of lines, or too few of these.
    """
    if b"\n" in start or b"\r" in start:
        return None
    for name, sign in STRANGE.items():
        if start.count(sign) >= LAST:
            return _ended_by(name, sign)
    return None


def _ended_by(name: str, sign: bytes) -> Rewriting:
    return Rewriting(
        rewritten=lambda text: text.replace(sign, b"\n"),
        note=f"The lines end in {name}, which few programs know; each was taken for a line end.",
    )
