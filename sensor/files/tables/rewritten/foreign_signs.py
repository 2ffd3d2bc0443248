"""Signs that few programs write for quotes, line ends and letters, where all others are usual.

``rdsamp -p`` of PhysioNet writes ``'0:00.020',0.2,-0.9,0.3`` below names and units in apostrophes;
some programs end their lines in semicolons that part nothing, or in signs of Unicode; and where two
programs wrote into one file, lines of two bytes a letter stand above a table of one.
"""

import re

from limbwatch.sensor.files.tables.rewritten.rewriting import LAST, SHARE, Rewriting, last_lines

_CELL = re.compile(rb"(^|[,;\t|])[ ]*'([^'\r\n]*)'[ ]*(?=[,;\t|\r\n]|\Z)", re.MULTILINE)
"""A cell in a pair of them: one within a number (``1'012``) stands between digits."""

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

MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks, and what they announce."""

LEAST = 200
"""Bytes without a zero behind the last of them, from which the rest is of one byte a letter: in two
bytes, such a stretch is a hundred letters of another script. Chosen."""


def apostrophes(start: bytes) -> Rewriting | None:
    """Tell whether cells of a table are in apostrophes, by its beginning.

    With quotes as well nothing is sure.
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


def line_ends(start: bytes) -> Rewriting | None:
    """Tell whether semicolons end the lines of a text and part nothing, by its beginning."""
    lines = last_lines(start)
    ended = sum(_ENDED.fullmatch(line) is not None for line in lines)
    if not lines or ended < SHARE * len(lines):
        return None
    return Rewriting(
        rewritten=lambda text: _ENDS.sub(b"", text),
        note="The semicolons that end the lines part nothing; they were left out.",
    )


def strange_line_ends(start: bytes) -> Rewriting | None:
    """Tell whether lines end in signs of Unicode or of mainframes, and none as others do."""
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


def two_encodings(start: bytes) -> Rewriting | None:
    """Tell whether a text begins with two bytes a letter and goes on with one."""
    encoding = MARKS.get(start[:2])
    last = start.rfind(b"\x00")
    if encoding is None or last < 0:
        return None
    ends = last + (1 if encoding == "utf-16-le" else 2)
    rest = start[ends:]
    if len(rest) < LEAST or rest.count(b"\n") + rest.count(b"\r") < 2:
        return None
    return Rewriting(
        rewritten=lambda text: _in_one(text, ends, encoding),
        note="The first lines are written in UTF-16 and the table is not; each was read as such.",
    )


def _in_one(text: bytes, ends: int, encoding: str) -> bytes:
    """Write the first lines as the rest is."""
    above = text[2:ends].decode(encoding, errors="replace")
    return above.encode() + text[ends:]
